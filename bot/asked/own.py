"""What somebody reads of their own switches (R174)."""

from bot.asked.model import PageTest, Switch
from bot.asked.model.hours import Span
from bot.asked.store import AskedStore
from bot.core.ids import Person
from bot.core.notices import Moment, Plain, Said, Together, Weekdays, said
from bot.core.own import Entry
from bot.core.storage.database import Transaction


class OwnSwitches:
    """Reads `asked_switch` for the person whose switches they are."""

    def __init__(self, store: AskedStore) -> None:
        self._store = store

    def read(self, tx: Transaction, person: Person) -> list[Entry]:
        """Answer every switch with all that was settled on it."""
        return [_entry(switch) for switch in self._store.of_person(tx, person.number)]


def _entry(switch: Switch) -> Entry:
    parts = (
        said("kept.asked.on"),
        *(_span(span) for span in switch.hours.spans),
        *((said("kept.asked.zone", zone=Plain(switch.hours.zone)),) if switch.hours.zone else ()),
        *((said("kept.asked.wakes"),) if switch.wake else ()),
        *((said("kept.asked.around", until=Moment(switch.around_until)),) if switch.around_until else ()),
        *_back(switch),
        *_test(switch),
        *((said("kept.asked.asked", at=Moment(switch.asked_at)),) if switch.asked_at else ()),
    )
    return Entry(said("kept.asked.switch", parts=Together(parts)), circle=switch.circle)


def _span(span: Span) -> Said:
    start, end = (Plain(f"{minute // 60:02d}:{minute % 60:02d}") for minute in (span.start_minute, span.end_minute))
    return said("kept.asked.span", day=Weekdays((span.weekday,)), start=start, end=end)


def _back(switch: Switch) -> tuple[Said, ...]:
    if not switch.back:
        return ()
    if switch.back_until is None:
        return (said("kept.asked.back"),)
    return (said("kept.asked.rests", until=Moment(switch.back_until)),)


def _test(switch: Switch) -> tuple[Said, ...]:
    if switch.test_at is None:
        return ()
    seen = "kept.asked.test_seen" if switch.test is PageTest.SEEN else "kept.asked.test_unseen"
    return (said(seen, at=Moment(switch.test_at)),)

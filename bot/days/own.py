"""What somebody reads of their quiet days (R174)."""

from bot.core.ids import Person
from bot.core.notices import Day as Shown
from bot.core.notices import Said, said
from bot.core.own import Entry
from bot.core.storage.database import Transaction
from bot.days.model import Day
from bot.days.store import DayStore


class OwnDays:
    """Reads `days_list` for the person whose days they are."""

    def __init__(self, store: DayStore) -> None:
        self._store = store

    def read(self, tx: Transaction, person: Person) -> list[Entry]:
        """Answer each day, and what it is to be like."""
        row = self._store.of(tx, person.number)
        return [] if row is None else [Entry(_words(day)) for day in self._store.open(person, row)]


def _words(day: Day) -> Said:
    yearly = day.when.year is None
    on = Shown(day.when.shown, short=yearly)
    return said("kept.days.yearly" if yearly else "kept.days.once", day=on, kind=said(f"days.kind.{day.kind}"))

"""What somebody reads of their own answers, wherever these are kept (R174)."""

from bot.checkins.model import Format
from bot.checkins.store import CheckinStore
from bot.checkins.store.history import HistoryStore
from bot.core.ids import Person, Private
from bot.core.notices import Said, Together, Value, said
from bot.core.own import Entry
from bot.core.storage.database import Transaction


class OwnAnswers:
    """Reads `checkin_answer`, `checkin_audience` and `checkin_history` for the person who answered."""

    def __init__(self, store: CheckinStore, history: HistoryStore) -> None:
        self._store = store
        self._history = history

    def answers(self, tx: Transaction, person: Person) -> list[Entry]:
        """Answer every answer that is kept with its check-in, with its line and who it is for."""
        found = [self._store.get(tx, round_) for round_, _ in self._store.answers.rounds_of(tx, person.number)]
        entries: list[Entry] = []
        for round_ in sorted((one for one in found if one is not None), key=lambda one: one.round):
            given = self._store.answers.get(tx, round_.round, person)
            if given is not None:
                answer = said(
                    "kept.checkins.answer",
                    choice=_choice(round_.format, given.choice),
                    seen_by=said(f"kept.checkins.for.{given.seen_by}"),
                )
                lines = (
                    *((said("kept.checkins.line", line=given.line),) if given.line else ()),
                    *((said("kept.checkins.waiting", line=given.waiting),) if given.waiting else ()),
                )
                entries.append(Entry(_with(answer, lines), round_.opened_at, round_.circle))
        return entries

    def audiences(self, tx: Transaction, person: Person) -> list[Entry]:
        """Answer who the last answer in each circle was for."""
        return [
            Entry(said("kept.checkins.last", seen_by=said(f"kept.checkins.for.{seen_by}")), circle=circle)
            for circle, seen_by in self._store.answers.lasts_of(tx, person)
        ]

    def history(self, tx: Transaction, person: Person) -> list[Entry]:
        """Answer everything in My check-ins."""
        entries: list[Entry] = []
        for kept in self._history.list_for(tx, person.number):
            format_, choice = self._history.open(kept, person)
            known = Format(format_) if format_ in set(Format) else None
            told = said("kept.checkins.kept", choice=_choice(known, Private(choice)))
            entries.append(Entry(told, kept.day, kept.circle))
        return entries


def _with(first: Said, lines: tuple[Said, ...]) -> Said:
    return said("kept.checkins.all", parts=Together((first, *lines)))


def _choice(format_: Format | None, choice: Private) -> Value:
    # A choice that is none of the question's is the member's own word.
    if format_ is None or choice not in format_.choices:
        return choice
    return said(f"checkins.choice.{format_}.{choice}")

"""What somebody reads of the worries they raised: their own note, never about whom (R174, R178)."""

from bot.core.ids import Person
from bot.core.notices import said
from bot.core.own import Entry
from bot.core.storage.database import Transaction
from bot.reach.store.worries import WorryStore


class OwnWorries:
    """Reads `reach_worry` for the person who raised them."""

    def __init__(self, store: WorryStore) -> None:
        self._store = store

    def read(self, tx: Transaction, person: Person) -> list[Entry]:
        """Answer every worry that is kept, with its note."""
        entries: list[Entry] = []
        for worry in self._store.raised_by(tx, person.number):
            note = self._store.note(worry, person)
            told = said("kept.reach.worry_note", note=note) if note else said("kept.reach.worry")
            entries.append(Entry(told, worry.raised_at, worry.circle))
        return entries

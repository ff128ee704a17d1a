"""What somebody reads of their reminders to themselves (R174)."""

from bot.core.ids import Person
from bot.core.notices import said
from bot.core.own import Entry
from bot.core.storage.database import Transaction
from bot.reminders.model import words_of
from bot.reminders.store import ReminderStore


class OwnReminders:
    """Reads `reminder` for the person whose reminders they are."""

    def __init__(self, store: ReminderStore) -> None:
        self._store = store

    def read(self, tx: Transaction, person: Person) -> list[Entry]:
        """Answer each reminder by its words, and when it comes next."""
        found = [(self._store.open(person, one), one.at) for one in self._store.of(tx, person.number)]
        return [Entry(said("kept.reminders.one", words=words_of(plan)), at) for plan, at in found]

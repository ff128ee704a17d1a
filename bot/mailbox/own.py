"""What somebody reads of the notes that came to them: that they came, when, and what for (R174, R178)."""

from bot.core.ids import EVERYWHERE, Person
from bot.core.notices import said
from bot.core.own import Entry
from bot.core.storage.database import Transaction
from bot.mailbox.store import MailboxStore


class OwnNotes:
    """Reads `mailbox_slip` for its reader; what a note says may be another's words, and stays where it is read."""

    def __init__(self, store: MailboxStore) -> None:
        self._store = store

    def read(self, tx: Transaction, person: Person) -> list[Entry]:
        """Answer every note, by the day it came and what its reader had begun."""
        entries: list[Entry] = []
        for kept in self._store.list_for(tx, person.number):
            about = self._store.open_side(kept.side, person, kept.sealed_side).about
            key = "kept.mailbox.read" if kept.seen else "kept.mailbox.unread"
            circle = None if kept.circle == EVERYWHERE else kept.circle
            entries.append(Entry(said(key, about=said(about)), kept.made_on, circle))
        return entries

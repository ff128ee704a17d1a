"""What somebody reads of their own words, sent nowhere yet or kept for themselves (R174)."""

from bot.core.ids import Person
from bot.core.notices import said
from bot.core.own import Entry
from bot.core.storage.database import Transaction
from bot.debriefs.store.words import WordStore


class OwnWords:
    """Reads `debrief_draft` and `debrief_kept` for the person who wrote them."""

    def __init__(self, words: WordStore) -> None:
        self._words = words

    def drafts(self, tx: Transaction, person: Person) -> list[Entry]:
        """Answer words that were not sent yet, by when they go."""
        return [
            Entry(said("kept.debriefs.draft", words=words), until, circle)
            for circle, words, until in self._words.drafts_of(tx, person)
        ]

    def kept(self, tx: Transaction, person: Person) -> list[Entry]:
        """Answer words that are kept for their writer alone."""
        return [
            Entry(said("kept.debriefs.kept", words=own.words), own.day, circle)
            for circle, own in self._words.every_own(tx, person)
        ]

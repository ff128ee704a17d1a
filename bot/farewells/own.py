"""What somebody reads of the lines they leave (R174)."""

from bot.core.ids import Person
from bot.core.notices import said
from bot.core.own import Entry
from bot.core.storage.database import Transaction
from bot.farewells.store import LineStore


class OwnLines:
    """Reads `farewell_line` for the person who leaves them."""

    def __init__(self, store: LineStore) -> None:
        self._store = store

    def read(self, tx: Transaction, person: Person) -> list[Entry]:
        """Answer each line by its words, and of one that stands only that it is theirs."""
        return [self._entry(tx, person, one.line) for one in self._store.of(tx, person.number)]

    def _entry(self, tx: Transaction, person: Person, line: int) -> Entry:
        found, words = self._store.get(tx, line), self._store.words(tx, person, line)
        told = said("kept.farewells.line", words=words) if words else said("kept.farewells.line_stands")
        return Entry(told, None if found is None else found.at, None if found is None else found.circle)

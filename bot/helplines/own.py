"""What somebody reads of the country they chose for themselves (R174)."""

from bot.core.ids import Person
from bot.core.notices import Countries, said
from bot.core.own import Entry
from bot.core.storage.database import Transaction
from bot.helplines.store import OwnStore


class OwnCountryKept:
    """Reads `helpline_country` for the person whose country it is."""

    def __init__(self, store: OwnStore) -> None:
        self._store = store

    def read(self, tx: Transaction, person: Person) -> list[Entry]:
        """Answer the country, if one is kept."""
        country = self._store.get(tx, person)
        return [Entry(said("kept.helplines.country", country=Countries((country,))))] if country else []

"""What somebody reads of their own yeses (R174)."""

from collections.abc import Iterable

from bot.consent import store
from bot.consent.model import Yes
from bot.core.feature import Purpose
from bot.core.ids import EVERYWHERE, Person
from bot.core.notices import Said, said
from bot.core.own import Entry
from bot.core.storage.database import Transaction


class OwnYeses:
    """Reads `consent` for the person who said yes."""

    def __init__(self, purposes: Iterable[Purpose]) -> None:
        self._known = frozenset(purpose.key for purpose in purposes)

    def read(self, tx: Transaction, person: Person) -> list[Entry]:
        """Answer every yes, lapsed ones included, with the number of its wording."""
        given = sorted(store.list_for(tx, person.number), key=lambda yes: (yes.circle, yes.purpose))
        return [self._entry(yes) for yes in given]

    def _entry(self, yes: Yes) -> Entry:
        told = said("kept.consent.yes", name=self._name(yes.purpose), version=yes.version)
        return Entry(told, yes.given_on, None if yes.circle == EVERYWHERE else yes.circle)

    def _name(self, key: str) -> Said:
        # A yes to what an earlier version asked for has no words any more.
        return said(f"{key}.name") if key in self._known else said("kept.consent.earlier")

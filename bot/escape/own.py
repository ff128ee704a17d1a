"""What somebody reads of their own list of exercises (R174)."""

from collections.abc import Callable, Iterable

from bot.core.ids import Person
from bot.core.notices import Listed, Said, said
from bot.core.own import Entry
from bot.core.storage.database import Transaction
from bot.escape.model import Aspect
from bot.escape.store import EscapeStore


class OwnList:
    """Reads `escape_list` for the person whose list it is; `knows` tells what has words in this version."""

    def __init__(self, store: EscapeStore, knows: Callable[[str], bool]) -> None:
        self._store = store
        self._knows = knows

    def read(self, tx: Transaction, person: Person) -> list[Entry]:
        """Answer what is on the list, and what is hidden."""
        own = self._store.get(tx, person)
        parts = (("kept.escape.list_kept", own.kept), ("kept.escape.list_hidden", sorted(own.hidden)))
        return [Entry(said(key, what=Listed(self._names(what)))) for key, what in parts if what]

    def _names(self, what: Iterable[str]) -> tuple[Said, ...]:
        return tuple(self._name(one) for one in what)

    def _name(self, one: str) -> Said:
        if not self._knows(one):
            return said("kept.escape.earlier")
        return said(f"escape.aspect.{one}" if one in set(Aspect) else f"exercises.{one}.title")

"""See what is kept about me: every row of every feature, in words, for its person alone (R174)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.circles.service import Circles
from bot.core.feature import Feature, Table
from bot.core.ground import Ground
from bot.core.ids import CircleId, Person, Visitor
from bot.core.notices import Listed, Plain, Said, Together, Value, said
from bot.core.own import Entry
from bot.core.storage.database import Transaction
from bot.core.storage.keyring import Unreadable
from bot.people.service import People
from bot.privacy import store

Reader = Callable[[Transaction, Person], Iterable[Entry]]
"""Opens a person's own rows of one table; each feature offers its own."""

PAGE_ROOM = 3200
"""Characters of one page, as `cost` counts them; with the words around, it stays below the 4096 of a screen."""

NAME_COSTS = 280
"""Characters that the name of a table takes, with who sees it and until when."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that is kept: in which feature and table, what, when, and the name of its circle, if any."""

    feature: str
    table: str
    said: Said
    at: date | datetime | None
    circle: str


@dataclass(frozen=True, slots=True)
class SeenPage:
    """One page of what is kept, by feature; the `last` one says which marks are listed nowhere.

    `known` is False for whom nothing is kept about at all.
    """

    entries: tuple[Seen, ...]
    place: int = 0
    last: bool = True
    known: bool = True


class Seeing:
    """Reads what is kept about a visitor; it changes nothing, and nobody else can call it up."""

    def __init__(
        self,
        ground: Ground,
        people: People,
        circles: Circles,
        features: Iterable[Feature],
        readers: Mapping[str, Reader],
    ) -> None:
        self._database = ground.database
        self._people = people
        self._circles = circles
        self._tables = store.personal_tables(features)
        self._readers = readers

    async def see(self, visitor: Visitor, place: int = 0) -> SeenPage:
        """Answer one page of what is kept about the visitor; the last one for a place too high."""
        found = await self.everything(visitor)
        if found is None:
            return SeenPage((), known=False)
        pages = [*pages_of(found), ()]
        place = min(place, len(pages) - 1)
        return SeenPage(tuple(pages[place]), place, last=place == len(pages) - 1)

    async def everything(self, visitor: Visitor) -> list[Seen] | None:
        """Answer all that is kept, by feature and table, the newest first; None for who is not known here."""
        person = await self._people.find(visitor.platform_id)
        return None if person is None else await self._database.read(lambda tx: self._everything(tx, person))

    def _everything(self, tx: Transaction, person: Person) -> list[Seen]:
        names = _Names(self._circles, tx)
        return [
            Seen(feature, table.name, entry.said, entry.at, names.of(entry.circle))
            for feature, tables in self._tables.items()
            for table in tables
            for entry in sorted(self._entries(tx, table, person), key=_when, reverse=True)
        ]

    def _entries(self, tx: Transaction, table: Table, person: Person) -> Iterable[Entry]:
        if table.read is None or table.read.nothing:
            return ()
        if table.read.when:
            told = said(f"kept.dated.{table.name}")
            return [Entry(told, at, circle) for at, circle in store.dated(tx, table, person.number)]
        try:
            return list(self._readers[table.name](tx, person))
        except Unreadable:
            # One row that was damaged must not keep its person from all the others.
            return (Entry(said("kept.unreadable")),)


class _Names:
    """The names of circles, each looked up once."""

    def __init__(self, circles: Circles, tx: Transaction) -> None:
        self._circles = circles
        self._tx = tx
        self._known: dict[CircleId, str] = {}

    def of(self, circle: CircleId | None) -> str:
        if circle is None:
            return ""
        if circle not in self._known:
            found = self._circles.get_in(self._tx, circle)
            self._known[circle] = "" if found is None else found.name
        return self._known[circle]


def _when(entry: Entry) -> str:
    return "" if entry.at is None else entry.at.isoformat()


def pages_of(entries: Sequence[Seen]) -> list[list[Seen]]:
    """Cut what is kept into pages that one screen holds; a table's name stands again where it goes on."""
    pages: list[list[Seen]] = []
    room, table = 0, ""
    for entry in entries:
        need = 60 + 2 * len(entry.circle) + cost(entry.said)
        if not pages or need + (0 if entry.table == table else NAME_COSTS) > room:
            pages.append([])
            room, table = PAGE_ROOM, ""
        room -= need + (0 if entry.table == table else NAME_COSTS)
        table = entry.table
        pages[-1].append(entry)
    return pages


def cost(value: Value) -> int:
    """Answer how many characters something may take on a screen: making signs harmless can double own words."""
    if isinstance(value, Said):
        return 60 + sum(cost(one) for one in value.values.values())
    if isinstance(value, Together):
        return sum(cost(line) // 2 for line in value.lines)
    if isinstance(value, Listed):
        return sum(cost(item) // 2 for item in value.items)
    if isinstance(value, str) and not isinstance(value, Plain):
        return 2 * len(value)
    return 20

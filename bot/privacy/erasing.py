"""Being forgotten: what would go, the key first and then every row in turns, and what stays and why."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from bot.circles.model import Circle
from bot.circles.service import Circles
from bot.core.feature import Feature
from bot.core.ground import Ground
from bot.core.ids import PersonNumber, Visitor
from bot.core.keeping import NotKept
from bot.core.posted import TakenDown
from bot.core.storage.database import NotScrubbed, Transaction
from bot.people.service import People
from bot.privacy import store
from bot.privacy.model import Erased, Kept, TookDown

BREATH = 0.015
"""Seconds between two transactions, longer than one of them takes, in which whoever else writes comes first."""

Erasing = Callable[[Transaction, PersonNumber], None]
"""Hears of somebody inside the first transaction that deletes rows about them, before it does."""


class Posted(Protocol):
    """What a feature whose FEATURE says `posted` offers."""

    def standing(self, tx: Transaction, person: PersonNumber) -> int:
        """Answer how many posts show somebody's name, or words of which it is known that they are theirs."""
        ...

    async def take_down(self, person: PersonNumber) -> TakenDown:
        """Take all of it out of the posts, and let go of it; waits until it is known, 20 seconds at most.

        What the platform has not answered by then goes on by itself, also when its person is forgotten meanwhile.
        """
        ...


class Erasures:
    """Forgets members; whoever is forgotten can be found, read and asked by nothing any more, rows or no rows."""

    def __init__(self, ground: Ground, people: People, circles: Circles, features: Iterable[Feature]) -> None:
        features = tuple(features)
        self._ground = ground
        self._database = ground.database
        self._people = people
        self._circles = circles
        self._tables = store.personal_tables(features)
        self._stays = tuple(feature.name for feature in features if feature.leaves)
        self._on_erase: list[Erasing] = []
        self._posted: dict[str, Posted] = {}

    def on_erase(self, told: Erasing) -> None:
        """Have a feature told, inside a transaction, of somebody whose rows go next; twice after a crash."""
        self._on_erase.append(told)

    def join(self, feature: str, posted: Posted) -> None:
        """Have a feature's posts offered to be taken down first."""
        self._posted[feature] = posted

    @property
    def joined(self) -> frozenset[str]:
        """Answer the features that offer it."""
        return frozenset(self._posted)

    async def take_down(self, visitor: Visitor) -> TookDown:
        """Take the visitor's name and words out of every post, before anything is erased; safe to ask twice."""
        person = await self._people.find(visitor.platform_id)
        became = TakenDown()
        if person is not None:
            for posted in self._posted.values():
                became += await posted.take_down(person.number)
        return TookDown(became, await self.kept(visitor))

    async def kept(self, visitor: Visitor) -> Kept:
        """Answer how much is held about the visitor, before anything is erased."""
        circles = tuple(await self._circles.memberships(visitor.platform_id))
        person = await self._people.find(visitor.platform_id)
        if person is None:
            return Kept({}, circles)
        rows = await self._database.read(lambda tx: store.count(tx, self._tables, person.number))
        posted = await self._database.read(
            lambda tx: [p.standing(tx, person.number) for p in self._posted.values()]
        )
        return Kept(_with_link(rows), circles, self._stays, sum(posted))

    async def erase(self, visitor: Visitor) -> Erased:
        """Forget the visitor: the key first, so that every copy becomes unreadable, then every row, then the roles.

        Safe to ask twice. Done before this returns; backups hold nothing that can still be read (R175). Where the
        disk has no room for the rows they are about nobody any more, and go at the next try; raises NotKept where
        it has none for the key: then nothing has changed.
        """
        circles = tuple(await self._circles.memberships(visitor.platform_id))
        person = await self._people.find(visitor.platform_id)
        gone: Mapping[str, int] = {}
        copies_remain = rows_remain = False
        if person is not None:
            copies_remain = await self._forget(person.number)
            gone, rows_remain = await self._rows(person.number)
            gone = _with_link(gone)
            copies_remain |= await self._copies_remain()
        else:
            # A full disk may have come between forgetting them and their rows: this press finishes that.
            rows_remain = not await self._finished()
            circles = await self._by_role(visitor)
        stays = [circle for circle in circles if not await self._circles.take_role(circle, visitor.platform_id)]
        return Erased(
            gone, self._stays if gone else (), tuple(stays), copies_remain=copies_remain, rows_remain=rows_remain
        )

    async def _by_role(self, visitor: Visitor) -> tuple[Circle, ...]:
        """Answer the circles here that somebody unknown to Hearth holds the role of."""
        return tuple(one for one in await self._circles.of_server(visitor) if one.role in visitor.roles)

    async def finish(self) -> None:
        """Delete rows about people who are forgotten already, as when a crash or full disk came between (R175)."""
        held = await self._database.read(lambda tx: store.persons(tx, self._tables))
        known = await self._people.get(held)
        forgotten = held - known.keys()
        for person in forgotten:
            await self._erase_rows(person, Counter())
        if forgotten:
            # Their copies in the log are only a number and what nobody opens; they go no later than tonight.
            await self._copies_remain()

    async def _finished(self) -> bool:
        try:
            await self.finish()
        except NotKept:
            return False
        return True

    async def _rows(self, person: PersonNumber) -> tuple[Mapping[str, int], bool]:
        """Delete every row about somebody forgotten; answer what went, and True where some remain for now."""
        gone = Counter[str]()
        try:
            await self._erase_rows(person, gone)
        except NotKept:
            return gone, True
        return gone, False

    async def _erase_rows(self, person: PersonNumber, gone: Counter[str]) -> None:
        """Delete every row about somebody, a few at a time, and add to `gone` what went in each transaction."""
        everything = store.in_order(self._tables)
        went, rest = await self._database.write(lambda tx: self._first(tx, person, everything))
        while went.total():
            gone.update(went)
            self._ground.changed()
            # Once all are done they are gone through again: something may have come while it took its turns.
            next_ = rest or everything
            await asyncio.sleep(BREATH)
            went, rest = await self._database.write(lambda tx, next_=next_: store.erase(tx, next_, person))

    def _first(self, tx: Transaction, person: PersonNumber, rest: store.Rest) -> tuple[Counter[str], store.Rest]:
        """Tell everybody who must hear of it, and delete the first rows; what was let go of is counted as gone."""
        held = Counter(store.count(tx, self._tables, person))
        for told in self._on_erase:
            told(tx, person)
        let_go = held - Counter(store.count(tx, self._tables, person))
        went, rest = store.erase(tx, rest, person)
        return let_go + went, rest

    async def _copies_remain(self) -> bool:
        """Empty the log of the deleted rows' copies; True where another program kept that from being done."""
        try:
            await self._database.empty_log()
        except NotScrubbed:
            return True
        return False

    async def _forget(self, person: PersonNumber) -> bool:
        try:
            await self._people.forget(person)
        except NotScrubbed:
            # The row is gone; its copy goes with the next start. The member is told the truth.
            return True
        return False


def _with_link(rows: Mapping[str, int]) -> dict[str, int]:
    """Count the entry of the people file too, which links the account to the number."""
    return {**rows, "people": rows.get("people", 0) + 1}

"""What asking would do, told before anything is done: who is told, and who else could read along."""

from collections.abc import Sequence
from dataclasses import replace

from bot.circles.model import Circle
from bot.circles.service import Circles
from bot.core.ground import Ground
from bot.core.ids import CircleId, Onlookers, Person, PersonNumber, PlatformId, Visitor
from bot.core.ports import CannotKeep
from bot.core.storage.database import Transaction
from bot.helplines.service import HelpLines
from bot.people.service import People
from bot.reach.asking import Asking
from bot.reach.model import Kind
from bot.reach.model.ladder import Pool
from bot.reach.model.seen import Prospect

YOUTH = "youth"
"""The topic of lines for young people."""


class Prospects:
    """Looks ahead; keeps nothing and tells nobody."""

    def __init__(
        self, ground: Ground, people: People, circles: Circles, *, lines: HelpLines, asking: Asking
    ) -> None:
        self._ground = ground
        self._database = ground.database
        self._people = people
        self._circles = circles
        self._lines = lines
        self._asking = asking

    async def prospect(
        self, visitor: Visitor, circle_id: CircleId, kind: Kind, left_out: Sequence[PersonNumber] = ()
    ) -> Prospect:
        """Answer what asking would do, and who could read along, before anything is done."""
        circle, person = await self._circles.access_from_anywhere(visitor, circle_id)
        pool_, level_ = await self._database.read(lambda tx: self.reachable(tx, circle_id, kind, person, left_out))
        onlookers = None if kind is Kind.KNOW else await self._onlookers(circle)
        return Prospect(
            circle=circle_id,
            circle_name=circle.name,
            kind=kind,
            count=len(pool_.everyone),
            level=level_,
            numbers=await self._lines.for_visitor(visitor),
            onlookers=onlookers,
            left_out=tuple(left_out),
            seen_by_left_out=onlookers is not None and await self._could_see(circle, left_out),
        )

    def reachable(
        self,
        tx: Transaction,
        circle: CircleId,
        kind: Kind,
        person: Person | None,
        left_out: Sequence[PersonNumber],
    ) -> tuple[Pool, int]:
        """Answer inside a transaction who would be asked, and at which level: 0 means nobody."""
        number = None if person is None else person.number
        return self._asking.reachable.of_in(tx, circle, kind, number, left_out)

    async def young(self, visitor: Visitor, circle_id: CircleId) -> Prospect:
        """Answer numbers for young people, and how many could be told that one is struggling (R179)."""
        found = await self.prospect(visitor, circle_id, Kind.KNOW)
        return replace(found, numbers=await self._lines.for_visitor(visitor, YOUTH))

    async def _onlookers(self, circle: Circle) -> Onlookers | None:
        if circle.room is None:
            return None
        try:
            return await self._ground.front.who_could_open(circle.server, circle.room)
        except CannotKeep:
            return None

    async def _could_see(self, circle: Circle, persons: Sequence[PersonNumber]) -> bool:
        """Tell whether somebody who was left out could open a thread all the same; not knowing counts as yes."""
        for number in persons:
            who = await self._people.reveal(number)
            if who is None or circle.room is None:
                continue
            try:
                if await self._ground.front.could_open(circle.server, circle.room, who) is not False:
                    return True
            except CannotKeep:
                return True
        return False

    async def leave_out(
        self, visitor: Visitor, circle_id: CircleId, kind: Kind, who: Sequence[PlatformId]
    ) -> Prospect:
        """Answer the same with some people left out; nobody sees a difference, and nothing is kept yet."""
        found = [await self._people.find(one) for one in who]
        return await self.prospect(visitor, circle_id, kind, [one.number for one in found if one is not None])

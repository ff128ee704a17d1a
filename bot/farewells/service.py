"""Leaving a circle with the way back kept for 30 days: nothing else is kept, and nothing else revives (R30)."""

from dataclasses import replace
from datetime import datetime

from bot.circles import MEMBERSHIP
from bot.circles.model import Circle, Joined
from bot.circles.service import Circles
from bot.consent.service import Consents
from bot.core.ground import Ground
from bot.core.ids import EVERYWHERE, CircleId, Person, PersonNumber, Visitor
from bot.core.lanes import Lane
from bot.core.notices import Style, button
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.farewells import PLACE, store
from bot.farewells.candles import Candles
from bot.farewells.model import STAYS, LeftKindly, Open, Place
from bot.farewells.store import LineStore
from bot.farewells.writing import Writing
from bot.people.service import People

OVER = "farewells.over"
"""The kind of due row at which a place can be taken back no more."""


class Farewells:
    """Places somebody left and may come back to; nobody else sees that one is kept."""

    def __init__(
        self, ground: Ground, lines: LineStore, people: People, consents: Consents, circles: Circles
    ) -> None:
        self._ground = ground
        self._database = ground.database
        self._people = people
        self._consents = consents
        self._circles = circles
        self.candles = Candles(ground, consents, circles)
        self.writing = Writing(ground, lines, people, consents, circles)
        self.lines = self.writing.lines
        ground.dues.handle(OVER, self._over)
        consents.on_withdrawal(self._withdrawn)

    def _withdrawn(self, tx: Transaction, person: PersonNumber, circle: CircleId, purpose: str) -> None:
        if (circle, purpose) == (EVERYWHERE, PLACE):
            for one in store.of(tx, person):
                self._drop(tx, one)

    def forget(self, tx: Transaction, person: PersonNumber) -> None:
        """Let go of somebody's places and lines, and of what is due about them, inside the caller's transaction."""
        self.lines.forget(tx, person)
        for one in store.of(tx, person):
            self._drop(tx, one)

    def _drop(self, tx: Transaction, place: Place, *, forgets: bool = False) -> None:
        self._ground.dues.drop(tx, OVER, place.place)
        self.candles.drop(tx, place.place)
        self.lines.place_goes(tx, place, forgets=forgets)
        store.drop(tx, place.place)

    async def consider(self, visitor: Visitor, circle_id: CircleId) -> Circle:
        """Answer the circle somebody thinks of leaving; keeps nothing. Raises Refusal where they are not inside."""
        await self._agreed(visitor, circle_id)
        return await self._circles.get(circle_id)

    async def leave(self, visitor: Visitor, circle_id: CircleId, *, candle: bool = False) -> LeftKindly:
        """Let somebody out at once, and keep their place for 30 days; the press that says so is the yes to it.

        With a `candle`, one is lit in the circle's room, once and without a name.

        Raises Refusal, with nothing kept, where they are not inside.
        """
        person, version = await self._agreed(visitor, circle_id)
        await self._consents.give(visitor.platform_id, EVERYWHERE, PLACE)
        until = self._ground.clock.now() + STAYS
        place = Place(self._ground.chance.number(), person.number, circle_id, version, until)
        # Kept first: a crash in between leaves them inside, and the same press goes on from there.
        lit = await self._database.write(lambda tx: self._keep(tx, place, candle=candle))
        left = await self._circles.leave(visitor, circle_id)
        self._ground.changed()
        return LeftKindly(left.circle, until, left.role_stays, place.place, candle=lit)

    def _keep(self, tx: Transaction, place: Place, *, candle: bool) -> bool:
        for one in store.of(tx, place.person):
            if one.circle == place.circle:
                self._drop(tx, one)
        store.add(tx, place)
        self._ground.dues.add(tx, OVER, place.place, place.until, Lane.CLEAN_UP)
        circle = self._circles.get_in(tx, place.circle) if candle else None
        if circle is not None:
            self.candles.wish(tx, place, circle)
        return circle is not None and circle.room is not None

    async def _agreed(self, visitor: Visitor, circle_id: CircleId) -> tuple[Person, int]:
        person = await self._people.find(visitor.platform_id)
        given = await self._consents.every_yes(person.number) if person else ()
        version = next((yes.version for yes in given if (yes.circle, yes.purpose) == (circle_id, MEMBERSHIP)), None)
        if person is None or version is None:
            raise Refusal("farewells.refused.not_inside")
        return person, version

    async def places(self, visitor: Visitor) -> tuple[Open, ...]:
        """Answer the places the visitor can take back; keeps nothing."""
        person = await self._people.find(visitor.platform_id)
        return () if person is None else await self._database.read(lambda tx: self._places(tx, person.number))

    def _places(self, tx: Transaction, person: PersonNumber) -> tuple[Open, ...]:
        now = self._ground.clock.now()
        found = [(one, self._circles.get_in(tx, one.circle)) for one in store.of(tx, person) if now < one.until]
        opened = [
            Open(one.place, circle, one.until, self.candles.unlit(tx, one.place), self.lines.of(tx, one))
            for one, circle in found
        ]
        # Of a circle that is gone only a line's words are left.
        return tuple(one for one in opened if one.circle is not None or one.line is not None)

    async def take_back(self, visitor: Visitor, number: int) -> Joined:
        """Let somebody in again under the agreements they had said yes to, silently; else as joining.

        Raises Refusal where the place is kept no more, and where the agreements are others now.
        """
        place = await self._own(visitor, number)
        if place is None or place.until <= self._ground.clock.now():
            raise Refusal("farewells.refused.gone")
        circle = await self._circles.get(place.circle)
        if circle.agreements_version != place.version:
            door = button("circles.button.read_and_join", f"circles:door:{circle.circle}", Style.MAIN)
            raise Refusal("farewells.refused.agreements", door, circle=circle.name)
        # From wherever it is pressed: whoever keeps a place there belongs there.
        there = replace(visitor, server=circle.server)
        joined = await self._circles.join(there, circle.circle, place.version)
        await self._let_go(visitor, place)
        return joined

    async def let_go(self, visitor: Visitor, number: int) -> tuple[Open, ...]:
        """Keep a place no longer; done as well if it was not kept."""
        place = await self._own(visitor, number)
        if place is not None:
            await self._let_go(visitor, place, forgets=True)
        return await self.places(visitor)

    async def _own(self, visitor: Visitor, number: int) -> Place | None:
        person = await self._people.find(visitor.platform_id)
        place = await self._database.read(lambda tx: store.get(tx, number))
        return place if person is not None and place is not None and place.person == person.number else None

    async def _let_go(self, visitor: Visitor, place: Place, *, forgets: bool = False) -> None:
        if await self._database.write(lambda tx: self._dropped(tx, place, forgets=forgets)):
            # With the last place goes the yes to keeping any.
            await self._consents.withdraw(visitor.platform_id, EVERYWHERE, PLACE)

    def _dropped(self, tx: Transaction, place: Place, *, forgets: bool) -> bool:
        self._drop(tx, place, forgets=forgets)
        return not store.of(tx, place.person)

    async def expire(self, now: datetime) -> None:
        """Let go of every place whose time is over, should what was due about it be lost."""
        for number in await self._database.read(lambda tx: store.over(tx, now)):
            await self._over(number)

    async def _over(self, number: int) -> None:
        place = await self._database.read(lambda tx: store.get(tx, number))
        if place is None:
            return
        last = await self._database.write(lambda tx: self._dropped(tx, place, forgets=True))
        who = await self._people.reveal(place.person) if last else None
        if who is not None:
            await self._consents.withdraw(who, EVERYWHERE, PLACE)

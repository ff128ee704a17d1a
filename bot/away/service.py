"""Stepping away from what is on the screen, and coming back as if nothing had been."""

import asyncio
from collections.abc import Callable

from bot.away import store
from bot.away.hiding import Hiding
from bot.away.model import Before, CameBack, Entry, State, SteppedAway
from bot.circles import MEMBERSHIP
from bot.circles.model import Circle
from bot.circles.service import Circles
from bot.consent.service import Consents
from bot.core.ground import Ground
from bot.core.ids import CircleId, Person, PersonNumber, PlatformId, Visitor
from bot.core.storage.database import Transaction
from bot.people.service import People

Told = Callable[[Transaction, PersonNumber], None]
"""Hears inside the transaction that somebody stepped away from something, or is back from everything."""


class Away:
    """Hides circles from whoever wishes it, tells nobody, and keeps one way back (R40, R41, R44).

    Whoever is away from anything gets no direct message of any kind and cannot be asked.
    """

    def __init__(self, ground: Ground, people: People, consents: Consents, circles: Circles) -> None:
        self._ground = ground
        self._database = ground.database
        self._front = ground.front
        self._people = people
        self._circles = circles
        self._hiding = Hiding(ground, people, circles)
        self._on_step_away: list[Told] = []
        self._on_return: list[Told] = []
        consents.on_withdrawal(self._withdrawn)
        circles.away_with(self.is_away_from)
        circles.on_out(self._hiding.let_out)
        ground.sender.never_to(self.is_away)

    def on_step_away(self, told: Told) -> None:
        """Have a feature told inside the transaction of somebody who wants to hear nothing for now."""
        self._on_step_away.append(told)

    def on_return(self, told: Told) -> None:
        """Have a feature told inside the transaction of somebody who is back."""
        self._on_return.append(told)

    def _away_from(self, tx: Transaction, person: PersonNumber) -> frozenset[CircleId]:
        return frozenset(one.circle for one in store.of_person(tx, person) if one.state.is_away)

    def is_away(self, tx: Transaction, person: PersonNumber) -> bool:
        """Tell inside a transaction whether somebody stepped away from anything."""
        return bool(self._away_from(tx, person))

    def is_away_from(self, tx: Transaction, person: PersonNumber, circle: CircleId) -> bool:
        """Tell inside a transaction whether somebody stepped away from one circle."""
        return circle in self._away_from(tx, person)

    def forget(self, tx: Transaction, person: PersonNumber) -> None:
        """Let go of what is due about somebody, inside the transaction that erases them."""
        self._hiding.forget(tx, store.of_person(tx, person))

    def _withdrawn(self, tx: Transaction, person: PersonNumber, circle: CircleId, purpose: str) -> None:
        left = [one for one in store.of_person(tx, person) if purpose == MEMBERSHIP and one.circle == circle]
        self._hiding.forget(tx, left)
        for one in left:
            store.drop(tx, one.entry, one.state)

    async def look(self, visitor: Visitor) -> Before:
        """Answer what stepping away would do for the visitor here; keeps nothing and names nothing."""
        person = await self._people.find(visitor.platform_id)
        away: frozenset[CircleId] = frozenset()
        if person is not None:
            away = await self._database.read(lambda tx: self._away_from(tx, person.number))
        here = [one for one in await self._here(visitor) if one.circle not in away]
        return Before(hides=bool(here), away=bool(away), everywhere=visitor.server is None)

    async def step_away(self, visitor: Visitor) -> SteppedAway:
        """Hide every circle of the visitor's in this server, or in all from a direct message; twice is as once.

        Kept are rows before anything is asked of the server, so that a crash leaves nothing half hidden.
        """
        person = await self._people.find(visitor.platform_id)
        held = await self._held(visitor)
        if person is None or not (held or await self._database.read(lambda tx: self.is_away(tx, person.number))):
            return SteppedAway(nothing=True)
        await self._database.write(lambda tx: self._begin(tx, person, held))
        shows, waits, room = await self._hiding.hide(person.number)
        return SteppedAway(tuple(shows), waits, room)

    def _begin(self, tx: Transaction, person: Person, held: list[Circle]) -> None:
        known = {one.circle: one for one in store.of_person(tx, person.number)}
        now = self._ground.clock.now()
        fresh = [one for one in held if one.circle not in known or not known[one.circle].state.is_away]
        for circle in fresh:
            before = known.get(circle.circle)
            number = self._ground.chance.number() if before is None else before.entry
            store.add(tx, Entry(number, person.number, circle.circle, State.HIDING, now))
            self._hiding.finish_later(tx, number)
        for told in self._on_step_away if fresh else ():
            told(tx, person.number)

    async def _held(self, visitor: Visitor) -> list[Circle]:
        """Answer the visitor's circles here whose role they hold: one that was taken by hand is not given back."""
        circles = await self._here(visitor)
        if visitor.server is not None:
            return [one for one in circles if one.role in visitor.roles]
        servers = list({one.server for one in circles})
        found = await asyncio.gather(*(self._front.roles_of(one, visitor.platform_id) for one in servers))
        roles = dict(zip(servers, found, strict=True))
        # Where it cannot be known, hiding goes first.
        return [one for one in circles if (held := roles[one.server]) is None or one.role in held]

    async def _here(self, visitor: Visitor) -> list[Circle]:
        circles = await self._circles.memberships(visitor.platform_id)
        return [one for one in circles if visitor.server in (None, one.server)]

    async def come_back(self, visitor: Visitor) -> CameBack:
        """Show the visitor everything again, wherever it was hidden; nobody is told."""
        person = await self._people.find(visitor.platform_id)
        if person is None or not await self._database.write(lambda tx: self._return(tx, person)):
            return CameBack(nothing=True)
        missing, waits = await self._hiding.show(person.number)
        return CameBack(tuple(missing), waits)

    def _return(self, tx: Transaction, person: Person) -> bool:
        entries = [one for one in store.of_person(tx, person.number) if one.state is not State.BACK]
        for one in entries:
            store.mark(tx, one.entry, one.state, State.SHOWING)
            self._hiding.finish_later(tx, one.entry)
        if entries:
            for told in self._on_return:
                told(tx, person.number)
        return bool(entries)

    async def is_away_now(self, platform_id: PlatformId) -> bool:
        """Tell whether somebody stepped away from anything."""
        person = await self._people.find(platform_id)
        return person is not None and await self._database.read(lambda tx: self.is_away(tx, person.number))

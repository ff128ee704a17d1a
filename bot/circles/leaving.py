"""People who left a circle's server: noticed by asking, waited for, and let go of after seven days (R177)."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import groupby

from bot.circles.store.leavers import LeaverStore
from bot.consent.model import Turn
from bot.consent.service import Consents
from bot.core.ground import Ground
from bot.core.ids import EVERYWHERE, CircleId, PersonNumber, PlatformId, ServerId
from bot.core.notebook import Notebook
from bot.core.scheduling.due import EPOCH
from bot.core.storage.database import Transaction
from bot.core.storage.keyring import Unreadable
from bot.people.service import People

LOG = logging.getLogger(__name__)

STAYS = timedelta(days=7)
"""How long what is kept about somebody waits for them after they were noticed to be gone."""

EVERY = timedelta(minutes=5)
"""How far apart two looks are, as far as sweeps come."""

TURNS = timedelta(days=1) // EVERY
"""Into so many parts a day is cut; everybody's turn is in one of them, by their own number."""

AT_ONCE = 20
"""People asked after in one look, a few more where one part of the day has more: about four a minute."""

NOTE = "leaving.next_turn"
"""Where the next part of the day to be looked at stands, as a number since 1970; it says nothing about anyone."""

Left = Callable[[Transaction, CircleId, PersonNumber], None]
"""Hears inside the transaction of somebody of a circle who is no longer on its server, and may come back."""


class Leaving:
    """Asks the platform once a day whether each member is there still; no privileged intent tells it.

    Only a plain "no such member" counts as gone. Whoever comes back within seven days finds everything as it was;
    after that every yes for circles there is taken back, and with their last circle they are forgotten.
    """

    def __init__(self, ground: Ground, people: People, consents: Consents) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = LeaverStore()
        self._people = people
        self._consents = consents
        self._notebook = Notebook(ground.database)
        self._doubted: set[PersonNumber] = set()
        self._on_left: list[Left] = []

    def on_left(self, told: Left) -> None:
        """Have a feature told of somebody who left, as to wait for them no longer; what is theirs stays."""
        self._on_left.append(told)

    def doubt(self, person: PersonNumber) -> None:
        """Ask after somebody with the next look, because something could not be delivered to them."""
        self._doubted.add(person)

    async def look(self, now: datetime) -> None:
        """Ask after those something could not be delivered to, and a few whose turn of the day it is."""
        doubted, self._doubted = self._doubted, set()
        for person in doubted:
            await self._stepping_over(self._look_at(person))
        last = (now - EPOCH) // EVERY
        first = await self._first(last)
        if first > last:
            return
        turns = await self._database.read(
            lambda tx: self._consents.turns_in(tx, TURNS, first % TURNS, last + 1 - first)
        )
        done = await self._look_at_some(turns)
        await self._notebook.write(NOTE, str(last + 1 if done is None else first + done))

    async def _first(self, last: int) -> int:
        noted = await self._notebook.read(NOTE)
        # Nobody is asked after twice a day, however long Hearth was off; nor never, where the clock was set back.
        return min(max(int(noted or 0), last + 1 - TURNS), last + 1)

    async def _look_at_some(self, turns: list[Turn]) -> int | None:
        """Ask after people turn by turn; answer the turn that is left for later, or None where none is."""
        looked = 0
        for turn, members in groupby(turns, key=lambda one: one.turn):
            if looked >= AT_ONCE:
                return turn
            for member in members:
                await self._stepping_over(self._look_at(member.person))
                looked += 1
        return None

    async def _stepping_over(self, looking: Awaitable[None]) -> None:
        try:
            await looking
        except Unreadable:
            # One who cannot be read must not keep the turns of all others.
            LOG.error("leaving: somebody could not be read and was stepped over")

    async def _look_at(self, person: PersonNumber) -> None:
        who = await self._people.reveal(person)
        if who is None:
            return
        for server in await self._database.read(lambda tx: self._servers(tx, person)):
            await self._ask_after(person, who, server)

    async def _ask_after(self, person: PersonNumber, who: PlatformId, server: ServerId) -> None:
        here = await self._ground.front.is_here(server, who)
        noted = await self._database.read(lambda tx: self._store.is_noted(tx, person, server))
        if here is None or here != noted:
            # Nobody knows, or it is known already.
            return
        await self._database.write(lambda tx: self._heard(tx, person, server, here=here))
        self._ground.changed()

    def _heard(self, tx: Transaction, person: PersonNumber, server: ServerId, *, here: bool) -> None:
        if here:
            self._store.drop(tx, person, server)
        elif self._store.add(tx, self._ground.chance.number(), (person, server), self._ground.clock.now()):
            for circle in self._inside(tx, person, server):
                for told in self._on_left:
                    told(tx, circle, person)

    def _servers(self, tx: Transaction, person: PersonNumber) -> list[ServerId]:
        found = (self._store.server_of(tx, circle) for circle in self._consents.places(tx, person))
        return sorted({server for server in found if server is not None})

    def _inside(self, tx: Transaction, person: PersonNumber, server: ServerId) -> list[CircleId]:
        places = sorted(self._consents.places(tx, person) - {EVERYWHERE})
        return [circle for circle in places if self._store.server_of(tx, circle) == server]

    async def let_go(self, now: datetime) -> None:
        """Let go of those who have been gone for seven days, each asked after once more before it."""
        for person, server in await self._database.read(lambda tx: self._store.gone_by(tx, now - STAYS)):
            await self._stepping_over(self._let_go(person, server))

    async def _let_go(self, person: PersonNumber, server: ServerId) -> None:
        who = await self._people.reveal(person)
        here = False if who is None else await self._ground.front.is_here(server, who)
        if here is None:
            # Not known now: asked again in an hour. Nobody is forgotten because a platform is down.
            return
        if not here:
            circles = await self._database.read(lambda tx: self._inside(tx, person, server))
            await self._consents.lapse(person, circles)
        await self._database.write(lambda tx: self._store.drop(tx, person, server))
        self._ground.changed()

"""How Reach opens: on an open ask as it stands, else with numbers and whose people can be asked."""

import asyncio
import logging
from dataclasses import replace

from bot.circles.model import Circle
from bot.circles.service import Circles
from bot.core.ground import Ground
from bot.core.ids import Person, Visitor
from bot.core.storage.database import NotNow, Transaction
from bot.helplines.service import HelpLines
from bot.people.service import People
from bot.reach.asking import Asking
from bot.reach.model import KNOWN_AFTER, Kind, Role, State
from bot.reach.model.seen import Standing, Way, Welcome
from bot.reach.store import ReachStore

LOG = logging.getLogger(__name__)

PATIENCE = 1.0
"""Seconds the database may take before numbers are shown without it; the whole answer has three."""

MET = (State.SAID_HI, State.TOGETHER)
"""States in which somebody is there, whose name is shown."""


class Opening:
    """The first screen; it works even where nothing else does."""

    def __init__(
        self,
        ground: Ground,
        store: ReachStore,
        people: People,
        circles: Circles,
        *,
        lines: HelpLines,
        asking: Asking,
    ) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = store
        self._people = people
        self._circles = circles
        self._lines = lines
        self._asking = asking

    async def open(self, visitor: Visitor) -> Welcome | Standing:
        """Answer how the visitor's open ask stands, or numbers and whose people can be asked.

        Never raises: where the database does not answer, the numbers come all the same, with the truth (R89).
        """
        try:
            return self._look(visitor)
        except Exception:
            # Whatever it is: the slower way waits for what can be waited for, and tells the rest.
            return await self._open_in_time(visitor)

    def _look(self, visitor: Visitor) -> Welcome | Standing:
        """Answer the same at once, without another thread; raises `NotNow` where more has to be looked up."""
        person = self._people.look(visitor.platform_id)
        found = self._database.look(lambda tx: self._found(tx, visitor, person))
        if isinstance(found, Standing) and found.ask.state in MET:
            raise NotNow
        return found

    async def _open_in_time(self, visitor: Visitor) -> Welcome | Standing:
        opening = asyncio.ensure_future(self._open(visitor))
        done, _ = await asyncio.wait({opening}, timeout=PATIENCE)
        fault = opening.exception() if done else TimeoutError()
        if fault is None:
            return opening.result()
        # Left to end by itself, where it has not: it only reads.
        opening.add_done_callback(_unheard)
        LOG.error("reach: how things stand could not be read, %s", type(fault).__name__)
        return Welcome(self._lines.remembered(visitor), working=False)

    async def _open(self, visitor: Visitor) -> Welcome | Standing:
        person = await self._people.find(visitor.platform_id)
        # One look for all of it: this screen comes first, also where the reader has much to do.
        found = await self._database.read(lambda tx: self._found(tx, visitor, person))
        return await self.with_holder(found) if isinstance(found, Standing) else found

    def _found(self, tx: Transaction, visitor: Visitor, person: Person | None) -> Welcome | Standing:
        numbers = self._lines.for_visitor_in(tx, visitor, person)
        standing = None if person is None else self.own(tx, person)
        if standing is not None and standing.ask.is_open:
            return replace(standing, numbers=numbers)
        circles = self._circles.of_member_in(tx, visitor, person)
        ways = tuple(self._way(tx, person, circle) for circle in circles)
        return Welcome(numbers, ways, working=self._works(tx), last=standing)

    async def with_holder(self, standing: Standing) -> Standing:
        """Answer the same with the name of whoever said hi."""
        ask = standing.ask
        if ask.state not in MET:
            return standing
        pages = await self._database.read(lambda tx: self._store.pages(tx, ask.ask))
        holder = next((one.person for one in pages if one.role is Role.HAS), None)
        return standing if holder is None else replace(standing, holder=await self._people.reveal(holder))

    def own(self, tx: Transaction, person: Person) -> Standing | None:
        """Answer somebody's open ask, or the one that ended within a day."""
        ask = self._store.open_of(tx, person.number)
        if ask is None:
            ask = self._store.last_of(tx, person.number, self._ground.clock.now() - KNOWN_AFTER)
        return None if ask is None else self._asking.standing(tx, ask)

    def _way(self, tx: Transaction, person: Person | None, circle: Circle) -> Way:
        number = None if person is None else person.number
        return Way(
            circle.circle, circle.name, self._asking.reachable.anyone_in(tx, circle.circle, Kind.ALONE, number)
        )

    def _works(self, tx: Transaction) -> bool:
        return not any(self._asking.standing(tx, ask).stuck for ask in self._store.all_open(tx))


def _unheard(opening: asyncio.Future[Welcome | Standing]) -> None:
    if not opening.cancelled():
        opening.exception()

"""The sender: carries what waits in the outbox, a few at a time, the urgent first."""

import asyncio
import logging
from collections.abc import Callable

from bot.core.delivery.errand import Errand, NotKnown, Outcome, Sent
from bot.core.delivery.outbox import Claimed, Outbox
from bot.core.delivery.trying import NeverTo, Trying
from bot.core.ids import PersonNumber
from bot.core.lanes import LANE, Lane
from bot.core.ports import Clock, Front
from bot.core.storage.database import Database

LOG = logging.getLogger(__name__)

AT_ONCE = 20
"""How many sends may be under way."""

ROUTINE_AT_ONCE = 18
"""How many of them may be routine, so that something urgent always finds a free hand.

At 45 a second so many are under way where the platform takes 0.4 s for each; with four, a platform that takes 0.2 s
would see 20 a second and ten thousand check-ins would need nine minutes instead of four (docs/benchmarks.md). What
is under way waits for its permit behind whatever is urgent (pacer.py).
"""

WAITED_FOR = 20.0
"""Seconds after which whoever waits for one delivery is told that it is not known yet."""


class Sender:
    """Carries deliveries; `look_now` after every transaction that put one."""

    def __init__(self, database: Database, outbox: Outbox, front: Front, clock: Clock) -> None:
        self._outbox = outbox
        self._trying = Trying(database, outbox, front, clock)
        self._under_way: dict[str, tuple[Lane, asyncio.Task[None]]] = {}
        self._waited_for: dict[str, asyncio.Future[Outcome]] = {}
        self._news = asyncio.Event()
        self._carrying: asyncio.Task[None] | None = None
        self._tried = 0
        self._on_rest: Callable[[], None] = lambda: None
        self._rests = False

    def handle(self, kind: str, errand: Errand) -> None:
        """Have deliveries of a kind made by this errand."""
        self._trying.handle(kind, errand)

    def on_lost(self, told: Callable[[PersonNumber], None]) -> None:
        """Have somebody told whom a direct message could not be delivered to."""
        self._trying.on_lost = told

    def never_to(self, away: NeverTo) -> None:
        """Have no direct message go to whoever wants to hear nothing, whatever feature meant to send it."""
        self._trying.never_to(away)

    def on_rest(self, told: Callable[[], None]) -> None:
        """Have the alarm told that something rests now, so that it wakes when that rest is over."""
        self._on_rest = told

    def look_now(self) -> None:
        """Carry whatever is due."""
        self._news.set()
        if self._carrying is None or self._carrying.done():
            self._carrying = asyncio.create_task(self._carry())

    async def settle(self) -> int:
        """Carry whatever is due, wait until all of it was tried, and answer how many tries ended since last time.

        Those that nobody waited for count too: each may have left its feature something to do.
        """
        self.look_now()
        if self._carrying is not None:
            # Shielded: whoever gives up waiting stops nothing.
            await asyncio.shield(self._carrying)
        ended, self._tried = self._tried, 0
        return ended

    async def deliver(self, ident: str) -> Outcome:
        """Carry one delivery now, before what is routine, and answer somebody who waits what became of it."""
        waiting = self._waited_for.setdefault(ident, asyncio.get_running_loop().create_future())
        if await self._outbox.hurry(ident):
            self.look_now()
        else:
            self._tell(ident, NotKnown())
        done, _ = await asyncio.wait([waiting], timeout=WAITED_FOR)
        return waiting.result() if done else NotKnown()

    def _tell(self, ident: str, outcome: Outcome) -> None:
        waiting = self._waited_for.pop(ident, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(outcome)

    async def stop(self) -> None:
        """Carry nothing more; what was under way is looked for at the next start."""
        tasks = [task for _, task in self._under_way.values()]
        if self._carrying is not None:
            tasks.append(self._carrying)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _carry(self) -> None:
        try:
            while True:
                self._news.clear()
                if not await self._claim() and not self._under_way and not self._news.is_set():
                    break
                await self._news.wait()
            if self._rests:
                # Once for all that rest, however many they are.
                self._rests = False
                self._on_rest()
        except Exception as fault:
            # A full disk, for instance: the rows stay, and the alarm looks again.
            LOG.error("delivery: looking at what waits failed with %s", type(fault).__name__)

    async def _claim(self) -> int:
        free = AT_ONCE - len(self._under_way)
        if free <= 0:
            return 0
        routine = ROUTINE_AT_ONCE - sum(lane > Lane.START for lane, _ in self._under_way.values())
        claimed = await self._outbox.claim(free, max(routine, 0), self._under_way)
        for one in claimed:
            task = asyncio.create_task(self._try(one))
            self._under_way[one.id] = (one.delivery.lane, task)
        return len(claimed)

    async def _try(self, claimed: Claimed) -> None:
        outcome: Outcome = NotKnown()
        try:
            LANE.set(claimed.delivery.lane)
            outcome = await self._trying.once(claimed)
        except Exception as fault:
            # The row keeps its lease and comes back when that is over.
            LOG.error("delivery: a %s failed with %s", claimed.delivery.kind, type(fault).__name__)
        finally:
            # What is dropped may have left its feature something to do.
            self._rests = self._rests or not isinstance(outcome, Sent)
            self._tried += 1
            self._tell(claimed.id, outcome)
            del self._under_way[claimed.id]
            self._news.set()

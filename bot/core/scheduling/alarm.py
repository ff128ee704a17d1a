"""The one alarm: APScheduler wakes Hearth when the earliest row is due, and knows nothing else."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # pyright: ignore[reportMissingTypeStubs]

from bot.core.ports import Clock
from bot.core.scheduling.due import Dues

LOG = logging.getLogger(__name__)

HORIZON = timedelta(seconds=60)
"""The alarm never sleeps longer, so that a clock that was set forward is noticed."""

CLOCK_WANDERS = timedelta(seconds=2)
"""A clock that goes back by less is being kept right, not set."""

AFTER_A_FAULT = timedelta(seconds=30)
"""How long a row that failed rests before it is tried again."""

OVERSLEPT = timedelta(seconds=5)
"""How late the alarm may be before it is woken another way."""


NextDue = Callable[[], Awaitable[datetime | None]]
"""Answers when there is something to look at next, or None."""


class Alarm:
    """Exactly one date job, armed to the earliest due row; the rows, not the job, are the memory.

    Why one job and not one for each row: ten thousand jobs due at once stop the event loop for seconds, and a
    job store says "done" before the work has begun, so that a crash loses it.
    """

    def __init__(self, dues: Dues, clock: Clock, others: Sequence[NextDue] = ()) -> None:
        self._dues = dues
        self._clock = clock
        self._next_due = (dues.earliest, *others)
        self._on_wake: list[Callable[[], Awaitable[None]]] = []
        self._on_settled: Callable[[], None] = lambda: None
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._awake = False
        self._overslept: asyncio.TimerHandle | None = None
        self._look_again = False
        self._last_look: datetime | None = None
        self._on_set_back: Callable[[timedelta], Awaitable[None]] | None = None

    def on_wake(self, work: Callable[[], Awaitable[None]]) -> None:
        """Have something done at every wake, 60 seconds apart at most; it must be quick."""
        self._on_wake.append(work)

    def on_settled(self, told: Callable[[], None]) -> None:
        """Have somebody told after every few things that were due, as the sender that carries what they put."""
        self._on_settled = told

    def on_set_back(self, work: Callable[[timedelta], Awaitable[None]]) -> None:
        """Have something done when the clock was set back, by how much."""
        self._on_set_back = work

    async def start(self) -> None:
        """Do what became due while Hearth was off, then keep waking."""
        self._scheduler.start()
        self._dues.on_change(self.look_now)
        self.look_now()

    def stop(self) -> None:
        """Wake no more."""
        self._watch(None)
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def look_now(self) -> None:
        """Look at what is due at once, as when a row was added or the clock moved."""
        # While it is awake, a second job would be skipped: the waking one looks once more instead.
        self._look_again = True
        if not self._awake:
            self._arm(timedelta(0))

    def _arm(self, wait: timedelta) -> None:
        self._scheduler.add_job(  # pyright: ignore[reportUnknownMemberType]
            self._wake,
            "date",
            # APScheduler lives on the computer's clock; only the distance comes from Hearth's.
            run_date=datetime.now(UTC) + wait,
            id="alarm",
            replace_existing=True,
            # Without this, an alarm more than a second late would be skipped silently.
            misfire_grace_time=None,
        )
        self._watch(wait + OVERSLEPT)

    def _watch(self, wait: timedelta | None) -> None:
        # APScheduler sleeps until the computer's clock shows a time: one set back by hours would make it sleep on.
        if self._overslept is not None:
            self._overslept.cancel()
        self._overslept = None
        if wait is not None and self._scheduler.running:
            self._overslept = asyncio.get_running_loop().call_later(wait.total_seconds(), self.look_now)

    async def _wake(self) -> None:
        self._awake = True
        self._watch(None)
        try:
            wait = await self._settle_all()
        except asyncio.CancelledError:
            # Stopped in the middle: the rows stay due. APScheduler would log a fault.
            return
        except Exception as fault:
            # The alarm must outlive any single fault, such as a full disk; the rows stay due.
            LOG.error("alarm: looking at what is due failed with %s", type(fault).__name__)
            self._look_again, wait = False, AFTER_A_FAULT
        # Armed in the same step in which this job ends, a job that is due at once would still find it running:
        # APScheduler would skip it, and nothing would ever wake again.
        asyncio.get_running_loop().call_soon(self._rest, wait)

    def _rest(self, wait: timedelta) -> None:
        self._awake = False
        if self._scheduler.running:
            self._arm(timedelta(0) if self._look_again else wait)

    async def _settle_all(self) -> timedelta:
        wait = HORIZON
        self._look_again = True
        while self._look_again:
            self._look_again = False
            await self._look_at_the_clock()
            while await self._dues.settle():
                self._on_settled()
            for work in self._on_wake:
                await work()
            # Also when nothing was due: what rested in the outbox may be, and waking may have put more there.
            self._on_settled()
            wait = await self._until_next()
        return wait

    async def _look_at_the_clock(self) -> None:
        now, before = self._clock.now(), self._last_look
        if before is not None and before - now > CLOCK_WANDERS and self._on_set_back is not None:
            LOG.warning("alarm: the clock was set back")
            await self._on_set_back(before - now)
        # Only now: what could not be done, for a full disk, is done at the next look.
        self._last_look = now

    async def next_due(self) -> datetime | None:
        """Answer the next moment at which anything is due, or None."""
        found = [at for next_due in self._next_due if (at := await next_due()) is not None]
        return min(found, default=None)

    async def _until_next(self) -> timedelta:
        earliest = await self.next_due()
        if earliest is None:
            return HORIZON
        return min(max(earliest - self._clock.now(), timedelta(0)), HORIZON)

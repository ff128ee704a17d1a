"""Sweeps: due rows that come back by themselves, each few minutes, hour, night and week."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.core.lanes import LANE, Lane
from bot.core.ports import Clock
from bot.core.scheduling.due import Dues
from bot.core.storage.database import Database, Transaction

LOG = logging.getLogger(__name__)

Expire = Callable[[Transaction, datetime], int]
"""Lets go of some rows that are past their age at a moment and answers how many; asked again until none is."""

Work = Callable[[datetime], Awaitable[None]]
"""What a sweep does; the moment is the one at which it began."""

OFTEN = timedelta(minutes=5)

HOUR = timedelta(hours=1)

AT_NIGHT = time(3, 10, tzinfo=UTC)
"""When nightly sweeps come: the same moment for every circle, whatever its zone."""

MONDAY = 0

MOST_TURNS = 50_000
"""How often one `Expire` is asked in one sweep; whatever is left then goes with the next."""

SUBJECT = 0
"""Sweeps are about nothing in particular."""


@dataclass(frozen=True, slots=True)
class _Sweep:
    kind: str
    next_after: Callable[[datetime], datetime]
    work: Work


def next_often(now: datetime) -> datetime:
    """Answer when a sweep comes next that comes every few minutes."""
    return now + OFTEN


def next_hour(now: datetime) -> datetime:
    """Answer when an hourly sweep comes next."""
    return now + HOUR


def next_night(now: datetime) -> datetime:
    """Answer when a nightly sweep comes next, after any number of nights that were missed."""
    tonight = datetime.combine(now.astimezone(UTC).date(), AT_NIGHT)
    return tonight if tonight > now else tonight + timedelta(days=1)


def next_week(now: datetime) -> datetime:
    """Answer when a weekly sweep comes next: an hour after Monday's nightly ones."""
    night = next_night(now - HOUR)
    return night + timedelta(days=(MONDAY - night.weekday()) % 7) + HOUR


class Sweeps:
    """Sets sweeps on, runs each beside everything else, and notes when it comes next.

    A copy of a large file may take many seconds; time does not stand still for it. The row stands an hour ahead
    meanwhile, so that a sweep that a crash cut short is begun anew.
    """

    def __init__(self, dues: Dues, database: Database, clock: Clock, expiring: Sequence[Expire] = ()) -> None:
        self._dues = dues
        self._database = database
        self._clock = clock
        self._expiring = expiring
        self._often: list[Work] = []
        self._hourly: list[Work] = []
        self._nightly: list[Work] = []
        self._weekly: list[Work] = []
        self._sweeps = (
            _Sweep("sweeps.hourly", next_hour, self._each_hour),
            _Sweep("sweeps.nightly", next_night, self._each_night),
            _Sweep("sweeps.weekly", next_week, self._each_week),
        )
        self._running: dict[str, asyncio.Task[None]] = {}
        for sweep in self._sweeps:
            dues.handle(sweep.kind, self._begins(sweep))

    def every_hour(self, work: Work) -> None:
        """Have something done at start and every hour, after what is past its age is gone."""
        self._hourly.append(work)

    def every_night(self, work: Work) -> None:
        """Have something done once a night, or at the next start after the night that was missed."""
        self._nightly.append(work)

    def every_week(self, work: Work) -> None:
        """Have something done once a week; otherwise as `every_night`."""
        self._weekly.append(work)

    def every_few_minutes(self, work: Work) -> None:
        """Have something done every five minutes, as what is spread over a day a little at a time."""
        if not self._often:
            often = _Sweep("sweeps.often", next_often, self._each_often)
            self._sweeps = (*self._sweeps, often)
            self._dues.handle(often.kind, self._begins(often))
        self._often.append(work)

    async def begin(self) -> None:
        """Set every sweep on, and the hourly one at once (R177); called before time is kept."""
        now = self._clock.now()
        await self._database.write(lambda tx: self._dues.add(tx, "sweeps.hourly", SUBJECT, now, Lane.CLEAN_UP))
        for sweep in self._sweeps:
            await self._dues.ensure(sweep.kind, SUBJECT, sweep.next_after(now), Lane.CLEAN_UP)
        await self.clock_set_back()

    async def clock_set_back(self) -> None:
        """Let no sweep wait for longer than usual because the clock was once ahead."""
        now = self._clock.now()

        def work(tx: Transaction) -> None:
            for sweep in self._sweeps:
                self._dues.at_latest(tx, sweep.kind, SUBJECT, sweep.next_after(now))

        await self._database.write(work)

    async def settle(self) -> int:
        """Wait for the sweeps that run, and answer how many that were."""
        running = [task for task in self._running.values() if not task.done()]
        if running:
            await asyncio.wait(running)
        return len(running)

    async def stop(self) -> None:
        """Let go of the sweeps that run; they are begun anew at the next start."""
        for task in self._running.values():
            task.cancel()
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    def _begins(self, sweep: _Sweep) -> Callable[[int], Awaitable[None]]:
        async def begin(_: int) -> None:
            now = self._clock.now()
            await self._database.write(
                lambda tx: self._dues.add(tx, sweep.kind, SUBJECT, now + HOUR, Lane.CLEAN_UP)
            )
            before = self._running.get(sweep.kind)
            if before is None or before.done():
                self._running[sweep.kind] = asyncio.create_task(self._run(sweep, now))

        return begin

    async def _run(self, sweep: _Sweep, now: datetime) -> None:
        # Whatever it asks of the platform goes after everything that somebody waits for.
        LANE.set(Lane.CLEAN_UP)
        try:
            await sweep.work(now)
            following = sweep.next_after(now)
            if following != now + HOUR:
                await self._database.write(
                    lambda tx: self._dues.add(tx, sweep.kind, SUBJECT, following, Lane.CLEAN_UP)
                )
                self._dues.changed()
        except Exception as fault:
            # The row stands an hour ahead.
            LOG.error("sweeps: %s could not be ended (%s); it comes in an hour", sweep.kind, type(fault).__name__)

    async def _each_often(self, now: datetime) -> None:
        await _all(self._often, now)

    async def _each_hour(self, now: datetime) -> None:
        gone = [0]
        for expire in self._expiring:
            await _tried(self._expired(expire, now, gone))
        if sum(gone):
            # Their copies in the log; the file itself is overwritten where something is deleted.
            await _tried(self._database.empty_log())
        await _all(self._hourly, now)

    async def _expired(self, expire: Expire, now: datetime, gone: list[int]) -> None:
        for _ in range(MOST_TURNS):
            # Each turn is a transaction of its own: whatever came meanwhile stands in line before the next.
            gone.append(await self._database.write(lambda tx: expire(tx, now)))
            if not gone[-1]:
                return

    async def _each_night(self, now: datetime) -> None:
        # First, so that no copy holds what is past its age.
        await self._each_hour(now)
        await _all(self._nightly, now)

    async def _each_week(self, now: datetime) -> None:
        await _all(self._weekly, now)


async def _all(works: Iterable[Work], now: datetime) -> None:
    for work in works:
        await _tried(work(now))


async def _tried(doing: Awaitable[None]) -> None:
    try:
        await doing
    except Exception as fault:
        # One thing that fails keeps no other from its time; it comes again with the next sweep.
        LOG.error("sweeps: something failed with %s and comes again", type(fault).__name__)

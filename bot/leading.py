"""Following a clock that a rehearsal leads: a move forward is walked, so that nothing on the way is missed."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from bot.core.ports import Clock
from bot.core.refusals import SettingsFault
from bot.core.world import LedClock, SystemClock

LOG = logging.getLogger(__name__)

LONGEST_ANSWER = 40.0
"""Seconds one long poll may take."""

ASKED_AGAIN = 0.5
"""Seconds to wait where the rehearsal does not answer."""


Settle = Callable[[], Awaitable[None]]
"""Does and sends everything that is due now."""

NextDue = Callable[[], Awaitable[datetime | None]]
"""Answers what is due next."""


class Walk:
    """Moves a led clock from one thing that is due to the next, settling each."""

    def __init__(self, clock: LedClock, settle: Settle, next_due: NextDue) -> None:
        self._clock = clock
        self._settle = settle
        self._next_due = next_due

    async def to(self, offset: timedelta) -> datetime | None:
        """Go to an offset, settling whatever is due on the way, and answer what is due next after it."""
        real = SystemClock()
        while (due := await self._next_due()) is not None and due <= real.now() + offset:
            # Never backwards: what was due already is settled where the clock stands.
            self._clock.offset = max(self._clock.offset, due - real.now())
            await self._settle()
            if await self._next_due() == due:
                break  # it could not be settled; the alarm tries it again
        self._clock.offset = offset
        await self._settle()
        return await self._next_due()


class Leader:
    """Follows the offset that a server tells, and tells it what has been settled.

    The server answers `GET ?after=<offset>` with `{"offset_seconds": n}` once it differs, and is told
    `POST {"settled": n, "next_due": "<ISO>" | null}`.
    """

    def __init__(self, url: str, clock: LedClock) -> None:
        self._url = url
        self._clock = clock

    async def set_off(self) -> None:
        """Take the present offset, before anything looks at the clock."""
        try:
            async with aiohttp.ClientSession() as http:
                self._clock.offset = timedelta(seconds=await self._ask(http, None))
        except (aiohttp.ClientError, OSError):
            raise SettingsFault(
                "HEARTH_CLOCK_URL does not answer: start the rehearsal first, or remove that setting."
            ) from None

    async def follow(self, walk: Walk) -> None:
        """Follow until cancelled."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=LONGEST_ANSWER)) as http:
            told: float | None = None
            while True:
                try:
                    if told is None:
                        told = self._clock.offset.total_seconds()
                    else:
                        told = await self._ask(http, told)
                    due = await walk.to(timedelta(seconds=told))
                    await self._tell(http, told, due)
                except Exception as fault:
                    # A full disk, for instance; a clock that stops following would stop time for good.
                    LOG.warning("leading: following failed with %s and goes on", type(fault).__name__)
                    await _a_moment()

    async def _ask(self, http: aiohttp.ClientSession, after: float | None) -> float:
        query = {} if after is None else {"after": repr(after)}
        async with http.get(self._url, params=query) as answer:
            answer.raise_for_status()
            told: dict[str, Any] = await answer.json()
        return float(told["offset_seconds"])

    async def _tell(self, http: aiohttp.ClientSession, settled: float, due: datetime | None) -> None:
        body = {"settled": settled, "next_due": None if due is None else due.isoformat()}
        async with http.post(self._url, json=body) as answer:
            answer.raise_for_status()


class Leading:
    """The clock to live by: the computer's, or one that a rehearsal leads at `url`."""

    def __init__(self, url: str | None) -> None:
        self._led = LedClock()
        self._leader = None if url is None else Leader(url, self._led)

    async def clock(self) -> Clock:
        """Answer the clock, standing where it is led to; raises SettingsFault where nobody leads it."""
        if self._leader is None:
            return SystemClock()
        await self._leader.set_off()
        return self._led

    @asynccontextmanager
    async def following(self, begun: asyncio.Event, settle: Settle, next_due: NextDue) -> AsyncGenerator[None]:
        """Follow where the clock is led, once the product has begun and until the block ends."""

        async def follow(leader: Leader) -> None:
            await begun.wait()
            await leader.follow(Walk(self._led, settle, next_due))

        task = None if self._leader is None else asyncio.create_task(follow(self._leader))
        try:
            yield
        finally:
            if task is not None:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)


async def _a_moment() -> None:
    # A rehearsal that is going away takes the bot with it; until then asking at once would only keep it busy.
    waiting = asyncio.get_running_loop().create_future()
    await asyncio.wait([waiting], timeout=ASKED_AGAIN)

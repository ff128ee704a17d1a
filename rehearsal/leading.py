"""Leading the bot through time: it follows the world's clock and says when everything due is delivered."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from rehearsal.clock import WorldClock
from rehearsal.errors import ApiError

LONG_POLL = 25.0
LOOK = 0.1
"""Seconds between two looks at whether the other side is still there."""

GRACE = 1.0
"""Seconds a bot without any open connection may take between two calls."""

STEP = timedelta(milliseconds=1)
"""The smallest move of the clock; two offsets closer than half of it are the same."""

Line = asyncio.BaseTransport | None
"""The connection a call came on; None if it is gone already."""


class Leading:
    """Moves the world's clock, and waits at every due instant until the bot has settled it."""

    def __init__(self, clock: WorldClock, on_gateway: Callable[[], bool]) -> None:
        self.clock = clock
        self.patience = 60.0
        self._on_gateway = on_gateway
        self._turn = asyncio.Lock()
        self._news = asyncio.Event()
        self._due: datetime | None = None
        self._settled: float | None = None
        self._reported = 0.0
        self._follows = self._ever = False
        self._sign = 0.0
        self._lines: set[Line] = set()
        self._closed = False
        clock.listeners.append(self._wake)

    @property
    def offset(self) -> float:
        """The world's offset in seconds."""
        return self.clock.offset.total_seconds()

    @property
    def next_due(self) -> datetime | None:
        """When something is due next, as the bot said last; None if nothing is, or no bot follows."""
        return self._due if self.follows() else None

    def follows(self) -> bool:
        """Tell whether a bot follows the clock now."""
        if not (self._open() or time.monotonic() - self._sign < GRACE or self._on_gateway()):
            self._forget()
        return self._follows

    async def followed_again(self, within: float = 10.0) -> None:
        """Wait until a bot that was started again follows the clock, if one did before."""
        end = time.monotonic() + within
        while self._ever and not self.follows() and time.monotonic() < end:
            await self._look()

    def logged_in(self) -> None:
        """Take note of a new log-in: unless a bot follows meanwhile, what an earlier one said is over."""
        if not self._open():
            self._forget()

    def _open(self) -> bool:
        self._lines = {line for line in self._lines if not _gone(line)}
        return bool(self._lines)

    def _forget(self) -> None:
        self._follows, self._settled, self._due = False, None, None

    async def poll(self, after: float | None, line: Line) -> float:
        """Return the offset as soon as it is another than ``after``, at the latest after 25 seconds."""
        if after is None:
            return self.offset
        self._follows = self._ever = True
        self._lines.add(line)
        end = time.monotonic() + LONG_POLL
        try:
            while _same(self.offset, after) and not _gone(line) and time.monotonic() < end:
                if self._closed:
                    raise ApiError(503, 0, "The rehearsal is ending.")
                await self._look()
        finally:
            self._sign = 0.0 if _gone(line) else time.monotonic()
        return self.offset

    def report(self, settled: float, next_due: datetime | None, line: Line) -> None:
        """Take what the bot says: everything due is delivered at this offset, and what is due next."""
        self._follows, self._settled, self._due = True, settled, next_due
        self._reported = self._sign = time.monotonic()
        self._lines.add(line)
        self._wake()

    async def forward(self, by: timedelta) -> bool:
        """Move time on; True once the bot delivered everything due, False if none follows or it stopped."""
        async with self._turn:
            return await self._walk(self.clock.offset + by)

    async def until(self, instant: datetime) -> bool:
        """Move time on to an instant; one that is past already moves nothing."""
        async with self._turn:
            return await self._walk(max(self.clock.offset_at(instant), self.clock.offset))

    async def _walk(self, target: timedelta) -> bool:
        # The first step is tiny: the bot settles it and says anew what is due, which may have changed since.
        step, before = min(self.clock.offset + STEP, target), None
        while True:
            self._move(step)
            settled = await self._settles()
            if not settled or self.clock.offset == target:
                self._move(target)
                return settled
            step, before = self._towards(target, before), self._due

    def _towards(self, target: timedelta, before: datetime | None) -> timedelta:
        # A bot that names the same instant again and again would keep time from passing.
        if self._due is None or self._due == before:
            return target
        step = max(self.clock.offset_at(self._due), self.clock.offset + STEP)
        return step if step < target - STEP else target

    def _move(self, offset: timedelta) -> None:
        if offset != self.clock.offset:
            self._settled = None
            self.clock.offset = offset

    async def _settles(self) -> bool:
        began = time.monotonic()
        while self._settled is None or not _same(self._settled, self.offset):
            silent_since = max(began, self._reported)
            if not self.follows() or time.monotonic() - silent_since > self.patience:
                return False
            await self._look()
        return True

    async def _look(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK):
                await self._news.wait()

    def _wake(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()

    def close(self) -> None:
        """Send away whoever still waits for the clock."""
        self._closed = True
        self._wake()


def _gone(line: Line) -> bool:
    return line is None or line.is_closing()


def _same(one: float, other: float) -> bool:
    return abs(one - other) < STEP.total_seconds() / 2

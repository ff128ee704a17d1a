"""A small follower of the rehearsal's clock: what the bot does, without the bot."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Self

import aiohttp


class Follower:
    """Polls the clock, delivers what is due and reports; ``stuck`` stops the delivering, ``hang`` the reporting."""

    def __init__(self, url: str) -> None:
        self.url = f"{url}/rehearsal/clock"
        self.offset = 0.0
        self.dues: list[datetime] = []
        self.delivered: list[tuple[datetime, datetime]] = []
        self.offsets: list[float] = []
        self.hang = self.stuck = False
        self.reported = asyncio.Event()
        self._http = aiohttp.ClientSession()
        self._running: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._running = asyncio.create_task(self._follow())
        reported = asyncio.ensure_future(self.reported.wait())
        await asyncio.wait([reported, self._running], timeout=5, return_when=asyncio.FIRST_COMPLETED)
        if not reported.done():
            await self.die()
            raise TimeoutError("The follower could not report.")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.die()

    async def die(self) -> None:
        """Drop every connection at once, as a process does that is killed."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        await self._http.close()

    def now(self) -> datetime:
        """Return the world's time as the follower knows it."""
        return datetime.now(UTC) + timedelta(seconds=self.offset)

    def due_in(self, **after: float) -> datetime:
        """Put one more instant on the list."""
        due = self.now() + timedelta(**after)
        self.dues = sorted([*self.dues, due])
        return due

    async def _follow(self) -> None:
        async with self._http.get(self.url) as answer:
            self.offset = (await answer.json())["offset_seconds"]
        while True:
            if not self.hang:
                await self._settle()
            async with self._http.get(self.url, params={"after": repr(self.offset)}) as answer:
                self.offset = (await answer.json())["offset_seconds"]
            self.offsets.append(self.offset)

    async def _settle(self) -> None:
        while not self.stuck and self.dues and self.dues[0] <= self.now():
            self.delivered.append((self.dues.pop(0), self.now()))
        due = self.dues[0].isoformat() if self.dues else None
        async with self._http.post(self.url, json={"settled": self.offset, "next_due": due}) as answer:
            assert answer.status == 200
        self.reported.set()

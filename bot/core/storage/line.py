"""One connection to a SQLite file in its own thread, given one whole function at a time."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Generic, cast

import aiosqlite

from bot.core.storage.database import T

_STATEMENTS_KEPT = 256
"""How many prepared statements a connection keeps; the product has about that many."""


class _Connection(aiosqlite.Connection):
    """An aiosqlite connection that runs a whole function in its thread."""

    async def hop(self, function: Callable[[sqlite3.Connection], T]) -> T:
        # aiosqlite offers no public way to run a function of ours in its thread, and a hop for each statement
        # takes three times as long (scale.md 4); tests/storage/test_aiosqlite.py notices if this changes.
        run = cast(Callable[..., Awaitable[T]], self._execute)  # pyright: ignore[reportUnknownMemberType]
        return await run(function, self._conn)


@dataclass(frozen=True, slots=True)
class _Outcome(Generic[T]):
    """What became of a function in the thread: its value, or what it raised."""

    value: T | None
    error: BaseException | None

    def settle(self) -> T:
        if self.error is not None:
            raise self.error
        return cast(T, self.value)


GivenUp = Callable[[], bool]
"""Answers whether whoever asked for the work was cancelled meanwhile."""

Job = Callable[[sqlite3.Connection, GivenUp], T]
"""Work for a connection's thread."""


class Line:
    """Runs jobs one after the other in the thread of one connection; `await Line.open(...)` makes one."""

    def __init__(self, connection: _Connection) -> None:
        self._connection = connection
        self._lock = asyncio.Lock()

    @classmethod
    async def open(cls, location: str) -> "Line":
        """Connect to a file given by its `file:` address; raises `sqlite3.Error` if that cannot be done."""

        def connect() -> sqlite3.Connection:
            # isolation_level=None: transactions begin where we say so, never by the driver's guess.
            return sqlite3.connect(location, uri=True, isolation_level=None, cached_statements=_STATEMENTS_KEPT)

        return cls(cast(_Connection, await _Connection(connect, iter_chunk_size=1)))

    async def run(self, job: Job[T]) -> T:
        """Run a job in the thread and answer its value or raise what it raised.

        If the asking task is cancelled before the job's turn, the job never runs. If cancelled later, the job
        is told through its `GivenUp`, and the cancellation goes on only when the job has ended.
        """
        async with self._lock:
            given_up = threading.Event()
            hop = asyncio.ensure_future(self._connection.hop(_caught(job, given_up)))
            try:
                outcome = await asyncio.shield(hop)
            except asyncio.CancelledError:
                given_up.set()
                await _end_of(hop)
                raise
        return outcome.settle()

    @asynccontextmanager
    async def paused(self) -> AsyncGenerator[None]:
        """Wait for the running job and let none begin meanwhile."""
        async with self._lock:
            yield

    async def close(self) -> None:
        """Finish the running job and close the connection; done as well if it was closed before."""
        async with self._lock:
            await self._connection.close()


def _caught(job: Job[T], given_up: threading.Event) -> Callable[[sqlite3.Connection], _Outcome[T]]:
    # aiosqlite writes what a function raises into its log, and never answers at all after a StopIteration:
    # so nothing is raised through it.
    def run(connection: sqlite3.Connection) -> _Outcome[T]:
        try:
            return _Outcome(job(connection, given_up.is_set), None)
        except BaseException as error:
            return _Outcome(None, error)

    return run


async def _end_of(hop: "asyncio.Future[_Outcome[T]]") -> None:
    while not hop.done():
        with suppress(asyncio.CancelledError):
            await asyncio.wait({hop})

"""One connection to a SQLite file in its own thread, given one whole function at a time."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Generic, cast

import aiosqlite

from bot.core.storage.database import T

_STATEMENTS_KEPT = 256
"""How many prepared statements a connection keeps; the product has about that many."""


class _Connection(aiosqlite.Connection):
    """An aiosqlite connection that runs a whole function in its thread."""

    def queue(self, function: Callable[[sqlite3.Connection], None]) -> None:
        # aiosqlite offers no public way to run a function of ours in its thread, and a hop for each statement
        # takes three times as long (scale.md 4); tests/storage/test_aiosqlite.py notices if this changes.
        connection = self._conn
        waiting = cast("SimpleQueue[tuple[None, Callable[[], None]]]", self._tx)  # pyright: ignore[reportUnknownMemberType]
        waiting.put_nowait((None, lambda: function(connection)))


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

    @property
    def is_free(self) -> bool:
        """Tell whether no job runs or waits, and none is kept from beginning."""
        return not self._lock.locked()

    async def run(self, job: Job[T]) -> T:
        """Run a job in the thread and answer its value or raise what it raised.

        If the asking task is cancelled before the job's turn, the job never runs. If cancelled later, the job
        is told through its `GivenUp`, and the cancellation goes on only when the job has ended.
        """
        async with self._lock:
            hop = _Hop(job)
            self._connection.queue(hop.run)
            return (await hop.outcome()).settle()

    @asynccontextmanager
    async def paused(self) -> AsyncGenerator[None]:
        """Wait for the running job and let none begin meanwhile."""
        async with self._lock:
            yield

    async def close(self) -> None:
        """Finish the running job and close the connection; done as well if it was closed before."""
        async with self._lock:
            await self._connection.close()


class _Hop(Generic[T]):
    """One job on its way through the thread and back."""

    def __init__(self, job: Job[T]) -> None:
        self._job = job
        self._loop = asyncio.get_running_loop()
        # Two futures instead of a task that shields: each turn of the loop that a hop needs is felt in every press.
        self._answer: asyncio.Future[_Outcome[T]] = self._loop.create_future()
        self._ended: asyncio.Future[None] = self._loop.create_future()
        self._given_up = threading.Event()

    def run(self, connection: sqlite3.Connection) -> None:
        """Do the job in the thread, and carry what became of it back to the loop."""
        outcome = self._done(connection)
        with suppress(RuntimeError):
            # A loop that was closed meanwhile waits for nothing any more.
            self._loop.call_soon_threadsafe(self._end, outcome)

    def _done(self, connection: sqlite3.Connection) -> _Outcome[T]:
        # aiosqlite writes what a function raises into its log: so nothing is raised through it.
        try:
            return _Outcome(self._job(connection, self._given_up.is_set), None)
        except BaseException as error:
            return _Outcome(None, error)

    def _end(self, outcome: _Outcome[T]) -> None:
        self._ended.set_result(None)
        if not self._answer.done():
            self._answer.set_result(outcome)

    async def outcome(self) -> _Outcome[T]:
        """Wait for what became of the job, and beyond being cancelled for its end."""
        try:
            return await self._answer
        except asyncio.CancelledError:
            self._given_up.set()
            while not self._ended.done():
                with suppress(asyncio.CancelledError):
                    await asyncio.wait({self._ended})
            raise

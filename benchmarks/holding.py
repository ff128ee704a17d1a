"""How long each transaction keeps the writer from everybody else."""

import sqlite3
import time
from dataclasses import dataclass, field
from typing import cast

from benchmarks.stalls import waited_for_a_core
from bot.core.storage.database import T
from bot.core.storage.line import GivenUp, Job, Line
from bot.core.storage.sqlite import SqliteDatabase


@dataclass
class Held:
    """How long each thing that was done kept the writer from everybody else, in milliseconds.

    Counted in the writer's own thread, from its turn until it was durable, without the time in which the kernel had
    no core for that thread.
    """

    line: Line
    took: list[float] = field(default_factory=list[float])

    async def run(self, job: Job[T]) -> T:
        """Run a job as the line does, and note how long it took."""

        def timed(connection: sqlite3.Connection, given_up: GivenUp) -> T:
            began, waited = time.perf_counter(), waited_for_a_core()
            try:
                return job(connection, given_up)
            finally:
                self.took.append((time.perf_counter() - began - (waited_for_a_core() - waited)) * 1000)

        return await self.line.run(timed)

    async def close(self) -> None:
        """Close the line."""
        await self.line.close()


class TimedDatabase(SqliteDatabase):
    """The real database, whose writer is timed."""

    def time_writer(self) -> Held:
        """Time the writer from now on."""
        held = Held(self._writer)
        self._writer = cast(Line, held)
        return held

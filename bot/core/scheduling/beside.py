"""Work that is due and may take long or speak to the platform, done beside everything else: time goes on."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

from bot.core.lanes import LANE, Lane
from bot.core.ports import Clock
from bot.core.scheduling.due import TRIED_AGAIN, Dues
from bot.core.storage.database import Database, Transaction

LOG = logging.getLogger(__name__)

Work = Callable[[int], Awaitable[datetime | None]]
"""Does what is due for one subject, and answers when it is to be done again, or None where it is finished."""

BEGUN_ANEW_AFTER = timedelta(minutes=10)
"""When work whose end nobody noted, as after a crash, is begun anew."""


class Beside:
    """Runs such work, one at a time for each subject."""

    def __init__(self, dues: Dues, database: Database, clock: Clock) -> None:
        self._dues = dues
        self._database = database
        self._clock = clock
        self._running: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._done = 0

    def handle(self, kind: str, work: Work, lane: Lane) -> None:
        """Have `work` done beside everything else for each due row of this kind; its requests go in this lane."""
        self._dues.handle(kind, lambda subject: self._begin(kind, subject, work, lane))

    async def _begin(self, kind: str, subject: int, work: Work, lane: Lane) -> None:
        until = self._clock.now() + BEGUN_ANEW_AFTER
        await self._database.write(lambda tx: self._dues.add(tx, kind, subject, until, lane))
        if (kind, subject) not in self._running:
            run = self._run(kind, subject, partial(self._worked, work, kind, subject, lane), until)
            self._running[kind, subject] = asyncio.create_task(run)

    async def _run(
        self, kind: str, subject: int, work: Callable[[], Awaitable[datetime | None]], until: datetime
    ) -> None:
        try:
            again = await work()
            await self._database.write(lambda tx: self._ended(tx, (kind, subject), until, again))
        except Exception as fault:
            # The row stands ahead: it is begun anew then.
            LOG.error("due: %s could not be noted, with %s", kind, type(fault).__name__)
        finally:
            del self._running[kind, subject]
            self._done += 1
            self._dues.changed()

    async def _worked(self, work: Work, kind: str, subject: int, lane: Lane) -> datetime | None:
        LANE.set(lane)
        try:
            return await work(subject)
        except Exception as fault:
            LOG.error("due: %s failed with %s and is tried again", kind, type(fault).__name__)
            return self._clock.now() + TRIED_AGAIN

    def _ended(self, tx: Transaction, row: tuple[str, int], until: datetime, again: datetime | None) -> None:
        due_at = self._dues.due_at(tx, *row)
        if due_at is None:
            # Taken back meanwhile.
            return
        if again is not None:
            self._dues.at_latest(tx, *row, again)
        elif due_at == until:
            self._dues.drop(tx, *row)

    async def settle(self) -> int:
        """Wait until all work that has begun is done, and answer how much ended since the last time."""
        running = list(self._running.values())
        if running:
            await asyncio.wait(running)
        ended, self._done = self._done, 0
        return ended

    async def stop(self) -> None:
        """Go on with nothing; what was cut short is begun anew after the next start."""
        running = list(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

"""A process that can die at any moment, and everything that follows from one thing that happens to it."""

import asyncio
import atexit
import shutil
import tempfile
from collections.abc import Coroutine
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from bot.core.ids import AskId, PersonNumber, PlatformId
from bot.core.refusals import Refusal
from tests.reach.town import PEOPLE, Town, build, copy_of
from tests.reach.watch import Watch

T = TypeVar("T")

SHAPES = {
    "nobody": (0, 0, 0),
    "one": (1, 0, 0),
    "few": (2, 1, 0),
    "many": (4, 4, 1),
    "all": (5, 5, 1),
    "around": (3, 0, 0),
}
"""How many can be asked, how many of them have hours, and how many are to be woken."""


@cache
def folders() -> Path:
    shared = Path("/dev/shm")  # noqa: S108 - memory where there is such a place; nothing in it outlives the test
    folder = Path(tempfile.mkdtemp(prefix="reach-", dir=shared if shared.is_dir() else None))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def built(shape: str, room: bool) -> tuple[Path, dict[PlatformId, PersonNumber]]:
    folder = folders() / f"{shape}-{room}"
    willing, hours, sleeping = SHAPES[shape]
    return folder, asyncio.run(build(folder, willing, hours=hours, sleeping=sleeping, room=room))


async def _limited(doing: Coroutine[Any, Any, T]) -> T:
    async with asyncio.timeout(30):
        return await doing


class Process(RuleBasedStateMachine):
    """The real services over real files; the platform and the clock are played."""

    def __init__(self) -> None:
        super().__init__()
        self._loop = asyncio.new_event_loop()
        self._dir: Path | None = None

    @initialize(
        shape=st.sampled_from(sorted(SHAPES)), room=st.booleans(), onlooker=st.none() | st.sampled_from(PEOPLE)
    )
    def begin(self, shape: str, room: bool, onlooker: PlatformId | None) -> None:
        folder, numbers = built(shape, room)
        self._dir = Path(tempfile.mkdtemp(dir=folders()))
        self.town = Town(copy_of(folder, self._dir / "h"), numbers=numbers)
        if onlooker is not None:
            self.town.onlooking.add(onlooker)
        self.watch = Watch(self.town)
        self.run(self.town.start())

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        return self._loop.run_until_complete(_limited(doing))

    def do(self, doing: Coroutine[Any, Any, object]) -> object:
        """Let one thing happen, and everything that follows from it; a process that dies is started anew."""
        return self.run(self._do(doing))

    async def _do(self, doing: Coroutine[Any, Any, object]) -> object:
        answered = await self._or_die(doing)
        await self._or_die(self.town.hearth.settle())
        self._notice_failures()
        await self._learn()
        await self.watch.look()
        return answered

    def _notice_failures(self) -> None:
        # What failed in the background is tried again after ten seconds, or once its lease is over.
        if self.town.database.failed:
            self.watch.rough = True
        self.town.database.failed = False

    async def _or_die(self, doing: Coroutine[Any, Any, object]) -> object:
        task = asyncio.ensure_future(doing)
        dying = asyncio.ensure_future(self.town.platform.died.wait())
        await asyncio.wait({task, dying}, return_when=asyncio.FIRST_COMPLETED)
        if self.town.platform.died.is_set():
            await self.town.stop()
            self.watch.rough = True
            await self.town.start()
            # As after a restart in real life: a second goes by, and what the dead one was sending is looked for.
            self.town.clock.moment += timedelta(seconds=2)
            return await self._or_die(self.town.hearth.settle())
        dying.cancel()
        try:
            return await task
        except Refusal:
            return None
        except OSError:
            self.watch.rough = True
            return None

    async def _learn(self) -> None:
        for row in await self.town.all("SELECT DISTINCT ask FROM reach_event WHERE what IN ('taken', 'read')"):
            self.watch.asks[AskId(row["ask"])].answered = True  # type: ignore[arg-type]

    def ask_of(self, which: int) -> AskId:
        known = list(self.watch.asks)
        return known[-1 - which % len(known)]

    async def _passes(self, by: timedelta) -> None:
        end = self.town.clock.moment + by
        for _ in range(2000):
            due = await self.town.hearth.next_step()
            if due is None or due > end:
                break
            self.town.clock.moment = max(self.town.clock.moment, due)
            await self._or_die(self.town.hearth.settle_led())
        self.town.clock.moment = max(self.town.clock.moment, end)
        await self._or_die(self.town.hearth.settle_led())
        self.watch.rough = False
        self._notice_failures()

    def teardown(self) -> None:
        try:
            if self._dir is not None:
                self.run(self._comes_to_an_end())
        finally:
            if self._dir is not None:
                self.run(self.town.stop())
                shutil.rmtree(self._dir)
            self._loop.close()

    async def _comes_to_an_end(self) -> None:
        platform = self.town.platform
        platform.down, platform.is_connected = False, True
        platform.fates.clear()
        self.town.database.dies_in = self.town.database.fails_in = None
        await self._passes(timedelta(hours=25))
        rows = await self.town.all("SELECT * FROM reach_ask WHERE ended_at IS NULL")
        assert not rows, f"an ask never ends: {rows}"
        await self._learn()
        await self.watch.look()

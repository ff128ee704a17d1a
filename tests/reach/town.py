"""A circle with people who can be asked, on real files, whose process can die at any moment."""

import asyncio
import random
import shutil
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar, cast

from bot.asked.model import SwitchId
from bot.assembly import Hearth, assemble, shipped_lines, shipped_texts
from bot.circles.model import Circle
from bot.circles.model import Settings as OfCircle
from bot.circles.store import CircleStore
from bot.core.ids import ChannelId, CircleId, PersonNumber, PlatformId, RoleId, ServerId, Visitor
from bot.core.refusals import Refusal
from bot.core.storage.database import Database, Transaction
from bot.core.storage.sqlite import SqliteDatabase
from bot.core.world import SystemChance
from bot.settings import Settings
from bot.stores import Stores, open_stores
from tests.reach.platform import Platform

T = TypeVar("T")

TEXTS, LINES = shipped_texts(), shipped_lines()
NORTH, SERVER, ROLE, ROOM, STAFF = CircleId(7), ServerId(5), RoleId(6), ChannelId(8), ChannelId(9)
BEGIN = datetime(2027, 3, 20, 18, 0, tzinfo=UTC)
PEOPLE = tuple(PlatformId(number) for number in range(101, 107))
"""Six members; those who can be asked are counted from the end, so that the first one asks for company alone."""


class Clock:
    def __init__(self) -> None:
        self.moment = BEGIN

    def now(self) -> datetime:
        return self.moment


class Drawn:
    """Draws the same numbers in every run, and others after each start."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def number(self) -> int:
        return self._random.randint(1, 2**53 - 1)

    def bytes(self, count: int) -> bytes:
        return self._random.randbytes(count)


class Shaky:
    """The real database; one of its next changes fails, or is the last thing the process does."""

    def __init__(self, real: SqliteDatabase, platform: Platform) -> None:
        self._real = real
        self._platform = platform
        self.fails_in: int | None = None
        self.dies_in: int | None = None
        self.dies_after_it = False
        self.failed = False
        """Whether a write failed since somebody looked; what is done in the background tells nobody else."""

    async def write(self, work: Callable[[Transaction], T]) -> T:
        if self._counted("fails_in"):
            self.failed = True
            raise OSError("no room")
        if not self._counted("dies_in"):
            return await self._real.write(work)
        if self.dies_after_it:
            await self._real.write(work)
        self._platform.died.set()
        return await asyncio.Event().wait()  # type: ignore[return-value]

    def _counted(self, name: str) -> bool:
        left = getattr(self, name)
        if left is None:
            return False
        setattr(self, name, None if left == 0 else left - 1)
        return left == 0

    async def read(self, work: Callable[[Transaction], T]) -> T:
        return await self._real.read(work)

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)


def visitor(who: PlatformId) -> Visitor:
    return Visitor(who, SERVER, frozenset({ROLE}), False, False, "en", ROOM)


@dataclass
class Town:
    """One process after the other over the same files."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    onlooking: set[PlatformId] = field(default_factory=set[PlatformId])
    numbers: dict[PlatformId, PersonNumber] = field(default_factory=dict[PlatformId, PersonNumber])

    def __post_init__(self) -> None:
        self.platform = Platform(self.clock, self.onlooking)
        self._stack = AsyncExitStack()
        self._starts = 0 if self.numbers else 1000

    async def start(self) -> None:
        settings = Settings("t", None, None, None, self.folder / "data", self.folder / "key", "INFO", 0.05)
        self.stores: Stores = await self._stack.enter_async_context(open_stores(settings, SystemChance()))
        self._starts += 1
        self.database = Shaky(self.stores.main, self.platform)
        stores = replace(self.stores, main=cast("SqliteDatabase", self.database))
        self.hearth: Hearth = await assemble(
            stores, self.platform.front, self.clock, Drawn(self._starts), TEXTS, lines=LINES
        )
        await self.hearth.recover()

    async def stop(self) -> None:
        """Let the process vanish: nothing of it runs on, and it puts nothing in order."""
        mine = asyncio.current_task()
        others = [task for task in asyncio.all_tasks() if task is not mine]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        self.platform.died.clear()
        await self._stack.aclose()
        self._stack = AsyncExitStack()

    async def all(self, sql: str, **values: int) -> list[dict[str, object]]:
        rows = await cast("Database", self.stores.main).read(lambda tx: tx.all(sql, **values))
        return [dict(row) for row in rows]


async def build(
    folder: Path, willing: int, *, hours: int, sleeping: int, room: bool
) -> dict[PlatformId, PersonNumber]:
    """Make a circle of six once; `willing` of them can be asked, `hours` of those have weekly hours.

    The last `sleeping` have hours that are over, and agreed to be woken.
    """
    town = Town(folder)
    await town.start()
    hearth, stores = town.hearth, town.stores
    circle = Circle(
        NORTH,
        SERVER,
        True,
        OfCircle("North", "UTC", "en", ("DE", "GB"), limits="l", contact="c"),
        1,
        ROLE,
        ChannelId(3),
        ROOM,
    )
    await stores.main.write(lambda tx: CircleStore(stores.keyring).add(tx, circle))
    for who in PEOPLE:
        await hearth.circles.join(visitor(who), NORTH, 1)
    for place, who in enumerate(PEOPLE[len(PEOPLE) - willing :]):
        await hearth.asked.switch_on(visitor(who), NORTH)
        if place >= willing - sleeping:
            await hearth.asked.weekly.add_each(visitor(who), NORTH, range(7), 0, 60)
            await hearth.asked.wake(visitor(who), NORTH, wanted=True)
        elif place < hours:
            await hearth.asked.weekly.add_each(visitor(who), NORTH, range(7), 0, 0)
        else:
            await hearth.asked.around(visitor(who), NORTH, tonight=False)
        await hearth.asked.tests.send(visitor(who), NORTH)
        await _seen(town, who)
    if room:
        await stores.main.write(
            lambda tx: tx.run("INSERT INTO asked_room (circle, channel) VALUES (:c, :r)", c=NORTH, r=STAFF)
        )
    found = {}
    for who in PEOPLE:
        person = await hearth.people.find(who)
        assert person is not None
        found[who] = person.number
    await hearth.end()
    await town.stop()
    return found


async def _seen(town: Town, who: PlatformId) -> None:
    """See the newest test page, as whoever presses its button does."""
    newest = await town.all("SELECT switch, test_at FROM asked_switch ORDER BY test_at DESC, rowid DESC")
    for row in newest:
        with suppress(Refusal):
            # Anyone else's is refused.
            switch, at = SwitchId(cast("int", row["switch"])), cast("int", row["test_at"])
            await town.hearth.asked.tests.seen(visitor(who), switch, at)


def copy_of(built: Path, target: Path) -> Path:
    shutil.copytree(built, target)
    return target


MINUTE = timedelta(minutes=1)

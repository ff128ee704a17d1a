"""`scripts/crash-harness --reach`: kill the product while it asks people, and time the overdue step after it."""

import asyncio
import json
import random
import sqlite3
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from bot.assembly import Hearth, assemble, shipped_lines, shipped_texts
from bot.circles.model import Circle
from bot.circles.model import Settings as OfCircle
from bot.circles.store import CircleStore
from bot.core.ids import ChannelId, CircleId, MessageId, PlatformId, RoleId, ServerId, Visitor
from bot.core.notices import Notice
from bot.core.ports import Front
from bot.core.scheduling.due import microseconds
from bot.core.world import LedClock, SystemChance
from bot.reach.model import Answers, Kind
from bot.settings import Settings
from bot.stores import Stores, open_stores

ROOT = Path(__file__).parents[2]

WITHIN = 60.0
"""Seconds after a start within which the overdue step must have come (R88)."""

NORTH, SERVER, ROLE, ROOM = CircleId(7), ServerId(5), RoleId(6), ChannelId(8)
ASKER, WILLING = PlatformId(101), (PlatformId(102), PlatformId(103), PlatformId(104))


class Paper:
    """A platform that writes down each sending before it answers, on a file that outlives the process."""

    def __init__(self, file: Path) -> None:
        self._file = file

    async def whisper(self, who: PlatformId, _notice: Notice, _locale: str, once: str) -> MessageId:
        """Write it down, a moment before answering, so that a kill can fall between the two."""
        with self._file.open("a") as paper:
            paper.write(json.dumps({"who": who, "once": once}) + "\n")
        await asyncio.sleep(0.02)
        return MessageId(1)

    async def find_whisper(self, _who: PlatformId, once: str, _since: datetime) -> MessageId | None:
        """Look whether it stands."""
        return MessageId(1) if once in [one["once"] for one in sent(self._file)] else None

    async def let_in(self, _server: ServerId, _role: RoleId, _who: PlatformId) -> None:
        """Give the role."""

    def connected(self) -> bool:
        """Hear every press."""
        return True


def sent(file: Path) -> list[dict[str, object]]:
    """Answer everything that was sent."""
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


@dataclass
class Times:
    """Seconds from each start to the overdue step, and what was doubled or lost over all kills."""

    seconds: list[float] = field(default_factory=list[float])
    amid: int = 0
    """Kills before all of a step was done."""
    doubled: int = 0
    waiting: int = 0

    def faults(self) -> list[str]:
        """Answer what breaks the promise."""
        late = [f"{one:.1f} s to the overdue step" for one in self.seconds if one > WITHIN]
        doubled = [f"{self.doubled} pages stand twice"] if self.doubled else []
        return late + doubled + ([f"{self.waiting} pages never went"] if self.waiting else [])


@asynccontextmanager
async def product(folder: Path, clock: LedClock) -> AsyncGenerator[tuple[Hearth, Stores]]:
    """Open the real product over the files of a run."""
    settings = Settings("t", None, None, None, folder / "data", folder / "key", "ERROR", 0.05)
    async with open_stores(settings, SystemChance()) as stores:
        front = cast("Front", Paper(folder / "paper"))
        yield await assemble(stores, front, clock, SystemChance(), shipped_texts(), lines=shipped_lines()), stores


def visitor(who: PlatformId) -> Visitor:
    """Answer a member of the circle."""
    return Visitor(who, SERVER, frozenset({ROLE}), False, False, "en", ROOM)


async def build(folder: Path) -> None:
    """Make a circle with three people who can be asked at any hour."""
    settings = OfCircle("North", "UTC", "en", ("DE",), limits="l", contact="c")
    async with product(folder, LedClock()) as (hearth, stores):
        circle = Circle(NORTH, SERVER, True, settings, 1, ROLE, ChannelId(3), ROOM)
        await stores.main.write(lambda tx: CircleStore(stores.keyring).add(tx, circle))
        for who in (ASKER, *WILLING):
            await hearth.circles.join(visitor(who), NORTH, 1)
        for who in WILLING:
            await hearth.asked.switch_on(visitor(who), NORTH)
            await hearth.asked.weekly.add_each(visitor(who), NORTH, range(7), 0, 0)
        await stores.main.write(lambda tx: tx.run("UPDATE asked_switch SET tested = 1, test = 'seen'"))
        await hearth.end()


async def ask(folder: Path, clock: LedClock) -> None:
    """Have somebody ask, while no worker runs; what follows is the worker's."""
    async with product(folder, clock) as (hearth, stores):
        # Days go by in a run, and nobody is there to see a test page.
        await stores.main.write(lambda tx: tx.run("UPDATE asked_switch SET tested = 1, test = 'seen'"))
        await hearth.reach.ask(visitor(ASKER), NORTH, (Kind.ALONE, Answers.HERE, True))
        await hearth.ground.sender.stop()


async def work(folder: Path, ahead: float) -> None:
    """Be the process that is killed."""
    clock = LedClock()
    clock.offset = timedelta(seconds=ahead)
    async with product(folder, clock) as (hearth, _):
        print("begins", flush=True)
        await hearth.begin()
        await asyncio.Event().wait()


async def run(kills: int, seed: int, say: Callable[[str], None]) -> Times:
    """Kill at random moments of every step, and time each start after it."""
    chance, times = random.Random(seed), Times()
    with tempfile.TemporaryDirectory(prefix="hearth-reach-") as made:
        folder, clock = Path(made), LedClock()
        await build(folder)
        while len(times.seconds) < kills:
            due = _look(folder, "SELECT next_run_at FROM due WHERE kind = 'reach.steps'")
            if due is None:
                await ask(folder, clock)
                continue
            clock.offset += timedelta(microseconds=max(due - microseconds(clock.now()), 0) + 1)
            worker = await _worker(folder, clock)
            await asyncio.sleep(chance.uniform(0, 0.2))
            await _killed(worker)
            times.amid += _overdue(folder, clock) > 0
            times.seconds.append(await _until_done(folder, clock))
            say(f"kill {len(times.seconds)} of {kills}: {times.seconds[-1]:.1f} s to the overdue step")
        onces = [one["once"] for one in sent(folder / "paper")]
        times.doubled = len(onces) - len(set(onces))
        times.waiting = _look(folder, "SELECT count(*) FROM reach_page WHERE page = 'waiting'") or 0
    return times


async def _worker(folder: Path, clock: LedClock) -> Process:
    command = (sys.executable, "-m", "benchmarks.crash.reach", str(folder), str(clock.offset.total_seconds()))
    worker = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=PIPE)
    assert worker.stdout is not None
    assert await worker.stdout.readline() == b"begins\n"
    return worker


async def _killed(worker: Process) -> None:
    worker.kill()
    await worker.wait()


async def _until_done(folder: Path, clock: LedClock) -> float:
    began = time.monotonic()
    worker = await _worker(folder, clock)
    while _overdue(folder, clock) and time.monotonic() - began < 2 * WITHIN:  # noqa: ASYNC110
        # The other process shows what it did in its file alone.
        await asyncio.sleep(0.05)
    took = time.monotonic() - began
    await _killed(worker)
    return took


def _overdue(folder: Path, clock: LedClock) -> int:
    sql = (
        "SELECT (SELECT count(*) FROM due WHERE kind = 'reach.steps' AND next_run_at <= ?1)"
        " + (SELECT count(*) FROM outbox WHERE kind = 'reach.pages' AND state IN ('waiting', 'sending'))"
    )
    return _look(folder, sql, microseconds(clock.now())) or 0


def _look(folder: Path, sql: str, *values: int) -> int | None:
    with sqlite3.connect(f"file:{folder / 'data' / 'hearth.db'}?mode=ro", uri=True) as file:
        row = file.execute(sql, values).fetchone()
    file.close()
    return None if row is None else row[0]


if __name__ == "__main__":
    asyncio.run(work(Path(sys.argv[1]), float(sys.argv[2])))

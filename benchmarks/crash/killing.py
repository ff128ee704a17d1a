"""A run: due rows, a worker that is killed again and again, and a sink that remembers everything."""

import asyncio
import random
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import aiohttp

from benchmarks.crash.sink import Asked
from benchmarks.crash.verdict import Kill, Verdict, fell_at, posted
from benchmarks.crash.worker import AGAIN_IN, KIND
from bot.core.delivery.outbox import LEASE
from bot.core.scheduling.due import Dues, microseconds
from bot.core.storage.keyring import Keyring
from bot.core.storage.migrate import MAIN, migrate
from bot.core.storage.reading import number, text
from bot.core.storage.sqlite import SqliteDatabase
from bot.core.world import SystemChance, SystemClock

ROOT = Path(__file__).parents[2]

BUSY = 0.7
"""Which share of the rows may be sent between kills, so that the queue is busy at each of them."""

WINDOW = 2.0
"""Seconds in which the sink of an outage run drops a second sending."""

AWAY = 3.0
"""Seconds for which it answers nothing: longer than its window."""

PATIENCE = 120.0
"""Seconds after the last kill, over what the rate needs, before a run is given up."""


@dataclass(frozen=True)
class Plan:
    """What to do; `rate` is sends a second, `late` the share of requests the sink takes seconds for.

    With `skip_rest` the clock of each restarted worker stands a lease further on, where its killed one's deliveries
    need no rest any more, so that a short run waits for nothing.
    """

    rows: int = 2000
    kills: int = 50
    seed: int = 1
    rate: float = 45.0
    outage: bool = False
    late: float = 0.0
    skip_rest: bool = False

    @property
    def apart(self) -> float:
        """Answer the longest time, in seconds, from a worker's beginning to its kill."""
        return 2 * BUSY * self.rows / self.rate / self.kills


async def run(plan: Plan, say: Callable[[str], None]) -> Verdict:
    """Do a whole run; raises TimeoutError where a worker never ends."""
    with tempfile.TemporaryDirectory(prefix="hearth-crash-") as made:
        folder = Path(made)
        due_at = await _fill(folder, plan.rows)
        async with _sink(plan) as address, aiohttp.ClientSession(address) as http:
            kills = await _Killing(plan, folder, address, http, say).all()
            await asyncio.sleep(2 * AWAY if plan.late else 0.2)  # what the sink still works on
            async with http.get("/asked") as answer:
                asked = [Asked(**one) for one in await answer.json()]
        return await _judged(plan, folder, due_at, kills, asked)


class _Killing:
    """The kills of one run."""

    def __init__(
        self, plan: Plan, folder: Path, address: str, http: aiohttp.ClientSession, say: Callable[[str], None]
    ) -> None:
        self._plan = plan
        self._folder = folder
        self._address = address
        self._http = http
        self._say = say
        self._ahead = 0.0
        self._seen: set[tuple[str, int]] = set()
        self._alive: Process | None = None

    async def all(self) -> list[Kill]:
        """Kill, then run to the end; answers fewer kills where the rows were sent too soon."""
        try:
            return await self._all()
        finally:
            if self._alive is not None and self._alive.returncode is None:
                self._alive.kill()

    async def _all(self) -> list[Kill]:
        chance = random.Random(self._plan.seed)
        kills: list[Kill] = []
        while len(kills) < self._plan.kills:
            kill = await self._one(chance.uniform(0, self._plan.apart))
            if kill is None:
                return kills
            kills.append(kill)
            self._say(f"kill {len(kills)} of {self._plan.kills}: {len(kill.under_way)} under way")
        worker = await self._worker()
        await asyncio.wait_for(worker.wait(), self._plan.rows / self._plan.rate + PATIENCE)
        return kills

    async def _one(self, after: float) -> Kill | None:
        began = time.monotonic()
        worker = await self._worker()
        # Kills of an outage run fall where the sink is back, and take it away again.
        ended = await _ended_within(worker, after + (AWAY if self._plan.outage else 0.0))
        if ended:
            return None
        if self._plan.outage:
            async with self._http.post(f"/away/{AWAY}"):
                pass
        worker.kill()
        died = time.monotonic()
        await worker.wait()
        return Kill(began, died, await self._under_way())

    async def _worker(self) -> Process:
        if self._plan.skip_rest:
            self._ahead += LEASE.total_seconds()
        words = (str(self._folder), self._address, str(self._plan.rate), str(self._ahead))
        worker = self._alive = await _started("benchmarks.crash.worker", *words)
        assert worker.stdout is not None
        if await worker.stdout.readline() != b"begun\n":
            raise RuntimeError("the worker did not begin")
        return worker

    async def _under_way(self) -> tuple[str, ...]:
        """Answer what the dead worker itself had claimed; what rests from an earlier kill is not its own."""
        async with _open(self._folder) as database:
            rows = await database.read(
                lambda tx: tx.all("SELECT delivery, attempts FROM outbox WHERE state = 'sending'")
            )
        claimed = {(text(row, "delivery"), number(row, "attempts")) for row in rows}
        own = claimed - self._seen
        self._seen |= claimed
        return tuple(sorted(once for once, _ in own))


async def _started(module: str, *words: str) -> Process:
    return await asyncio.create_subprocess_exec(sys.executable, "-m", module, *words, cwd=ROOT, stdout=PIPE)


async def _ended_within(worker: Process, seconds: float) -> bool:
    try:
        await asyncio.wait_for(worker.wait(), seconds)
    except TimeoutError:
        return False
    return True


@asynccontextmanager
async def _sink(plan: Plan) -> AsyncGenerator[str]:
    window = WINDOW if plan.outage else 0.0
    words = (str(plan.seed), "--window", str(window), "--late", str(plan.late))
    sink = await _started("benchmarks.crash.sink", *words)
    assert sink.stdout is not None
    try:
        yield (await sink.stdout.readline()).decode().strip()
    finally:
        sink.kill()
        await sink.wait()


@asynccontextmanager
async def _open(folder: Path) -> AsyncGenerator[SqliteDatabase]:
    database = await SqliteDatabase.open(folder / "data" / "hearth.db")
    try:
        yield database
    finally:
        await database.close()


async def _fill(folder: Path, rows: int) -> int:
    clock = SystemClock()
    Keyring.open(folder / "keys" / "hearth.key", SystemChance(), folder / "data")
    # A little back, so that a clock that stands still a moment finds all of it due at once.
    due_at = clock.now() - timedelta(seconds=1)
    async with _open(folder) as database:
        await migrate(database, MAIN)
        dues = Dues(database, clock)
        await database.write(lambda tx: [dues.add(tx, KIND, subject, due_at) for subject in range(1, rows + 1)])
    return microseconds(due_at)


async def _judged(plan: Plan, folder: Path, due_at: int, kills: list[Kill], asked: list[Asked]) -> Verdict:
    async with _open(folder) as database:
        outbox = await database.read(lambda tx: tx.all("SELECT delivery, subject, state FROM outbox"))
        again = await database.read(
            lambda tx: tx.one(
                "SELECT count(*) AS rows FROM due WHERE kind = :kind AND next_run_at = :at",
                kind=KIND,
                at=due_at + AGAIN_IN // timedelta(microseconds=1),
            )
        )
    messages = posted(asked)
    standing = {number(row, "subject") for row in outbox if messages[text(row, "delivery")]}
    sent = sum(text(row, "state") == "sent" for row in outbox)
    return Verdict(
        rows=plan.rows,
        asked_for=plan.kills,
        fell=tuple(fell_at(kill, asked) for kill in kills),
        lost=plan.rows - len(standing),
        doubled=sum(count > 1 for count in messages.values()),
        merged=sum(one.merged for one in asked),
        unfinished=2 * plan.rows - sent - (number(again, "rows") if again is not None else 0),
    )

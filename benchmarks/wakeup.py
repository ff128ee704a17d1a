"""`wakeup`: what one wake-up costs with nothing due, with 100,000 schedules over 1,000."""

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path

from benchmarks.crash.worker import Parts, working
from benchmarks.figures import Measured, median, parser, quantile, tell
from bot.core.lanes import Lane

FEW, MANY = 1_000, 100_000
BAR = 1.5
ROUNDS = 15
"""How often the two are measured in turn."""

WAKES = 40
"""Wake-ups of one round; a round counts as its median."""

SPREAD_OVER = timedelta(days=14)
"""The schedules come within the next two weeks, as weekly and two-weekly rhythms do."""

KIND = "benchmarks.comes"

Wake = Callable[[], Awaitable[None]]


@asynccontextmanager
async def _filled(folder: Path, schedules: int) -> AsyncGenerator[Wake]:
    """Wire the real parts over a file with so many schedules, and answer one wake-up of them."""
    async with working(folder, "http://127.0.0.1:9", 45.0, 0.0) as parts:
        await _fill(parts, schedules)

        async def wake() -> None:
            # What the alarm does each time it wakes, the sender it tells included.
            assert await parts.dues.settle() == 0
            assert await parts.sender.settle() == 0
            assert await parts.alarm.next_due() is not None

        yield wake


async def _fill(parts: Parts, schedules: int) -> None:
    chance = random.Random(schedules)
    begins = parts.clock.now() + timedelta(hours=1)
    for first in range(0, schedules, 10_000):
        subjects = range(first, min(first + 10_000, schedules))
        await parts.database.write(
            lambda tx, subjects=subjects: [
                parts.dues.add(tx, KIND, subject, begins + chance.random() * SPREAD_OVER, chance.choice(list(Lane)))
                for subject in subjects
            ]
        )


async def _round(wake: Wake) -> float:
    """Answer the median cost of one wake-up in milliseconds."""
    costs: list[float] = []
    for _ in range(WAKES):
        began = time.perf_counter()
        await wake()
        costs.append((time.perf_counter() - began) * 1000)
    return median(costs)


async def measure() -> Measured:
    """Measure both in the same process, in turn."""
    async with AsyncExitStack() as opened:
        wakes: list[Wake] = []
        for schedules in (FEW, MANY):
            folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="hearth-wakeup-")))
            wakes.append(await opened.enter_async_context(_filled(folder, schedules)))
        few: list[float] = []
        many: list[float] = []
        for _ in range(ROUNDS):
            few.append(await _round(wakes[0]))
            many.append(await _round(wakes[1]))
    ratios = [after / before for before, after in zip(few, many, strict=True)]
    return Measured(
        name="wakeup",
        ratio=median(many) / median(few),
        bar=BAR,
        hearth={"schedules": MANY, "ms": median(many), "ms_p90": quantile(many, 0.9)},
        yardstick={"schedules": FEW, "ms": median(few), "ms_p90": quantile(few, 0.9)},
        spread=(min(ratios), max(ratios)),
    )


if __name__ == "__main__":
    told = parser(__doc__).parse_args()
    sys.exit(tell(asyncio.run(measure()), as_json=told.json))

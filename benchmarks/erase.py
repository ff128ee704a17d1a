"""`erase`: how long a member with 5,000 rows waits until all of it is gone, and whoever answers meanwhile.

The real product over real files, in a circle of 500 and beside last night's copies; only the platform is played.
Fifty others answer a check-in one after the other, first while nothing else happens and then while the erase runs.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figures import Measured, median, parser, quantile, say, tell
from benchmarks.member import FIRST, NORTH, build, grow, product, visitor
from bot.assembly import Hearth
from bot.checkins.model import Format, SeenBy
from bot.core.ids import PlatformId, RoundId
from bot.core.world import SystemClock
from bot.stores import Stores

SECONDS = 1.0
"""How long an erase may take."""

SLOWER = 1.5
"""How many times its quiet p50 an answer may take meanwhile: the bar of every press that writes."""

ROWS, MEMBERS, OTHERS = 5_000, 500, 50
ROUNDS = 7

EVERY = 0.01
"""Seconds from one answer to the next."""

CHOICES = ("steady", "wobbly", "stormy")


@dataclass
class Took:
    """Seconds of each erase, and milliseconds of each answer, by round."""

    erase: list[float] = field(default_factory=list[float])
    quiet: list[list[float]] = field(default_factory=list[list[float]])
    meanwhile: list[list[float]] = field(default_factory=list[list[float]])


@dataclass(frozen=True)
class _Others:
    """Those who answer."""

    hearth: Hearth
    round: RoundId
    who: list[PlatformId]

    async def answer(self, place: int) -> float:
        """Have one of them answer, with another choice each time round."""
        who = self.who[place % len(self.who)]
        choice = CHOICES[place // len(self.who) % len(CHOICES)]
        began = time.perf_counter()
        await self.hearth.checkins.answering.answer(visitor(who), self.round, choice, SeenBy.UNNAMED)
        return (time.perf_counter() - began) * 1000

    async def until(self, over: Callable[[int], bool]) -> list[float]:
        """Have one answer begin every 10 ms until it is over, and answer how long each took."""
        answering: list[asyncio.Task[float]] = []
        while not over(len(answering)):
            answering.append(asyncio.create_task(self.answer(len(answering))))
            await asyncio.sleep(EVERY)
        return await asyncio.gather(*answering)


async def _timed(doing: Awaitable[object]) -> float:
    began = time.perf_counter()
    await doing
    return time.perf_counter() - began


async def _round(hearth: Hearth, stores: Stores, others: _Others, took: Took) -> None:
    who = PlatformId(FIRST + 900_000 + len(took.erase))
    await hearth.circles.join(visitor(who), NORTH, 1)
    await grow(hearth, stores, who, ROWS)
    await stores.backups.nightly(SystemClock().now())
    took.quiet.append(await others.until(lambda begun: begun >= OTHERS))
    erasing = asyncio.create_task(_timed(hearth.privacy.erasures.erase(visitor(who))))
    took.meanwhile.append(await others.until(lambda begun: erasing.done() and begun > 0))
    took.erase.append(await erasing)
    assert await hearth.people.find(who) is None
    assert not (await hearth.privacy.erasures.kept(visitor(who))).anything


async def measure(rounds: int) -> Took:
    """Erase one member after the other, each with so many rows."""
    took = Took()
    with tempfile.TemporaryDirectory(prefix="hearth-erase-") as made:
        async with product(Path(made)) as (hearth, stores):
            joined = await build(hearth, stores, MEMBERS)
            opened = await hearth.checkins.open_now(visitor(joined[0], plans=True), NORTH, Format.LIGHTS)
            others = _Others(hearth, opened.round.round, joined[:OTHERS])
            for who in others.who:
                answering = hearth.checkins.answering
                await answering.say_yes_and_answer(visitor(who), others.round, "steady", SeenBy.UNNAMED)
            for number in range(rounds):
                await _round(hearth, stores, others, took)
                say(f"erase {number + 1} of {rounds}: {took.erase[-1]:.3f} s")
    return took


def measured(took: Took) -> Measured:
    """Answer the median erase over a second, and what the others waited beside it."""
    quiet = [one for round_ in took.quiet for one in round_]
    meanwhile = [one for round_ in took.meanwhile for one in round_]
    by_round = [median(some) / median(none) for some, none in zip(took.meanwhile, took.quiet, strict=True)]
    times = median(by_round)
    return Measured(
        name="erase",
        ratio=median(took.erase) / SECONDS,
        bar=1.0,
        hearth={"rows": ROWS, "seconds": median(took.erase), "seconds_most": max(took.erase)},
        yardstick={"seconds": SECONDS},
        spread=(min(took.erase) / SECONDS, max(took.erase) / SECONDS),
        also={
            "answers_p50_times": times,
            "answers_ms_p50": median(meanwhile),
            "answers_quiet_ms_p50": median(quiet),
            "answers_ms_p99": quantile(meanwhile, 0.99),
            "answers_quiet_ms_p99": quantile(quiet, 0.99),
            "answers": len(meanwhile),
        },
        over=(f"answers took {times:.2f} times their quiet p50, over {SLOWER}",) if times > SLOWER else (),
    )


def main() -> int:
    """Measure and tell."""
    made = parser(__doc__)
    made.add_argument("--rounds", type=int, default=ROUNDS, help=f"members to erase ({ROUNDS})")
    told = made.parse_args()
    return tell(measured(asyncio.run(measure(told.rounds))), as_json=told.json)


if __name__ == "__main__":
    sys.exit(main())

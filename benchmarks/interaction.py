"""`interaction`: what a press costs with Hearth, over a bare discord.py bot on the same server process.

A screen that only reads stands beside a bare bot that answers "ok", one that writes beside a bare bot that makes
one durable row first. Each bot is a process of its own. Time counts in the server's process, from handing an
interaction to the gateway until its answer arrived; one at a time, all four in turn in every round.
"""

import asyncio
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

from benchmarks.asking import (
    PRESSES,
    WHO,
    Asked,
    Group,
    Pair,
    circle,
    command,
    figures,
    in_turn,
    presses,
    server_with,
    spread,
)
from benchmarks.bare import OK, ROW
from benchmarks.figures import Measured, parser, tell
from benchmarks.processes import bare, hearth
from rehearsal.person import People
from rehearsal.server import Rehearsal

BAR, SLOWEST_BAR = 1.5, 2.0
"""How many times the yardstick's p50, and its p99, Hearth may take."""

ROUNDS = 30
"""Rounds of each kind, after those that only warm up."""


async def _writing(server: Rehearsal, people: People) -> Asked:
    """Answer the presses that take an answer for the circle, by turns a steady one and a wobbly one."""
    ana, custom_ids = people[WHO], list[str]()
    for choice in ("Steady", "Wobbly"):
        screen = await ana.press(await ana.command("checkin"), choice)
        custom_ids.append(screen.buttons["The circle, with my name"]["custom_id"])
        answered = await ana.press(screen, "The circle, with my name")
    return presses(server, answered, *custom_ids)


async def _bare_press(server: Rehearsal, people: People) -> Asked:
    return presses(server, await people[WHO].command(ROW), ROW)


async def measure(rounds: int) -> list[Pair]:
    """Measure both pairs in turn, round by round."""
    async with AsyncExitStack() as opened:
        folders = [Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="hearth-"))) for _ in range(2)]
        mine, people = await opened.enter_async_context(server_with(hearth(), folders[0]))
        other, others = await opened.enter_async_context(server_with(bare(folders[1]), folders[1]))
        await circle(people)
        pairs = [
            Pair("reads", command(mine, "help"), command(other, OK)),
            Pair("writes", await _writing(mine, people), await _bare_press(other, others)),
        ]
        await in_turn(rounds, Group(pairs))
    return pairs


def measured(pairs: list[Pair]) -> Measured:
    """Answer the worse of the two p50s, with everything beside it."""
    worst = max(pairs, key=lambda pair: pair.times(0.5))
    slow = {pair.name: pair.times(0.99) for pair in pairs}
    return Measured(
        name="interaction",
        ratio=worst.times(0.5),
        bar=BAR,
        hearth=figures(pairs, lambda pair: pair.hearth),
        yardstick=figures(pairs, lambda pair: pair.yardstick),
        spread=spread(worst),
        also={
            **{f"{pair.name}_p50_times": pair.times(0.5) for pair in pairs},
            **{f"{name}_p99_times": times for name, times in slow.items()},
            "p99_bar": SLOWEST_BAR,
        },
        over=tuple(
            f"{name}: p99 ratio {times:.2f} is over {SLOWEST_BAR}"
            for name, times in slow.items()
            if times > SLOWEST_BAR
        ),
    )


def main() -> int:
    """Measure and tell."""
    made = parser(__doc__)
    made.add_argument("--rounds", type=int, default=ROUNDS, help=f"rounds of {PRESSES} presses of each ({ROUNDS})")
    told = made.parse_args()
    return tell(measured(asyncio.run(measure(told.rounds))), as_json=told.json)


if __name__ == "__main__":
    sys.exit(main())

"""`first_screen`: what the first screens of a bad night cost, over a bare discord.py bot that answers "ok".

A member of a circle with three people who can be asked uses each command, and then each again while another process
holds the database for writing. Each bot is a process of its own; all kinds in turn in every round.
"""

import asyncio
import sqlite3
import sys
import tempfile
from collections.abc import Generator
from contextlib import AsyncExitStack, closing, contextmanager
from functools import partial
from pathlib import Path

from benchmarks.asking import PRESSES, WHO, Group, Pair, circle, command, figures, in_turn, server_with, spread
from benchmarks.bare import OK
from benchmarks.figures import Measured, parser, tell
from benchmarks.processes import bare, hearth
from benchmarks.reaching import can_be_asked
from rehearsal.person import People
from rehearsal.server import Rehearsal

BAR = 1.5
"""How many times the yardstick's p50 a first screen may take, with the database locked too."""

ROUNDS = 30
"""Rounds of each kind, after those that only warm up."""

FIRST = ("reach", "escape", "help")
"""The commands whose first screen counts, as far as they are there."""

LOCKED = "{name}_locked"
LOCK_COMES = 30.0


@contextmanager
def _locked(folder: Path) -> Generator[None]:
    """Hold both database files for writing, as a copying tool of the host might."""
    files = (folder / "data" / "hearth.db", folder / "data" / "people.db")
    with closing(_held(files[0])), closing(_held(files[1])):
        yield


def _held(file: Path) -> sqlite3.Connection:
    held = sqlite3.connect(file, isolation_level=None, timeout=LOCK_COMES)
    held.execute("BEGIN EXCLUSIVE")
    return held


async def _are_whole(people: People, folder: Path) -> None:
    """See that the screens that are measured are the full ones, and not what comes where reading fails."""
    for lock in (None, folder):
        with _locked(lock) if lock else closing(sqlite3.connect(":memory:")):
            text = (await people[WHO].command("reach")).text
        assert "people from North" in text, f"the first screen of Reach is another one: {text!r}"


def _pairs(mine: Rehearsal, other: Rehearsal, called: str = "{name}") -> list[Pair]:
    there = {one["name"] for one in mine.world.commands}
    return [
        Pair(called.format(name=name), command(mine, name), command(other, OK)) for name in FIRST if name in there
    ]


async def measure(rounds: int) -> list[Pair]:
    """Measure every first screen in turn, free and locked, round by round."""
    async with AsyncExitStack() as opened:
        folders = [Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="hearth-"))) for _ in range(2)]
        mine, people = await opened.enter_async_context(server_with(hearth(), folders[0]))
        other, _ = await opened.enter_async_context(server_with(bare(folders[1]), folders[1]))
        await circle(people)
        await can_be_asked(people)
        await _are_whole(people, folders[0])
        free, locked = _pairs(mine, other), _pairs(mine, other, LOCKED)
        await in_turn(rounds, Group(free), Group(locked, partial(_locked, folders[0])))
    return [*free, *locked]


def measured(pairs: list[Pair]) -> Measured:
    """Answer the worst p50, with everything beside it."""
    worst = max(pairs, key=lambda pair: pair.times(0.5))
    return Measured(
        name="first_screen",
        ratio=worst.times(0.5),
        bar=BAR,
        hearth=figures(pairs, lambda pair: pair.hearth),
        yardstick=figures(pairs, lambda pair: pair.yardstick),
        spread=spread(worst),
        also={
            **{f"{pair.name}_p50_times": pair.times(0.5) for pair in pairs},
            **{f"{pair.name}_p99_times": pair.times(0.99) for pair in pairs},
        },
    )


def main() -> int:
    """Measure and tell."""
    made = parser(__doc__)
    made.add_argument("--rounds", type=int, default=ROUNDS, help=f"rounds of {PRESSES} presses of each ({ROUNDS})")
    told = made.parse_args()
    return tell(measured(asyncio.run(measure(told.rounds))), as_json=told.json)


if __name__ == "__main__":
    sys.exit(main())

"""kill -9 amid an erase: afterwards the member is whole, or wholly gone, and never in between (R175)."""

import asyncio
import random
import sys
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import suppress
from pathlib import Path

import pytest

from benchmarks.crash.erase import DONE
from benchmarks.find_person import Sought, numbers_of, spellings, traces
from benchmarks.member import build, grow, product, visitor
from bot.core.ids import PersonNumber, PlatformId
from bot.core.world import SystemClock
from bot.people.model import QuietHours, Settings
from rehearsal.stories.first import rows_about

ROOT = Path(__file__).parents[2]
ROWS = 2_000
STEPS = 12
"""How much an erase of so many rows does to its files; some kills fall behind the last one."""

OWN = Settings("es", QuietHours(60, 120, "Atlantic/Reykjavik"))


async def test_a_kill_amid_an_erase_leaves_somebody_whole_or_wholly_gone(tmp_path: Path) -> None:
    # Before the key goes, between it and the rows, and between two turns of rows.
    ended = await killed(tmp_path, [1, 4, 7])
    # On a busy machine the first kill may come a step late; what each leaves is looked at one by one.
    assert sum(ended.values()) == 3
    assert ended["gone"] >= 2


@pytest.mark.prove
async def test_twenty_five_kills_amid_an_erase_leave_everybody_whole_or_wholly_gone(tmp_path: Path) -> None:
    chance = random.Random(1)
    ended = await killed(tmp_path, [chance.randint(1, STEPS) for _ in range(25)])
    assert min(ended.values()) > 0


async def killed(folder: Path, steps: list[int]) -> dict[str, int]:
    """Kill as many erases as there are steps, each of somebody else, right when it begins that step."""
    ended = {"whole": 0, "gone": 0}
    async with product(folder) as (hearth, stores):
        joined = await build(hearth, stores, len(steps) + 3)
        numbers: dict[PlatformId, PersonNumber] = {}
        for who in joined[1 : len(steps) + 1]:
            await hearth.privacy.save_language(visitor(who), "es")
            person = await hearth.people.find(who)
            assert person is not None
            await hearth.people.save_settings(person, OWN)
            numbers[who] = await grow(hearth, stores, who, ROWS)
        await stores.backups.nightly(SystemClock().now())
    for (who, number), step in zip(numbers.items(), steps, strict=True):
        await kill(folder, who, step)
        ended[await after_the_start(folder, who, number)] += 1
    return ended


async def kill(folder: Path, who: PlatformId, step: int) -> None:
    """Have another process erase somebody, and kill it at a step."""
    command = (sys.executable, "-m", "benchmarks.crash.erase", str(folder), str(who))
    victim = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=PIPE, stderr=DEVNULL)
    assert victim.stdout is not None
    for _ in range(step):
        if (await victim.stdout.readline()).decode().strip() in ("", DONE):
            break
    with suppress(ProcessLookupError):
        # It may have ended by itself: then that was the kill behind everything.
        victim.kill()
    await victim.wait()


async def after_the_start(folder: Path, who: PlatformId, number: PersonNumber) -> str:
    """Start again, and see that nothing of somebody is left, or that nothing of them is missing."""
    async with product(folder) as (hearth, stores):
        await hearth.recover()
        person = await hearth.people.find(who)
        held = await hearth.privacy.erasures.kept(visitor(who))
        if person is not None:
            assert sum(held.rows.values()) > ROWS
            assert await hearth.people.settings(person) == OWN
            return "whole"
        assert not held.anything
        sought = spellings(Sought(int(who)), stores.keyring)
        assert numbers_of(folder / "data", int(who), stores.keyring) == ()
        # Both files, their logs, and last night's copies.
        assert traces(folder / "data", sought) == []
        assert rows_about(folder / "data", number) == []
        # Bytes that SQLite moved may hold the number, which leads nowhere, until the night writes the file anew.
        await stores.main.scrub()
        numbered = spellings(Sought(int(who), (number,)), stores.keyring)
        assert [line for line in traces(folder / "data", numbered) if "/backups/hearth-" not in line] == []
        return "gone"

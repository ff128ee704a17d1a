"""kill -9 in the middle of a backup or a restore: what was there before, or what was to come, and never a mix."""

import asyncio
import contextlib
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot import cli_copies, cli_restore
from bot.core.ids import PlatformId
from bot.core.notebook import Notebook
from bot.core.storage.restored import NOTE
from bot.core.storage.restoring import folder_in
from bot.core.storage.sqlite import is_sound
from bot.core.world import SystemChance, SystemClock
from bot.people.service import People
from bot.settings import read_settings
from bot.stores import open_stores

ROOT = Path(__file__).parents[2]
CHANCE = SystemChance()
PEOPLE = 20

_VICTIM = """
import asyncio, sys
from pathlib import Path
from bot import cli_copies, cli_restore
from bot.core.world import SystemClock
from bot.settings import read_settings

settings, copy = read_settings({}, Path(sys.argv[1])), sys.argv[2]
print("now", flush=True)
if copy == "-":
    asyncio.run(cli_copies.back_up(settings, None))
else:
    asyncio.run(cli_restore.restore(settings, copy, None, SystemClock()))
print("done", flush=True)
"""


async def say(folder: Path, words: str) -> None:
    """Have the main file hold a word, enough to take a while, and no sign of an earlier restore."""
    async with open_stores(read_settings({}, folder), CHANCE) as stores:
        notes = Notebook(stores.main)
        await notes.write("word", words)
        await notes.write("length", "x" * 2_000_000)
        await stores.main.write(lambda tx: tx.run("DELETE FROM notebook WHERE name = :name", name=NOTE))
        people = People(stores.people_file, stores.main, stores.keyring, CHANCE)
        await people.prove_keys()
        for number in range(1, PEOPLE + 1):
            await people.admit(PlatformId(number))


async def said(folder: Path) -> tuple[str | None, bool]:
    """Answer the word after a start, and whether the file knows that it was restored; everybody is known still."""
    async with open_stores(read_settings({}, folder), CHANCE) as stores:
        await stores.backups.tidy()
        people = People(stores.people_file, stores.main, stores.keyring, CHANCE)
        await people.prove_keys()
        known = [await people.find(PlatformId(number)) for number in range(1, PEOPLE + 1)]
        assert all(one is not None for one in known)
        notes = Notebook(stores.main)
        return await notes.read("word"), await notes.read(NOTE) is not None


def killed(folder: Path, copy: str, after: float | None) -> float:
    """Let a process begin, kill it after some seconds, and answer how long it took if it was let be."""
    command = [sys.executable, "-c", _VICTIM, str(folder), copy]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as victim:  # noqa: S603
        assert victim.stdout is not None
        assert victim.stdout.readline() == "now\n"
        began = time.monotonic()
        if after is None:
            assert victim.stdout.read().endswith("done\n")
        else:
            time.sleep(after)
            victim.kill()
        return time.monotonic() - began


def left_in(folder: Path) -> list[str]:
    """Answer what no start may leave: half copies, and files that were put aside."""
    data = folder / "data"
    assert not folder_in(data).exists()
    return [file.name for file in data.rglob("*") if ".part" in file.name]


async def restores_cut_off(folder: Path, kills: int) -> set[str | None]:
    await say(folder, "old")
    killed(folder, "-", None)
    (copy,) = (folder / "data" / "backups").glob("hearth-*.db")
    kept = copy.rename(folder / "old.db")
    await say(folder, "new")
    takes = killed(folder, str(kept), None)
    seen, chance = set[str | None](), random.Random(3)
    for _ in range(kills):
        await say(folder, "new")
        await asyncio.to_thread(killed, folder, str(kept), chance.uniform(0, takes))
        word, restored = await said(folder)
        assert (word, restored) in (("new", False), ("old", True))
        assert left_in(folder) == []
        seen.add(word)
    return seen


async def backups_cut_off(folder: Path, kills: int) -> None:
    await say(folder, "words")
    takes, chance, copies = killed(folder, "-", None), random.Random(4), folder / "data" / "backups"
    for _ in range(kills):
        await asyncio.to_thread(killed, folder, "-", chance.uniform(0, takes))
        # Also before the next start: an older copy stays until a whole one takes its place.
        whole = [*copies.glob("hearth-*.db"), copies / "people.db"]
        assert len(whole) >= 2  # one more where a day ended meanwhile
        assert all(is_sound(copy, "integrity_check") for copy in whole)
        assert await said(folder) == ("words", False)
        assert left_in(folder) == []


async def test_restores_that_are_cut_off_leave_the_old_or_the_new(tmp_path: Path) -> None:
    await restores_cut_off(tmp_path, 3)


async def test_backups_that_are_cut_off_leave_whole_copies(tmp_path: Path) -> None:
    await backups_cut_off(tmp_path, 3)


@pytest.mark.prove
async def test_twenty_five_restores_that_are_cut_off_leave_the_old_or_the_new(tmp_path: Path) -> None:
    assert await restores_cut_off(tmp_path, 25) == {"old", "new"}


@pytest.mark.prove
async def test_twenty_five_backups_that_are_cut_off_leave_whole_copies(tmp_path: Path) -> None:
    await backups_cut_off(tmp_path, 25)


class PowerCut(BaseException):
    """The end of the process, at one certain place."""


async def test_a_cut_before_any_change_of_a_name_is_finished_or_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not by chance: the power is cut at each of them in turn."""
    await say(tmp_path, "old")
    settings = read_settings({}, tmp_path)
    await cli_copies.back_up(settings, None)
    (copy,) = (tmp_path / "data" / "backups").glob("hearth-*.db")
    kept, replace, seen = copy.rename(tmp_path / "old.db"), Path.replace, list[str | None]()
    while True:
        await say(tmp_path, "new")
        left = [len(seen)]

        def cut(self: Path, target: Path, left: list[int] = left) -> Path:
            left[0] -= 1
            if left[0] < 0:
                raise PowerCut
            return replace(self, target)

        with monkeypatch.context() as disk, contextlib.suppress(PowerCut):
            disk.setattr(Path, "replace", cut)
            await cli_restore.restore(settings, str(kept), None, SystemClock())
        word, restored = await said(tmp_path)
        assert (word, restored) in (("new", False), ("old", True))
        assert left_in(tmp_path) == []
        seen.append(word)
        if left[0] >= 0:
            break
    # Before the marker all is undone, after it all is finished.
    assert seen == sorted(seen, key=str)
    assert seen[0] == "new"
    assert seen.count("old") > 1

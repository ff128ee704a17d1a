"""Stepping out leaves nothing behind, and needs nothing but the bot itself."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from bot.core.ids import PlatformId
from bot.core.keeping import KEPT, NotKept, WhyNot
from bot.core.storage.database import Transaction
from bot.core.storage.sqlite import SqliteDatabase
from rehearsal.person import Person
from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.mishaps import strike
from tests.stories.test_escape import DOORS, opens, show
from tests.stories.test_faults_ours import logging_as_a_host_has_it

USES = 500
WALK = (
    *(
        "Something different",
        "Choose by how it is",
        "A memory is very loud",
        "Say what it is",
        "Something different",
    ),
    *("Only this quiet screen", "Back to an exercise", "Choose by how it is", "More", "Not now"),
)
"""One way through every kind of screen; each press counts as a use, and so does the command before it."""


NEW, IN_PLACE = 4, 7
"""Types of an answer that shows something at once (Discord: Interaction Callback Type)."""


def files(circle: Evening) -> dict[str, bytes]:
    """Answer what lies in the data folder, byte for byte.

    The index of the log (-shm) is left out: SQLite keeps there who reads at the moment, and rebuilds it at will.
    """
    found = sorted((circle.folder / "data").rglob("*"))
    return {path.name: path.read_bytes() for path in found if path.is_file() and path.suffix != ".db-shm"}


async def test_500_uses_leave_no_byte_in_the_files_and_none_in_the_log(
    circle: Evening, capsys: pytest.CaptureFixture[str]
) -> None:
    await circle.open_checkin()
    posts = {"Ana": await circle.post("Ana"), "Sam": (await circle["Sam"].look("north-door"))[0]}
    # What the start set off is done before.
    await circle.hearth.settle()
    with logging_as_a_host_has_it():
        capsys.readouterr()
        before = files(circle)
        used = 0
        while used < USES:
            for name in ("Ana", "Sam"):
                used += await walked(circle[name], posts[name])
        assert files(circle) == before
        assert "".join(capsys.readouterr()) == ""
    assert before
    assert any(held for name, held in before.items() if name.startswith("hearth.db"))


async def walked(person: Person, post: Screen) -> int:
    """Step out from a post and by the command, and go through every kind of screen."""
    assert opens(await person.press(post, "Step out"))
    screen = await person.command("escape")
    for label in WALK:
        screen = await person.press(screen, label)
    assert "Put away. Nothing was kept." in screen.text
    return 2 + len(WALK)


async def test_no_file_is_asked_for_an_exercise(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    look = SqliteDatabase.look
    real = {"read": SqliteDatabase.read, "write": SqliteDatabase.write}

    def noting(way: str) -> Callable[..., Awaitable[object]]:
        async def noted(database: SqliteDatabase, work: Callable[[Transaction], object]) -> object:
            # What runs by itself meanwhile, such as sweeps, is no part of a press.
            if KEPT.get() is not None:
                asked.append(way)
            return await real[way](database, work)

        return noted

    def looked(database: SqliteDatabase, work: Callable[[Transaction], object]) -> object:
        if KEPT.get() is not None:
            asked.append("read")
        return look(database, work)

    monkeypatch.setattr("bot.core.storage.sqlite.SqliteDatabase.look", looked)
    monkeypatch.setattr("bot.core.storage.sqlite.SqliteDatabase.read", noting("read"))
    monkeypatch.setattr("bot.core.storage.sqlite.SqliteDatabase.write", noting("write"))
    ana = evening["Ana"]
    screen = await ana.command("escape")
    for label in ("Something different", "Something different", "Only this quiet screen", "Back to an exercise"):
        screen = await ana.press(screen, label)
    assert opens(screen)
    assert asked == []
    # Only where something may be hidden the files are asked, and never written.
    how = await ana.press(screen, "Choose by how it is")
    assert "Everything is too much" in how.buttons
    assert set(asked) == {"read"}


@asynccontextmanager
async def stuck(circle: Evening) -> AsyncIterator[None]:
    """Let both files answer nobody, as on a disk that hangs."""
    going_on = threading.Event()

    def hang(_: object) -> None:
        going_on.wait(timeout=30)

    waiting = [
        asyncio.create_task(ask(hang))
        for database in (circle.stores.main, circle.stores.people_file)
        for ask in (database.read, database.write)
    ]
    try:
        yield
    finally:
        going_on.set()
        await asyncio.gather(*waiting, return_exceptions=True)


async def test_with_the_files_stuck_everything_is_answered_in_time(circle: Evening) -> None:
    """No first answer is put off, which the bot does by itself after two of Discord's three seconds."""
    bea = circle["Bea"]
    before = len(await circle.people.requests())
    async with stuck(circle):
        assert opens(await bea.command("escape"))
        how = await bea.press(await bea.command("escape", dm=True), "Choose by how it is")
        menu = await bea.press(how, "Everything is too much")
        assert "Push slowly" in (await bea.press(menu, "Push the wall")).text
        assert list((await bea.command("help")).buttons)[:2] == ["Step out", "Reach someone"]
    answers = [one for one in (await circle.people.requests())[before:] if "/interactions/" in one["route"]]
    assert {one["body"]["type"] for one in answers} <= {NEW, IN_PLACE}
    assert len(answers) == 6


async def test_a_press_that_hangs_does_not_hold_up_the_same_persons_way_out(circle: Evening) -> None:
    ana = circle["Ana"]
    door = (await ana.look("north-door"))[0]
    released = asyncio.Event()

    async def held() -> None:
        async with circle.hearth.people.turn(PlatformId(int(ana.id))):
            await released.wait()

    holding = asyncio.create_task(held())
    await asyncio.sleep(0)
    assert opens(await ana.press(door, "Step out"))
    assert "Step out" in (await ana.command("help")).buttons
    released.set()
    await holding


@contextmanager
def locked(circle: Evening) -> Iterator[None]:
    """Hold both files against every other writer, as another program does."""
    held = [
        sqlite3.connect(circle.folder / "data" / name, isolation_level=None) for name in ("hearth.db", "people.db")
    ]
    for one in held:
        one.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        for one in held:
            one.execute("ROLLBACK")
            one.close()


async def test_with_the_files_locked_it_works(evening: Evening) -> None:
    with locked(evening):
        assert opens(await evening["Ana"].command("escape"))
        assert "Push slowly" in (await show(evening["Ana"], "Everything is too much", "Push the wall")).text


async def test_with_the_files_deleted_under_it_it_works(evening: Evening) -> None:
    for path in list((evening.folder / "data").rglob("*.db*")):
        path.unlink()
    assert opens(await evening["Ana"].command("escape"))
    assert "Push slowly" in (await show(evening["Ana"], "Everything is too much", "Push the wall")).text


async def test_with_the_files_damaged_under_it_it_works(evening: Evening) -> None:
    await evening["Ana"].command("my")
    for path in list((evening.folder / "data").glob("*.db*")):
        size = path.stat().st_size
        with Path.open(path, "r+b") as file:
            file.write(b"\x00" * size)
    evening.hearth.people._find_anew()  # nobody is remembered from before
    assert opens(await evening["Ana"].command("escape"))
    assert "Push slowly" in (await show(evening["Ana"], "Everything is too much", "Push the wall")).text


async def test_with_the_disk_full_it_works_and_keeping_a_list_says_that_nothing_was_kept(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise NotKept(WhyNot.FULL, "")

    monkeypatch.setattr("bot.core.storage.sqlite.SqliteDatabase.write", full)
    ana = evening["Ana"]
    wall = await show(ana, "Everything is too much", "Push the wall")
    assert "Push slowly" in wall.text
    asked = await ana.press(await ana.press(wall, "Keep or hide this one"), "Keep it on my list")
    refused = await ana.press(asked, "Yes, keep a list for me")
    assert "Nothing of your last press was kept." in refused.text
    assert list((await ana.command("escape")).buttons) == DOORS


async def test_words_of_the_exercises_never_reach_the_log(
    evening: Evening, capsys: pytest.CaptureFixture[str]
) -> None:
    with logging_as_a_host_has_it():
        capsys.readouterr()
        await strike(evening, "500", ("POST", "/interactions/{interaction_id}/{token}/callback"))
        screen = await evening["Ana"].command("escape")
        for label in ("Choose by how it is", "A memory is very loud", "Say what it is"):
            screen = await evening["Ana"].press(screen, label)
        written = "".join(capsys.readouterr())
    assert evening["Ana"].id not in written
    assert not [word for word in ("memory", "exercise", "escape", "plain name", "three_things") if word in written]

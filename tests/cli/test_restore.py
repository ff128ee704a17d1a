"""`hearth restore`: what is said before, what is refused with nothing changed, and what becomes of the files."""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.storage.lockfile import LockFile
from bot.core.storage.migrate import MAIN, migrate
from bot.core.storage.sqlite import SqliteDatabase
from tests.cli.test_backup import full_disk
from tests.cli.test_verify import change, damage, key_of_another, let_in

from .conftest import Hearth


@pytest.fixture
def house(hearth: Hearth, tmp_path: Path) -> Path:
    """Data with people, a word, and a copy from before the word; answers the data folder."""
    let_in(tmp_path)
    assert hearth("backup").returncode == 0
    data = tmp_path / "data"
    change(data / "hearth.db", "INSERT INTO notebook (name, note) VALUES ('word', 'new')")
    return data


def word(data: Path) -> str | None:
    with closing(sqlite3.connect(data / "hearth.db")) as opened:
        row = opened.execute("SELECT note FROM notebook WHERE name = 'word'").fetchone()
    return row and row[0]


def copy_of(data: Path) -> Path:
    (copy,) = (data / "backups").glob("hearth-*.db")
    return copy


def unchanged(data: Path) -> bool:
    return word(data) == "new" and not (data / "restoring").exists()


def test_nothing_happens_before_yes(hearth: Hearth, house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def no(question: str) -> str:
        asked.append(question)
        return "no"

    monkeypatch.setattr("builtins.input", no)
    ran = hearth("restore", "newest")
    assert ran.returncode == 1
    assert len(asked) == 1
    assert "Lost is what was said" in ran.stdout
    assert "Nothing was changed." in ran.stdout
    assert unchanged(house)
    monkeypatch.setattr("builtins.input", lambda _: " Yes\n")
    assert hearth("restore", "newest").returncode == 0
    assert word(house) is None


def test_nobody_at_the_keyboard_is_no_yes(hearth: Hearth, house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)
    assert hearth("restore", "newest").returncode == 1
    assert unchanged(house)


def test_of_the_file_that_was_there_nothing_stays(hearth: Hearth, house: Path) -> None:
    change(house / "hearth.db", "INSERT INTO notebook (name, note) VALUES ('long', ?)", "lighthouse" * 5_000)
    people = (house / "people.db").read_bytes()
    ran = hearth("restore", "newest", "--yes")
    assert ran.returncode == 0
    assert not (house / "restoring").exists()
    assert not [file.name for file in house.rglob("*") if file.is_file() and b"lighthouse" in file.read_bytes()]
    assert (house / "people.db").read_bytes() == people
    assert hearth("verify").returncode == 0


def test_a_running_bot_is_to_be_stopped_first(hearth: Hearth, house: Path) -> None:
    lock = LockFile.hold(house / "hearth.db")
    ran = hearth("restore", "newest", "--yes")
    lock.let_go()
    assert ran.returncode == 2
    assert "stop it first" in ran.stderr
    assert unchanged(house)


def test_a_damaged_people_file_gives_way_to_its_copy(hearth: Hearth, house: Path) -> None:
    damage(house / "people.db")
    ran = hearth("restore", "newest", "--yes")
    assert ran.returncode == 0
    assert "takes its place" in ran.stdout
    assert hearth("verify").returncode == 0


def test_the_newest_copy_is_left_out_where_it_is_damaged(hearth: Hearth, house: Path) -> None:
    older = copy_of(house).with_name("hearth-2026-01-01.db")
    older.write_bytes(copy_of(house).read_bytes())
    newest = max((house / "backups").glob("hearth-*.db"))
    damage(newest)
    ran = hearth("restore", "newest", "--yes")
    assert ran.returncode == 0
    assert f"{newest} is damaged and is left out" in ran.stderr
    assert f"{older} is of" in ran.stdout


Harm = Callable[[Path, Path], object]
"""What is done to a folder, and to the copy in it."""


def lose_people(folder: Path) -> None:
    for file in (folder / "data").rglob("people.db*"):
        if not file.name.endswith(".lock"):
            file.unlink()


def of_something_else(copy: Path) -> None:
    copy.unlink()
    change(copy, "CREATE TABLE jar (holds TEXT)")


REFUSED: dict[str, tuple[Harm, str]] = {
    "a file that is not there": (lambda _, copy: copy.unlink(), "is no file"),
    "a damaged copy": (lambda _, copy: damage(copy), "cannot be restored"),
    "a copy of something else": (lambda _, copy: of_something_else(copy), "is no copy of hearth.db"),
    "a copy of the people file": (
        lambda folder, copy: (folder / "data" / "backups" / "people.db").replace(copy),
        "other migrations",
    ),
    "words that are no database": (lambda _, copy: copy.write_text("words " * 1000), "cannot be restored"),
    "a copy of a newer Hearth": (
        lambda _, copy: change(copy, "INSERT INTO migration (number, name) VALUES (9999, 'later')"),
        "newer Hearth",
    ),
    "the key file of another host": (lambda folder, _: key_of_another(folder), "another key file"),
    "no people file anywhere": (lambda folder, _: lose_people(folder), "no people file that can be read"),
    "a lost key file": (lambda folder, _: (folder / "keys" / "hearth.key").unlink(), "restore your key file"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_restored_is_refused_and_nothing_is_changed(
    hearth: Hearth, house: Path, tmp_path: Path, case: str
) -> None:
    harm, said = REFUSED[case]
    copy = copy_of(house).rename(tmp_path / "copy.db")
    harm(tmp_path, copy)
    ran = hearth("restore", str(copy), "--yes")
    assert ran.returncode == 2
    assert said in ran.stderr
    assert unchanged(house)


def test_a_full_disk_is_said_and_nothing_is_changed(
    hearth: Hearth, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with full_disk(monkeypatch):
        ran = hearth("restore", "newest", "--yes")
    assert ran.returncode == 2
    assert "make room on the disk" in ran.stderr
    assert unchanged(house)


def test_a_copy_from_an_older_version_is_brought_up(hearth: Hearth, house: Path, tmp_path: Path) -> None:
    steps, older = tmp_path / "main", tmp_path / "older.db"
    shutil.copytree(MAIN, steps)
    max(steps.glob("*.sql")).unlink()

    async def make() -> None:
        database = await SqliteDatabase.open(older)
        await migrate(database, steps)
        await database.close()

    asyncio.run(make())
    assert hearth("restore", str(older), "--yes").returncode == 0
    assert word(house) is None
    assert hearth("verify").returncode == 0
    assert not list(house.glob("*.before-*"))

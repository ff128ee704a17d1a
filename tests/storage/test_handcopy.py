"""Copies by hand beside a running bot: a copy of the people file never outlives a forgetting."""

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.storage import handcopy
from bot.core.storage.backups import Backups
from bot.core.storage.handcopy import NotCopied, copy_by_hand
from bot.core.storage.sqlite import SqliteDatabase, copy_into

OpenDb = Callable[[Path], Awaitable[SqliteDatabase]]
NOW = datetime(2027, 3, 20, 3, 10, tzinfo=UTC)


@pytest.fixture
async def files(open_db: OpenDb, tmp_path: Path) -> tuple[SqliteDatabase, SqliteDatabase]:
    main, people = [await open_db(tmp_path / "data" / name) for name in ("hearth.db", "people.db")]
    for file in (main, people):
        await file.write(lambda tx: tx.run("CREATE TABLE note (id INTEGER PRIMARY KEY, words TEXT)"))
        await file.write(lambda tx: tx.run("INSERT INTO note (words) VALUES ('lighthouse')"))
    return main, people


def from_elsewhere(file: Path, sql: str) -> None:
    """Change a file as another process does."""
    with closing(sqlite3.connect(file)) as other, other:
        other.execute(sql)


async def test_what_is_forgotten_while_it_is_copied_is_not_in_the_copy(
    files: tuple[SqliteDatabase, SqliteDatabase], monkeypatch: pytest.MonkeyPatch
) -> None:
    main, people = files
    folder, times = main.file.parent / "backups", [0]

    def slowly(connection: sqlite3.Connection, target: Path, part: str) -> None:
        copy_into(connection, target, part)
        if target.name == "people.db":
            times[0] += 1
            if times[0] == 1:
                from_elsewhere(people.file, "DELETE FROM note")

    monkeypatch.setattr(handcopy, "copy_into", slowly)
    made = await copy_by_hand(main.file, people.file, folder, NOW)
    assert times == [2]
    assert b"lighthouse" not in made.people.read_bytes()
    assert b"lighthouse" in made.main.read_bytes()


async def test_a_people_file_that_never_stands_still_leaves_no_copy_of_itself(
    files: tuple[SqliteDatabase, SqliteDatabase], monkeypatch: pytest.MonkeyPatch
) -> None:
    main, people = files

    def moving(connection: sqlite3.Connection, target: Path, part: str) -> None:
        copy_into(connection, target, part)
        if target.name == "people.db":
            from_elsewhere(people.file, "INSERT INTO note (words) VALUES ('x')")

    monkeypatch.setattr(handcopy, "copy_into", moving)
    with pytest.raises(NotCopied, match="changes all the time"):
        await copy_by_hand(main.file, people.file, main.file.parent / "backups", NOW)
    assert not (main.file.parent / "backups" / "people.db").exists()


async def test_a_copy_that_was_cut_off_goes_with_the_next_forgetting(
    files: tuple[SqliteDatabase, SqliteDatabase],
) -> None:
    main, people = files
    backups, part = Backups(main, people), main.file.parent / "backups" / "people.db.hand.part"
    part.parent.mkdir()
    part.write_bytes(b"lighthouse")
    await backups.follow_people()
    assert not part.exists()


async def test_a_copy_the_bot_took_away_while_it_was_made_is_begun_anew(
    files: tuple[SqliteDatabase, SqliteDatabase], monkeypatch: pytest.MonkeyPatch
) -> None:
    main, people = files
    times = [0]

    def taken(connection: sqlite3.Connection, target: Path, part: str) -> None:
        if target.name == "people.db":
            times[0] += 1
            if times[0] == 1:
                from_elsewhere(people.file, "DELETE FROM note")
                raise FileNotFoundError(2, "No such file or directory")
        copy_into(connection, target, part)

    monkeypatch.setattr(handcopy, "copy_into", taken)
    made = await copy_by_hand(main.file, people.file, main.file.parent / "backups", NOW)
    assert b"lighthouse" not in made.people.read_bytes()

"""Copies for each night: what is kept, for how long, and what a bad night does to them."""

import logging
import os
import sqlite3
import stat
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.storage import sqlite
from bot.core.storage.backups import Backups, look_at_backups
from bot.core.storage.database import NotScrubbed
from bot.core.storage.sqlite import SqliteDatabase, is_sound

OpenDb = Callable[[Path], Awaitable[SqliteDatabase]]
NIGHT = datetime(2027, 3, 20, 3, 10, tzinfo=UTC)


class House:
    """A main file and a people file with one word each, and their backups."""

    def __init__(self, main: SqliteDatabase, people: SqliteDatabase) -> None:
        self.main = main
        self.people = people
        self.backups = Backups(main, people)
        self.folder = main.file.parent / "backups"

    def names(self) -> list[str]:
        return sorted(file.name for file in self.folder.iterdir())


@pytest.fixture
async def house(open_db: OpenDb, tmp_path: Path) -> House:
    files = [await open_db(tmp_path / "data" / name) for name in ("hearth.db", "people.db")]
    for file in files:
        await file.write(lambda tx: tx.run("CREATE TABLE note (id INTEGER PRIMARY KEY, words TEXT)"))
        await file.write(lambda tx: tx.run("INSERT INTO note (words) VALUES ('lighthouse')"))
    return House(*files)


def words_in(copy: Path) -> list[str]:
    with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro&immutable=1", uri=True)) as opened:
        return [words for (words,) in opened.execute("SELECT words FROM note")]


async def test_a_night_leaves_a_copy_of_each_file_for_its_owner_alone(house: House) -> None:
    await house.backups.nightly(NIGHT)
    assert house.names() == ["hearth-2027-03-20.db", "people.db"]
    assert words_in(house.folder / "hearth-2027-03-20.db") == ["lighthouse"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in house.folder.iterdir()} == {0o600}
    assert stat.S_IMODE(house.folder.stat().st_mode) == 0o700


async def test_a_second_copy_of_a_day_stands_instead_of_the_first(house: House) -> None:
    await house.backups.nightly(NIGHT)
    await house.main.write(lambda tx: tx.run("INSERT INTO note (words) VALUES ('harbour')"))
    await house.backups.nightly(NIGHT + timedelta(hours=9))
    assert words_in(house.folder / "hearth-2027-03-20.db") == ["lighthouse", "harbour"]
    assert len(house.names()) == 2


async def test_seven_nights_are_kept_and_of_the_people_file_only_the_newest(house: House) -> None:
    for night in range(10):
        await house.backups.nightly(NIGHT + timedelta(days=night))
    assert house.names() == [f"hearth-2027-03-{day}.db" for day in range(23, 30)] + ["people.db"]
    state = look_at_backups(house.folder)
    assert state is not None
    assert (state.name, state.kept) == ("hearth-2027-03-29.db", 7)


async def test_after_sixty_days_off_no_old_copy_is_left(house: House) -> None:
    await house.backups.nightly(NIGHT)
    before = house.main.file.with_name("hearth.db.before-0004")
    before.write_bytes(b"old")
    os.utime(before, (NIGHT.timestamp(), NIGHT.timestamp()))
    await house.backups.nightly(NIGHT + timedelta(days=13))
    assert before.exists()
    assert len(house.names()) == 3
    await house.backups.nightly(NIGHT + timedelta(days=60))
    assert not before.exists()
    assert house.names() == ["hearth-2027-05-19.db", "people.db"]


async def test_a_night_that_cannot_copy_still_lets_go_of_what_is_too_old(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.backups.nightly(NIGHT)
    fill_the_disk(monkeypatch)
    await house.backups.nightly(NIGHT + timedelta(days=15))
    assert house.names() == ["people.db"]


async def test_a_copy_dated_by_a_wrong_clock_goes_once_a_true_one_stands(house: House) -> None:
    await house.backups.nightly(NIGHT + timedelta(days=3650))
    await house.backups.nightly(NIGHT)
    assert house.names() == ["hearth-2027-03-20.db", "people.db"]


async def test_other_files_in_the_folder_are_left_alone(house: House) -> None:
    house.folder.mkdir()
    (house.folder / "hearth-of-mine.db").write_text("mine")
    (house.folder / "hearth-2027-02-31.db").write_text("mine")
    await house.backups.nightly(NIGHT)
    assert {"hearth-of-mine.db", "hearth-2027-02-31.db"} < set(house.names())


def fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every copy fail as on a full disk, with half a file written."""
    full = sqlite.os.fsync

    def no_room(handle: int) -> None:
        full(handle)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sqlite.os, "fsync", no_room)


async def test_a_full_disk_leaves_the_older_copies_and_is_said_once_a_night(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await house.backups.nightly(NIGHT)
    fill_the_disk(monkeypatch)
    await house.main.write(lambda tx: tx.run("INSERT INTO note (words) VALUES ('harbour')"))
    await house.backups.nightly(NIGHT + timedelta(days=1))
    assert house.names() == ["hearth-2027-03-20.db", "people.db"]
    said = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert said == ["backups: tonight's copies could not be kept (OSError); the older ones stay"]


async def test_a_copy_that_cannot_be_read_back_is_not_kept(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await house.backups.nightly(NIGHT)
    monkeypatch.setattr(sqlite, "is_sound", lambda *_: False)
    await house.main.write(lambda tx: tx.run("INSERT INTO note (words) VALUES ('harbour')"))
    await house.backups.nightly(NIGHT)
    assert words_in(house.folder / "hearth-2027-03-20.db") == ["lighthouse"]
    assert "could not be kept (DatabaseError)" in caplog.text
    assert "harbour" not in caplog.text


async def test_a_damaged_newest_copy_is_found_by_the_weekly_look_and_goes(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await house.main.write(lambda tx: tx.run("INSERT INTO note (words) VALUES (:x)", x="x" * 20_000))
    await house.backups.nightly(NIGHT)
    await house.backups.nightly(NIGHT + timedelta(days=1))
    await house.backups.prove(NIGHT)
    assert len(house.names()) == 3
    copy = house.folder / "hearth-2027-03-21.db"
    with copy.open("r+b") as file:
        file.seek(4096 * 2)
        file.write(b"\xff" * 4096)
    assert not is_sound(copy)
    await house.backups.prove(NIGHT)
    assert house.names() == ["hearth-2027-03-20.db", "people.db"]
    assert "damaged" in caplog.text


async def test_the_night_writes_both_files_anew_without_what_was_deleted(house: House) -> None:
    for file in (house.main, house.people):
        await file._writer.run(lambda connection, _: connection.execute("PRAGMA secure_delete = OFF").close())
        await file.write(lambda tx: tx.run("DELETE FROM note"))
    await house.backups.nightly(NIGHT)
    files = [file for file in house.main.file.parent.rglob("*") if file.is_file()]
    assert not [file.name for file in files if b"lighthouse" in file.read_bytes()]


async def test_the_people_copy_follows_at_once(house: House) -> None:
    await house.backups.nightly(NIGHT)
    await house.people.write(lambda tx: tx.run("DELETE FROM note"))
    await house.backups.follow_people()
    assert words_in(house.folder / "people.db") == []
    assert b"lighthouse" not in (house.folder / "people.db").read_bytes()


async def test_a_people_copy_that_cannot_be_written_anew_goes(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.backups.nightly(NIGHT)
    fill_the_disk(monkeypatch)
    await house.people.write(lambda tx: tx.run("DELETE FROM note"))
    await house.backups.follow_people()
    assert house.names() == ["hearth-2027-03-20.db"]


async def test_a_people_copy_that_can_neither_be_written_nor_removed_is_said(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.backups.nightly(NIGHT)
    (house.folder / "people.db").unlink()
    (house.folder / "people.db").mkdir()
    with pytest.raises(NotScrubbed):
        await house.backups.follow_people()


async def test_what_a_crash_left_in_the_folders_is_gone_after_the_next_start(house: House) -> None:
    await house.backups.nightly(NIGHT)
    await house.people.write(lambda tx: tx.run("DELETE FROM note"))
    (house.folder / "people.db.part").write_bytes(b"lighthouse")
    (house.folder / "people.db.part-journal").write_bytes(b"lighthouse")
    (house.main.file.parent / "hearth.db.before-0005.part").write_bytes(b"lighthouse")
    await house.backups.tidy()
    assert house.names() == ["hearth-2027-03-20.db", "people.db"]
    assert words_in(house.folder / "people.db") == []
    assert not list(house.main.file.parent.glob("*.part*"))


async def test_a_start_before_the_first_night_makes_no_copy(house: House) -> None:
    await house.backups.tidy()
    await house.backups.follow_people()
    await house.backups.prove(NIGHT)
    assert not house.folder.exists()

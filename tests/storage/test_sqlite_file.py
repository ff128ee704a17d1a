"""What stands on the disk: for its owner alone, whole, in use by one, and without what was deleted."""

import asyncio
import errno
import sqlite3
import stat
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.core.refusals import SettingsFault
from bot.core.storage.database import NotScrubbed, Transaction
from bot.core.storage.sqlite import SqliteDatabase

OpenDb = Callable[[Path], Awaitable[SqliteDatabase]]


def insert(tx: Transaction, number: int, words: str = "") -> None:
    tx.run("INSERT INTO note (id, words) VALUES (:id, :words)", id=number, words=words)


async def ids(db: SqliteDatabase) -> list[object]:
    rows = await db.read(lambda tx: tx.all("SELECT id FROM note ORDER BY id"))
    return [row["id"] for row in rows]


async def test_after_scrubbing_no_byte_of_a_deleted_row_is_left(db: SqliteDatabase) -> None:
    for number in range(50):
        await db.write(lambda tx, number=number: insert(tx, number, f"lighthouse {number}"))
    await db.write(lambda tx: tx.run("DELETE FROM note WHERE id <> 7"))
    await db.scrub()
    held = b"".join(file.read_bytes() for file in db.file.parent.iterdir())
    assert held.count(b"lighthouse") == 1
    assert (await db.read(lambda tx: tx.one("SELECT words FROM note"))) == {"words": "lighthouse 7"}


async def test_scrubbing_reaches_what_was_deleted_before_hearth_saw_to_it(db: SqliteDatabase) -> None:
    await db._writer.run(lambda connection, _: connection.execute("PRAGMA secure_delete = OFF").close())
    await db.write(lambda tx: [insert(tx, number, "lighthouse") for number in range(50)])
    await db.write(lambda tx: tx.run("DELETE FROM note"))
    await db.scrub()
    assert not any(b"lighthouse" in file.read_bytes() for file in db.file.parent.iterdir())


async def test_scrubbing_waits_for_a_read_that_runs(db: SqliteDatabase) -> None:
    await db.write(lambda tx: insert(tx, 1))
    await db._writer.run(impatient)
    reached, go_on = threading.Event(), threading.Event()

    def long_read(tx: Transaction) -> None:
        tx.all("SELECT id FROM note")
        reached.set()
        assert go_on.wait(5)

    reading = asyncio.create_task(db.read(long_read))
    assert await asyncio.to_thread(reached.wait, 5)
    asyncio.get_running_loop().call_later(0.2, go_on.set)
    await db.scrub()
    await reading


def impatient(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA busy_timeout = 20").close()


@pytest.mark.parametrize("begin", ["BEGIN", "BEGIN IMMEDIATE"])
async def test_scrubbing_says_so_when_another_program_keeps_a_copy_alive(db: SqliteDatabase, begin: str) -> None:
    await db.write(lambda tx: insert(tx, 1))
    await db._writer.run(impatient)
    viewer = sqlite3.connect(db.file, isolation_level=None)
    viewer.execute(begin)
    viewer.execute("SELECT * FROM note").fetchall()
    with pytest.raises(NotScrubbed):
        await db.scrub()
    viewer.close()
    await db.scrub()


async def test_new_files_are_for_their_owner_alone(db: SqliteDatabase, tmp_path: Path) -> None:
    await db.write(lambda tx: insert(tx, 1))
    await db.copy_to(tmp_path / "data" / "copy.db")
    files = {file.name: stat.S_IMODE(file.stat().st_mode) for file in db.file.parent.iterdir()}
    assert set(files) == {"main.db", "main.db-wal", "main.db-shm", "main.db.lock", "copy.db"}
    assert set(files.values()) == {0o600}
    assert stat.S_IMODE(db.file.parent.stat().st_mode) == 0o700


async def test_a_copy_is_whole_and_replaces_the_older_one(
    open_db: OpenDb, db: SqliteDatabase, tmp_path: Path
) -> None:
    target = tmp_path / "copy.db"
    await db.copy_to(target)
    await db.write(lambda tx: insert(tx, 1))
    await db.copy_to(target)
    copy = await open_db(target)
    assert await ids(copy) == [1]


async def test_a_copy_that_cannot_be_written_leaves_the_older_one(db: SqliteDatabase, tmp_path: Path) -> None:
    with pytest.raises(OSError):
        await db.copy_to(tmp_path / "missing" / "copy.db")


async def test_a_second_instance_is_refused_in_words_until_the_first_lets_go(
    open_db: OpenDb, db: SqliteDatabase
) -> None:
    with pytest.raises(SettingsFault) as refused:
        await open_db(db.file)
    assert str(refused.value) == (
        f"Another Hearth is already using {db.file}: stop it first, or give this one its own data folder."
    )
    await db.close()
    await open_db(db.file)


async def test_closing_twice_is_fine_and_a_closed_database_answers_nobody(db: SqliteDatabase) -> None:
    await db.close()
    await db.close()
    with pytest.raises(ValueError, match="no active connection"):
        await ids(db)


@pytest.mark.parametrize("damage", ["no database", "torn page"])
async def test_a_damaged_file_is_refused_in_words(open_db: OpenDb, db: SqliteDatabase, damage: str) -> None:
    await db.write(lambda tx: [insert(tx, number, "x" * 500) for number in range(100)])
    await db.scrub()
    await db.close()
    if damage == "no database":
        db.file.write_bytes(b"These are my notes.\n" * 500)
    else:
        with db.file.open("r+b") as file:
            file.seek(4096 * 3)
            file.write(b"\xff" * 4096)
    with pytest.raises(SettingsFault) as refused:
        await open_db(db.file)
    assert str(refused.value) == (
        f"{db.file} is damaged or is no database: move it away and restore a backup in its place."
    )


async def test_a_place_that_cannot_be_used_is_refused_in_words(open_db: OpenDb, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsFault, match=r"file/main.db cannot be opened \(.+\): give it to the user"):
        await open_db(tmp_path / "file" / "main.db")
    (tmp_path / "folder.db").mkdir()
    with pytest.raises(SettingsFault, match=r"folder.db cannot be opened \(Is a directory\)"):
        await open_db(tmp_path / "folder.db")


async def test_a_disk_without_locks_is_not_taken_for_a_second_instance(
    open_db: OpenDb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("bot.core.storage.lockfile._lock", no_locks)
    with pytest.raises(SettingsFault, match=r"main.db cannot be opened \(No locks available\)"):
        await open_db(tmp_path / "main.db")


async def test_opening_what_was_refused_works_once_it_is_repaired(open_db: OpenDb, tmp_path: Path) -> None:
    file = tmp_path / "main.db"
    file.write_bytes(b"These are my notes.\n" * 500)
    with pytest.raises(SettingsFault):
        await open_db(file)
    file.unlink()
    await open_db(file)

"""A transaction is whole or it never was; what is read is steady."""

import asyncio
import logging
import sqlite3
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.core.storage.database import Transaction
from bot.core.storage.sqlite import SqliteDatabase

OpenDb = Callable[[Path], Awaitable[SqliteDatabase]]


def insert(tx: Transaction, number: int, words: str = "") -> None:
    tx.run("INSERT INTO note (id, words) VALUES (:id, :words)", id=number, words=words)


async def ids(db: SqliteDatabase) -> list[object]:
    rows = await db.read(lambda tx: tx.all("SELECT id FROM note ORDER BY id"))
    return [row["id"] for row in rows]


class Gate:
    """Holds a transaction open between its first and second statement."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.opened = threading.Event()

    def work(self, tx: Transaction) -> None:
        insert(tx, 1)
        self.reached.set()
        assert self.opened.wait(5)
        insert(tx, 2)

    async def wait_until_reached(self) -> None:
        assert await asyncio.to_thread(self.reached.wait, 5)


async def test_what_was_written_is_there_after_opening_again(open_db: OpenDb, tmp_path: Path) -> None:
    first = await open_db(tmp_path / "main.db")
    await first.write(lambda tx: tx.run("CREATE TABLE note (id INTEGER PRIMARY KEY, words TEXT)"))
    await first.write(lambda tx: insert(tx, 1, "hello"))
    await first.close()
    second = await open_db(tmp_path / "main.db")
    row = await second.read(lambda tx: tx.one("SELECT id, words FROM note"))
    assert row == {"id": 1, "words": "hello"}


async def test_a_row_cannot_be_changed_by_whoever_reads_it(db: SqliteDatabase) -> None:
    await db.write(lambda tx: insert(tx, 1))
    row = await db.read(lambda tx: tx.one("SELECT id FROM note"))
    with pytest.raises(TypeError):
        row["id"] = 2  # type: ignore[index]


async def test_run_answers_how_many_rows_it_touched(db: SqliteDatabase) -> None:
    await db.write(lambda tx: [insert(tx, number) for number in (1, 2)])
    assert await db.write(lambda tx: tx.run("UPDATE note SET words = 'x'")) == 2
    assert await db.write(lambda tx: tx.run("CREATE TABLE other (id INTEGER)")) == 0
    assert await db.write(lambda tx: tx.one("SELECT id FROM note WHERE id = 9")) is None


@pytest.mark.parametrize("fault", [RuntimeError, StopIteration, KeyboardInterrupt])
async def test_a_transaction_that_raises_is_undone_and_the_next_one_runs(
    db: SqliteDatabase, fault: type[BaseException]
) -> None:
    def work(tx: Transaction) -> None:
        insert(tx, 1)
        raise fault

    # Out of a coroutine Python turns a StopIteration into a RuntimeError.
    with pytest.raises((fault, RuntimeError)):
        async with asyncio.timeout(5):
            await db.write(work)
    await db.write(lambda tx: insert(tx, 2))
    assert await ids(db) == [2]


async def test_twenty_tasks_that_read_and_then_write_lose_no_update(db: SqliteDatabase) -> None:
    await db.write(lambda tx: insert(tx, 1, "0"))

    def one_more(tx: Transaction) -> None:
        row = tx.one("SELECT words FROM note WHERE id = 1")
        assert row is not None
        tx.run("UPDATE note SET words = :words WHERE id = 1", words=str(int(str(row["words"])) + 1))

    async def member() -> None:
        for _ in range(10):
            await db.write(one_more)

    await asyncio.gather(*(member() for _ in range(20)))
    assert await db.read(lambda tx: tx.one("SELECT words FROM note")) == {"words": "200"}


async def test_a_transaction_that_only_read_so_far_already_keeps_other_writers_out(db: SqliteDatabase) -> None:
    def work(tx: Transaction) -> None:
        tx.one("SELECT id FROM note")
        other = sqlite3.connect(db.file, timeout=0, isolation_level=None)
        try:
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("INSERT INTO note (id) VALUES (1)")
        finally:
            other.close()

    await db.write(work)


async def test_a_write_is_durable_bound_to_its_rows_and_wiped_when_deleted(db: SqliteDatabase) -> None:
    def settings(tx: Transaction) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        return [tx.all(f"PRAGMA {name}")[0][name] for name in names]

    full = 2
    assert await db.write(settings) == ["wal", full, 1, 1]


async def test_a_read_during_a_write_sees_the_time_before_it_without_waiting(db: SqliteDatabase) -> None:
    gate = Gate()
    writing = asyncio.create_task(db.write(gate.work))
    await gate.wait_until_reached()
    assert await ids(db) == []
    gate.opened.set()
    await writing
    assert await ids(db) == [1, 2]


async def test_one_read_sees_one_moment_although_someone_writes_between_its_statements(
    db: SqliteDatabase,
) -> None:
    counted, written = threading.Event(), threading.Event()

    def twice(tx: Transaction) -> tuple[int, int]:
        before = len(tx.all("SELECT id FROM note"))
        counted.set()
        assert written.wait(5)
        return before, len(tx.all("SELECT id FROM note"))

    reading = asyncio.create_task(db.read(twice))
    assert await asyncio.to_thread(counted.wait, 5)
    await db.write(lambda tx: insert(tx, 1))
    written.set()
    assert await reading == (0, 0)


async def test_a_read_cannot_write(db: SqliteDatabase) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await db.read(lambda tx: insert(tx, 1))


async def test_whoever_is_cancelled_in_the_middle_leaves_nothing_and_hears_it_when_that_is_settled(
    db: SqliteDatabase,
) -> None:
    gate = Gate()
    writing = asyncio.create_task(db.write(gate.work))
    await gate.wait_until_reached()
    writing.cancel()
    await asyncio.sleep(0.02)
    writing.cancel()
    await asyncio.sleep(0.02)
    assert not writing.done()
    gate.opened.set()
    with pytest.raises(asyncio.CancelledError):
        await writing
    assert await ids(db) == []
    await db.write(lambda tx: insert(tx, 3))
    assert await ids(db) == [3]


async def test_whoever_is_cancelled_before_their_turn_never_starts(db: SqliteDatabase) -> None:
    gate = Gate()
    first = asyncio.create_task(db.write(gate.work))
    await gate.wait_until_reached()
    ran: list[bool] = []
    second = asyncio.create_task(db.write(lambda _: ran.append(True)))
    await asyncio.sleep(0.01)
    second.cancel()
    gate.opened.set()
    await first
    with pytest.raises(asyncio.CancelledError):
        await second
    assert ran == []
    assert await ids(db) == [1, 2]


async def test_a_time_limit_undoes_the_transaction_it_cuts_short(db: SqliteDatabase) -> None:
    gate = Gate()
    asyncio.get_running_loop().call_later(0.05, gate.opened.set)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await db.write(gate.work)
    assert await ids(db) == []


def test_a_program_that_ends_in_the_middle_undoes_the_transaction(tmp_path: Path) -> None:
    gate = Gate()

    async def program() -> None:
        db = await SqliteDatabase.open(tmp_path / "main.db")
        try:
            await db.write(lambda tx: tx.run("CREATE TABLE note (id INTEGER PRIMARY KEY, words TEXT)"))
            unfinished = asyncio.create_task(db.write(gate.work))
            await gate.wait_until_reached()
            unfinished.cancel()
            await asyncio.sleep(0)
            gate.opened.set()
        finally:
            await db.close()

    async def next_program() -> list[object]:
        db = await SqliteDatabase.open(tmp_path / "main.db")
        try:
            return await ids(db)
        finally:
            await db.close()

    asyncio.run(program())
    assert asyncio.run(next_program()) == []


async def test_parameters_reach_no_log(db: SqliteDatabase, caplog: pytest.LogCaptureFixture) -> None:
    def work(tx: Transaction) -> None:
        insert(tx, 1, "a private word")
        insert(tx, 1, "a private word")

    with caplog.at_level(logging.DEBUG), pytest.raises(sqlite3.IntegrityError):
        await db.write(work)
    assert caplog.records
    assert "private" not in caplog.text

"""Looking at once: from memory for as long as it is true, and never at two moments in one look."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio

from bot.core.refusals import Refusal
from bot.core.storage.database import NotNow, Row, Transaction
from bot.core.storage.glances import OTHERS_AFTER, STEPS_MOST, table_written, tables_read
from bot.core.storage.migrate import MAIN, PEOPLE, migrate
from bot.core.storage.reading import number
from bot.core.storage.sqlite import SqliteDatabase
from tests.guards.statements import Statement, statements_of_the_product

STATEMENTS_LEAST = 200
"""Statements that are found at least: a search that finds few is broken."""

SWAPS = 60
"""Transactions that move an amount from one jar to the other while somebody looks."""


@pytest_asyncio.fixture
async def jars(tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    database = await SqliteDatabase.open(tmp_path / "jars.db")

    def work(tx: Transaction) -> None:
        tx.run("CREATE TABLE jar (jar INTEGER PRIMARY KEY, holds INTEGER NOT NULL)")
        tx.run(
            "CREATE TABLE label (label INTEGER PRIMARY KEY, jar INTEGER NOT NULL REFERENCES jar (jar)"
            " ON DELETE CASCADE, words TEXT NOT NULL)"
        )
        tx.run("CREATE TABLE shelf (shelf INTEGER PRIMARY KEY)")
        tx.run("INSERT INTO jar (jar, holds) VALUES (1, 10), (2, 0)")
        tx.run("INSERT INTO label (label, jar, words) VALUES (1, 1, 'plums')")

    await database.write(work)
    yield database
    await database.close()


def holds(tx: Transaction, jar: int) -> int:
    return tx.known(
        ("jar", jar), lambda tx: _held(tx.one("SELECT holds AS held FROM jar WHERE jar = :jar", jar=jar))
    )


def _held(row: Row | None) -> int:
    assert row is not None
    return number(row, "held")


def labels(tx: Transaction) -> int:
    return tx.known("labels", lambda tx: len(tx.all("SELECT * FROM label")))


class Counted:
    """Counts how often rows are really read."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, tx: Transaction) -> int:
        self.times += 1
        return _held(tx.one("SELECT sum(holds) AS held FROM jar"))

    def look(self, tx: Transaction) -> int:
        return tx.known("sum", self)


async def test_what_was_read_is_known_until_a_transaction_writes_its_table(jars: SqliteDatabase) -> None:
    counted = Counted()
    assert [jars.look(counted.look) for _ in range(3)] == [10, 10, 10]
    await jars.write(lambda tx: tx.run("INSERT INTO shelf (shelf) VALUES (1)"))
    assert jars.look(counted.look) == 10
    assert counted.times == 1
    await jars.write(lambda tx: tx.run("UPDATE jar SET holds = 7 WHERE jar = 1"))
    assert [jars.look(counted.look) for _ in range(2)] == [7, 7]
    assert counted.times == 2


async def test_what_is_known_inside_of_something_known_is_told_of_its_tables_too(jars: SqliteDatabase) -> None:
    def both(tx: Transaction) -> int:
        return tx.known("both", lambda tx: holds(tx, 1) + labels(tx))

    jars.look(lambda tx: holds(tx, 1))
    assert jars.look(both) == 11
    await jars.write(lambda tx: tx.run("UPDATE jar SET holds = 20 WHERE jar = 1"))
    assert jars.look(both) == 21
    # This time neither was known before.
    await jars.write(lambda tx: tx.run("DELETE FROM label"))
    assert jars.look(both) == 20


async def test_what_was_read_before_a_commit_is_not_kept_after_it(jars: SqliteDatabase) -> None:
    counted, memory = Counted(), jars._memory

    def late(tx: Transaction) -> int:
        held = counted(tx)
        with memory.committing({"shelf"}):
            pass
        return held

    with pytest.raises(NotNow):
        jars.look(lambda tx: tx.known("sum", late))
    assert [jars.look(counted.look) for _ in range(2)] == [10, 10]
    assert counted.times == 2


async def test_while_a_transaction_is_being_committed_nothing_is_looked_at(jars: SqliteDatabase) -> None:
    jars.look(lambda tx: holds(tx, 1))
    with jars._memory.committing({"shelf"}), pytest.raises(NotNow):
        jars.look(lambda tx: holds(tx, 1))


async def test_rows_that_go_with_another_are_known_no_more(jars: SqliteDatabase) -> None:
    assert jars.look(labels) == 1
    await jars.write(lambda tx: tx.run("DELETE FROM jar WHERE jar = 1"))
    assert jars.look(labels) == 0


async def test_after_a_statement_of_an_unknown_kind_nothing_is_known(jars: SqliteDatabase) -> None:
    assert jars.look(lambda tx: holds(tx, 1)) == 10
    await jars.write(lambda tx: tx.run("WITH more AS (SELECT 5 AS n) UPDATE jar SET holds = (SELECT n FROM more)"))
    assert jars.look(lambda tx: holds(tx, 1)) == 5


async def test_a_transaction_that_was_undone_leaves_the_truth(jars: SqliteDatabase) -> None:
    def undone(tx: Transaction) -> None:
        tx.run("UPDATE jar SET holds = 99 WHERE jar = 1")
        raise Refusal("core.stale")

    assert jars.look(lambda tx: holds(tx, 1)) == 10
    with pytest.raises(Refusal):
        await jars.write(undone)
    assert jars.look(lambda tx: holds(tx, 1)) == 10


async def test_one_look_never_sees_two_moments(jars: SqliteDatabase) -> None:
    """While amounts go from one jar to the other, what both hold together is always the same."""

    def move(tx: Transaction) -> None:
        one, other = (holds(tx, jar) for jar in (1, 2))
        tx.run("UPDATE jar SET holds = :held WHERE jar = 1", held=other)
        tx.run("UPDATE jar SET holds = :held WHERE jar = 2", held=one)

    seen: set[tuple[int, int]] = set()

    async def moving() -> None:
        for _ in range(SWAPS):
            await jars.write(move)

    mover = asyncio.create_task(moving())
    while not mover.done():
        seen.add(await jars.glance(lambda tx: (holds(tx, 1), holds(tx, 2))))
        await asyncio.sleep(0)
    assert seen == {(10, 0), (0, 10)}


async def test_what_another_program_writes_is_noticed(jars: SqliteDatabase) -> None:
    look: Callable[[Transaction], int] = lambda tx: holds(tx, 1)  # noqa: E731 - one name for both looks
    assert jars.look(look) == 10
    assert jars.look(look) == 10
    with closing(sqlite3.connect(jars.file)) as other, other:
        other.execute("UPDATE jar SET holds = 3 WHERE jar = 1")
    # As if that time had gone by: it is looked at no more often.
    jars._glances._noticed -= OTHERS_AFTER
    assert jars.look(look) == 3


async def test_where_reading_hangs_nothing_is_looked_at(jars: SqliteDatabase) -> None:
    jars.look(lambda tx: holds(tx, 1))
    async with jars._reader.paused():
        with pytest.raises(NotNow):
            jars.look(lambda tx: holds(tx, 1))
    assert jars.look(lambda tx: holds(tx, 1)) == 10


async def test_a_closed_file_is_not_known(jars: SqliteDatabase) -> None:
    jars.look(lambda tx: holds(tx, 1))
    await jars.close()
    with pytest.raises(NotNow):
        jars.look(lambda tx: holds(tx, 1))


async def test_a_look_that_takes_long_is_given_to_the_reader(jars: SqliteDatabase) -> None:
    many = (
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :most)"
        " SELECT count(*) AS held FROM n"
    )
    with pytest.raises(NotNow):
        jars.look(lambda tx: tx.one(many, most=STEPS_MOST))
    assert await jars.glance(lambda tx: tx.one(many, most=STEPS_MOST)) == {"held": STEPS_MOST}


async def test_a_no_is_heard(jars: SqliteDatabase) -> None:
    def no(tx: Transaction) -> None:
        holds(tx, 1)
        raise Refusal("core.stale")

    with pytest.raises(Refusal):
        jars.look(no)


async def test_a_look_changes_nothing(jars: SqliteDatabase) -> None:
    with pytest.raises(TypeError):
        jars.look(lambda tx: tx.run("UPDATE jar SET holds = 1"))


async def test_every_statement_of_the_product_is_understood(tmp_path: Path) -> None:
    """SQLite itself says which tables each one reads and writes."""
    files = [tmp_path / "main.db", tmp_path / "people.db"]
    for file, folder in zip(files, (MAIN, PEOPLE), strict=True):
        database = await SqliteDatabase.open(file)
        await migrate(database, folder)
        await database.close()
    told = statements_of_the_product()
    assert len(told) > STATEMENTS_LEAST
    for statement in told:
        reads, writes = _by_sqlite(files, statement)
        known = table_written(statement.sql)
        if statement.sql.startswith("SELECT"):
            # The shape of the tables changes in migrations alone.
            assert reads - {"sqlite_master"} <= tables_read(statement.sql), statement
        assert known is None or writes <= {known}, statement


def _by_sqlite(files: list[Path], statement: Statement) -> tuple[set[str], set[str]]:
    try:
        return _heard(files[0], statement)
    except sqlite3.OperationalError:
        return _heard(files[1], statement)


def _heard(file: Path, statement: Statement) -> tuple[set[str], set[str]]:
    reads, writes = set[str](), set[str]()

    def hear(action: int, first: str | None, second: str | None, schema: str | None, source: str | None) -> int:
        del second, schema, source
        if action == sqlite3.SQLITE_READ and first:
            reads.add(first)
        if action in (sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE) and first:
            writes.add(first)
        return sqlite3.SQLITE_OK

    with closing(sqlite3.connect(file)) as connection:
        connection.set_authorizer(hear)
        connection.execute(f"EXPLAIN {statement.sql}", dict.fromkeys(statement.names, 1))
    return reads, writes

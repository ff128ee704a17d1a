"""Weather that a test makes: no room on the disk, and a file that another program keeps to itself."""

import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

from bot.core.storage.database import Transaction
from tests.stories.conftest import Evening

BALLAST = 20_000
"""Bytes that no page there is has room for."""


@asynccontextmanager
async def no_room(circle: Evening, *only: str) -> AsyncIterator[None]:
    """Let every write to the main file need room that is not there, or those to some tables alone.

    The fault is SQLite's own, from a file that may grow no further.
    """
    main = circle.stores.main
    await main.write(lambda tx: tx.run("CREATE TABLE IF NOT EXISTS ballast (bytes BLOB)"))
    await main.scrub()
    tables = only or await main.read(_tables)
    triggers = [(f"full_{table}_{act}", act, table) for table in tables for act in ("INSERT", "UPDATE", "DELETE")]
    for name, act, table in triggers:
        needs_room = f"INSERT INTO ballast VALUES (zeroblob({BALLAST}))"  # noqa: S608 - a number of ours
        await pragma(circle, f"CREATE TEMP TRIGGER {name} BEFORE {act} ON main.{table} BEGIN {needs_room}; END")
    await pragma(circle, "PRAGMA max_page_count = 1")  # the pages there are, not one more
    yield
    await pragma(circle, "PRAGMA max_page_count = 1000000")
    for name, _, _ in triggers:
        await pragma(circle, f"DROP TRIGGER {name}")


def _tables(tx: Transaction) -> Sequence[str]:
    rows = tx.all("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'ballast'")
    return [str(row["name"]) for row in rows]


async def pragma(circle: Evening, statement: str) -> None:
    """Run a statement on the connection that writes."""
    await circle.stores.main._writer.run(lambda connection, _: connection.execute(statement).close())


@contextmanager
def locked(circle: Evening) -> Iterator[sqlite3.Connection]:
    """Keep the main file to another program, as a database viewer does."""
    viewer = sqlite3.connect(circle.stores.main.file, isolation_level=None)
    viewer.execute("BEGIN IMMEDIATE")
    try:
        yield viewer
    finally:
        viewer.close()

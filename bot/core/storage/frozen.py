"""The freeze a host asks for when files may have been copied: routine direct messages and copies stop."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from bot.core.refusals import SettingsFault
from bot.core.storage.database import Transaction
from bot.core.storage.reading import text
from bot.core.storage.sqlite import statements

NOTE = "frozen"
"""Under which name it stands in the notebook."""


def frozen_since(tx: Transaction) -> datetime | None:
    """Answer since when it holds, or None (R180)."""
    row = tx.one("SELECT note FROM notebook WHERE name = :name", name=NOTE)
    return None if row is None else datetime.fromisoformat(text(row, "note"))


def freeze(tx: Transaction, now: datetime) -> None:
    """Have it hold from now on; one that holds already goes on from its begin."""
    tx.run(
        "INSERT INTO notebook (name, note) VALUES (:name, :note) ON CONFLICT DO NOTHING",
        name=NOTE,
        note=now.isoformat(),
    )


def thaw(tx: Transaction) -> bool:
    """Let it be over; False where it did not hold."""
    return tx.run("DELETE FROM notebook WHERE name = :name", name=NOTE) == 1


async def write_beside(file: Path, work: Callable[[Transaction], object]) -> None:
    """Run `work` as one transaction in a file that a running bot may be using; raises `SettingsFault`."""
    try:
        await asyncio.to_thread(_written, file, work)
    except sqlite3.Error as fault:
        raise SettingsFault(
            f"{file} could not be written ({fault}): make room on the disk, and ask again."
        ) from None


def _written(file: Path, work: Callable[[Transaction], object]) -> None:
    address = f"{file.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
        connection.execute("PRAGMA busy_timeout = 5000")
        connection.execute("BEGIN IMMEDIATE")
        work(statements(connection))
        connection.execute("COMMIT")

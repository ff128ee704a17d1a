"""Databases and keys in a folder of their own."""

import random
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.core.storage.sqlite import SqliteDatabase


class SeededChance:
    """Draws the same things in every run."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)

    def number(self) -> int:
        return self._random.randint(1, 2**53 - 1)

    def bytes(self, count: int) -> bytes:
        return self._random.randbytes(count)


@pytest.fixture
def chance() -> SeededChance:
    return SeededChance()


@pytest.fixture
async def open_db() -> AsyncIterator[Callable[[Path], Awaitable[SqliteDatabase]]]:
    """Opens databases and closes them even if the test fails; an open one would keep Python from ending."""
    opened: list[SqliteDatabase] = []

    async def open_one(path: Path) -> SqliteDatabase:
        database = await SqliteDatabase.open(path)
        opened.append(database)
        return database

    yield open_one
    for database in opened:
        await database.close()


@pytest.fixture
async def db(open_db: Callable[[Path], Awaitable[SqliteDatabase]], tmp_path: Path) -> SqliteDatabase:
    database = await open_db(tmp_path / "data" / "main.db")
    await database.write(lambda tx: tx.run("CREATE TABLE note (id INTEGER PRIMARY KEY, words TEXT)"))
    return database

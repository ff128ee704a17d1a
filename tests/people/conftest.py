"""A people file, a main file and keys, as at a first start."""

import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.core.storage.keyring import Keyring
from bot.core.storage.migrate import MAIN, PEOPLE, migrate
from bot.core.storage.sqlite import SqliteDatabase
from bot.people.service import People


class SeededChance:
    """Draws the same things in every run; `next_numbers` come first."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self.next_numbers: list[int] = []

    def number(self) -> int:
        return self.next_numbers.pop(0) if self.next_numbers else self._random.randint(1, 2**53 - 1)

    def bytes(self, count: int) -> bytes:
        return self._random.randbytes(count)


@dataclass
class House:
    """All that a test about people needs."""

    data: Path
    people_file: SqliteDatabase
    main: SqliteDatabase
    keyring: Keyring
    chance: SeededChance
    people: People

    def bytes_of(self, name: str) -> bytes:
        """Answer every byte on disk of one database: file, log and log index."""
        return b"\n".join(file.read_bytes() for file in sorted(self.data.glob(f"{name}.db*")))


@pytest.fixture
def chance() -> SeededChance:
    return SeededChance()


@pytest.fixture
async def house(tmp_path: Path, chance: SeededChance) -> AsyncIterator[House]:
    data = tmp_path / "data"
    data.mkdir()
    keyring = Keyring.open(tmp_path / "keys" / "hearth.keys", chance, data)
    async with AsyncExitStack() as open_files:
        people_file = await SqliteDatabase.open(data / "people.db")
        open_files.push_async_callback(people_file.close)
        main = await SqliteDatabase.open(data / "main.db")
        open_files.push_async_callback(main.close)
        await migrate(people_file, PEOPLE)
        await migrate(main, MAIN)
        yield House(data, people_file, main, keyring, chance, People(people_file, main, keyring, chance))

"""Both files with every table, real keys, and a clock that a test moves."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.core.storage.sqlite import SqliteDatabase
from bot.core.world import SystemChance
from bot.notes.keys import NoteKeys
from bot.notes.pausing import Pausing
from bot.notes.store import NoteStore
from bot.people.service import People
from bot.settings import Settings
from bot.stores import Stores, open_stores
from tests.stories.conftest import FakeClock


@dataclass
class House:
    """The files, and what stands on them."""

    stores: Stores
    clock: FakeClock
    people: People
    notes: NoteStore
    keys: NoteKeys
    pausing: Pausing

    @property
    def main(self) -> SqliteDatabase:
        return self.stores.main

    async def settled(self) -> None:
        """Have everything written stand in the files themselves."""
        await self.stores.main.empty_log()
        await self.stores.people_file.empty_log()


def settings_in(folder: Path) -> Settings:
    return Settings(
        token="",
        api=None,
        gateway=None,
        clock_url=None,
        data_dir=folder / "data",
        key_file=folder / "keys" / "hearth.key",
        log_level="INFO",
        ready_timeout=0.05,
    )


def house_over(stores: Stores, clock: FakeClock) -> House:
    keyring, people = stores.keyring, People(stores.people_file, stores.main, stores.keyring, SystemChance())
    keys = NoteKeys(stores.people_file, keyring, clock)
    return House(stores, clock, people, NoteStore(keyring), keys, Pausing(keyring, clock))


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_stores(settings_in(tmp_path), SystemChance()) as stores:
        yield house_over(stores, FakeClock())

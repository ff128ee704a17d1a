"""A new master key: everybody's key is wrapped anew, nobody is lost, and old master keys go after 14 days."""

import asyncio
import random
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.ids import PlatformId
from bot.core.keeping import NotKept, WhyNot
from bot.core.refusals import SettingsFault
from bot.core.storage.keychange import add_master, drop_older
from bot.core.storage.keyfile import parsed, text_of
from bot.core.storage.keyring import Keyring
from bot.core.world import SystemChance
from bot.people.renewing import Renewing
from bot.people.service import People
from bot.settings import read_settings
from bot.stores import Stores, open_stores

TODAY = date(2027, 3, 20)
CHANCE = SystemChance()
ROOT = Path(__file__).parents[2]


def masters(folder: Path) -> list[int]:
    file = folder / "keys" / "hearth.key"
    return sorted(parsed(file, text_of(file)).masters)


def renewing_of(stores: Stores) -> Renewing:
    return Renewing(stores.people_file, stores.keyring, CHANCE, stores.key_file)


async def let_in(folder: Path, count: int) -> None:
    async with open_stores(read_settings({}, folder), CHANCE) as stores:
        people = People(stores.people_file, stores.main, stores.keyring, CHANCE)
        await people.prove_keys()
        for number in range(1, count + 1):
            await people.admit(PlatformId(number))


async def known(folder: Path, count: int) -> int:
    """Answer how many of those let in are recognised with the key file as it is."""
    async with open_stores(read_settings({}, folder), CHANCE) as stores:
        await renewing_of(stores).check()
        people = People(stores.people_file, stores.main, stores.keyring, CHANCE)
        await people.prove_keys()
        return sum([await people.find(PlatformId(number)) is not None for number in range(1, count + 1)])


async def renewed(folder: Path) -> None:
    file = folder / "keys" / "hearth.key"
    add_master(file, CHANCE, TODAY)
    async with open_stores(read_settings({}, folder), CHANCE) as stores:
        assert (await renewing_of(stores).finish()).done


async def test_a_renewal_takes_everybody_over_and_the_old_key_opens_nobody(tmp_path: Path) -> None:
    await let_in(tmp_path, 3)
    file = tmp_path / "keys" / "hearth.key"
    old = file.read_bytes()
    await renewed(tmp_path)
    assert await known(tmp_path, 3) == 3
    file.write_bytes(old)
    with pytest.raises(SettingsFault, match=r"older than the last `hearth keys rotate`"):
        await known(tmp_path, 3)


async def test_a_running_bot_sees_the_new_key_by_itself(tmp_path: Path) -> None:
    await let_in(tmp_path, 3)
    async with open_stores(read_settings({}, tmp_path), CHANCE) as stores:
        renewing = renewing_of(stores)
        await renewing.look()
        add_master(stores.key_file, CHANCE, TODAY)
        assert (await renewing.progress()).renewed == 3
        await renewing.look()
        newest = Keyring.open(stores.key_file, CHANCE, tmp_path / "data")
        assert (await Renewing(stores.people_file, newest, CHANCE, stores.key_file).progress()).renewed == 3
    assert await known(tmp_path, 3) == 3


async def test_old_master_keys_stay_14_days_and_go_then(tmp_path: Path) -> None:
    await let_in(tmp_path, 3)
    await renewed(tmp_path)
    file = tmp_path / "keys" / "hearth.key"
    async with open_stores(read_settings({}, tmp_path), CHANCE) as stores:
        renewing = renewing_of(stores)
        night = datetime(2027, 4, 2, 3, 10, tzinfo=UTC)
        await renewing.let_go(night)
        assert masters(tmp_path) == [1, 2]
        await renewing.let_go(night + timedelta(days=1))
    assert masters(tmp_path) == [2]
    assert file.stat().st_mode & 0o777 == 0o600
    assert await known(tmp_path, 3) == 3


def test_a_file_that_cannot_be_written_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "keys" / "hearth.key"
    Keyring.open(file, CHANCE, tmp_path / "data")
    before = file.read_bytes()

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.core.storage.keyfile.os.fsync", no_room)
    with pytest.raises(SettingsFault, match=r"No space left on device.+as it was"):
        add_master(file, CHANCE, TODAY)
    assert file.read_bytes() == before
    assert not list(file.parent.glob("*.part"))
    assert drop_older(file, CHANCE, TODAY) == []


async def test_a_kill_in_the_middle_of_a_renewal_loses_nobody(tmp_path: Path) -> None:
    await killed_again_and_again(tmp_path, 4)


@pytest.mark.prove
async def test_twenty_five_kills_in_the_middle_of_a_renewal_lose_nobody(tmp_path: Path) -> None:
    await killed_again_and_again(tmp_path, 25)


async def killed_again_and_again(folder: Path, kills: int) -> None:
    await let_in(folder, 250)
    chance = random.Random(1)
    for _ in range(kills):
        command = [sys.executable, "-m", "bot", "--folder", str(folder), "keys", "rotate"]
        victim = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: ASYNC220, S603
        await asyncio.to_thread(time.sleep, chance.uniform(0.3, 1.2))
        victim.kill()
        victim.wait()
        assert await known(folder, 250) == 250


async def test_a_disk_without_room_ends_no_wake_and_the_renewal_goes_on_once_there_is_some(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(_: object) -> None:
        raise NotKept(WhyNot.FULL, "no room")

    await let_in(tmp_path, 3)
    async with open_stores(read_settings({}, tmp_path), CHANCE) as stores:
        renewing = renewing_of(stores)
        add_master(stores.key_file, CHANCE, TODAY)
        with monkeypatch.context() as disk:
            disk.setattr(stores.people_file, "write", full)
            await renewing.look()
            await renewing.let_go(datetime(2027, 6, 1, tzinfo=UTC))
        assert (await renewing.progress()).renewed == 0
        await renewing.look()
        assert (await renewing.progress()).renewed == 3

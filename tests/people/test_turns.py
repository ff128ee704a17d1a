"""One person's presses come one after the other, and know whom they are about for as long as it is true."""

import asyncio
from collections.abc import Callable

import pytest

from bot.core.ids import DataKey, PlatformId
from bot.core.storage.database import Transaction
from bot.core.storage.keyring import Where
from bot.people.service import LATELY
from tests.people.test_people import MOSS, WREN, House


async def test_one_persons_presses_wait_for_each_other_and_nobody_elses(house: House) -> None:
    told: list[str] = []

    async def press(who: PlatformId, what: str) -> None:
        async with house.people.turn(who):
            told.append(f"{what} begins")
            await asyncio.sleep(0.01)
            told.append(f"{what} ends")

    await asyncio.gather(press(WREN, "first"), press(WREN, "second"), press(MOSS, "other"))
    of_wren = [line for line in told if not line.startswith("other")]
    assert of_wren == ["first begins", "first ends", "second begins", "second ends"]
    assert told.index("other begins") < told.index("first ends")


async def test_turns_remember_nobody_afterwards_not_even_after_faults_and_cancellations(house: House) -> None:
    async def press(*, faulty: bool) -> None:
        async with house.people.turn(WREN):
            await asyncio.sleep(0.01)
            if faulty:
                raise RuntimeError

    presses = [asyncio.create_task(press(faulty=faulty)) for faulty in (True, False, False)]
    await asyncio.sleep(0)
    presses[1].cancel()
    outcomes = await asyncio.gather(*presses, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [RuntimeError, asyncio.CancelledError, type(None)]
    assert house.people._turns == {}


def _count_looks(house: House, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count what is read from the people file, and what is opened with its keys."""
    done: list[str] = []
    read, unwrap = house.people_file.glance, house.keyring.unwrap

    async def counted(work: Callable[[Transaction], object]) -> object:
        done.append("read")
        return await read(work)

    def opened(blob: bytes, where: Where) -> DataKey:
        done.append("opened")
        return unwrap(blob, where)

    monkeypatch.setattr(house.people_file, "glance", counted)
    monkeypatch.setattr(house.keyring, "unwrap", opened)
    return done


async def test_the_people_file_is_read_once_for_somebody_and_their_key_is_opened_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    wren = await house.people.admit(WREN)
    done = _count_looks(house, monkeypatch)
    for _ in range(2):
        async with house.people.turn(WREN):
            assert [await house.people.find(WREN) for _ in range(3)] == [wren] * 3
    assert done == ["read", "opened"]


async def test_whatever_was_read_is_read_anew_after_anybody_was_forgotten(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    wren, moss = await house.people.admit(WREN), await house.people.admit(MOSS)
    done = _count_looks(house, monkeypatch)
    assert (await house.people.find(WREN), await house.people.find(MOSS)) == (wren, moss)
    await house.people.forget(moss.number)
    assert (await house.people.find(WREN), await house.people.find(MOSS)) == (wren, None)
    assert done.count("read") == 4


async def test_whoever_was_forgotten_is_not_seen_at_once_either(house: House) -> None:
    wren, moss = await house.people.admit(WREN), await house.people.admit(MOSS)
    assert [house.people.look(one) for one in (MOSS, WREN, MOSS, WREN)] == [moss, wren] * 2
    await house.people.forget(wren.number)
    assert (house.people.look(WREN), house.people.look(MOSS)) == (None, moss)


async def test_a_stranger_is_looked_for_each_time(house: House) -> None:
    assert await house.people.find(WREN) is None
    wren = await house.people.admit(WREN)
    assert await house.people.find(WREN) == wren


async def test_no_more_records_are_remembered_than_a_few_hundred(house: House) -> None:
    for one in range(1, LATELY + 3):
        await house.people.admit(PlatformId(one))
        await house.people.find(PlatformId(one))
    assert len(house.people._lately) == LATELY


async def test_whoever_is_forgotten_within_their_turn_is_found_no_more(house: House) -> None:
    wren, moss = await house.people.admit(WREN), await house.people.admit(MOSS)
    async with house.people.turn(WREN), house.people.turn(MOSS):
        assert (await house.people.find(WREN), await house.people.find(MOSS)) == (wren, moss)
        await house.people.forget(wren.number)
        assert (await house.people.find(WREN), await house.people.find(MOSS)) == (None, moss)


async def test_a_look_that_began_before_somebody_was_forgotten_is_not_kept_for_their_turn(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    wren = await house.people.admit(WREN)
    read = house.people_file.glance

    async def late(work: Callable[[Transaction], object]) -> object:
        found = await read(work)
        monkeypatch.undo()
        await house.people.forget(wren.number)
        return found

    monkeypatch.setattr(house.people_file, "glance", late)
    async with house.people.turn(WREN):
        await house.people.find(WREN)
        assert await house.people.find(WREN) is None
    assert await house.people.find(WREN) is None


async def test_a_forgetting_that_is_cut_short_leaves_nobody_found(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    wren = await house.people.admit(WREN)
    write = house.people_file.write

    async def cut_short(work: Callable[[Transaction], object]) -> object:
        await write(work)
        raise asyncio.CancelledError

    async with house.people.turn(WREN):
        await house.people.find(WREN)
        monkeypatch.setattr(house.people_file, "write", cut_short)
        with pytest.raises(asyncio.CancelledError):
            await house.people.forget(wren.number)
        assert await house.people.find(WREN) is None

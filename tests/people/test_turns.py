"""One person's presses come one after the other, and know whom they are about for as long as it is true."""

import asyncio
from collections.abc import Callable

import pytest

from bot.core.ids import PlatformId
from bot.core.storage.database import Transaction
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


def _count_lookups(house: House, monkeypatch: pytest.MonkeyPatch) -> list[PlatformId]:
    asked: list[PlatformId] = []
    lookup = house.keyring.lookup

    def counted(platform_id: PlatformId) -> bytes:
        asked.append(platform_id)
        return lookup(platform_id)

    monkeypatch.setattr(house.keyring, "lookup", counted)
    return asked


async def test_within_one_turn_a_person_is_looked_up_once_and_in_the_next_anew(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    wren = await house.people.admit(WREN)
    asked = _count_lookups(house, monkeypatch)
    for _ in range(2):
        async with house.people.turn(WREN):
            assert [await house.people.find(WREN) for _ in range(3)] == [wren] * 3
    assert asked == [WREN, WREN]


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
    read = house.people_file.read

    async def late(work: Callable[[Transaction], object]) -> object:
        found = await read(work)
        monkeypatch.undo()
        await house.people.forget(wren.number)
        return found

    monkeypatch.setattr(house.people_file, "read", late)
    async with house.people.turn(WREN):
        await house.people.find(WREN)
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

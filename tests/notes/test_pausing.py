"""A pause holds for one account in one circle, whoever they are to Hearth by now, and never for anybody else."""

import time
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.ids import CircleId, PlatformId
from bot.core.storage.keychange import add_master
from bot.core.world import SystemChance
from bot.notes.pausing import PAUSE_MOST
from bot.stores import open_stores
from tests.notes.conftest import FakeClock, House, house_over, settings_in

NORTH, SOUTH = CircleId(7), CircleId(8)
WHO = PlatformId(1_234_567_890_123_456_789)
MEMBERS = [PlatformId(1_000_000_000_000_000_000 + number) for number in range(10_000)]


async def paused(house: House, who: PlatformId = WHO, circle: CircleId = NORTH) -> bool:
    return await house.main.read(lambda tx: house.pausing.until(tx, circle, who)) is not None


async def pause(house: House, who: PlatformId = WHO, days: int = 7) -> None:
    await house.main.write(lambda tx: house.pausing.pause(tx, house.pausing.tag(NORTH, who), days))


async def test_a_pause_holds_for_its_days_and_then_is_gone(house: House) -> None:
    await pause(house, days=7)
    for _ in range(8):
        assert await paused(house)
        house.clock.forward(timedelta(hours=21))
    house.clock.forward(timedelta(days=1))
    assert not await paused(house)


async def test_a_pause_holds_in_its_circle_alone(house: House) -> None:
    await pause(house)
    assert not await paused(house, circle=SOUTH)


async def test_a_second_pause_never_makes_the_first_shorter(house: House) -> None:
    await pause(house, days=30)
    await pause(house, days=1)
    house.clock.forward(timedelta(days=20))
    assert await paused(house)


async def test_a_pause_can_be_ended(house: House) -> None:
    await pause(house)
    tag = house.pausing.tag(NORTH, WHO)
    assert await house.main.write(lambda tx: house.pausing.release(tx, tag))
    assert not await house.main.write(lambda tx: house.pausing.release(tx, tag))
    assert not await paused(house)


@pytest.mark.parametrize("days", [0, -1, PAUSE_MOST + 1])
async def test_a_pause_of_other_days_is_refused(house: House, days: int) -> None:
    with pytest.raises(ValueError, match="1 to 90"):
        await pause(house, days=days)


async def test_whoever_was_forgotten_and_comes_back_is_still_paused(house: House) -> None:
    first = await house.people.admit(WHO)
    await pause(house)
    await house.people.forget(first.number)
    again = await house.people.admit(WHO)
    assert again.number != first.number
    assert await paused(house)


async def test_a_pause_holds_after_the_master_key_was_renewed_and_after_a_restart(tmp_path: Path) -> None:
    settings, clock = settings_in(tmp_path), FakeClock()
    async with open_stores(settings, SystemChance()) as stores:
        await pause(house_over(stores, clock))
    add_master(settings.key_file, SystemChance(), clock.now().date())
    async with open_stores(settings, SystemChance()) as stores:
        assert await paused(house_over(stores, clock))


async def test_no_pause_ever_refuses_anybody_else(house: House) -> None:
    held = set(MEMBERS[::7])
    tags = [house.pausing.tag(NORTH, who) for who in held]

    def work(tx) -> None:  # noqa: ANN001
        for tag in tags:
            house.pausing.pause(tx, tag, 30)

    await house.main.write(work)
    refused = await house.main.read(lambda tx: {who for who in MEMBERS if house.pausing.until(tx, NORTH, who)})
    assert refused == held


async def test_looking_one_up_among_ten_thousand_takes_less_than_a_millisecond(house: House) -> None:
    def work(tx) -> None:  # noqa: ANN001
        for who in MEMBERS:
            house.pausing.pause(tx, house.pausing.tag(NORTH, who), 30)

    await house.main.write(work)

    def look(tx) -> float:  # noqa: ANN001
        begun = time.perf_counter()
        for who in MEMBERS[:500]:
            house.pausing.until(tx, NORTH, who)
        return (time.perf_counter() - begun) / 500

    assert await house.main.read(look) < 0.001


async def test_the_rows_hold_neither_an_account_nor_a_circle(house: House) -> None:
    await pause(house)
    rows = await house.main.read(lambda tx: tx.all("SELECT * FROM note_block"))
    assert [set(row) for row in rows] == [{"tag", "until"}]
    assert rows[0]["until"] == "2027-03-28"

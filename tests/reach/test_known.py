"""Orders of events that once broke a promise, each told by itself."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.ids import AskId
from bot.reach.model import Answers, Kind
from bot.reach.model.seen import Standing
from tests.reach.platform import Fate
from tests.reach.town import MINUTE, NORTH, PEOPLE, Town, build, visitor

ANA, BEA, CLEO = PEOPLE[0], PEOPLE[-1], PEOPLE[-2]


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """Two people who can be asked."""
    town = Town(tmp_path, numbers=await build(tmp_path, 2, hours=0, sleeping=0, room=False))
    await town.start()
    yield town
    await town.stop()


async def asks(town: Town) -> AskId:
    await town.hearth.reach.ask(visitor(ANA), NORTH, (Kind.COMPANY, Answers.HERE, True))
    await town.hearth.settle()
    return AskId(int(str((await town.all("SELECT ask FROM reach_ask"))[0]["ask"])))


async def later(town: Town, seconds: float) -> None:
    town.clock.moment += MINUTE * (seconds / 60)
    await town.hearth.settle()


async def test_whoever_took_it_from_a_page_whose_answer_was_lost_keeps_it(town: Town) -> None:
    town.platform.fates.extend((Fate.ANSWER_LOST, Fate.ANSWER_LOST))
    ask = await asks(town)
    await town.hearth.reach.answering.take(visitor(BEA), ask)
    await later(town, 5)
    await town.hearth.reach.answering.say_hi(visitor(BEA), ask)
    assert [row["role"] for row in await town.all("SELECT role FROM reach_page WHERE role = 'has'")] == ["has"]


async def test_a_page_that_is_on_its_way_gets_no_second_one_beside_it(town: Town) -> None:
    town.platform.down = True
    await asks(town)
    for _ in range(12):
        await later(town, 60)
    town.platform.down = False
    await later(town, 60)
    assert sorted(one.who or 0 for one in town.platform.arrived[-2:]) == sorted((BEA, CLEO))
    assert len([one for one in town.platform.arrived if one.at > town.clock.moment - MINUTE]) == 2


async def test_while_nothing_goes_out_reach_says_so_and_then_the_pages_go_once(town: Town) -> None:
    town.platform.down = True
    await asks(town)
    await later(town, 61)
    standing = await town.hearth.reach.open(visitor(ANA))
    assert getattr(standing, "stuck", False)
    town.platform.down = False
    await later(town, 60)
    assert getattr(await town.hearth.reach.open(visitor(ANA)), "delivered", 0) == 2


async def test_two_presses_of_good_moment_open_one_thread(town: Town) -> None:
    ask = await asks(town)
    await town.hearth.reach.answering.take(visitor(BEA), ask)
    await town.hearth.reach.answering.say_hi(visitor(BEA), ask)
    await asyncio.gather(*(town.hearth.reach.good_moment(visitor(ANA), ask) for _ in range(2)))
    assert len(town.platform.talks) == 1


async def test_a_clock_set_back_while_it_was_off_makes_nobody_wait_longer(town: Town) -> None:
    await asks(town)
    await town.hearth.ground.outages.beat()
    await town.stop()
    town.clock.moment -= 300 * MINUTE
    await town.start()
    await later(town, 11 * 60)
    assert len(town.platform.arrived) == 4
    standing = await town.hearth.reach.open(visitor(ANA))
    assert isinstance(standing, Standing)
    assert standing.ask.begun_at <= town.clock.moment


async def test_a_page_whose_answer_was_lost_after_the_clock_was_set_back_goes_once(town: Town) -> None:
    town.platform.down = True
    await asks(town)
    town.platform.down = False
    town.platform.fates.extend((Fate.ANSWER_LOST, Fate.ANSWER_LOST))
    town.clock.moment -= 300 * MINUTE
    await town.hearth.clock_set_back(300 * MINUTE)
    await later(town, 1)
    await later(town, 360)
    assert sorted(one.who or 0 for one in town.platform.arrived) == sorted((BEA, CLEO))

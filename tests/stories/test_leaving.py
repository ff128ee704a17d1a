"""Somebody leaves the server: noticed within a day, waited for seven days, then nothing is left (R177)."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.ids import PlatformId
from rehearsal.person import visit
from rehearsal.server import Rehearsal
from tests.stories.conftest import Evening, FakeClock, bot_on
from tests.stories.reaching import MINUTE, can_be_asked, pages, reach
from tests.stories.test_circle import rows_about_people
from tests.stories.test_reach_people import asks, has_it, newest

DAY = timedelta(days=1)
MEMBER = "/guilds/{guild_id}/members/{user_id}"


async def notices(circle: Evening) -> None:
    """Let a day go by in which everybody is asked after."""
    await circle.pass_time(DAY)


async def noted(circle: Evening) -> int:
    rows = await circle.stores.main.read(lambda tx: tx.all("SELECT * FROM circle_leaver"))
    return len(rows)


async def known(circle: Evening, name: str) -> bool:
    return await circle.hearth.people.find(PlatformId(int(circle[name].id))) is not None


async def join_again(circle: Evening, name: str) -> None:
    await circle.people.goes(name, "return")
    await circle.join(name)


async def test_whoever_left_is_waited_for_and_after_seven_days_forgotten(circle: Evening) -> None:
    before = await rows_about_people(circle)
    await circle.people.goes("Ana")
    await notices(circle)
    assert await noted(circle) == 1
    await circle.pass_time(6 * DAY)
    assert await known(circle, "Ana")
    await circle.pass_time(DAY + timedelta(hours=2))
    assert not await known(circle, "Ana")
    assert await noted(circle) == 0
    assert await rows_about_people(circle) == before - 1


async def test_back_within_seven_days_everything_is_as_it_was(circle: Evening) -> None:
    await can_be_asked(circle, "Ana")
    await circle.people.goes("Ana")
    await notices(circle)
    await circle.pass_time(5 * DAY)
    await join_again(circle, "Ana")
    assert await noted(circle) == 0
    mine = await circle["Ana"].press(await circle["Ana"].command("my"), "North: what I say yes to")
    assert "Switch off: I can be asked" in mine.buttons
    await circle.pass_time(8 * DAY)
    assert await known(circle, "Ana")


async def test_after_seven_days_coming_back_revives_nothing(circle: Evening) -> None:
    await can_be_asked(circle, "Ana")
    await circle.people.goes("Ana")
    await notices(circle)
    await circle.pass_time(7 * DAY + timedelta(hours=2))
    await join_again(circle, "Ana")
    listed = await circle["Ana"].press(await circle["Ana"].command("my"), "North: what I say yes to")
    assert "Switch on: I can be asked" in listed.buttons
    rows = await circle.stores.main.read(lambda tx: tx.all("SELECT * FROM asked_switch"))
    assert not rows


@pytest.mark.parametrize("do", ["503", "500", "reset_before"])
async def test_a_platform_that_does_not_answer_says_nothing_about_anybody(circle: Evening, do: str) -> None:
    number = await circle.people.faults(do, MEMBER, method="GET", times=60)
    await notices(circle)
    await circle.people.struck(number)
    await circle.people.clear_faults()
    assert await noted(circle) == 0


async def test_nobody_is_gone_while_the_bot_is_out_of_the_server(circle: Evening) -> None:
    await circle.people.bot_is_put_out()
    await notices(circle)
    assert await noted(circle) == 0


async def test_before_forgetting_they_are_asked_after_once_more_and_no_answer_forgets_nobody(
    circle: Evening,
) -> None:
    await circle.people.goes("Ana")
    await notices(circle)
    await circle.pass_time(6 * DAY)
    await circle.people.faults("503", MEMBER, method="GET", times=200)
    await circle.pass_time(2 * DAY)
    assert await known(circle, "Ana")
    await circle.people.clear_faults()
    await circle.people.goes("Ana", "return")
    await circle.pass_time(timedelta(hours=2))
    assert await known(circle, "Ana")
    assert await noted(circle) == 0


async def test_whoever_can_be_asked_and_left_is_counted_on_no_longer(circle: Evening) -> None:
    await can_be_asked(circle, "Bea")
    await circle.people.goes("Bea")
    assert "I would like company" in (await reach(circle, "Ana")).buttons
    await notices(circle)
    assert "I would like company" not in (await reach(circle, "Ana")).buttons


async def test_whoever_has_an_ask_and_left_has_it_no_longer_and_others_are_asked(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo", hours=True)
    await asks(circle)
    await has_it(circle, "Bea")
    await circle.people.goes("Bea")
    bea = await circle.hearth.people.find(PlatformId(int(circle["Bea"].id)))
    assert bea is not None
    circle.hearth.house.leaving.doubt(bea.number)
    await circle.hearth.house.leaving.look(circle.clock.now())
    screen = await reach(circle, "Ana")
    assert "Whoever had it could not come" in screen.text
    await circle.pass_time(30 * MINUTE)
    assert (await pages(circle, "Cleo"))["Cleo"] > 1


async def test_a_page_that_could_not_be_delivered_has_its_person_asked_after_soon(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    await circle.people.goes("Bea")
    await asks(circle)
    await circle.pass_time(6 * MINUTE)
    assert await noted(circle) == 1


async def test_whoever_asks_and_left_is_asked_for_no_longer(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", "Cleo")
    await asks(circle)
    await circle.people.goes("Ana")
    ana = await circle.hearth.people.find(PlatformId(int(circle["Ana"].id)))
    assert ana is not None
    circle.hearth.house.leaving.doubt(ana.number)
    await circle.hearth.house.leaving.look(circle.clock.now())
    assert "It has ended" in (await newest(circle, "Cleo")).text


async def test_who_left_is_forgotten_also_after_sixty_days_switched_off(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    clock = FakeClock()
    async with visit(rehearsal.url) as people:
        async with bot_on(rehearsal, tmp_path, clock) as parts:
            circle = Evening(rehearsal, people, *parts, clock, tmp_path)
            await circle.set_up()
            await circle.join("Ana", "Bea")
            await people.goes("Ana")
            await notices(circle)
            assert await noted(circle) == 1
        clock.forward(60 * DAY)
        async with bot_on(rehearsal, tmp_path, clock) as parts:
            circle = Evening(rehearsal, people, *parts, clock, tmp_path)
            await circle.hearth.settle()
            assert not await known(circle, "Ana")
            assert await known(circle, "Bea")

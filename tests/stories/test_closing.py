"""Closing a circle at the desk: two presses, ten minutes to take it back, and a day later nothing of it is left."""

import logging
from datetime import timedelta

import pytest

from bot.core.ids import ServerId
from rehearsal.person_forms import NothingHappened
from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.reaching import presses, reach
from tests.stories.test_circle import rows_about_people
from tests.stories.test_put_out_for_good import KEPT, held, lively
from tests.stories.test_reach_people import newest

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


async def about_closing(circle: Evening, by: str = "Robin") -> Screen:
    desk = await circle[by].command("desk")
    return await circle[by].press(await circle[by].press(desk, "North"), "Close this circle")


async def closes(circle: Evening) -> Screen:
    return await circle["Robin"].press(await about_closing(circle), "Close it now")


async def test_closing_says_first_what_goes_and_a_day_later_nothing_is_left(
    circle: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    await lively(circle)
    asked = await about_closing(circle)
    assert "Whoever is in no other circle is forgotten" in " ".join(asked.text.split())
    assert set(await held(circle)) == set(KEPT)
    closed = await circle["Robin"].press(asked, "Close it now")
    assert "North is closed" in closed.text.replace("*", "")
    with caplog.at_level(logging.ERROR):
        await circle.pass_time(DAY + timedelta(hours=2))
        left = await held(circle, *(table for table in KEPT if table != "desk_line"))
        assert left == {"consent": 1}
        # Robin, by whose name the acts stand for a while.
        assert await rows_about_people(circle) == 1
        await circle.pass_time(30 * DAY)
    assert not caplog.records
    assert "no circle" in (await circle["Robin"].command("desk")).text


async def test_whoever_asks_is_told_that_the_circle_was_closed_and_nobody_is_asked_any_more(
    circle: Evening,
) -> None:
    await lively(circle)
    await closes(circle)
    await circle.pass_time(MINUTE)
    assert "ended because its circle was closed" in (await reach(circle, "Ana")).text
    assert "It has ended" in (await newest(circle, "Bea")).text
    refused = await circle["Ana"].press(await circle.post("Ana"), "Steady")
    assert "no longer here" in refused.text
    door = (await circle["Gus"].look("north-door"))[0]
    assert "no longer here" in (await circle["Gus"].press(door, "Join")).text


async def test_it_can_be_taken_back_for_ten_minutes_and_stays_as_it_was(circle: Evening) -> None:
    closed = await closes(circle)
    circle.clock.forward(9 * MINUTE)
    again = await circle["Robin"].press(closed, "Take that back")
    assert "open again" in again.text
    await circle.pass_time(2 * DAY)
    assert await rows_about_people(circle) == 7
    await circle.open_checkin()
    assert "counted with the circle" in (await circle.answer("Ana", "Steady")).text


async def test_after_ten_minutes_it_stays_closed_and_a_second_press_changes_nothing(circle: Evening) -> None:
    asked = await about_closing(circle)
    closed = await circle["Robin"].press(asked, "Close it now")
    circle.clock.forward(11 * MINUTE)
    assert "stays closed" in (await circle["Robin"].press(closed, "Take that back")).text
    number = (await circle.hearth.circles.in_server(ServerId(int(circle.server.world.guild_id))))[0].circle
    assert "North is closed" in (await presses(circle, "Robin", f"closing:close:{number}")).text.replace("*", "")
    await circle.pass_time(DAY - 5 * MINUTE)
    await circle.pass_time(timedelta(hours=1))
    # Robin, by whose name the acts stand for a while.
    assert await rows_about_people(circle) == 1


async def test_role_and_channels_stay_until_they_are_deleted_by_a_press(circle: Evening) -> None:
    closed = await closes(circle)
    assert "north-room" in await circle["Ana"].channels()
    asked = await circle["Robin"].press(closed, "Delete role and channels")
    assert "takes every message in them, of everybody" in asked.text
    assert "north-room" in await circle["Ana"].channels()
    gone = await circle["Robin"].press(asked, "Yes, delete them for good")
    assert "Nothing of it is left on the server" in gone.text
    with pytest.raises(NothingHappened):
        await circle["Ana"].look("north-room")
    assert not [role for role in circle.server.world.roles.values() if role.name == "North"]
    again = await circle["Robin"].press(gone, "Take that back")
    assert "open again" in again.text
    assert "deleted on the server" in (await circle["Robin"].press(again, "To its settings")).text


async def test_what_was_deleted_by_hand_already_is_fine(circle: Evening) -> None:
    closed = await closes(circle)
    world = circle.server.world
    world.remove_role(next(role for role in world.roles.values() if role.name == "North"))
    world.remove_channel(next(one for one in world.guild_channels() if one.name == "north-door"))
    asked = await circle["Robin"].press(closed, "Delete role and channels")
    gone = await circle["Robin"].press(asked, "Yes, delete them for good")
    assert "Nothing of it is left on the server" in gone.text


async def test_nobody_but_whoever_manages_the_server_closes_it(circle: Evening) -> None:
    before = await held(circle)
    number = (await circle.hearth.circles.whereabouts())[0].circle
    for press in ("ask", "close", "take_back", "unmake", "unmake_now"):
        refused = await presses(circle, "Ana", f"closing:{press}:{number}")
        assert "Manage Server" in refused.text
    assert await held(circle) == before

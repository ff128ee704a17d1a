"""One's own switch: hours, around now, stepping back, being woken; three circles, stale screens, bad input."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.storage.database import Transaction
from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.test_asked import own, switched_on, switches, willing, with_hours
from tests.stories.test_asked_tests import direct
from tests.stories.test_mailbox import held, known, north

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def pressed(circle: Evening, name: str, label: str) -> Screen:
    """Press a button of somebody's own switch."""
    return await circle[name].press(await own(circle, name), label)


async def around(circle: Evening, at: datetime | None = None) -> bool:
    found = await willing(circle, at)
    return "Ana" in found and found["Ana"].around


async def test_without_hours_one_is_asked_only_while_one_says_so(circle: Evening) -> None:
    await switched_on(circle, "Ana")
    assert "You have chosen no hours" in (await own(circle, "Ana")).text
    assert not await around(circle)
    said = await pressed(circle, "Ana", "I am around for 2 hours")
    assert "not asked before you have seen a test page" in said.text
    await circle["Ana"].press(said, "Send me a test page")
    await circle["Ana"].press((await direct(circle, "Ana"))[-1], "Seen, this was a test")
    said = await own(circle, "Ana")
    assert "You can be asked now, until" in said.text.replace("**", "")
    assert await around(circle, circle.clock.now() + 2 * HOUR - MINUTE)
    assert not await around(circle, circle.clock.now() + 2 * HOUR)
    await pressed(circle, "Ana", "Only in my hours again")
    assert not await around(circle)


async def test_tonight_ends_at_two_and_the_button_says_so(circle: Evening) -> None:
    await switched_on(circle, "Ana")
    await pressed(circle, "Ana", "I am around until 02:00 tonight")
    # Berlin is an hour ahead of UTC.
    assert await around(circle, datetime(2027, 3, 21, 0, 59, tzinfo=UTC))
    assert not await around(circle, datetime(2027, 3, 21, 1, 0, tzinfo=UTC))


async def test_in_the_night_in_which_the_clock_is_put_forward_tonight_is_an_hour_shorter(circle: Evening) -> None:
    await switched_on(circle, "Ana")
    circle.clock.moment = datetime(2027, 3, 27, 23, 30, tzinfo=UTC)
    await pressed(circle, "Ana", "I am around until 06:00 tonight")
    assert await around(circle, datetime(2027, 3, 28, 3, 59, tzinfo=UTC))
    assert not await around(circle, datetime(2027, 3, 28, 4, 0, tzinfo=UTC))


async def test_hours_stay_at_the_same_time_of_ones_clock_when_it_changes(circle: Evening) -> None:
    told = await with_hours(circle, "Ana", "Saturday", "Sunday", start="20:00", end="1am")
    assert "Saturday and Sunday: 20:00 to 01:00" in told.text
    assert "Europe/Berlin" in told.text
    assert "Four hours or less" in told.text
    before, after = datetime(2027, 3, 20, 19, 0, tzinfo=UTC), datetime(2027, 3, 28, 18, 0, tzinfo=UTC)
    assert await around(circle, before)
    assert not await around(circle, before - MINUTE)
    assert await around(circle, after)
    assert not await around(circle, after - MINUTE)
    # The Saturday before goes on over midnight into the Sunday on which the clock is put forward.
    assert await around(circle, datetime(2027, 3, 27, 23, 59, tzinfo=UTC))
    assert not await around(circle, datetime(2027, 3, 28, 0, 0, tzinfo=UTC))


async def test_a_zone_of_ones_own_moves_the_hours_and_none_is_the_circles(circle: Evening) -> None:
    hours = await with_hours(circle, "Ana", "Sunday", start="20:00", end="22:00")
    form = await circle["Ana"].press(hours, "Change time zone")
    told = await circle["Ana"].submit(form, {"zone": "lord howe"})
    assert "Australia/Lord_Howe" in told.text
    assert await around(circle, datetime(2027, 3, 21, 9, 0, tzinfo=UTC))
    # There the clock goes back by half an hour on 4 April.
    assert await around(circle, datetime(2027, 4, 4, 9, 30, tzinfo=UTC))
    assert not await around(circle, datetime(2027, 4, 4, 9, 29, tzinfo=UTC))
    form = await circle["Ana"].press(told, "Change time zone")
    assert "Europe/Berlin" in (await circle["Ana"].submit(form, {"zone": ""})).text


async def test_times_are_taken_away_again(circle: Evening) -> None:
    hours = await with_hours(circle, "Ana", "Sunday", "Monday", start="20:00", end="22:00")
    left = await circle["Ana"].choose(hours, "Sunday: 20:00 to 22:00", menu="Choose times to take away")
    assert "Monday: 20:00 to 22:00" in left.text
    assert not await around(circle, datetime(2027, 3, 21, 20, 0, tzinfo=UTC))
    none = await circle["Ana"].choose(left, "Monday: 20:00 to 22:00", menu="Choose times to take away")
    assert "You have chosen no hours" in none.text
    assert not (await willing(circle))["Ana"].hours


@pytest.mark.parametrize(
    ("start", "end"), [("soon", "22:00"), ("18:00", "25:00"), ("", ""), ("@everyone", "**2**")]
)
async def test_a_time_that_cannot_be_read_saves_nothing_and_says_so(circle: Evening, start: str, end: str) -> None:
    await with_hours(circle, "Ana", "Sunday", start="20:00", end="22:00")
    refused = await with_hours(circle, "Ana", "Monday", start=start, end=end)
    assert "Nothing was saved, and your hours stay as they were" in refused.text
    assert "Monday" not in (await own(circle, "Ana")).text


async def test_a_zone_that_is_not_known_saves_nothing_and_says_so(circle: Evening) -> None:
    hours = await with_hours(circle, "Ana", "Sunday", start="20:00", end="22:00")
    form = await circle["Ana"].press(hours, "Change time zone")
    assert "Nothing was saved" in (await circle["Ana"].submit(form, {"zone": "<@everyone> ``Atlantis``"})).text
    assert "Europe/Berlin" in (await own(circle, "Ana")).text


async def test_more_times_than_a_menu_shows_are_refused(circle: Evening) -> None:
    await switched_on(circle, "Ana")
    screen = await pressed(circle, "Ana", "My hours")
    for label in ("Add every day 18:00", "Add every day 09:00"):
        screen = await circle["Ana"].press(screen, label)
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    await with_hours(circle, "Ana", *days, start="23:00", end="23:30")
    refused = await with_hours(circle, "Ana", "Monday", start="01:00", end="02:00")
    assert "more than 21 times" in refused.text


async def test_stepping_back_is_one_press_told_to_whoever_asks_for_help_and_to_nobody_else(circle: Evening) -> None:
    await with_hours(circle, "Ana", "Saturday", start="18:00", end="22:00")
    told: list[str] = []
    circle.hearth.asked.on_stopped(lambda _, __, ___: told.append("stopped"))
    assert await around(circle)
    back = await pressed(circle, "Ana", "Step back now")
    assert "Nobody is told" in back.text
    assert "around" not in " ".join(back.buttons)
    assert await willing(circle) == {}
    assert told == ["stopped"]
    assert [await circle[name].notifications() for name in ("Bea", "Robin")] == [[], []]
    await circle.pass_time(30 * DAY)
    assert await willing(circle) == {}
    again = await pressed(circle, "Ana", "Ask me again")
    assert "18:00 to 22:00" in again.text
    assert "Ana" in await willing(circle)


async def test_after_an_ask_a_rest_is_suggested_and_comes_to_its_end_by_itself(circle: Evening) -> None:
    await with_hours(circle, "Ana", "Saturday", "Sunday", start="00:00", end="00:00")
    assert "rest" not in (await own(circle, "Ana")).text.lower()
    await took(circle, "Ana", circle.clock.now())
    mine = await own(circle, "Ana")
    assert "In the last 14 days you took one ask. You alone see this." in mine.text
    assert "a rest of 12 hours is a good idea" in mine.text
    rests = await circle["Ana"].press(mine, "Rest for 12 hours")
    assert "You rest until" in rests.text.replace("**", "")
    assert await willing(circle, circle.clock.now() + 12 * HOUR - MINUTE) == {}
    assert await around(circle, circle.clock.now() + 12 * HOUR)


async def test_three_in_seven_days_make_a_rest_due_and_moderators_see_that_without_a_name(circle: Evening) -> None:
    await switched_on(circle, "Ana")
    await switched_on(circle, "Bea")
    for days in (1, 3, 6):
        await took(circle, "Ana", circle.clock.now() - days * DAY)
    assert "A rest is due" in (await own(circle, "Ana")).text
    robin = circle["Robin"]
    desk = await robin.press(await robin.command("desk"), "Who's around")
    assert "a rest is due for someone" in desk.text
    assert "Ana" not in desk.text
    await circle.pass_time(2 * DAY)
    assert "A rest is due" not in (await own(circle, "Ana")).text
    assert "within limits" in (await robin.press(await robin.command("desk"), "Who's around")).text


async def took(circle: Evening, name: str, at: datetime) -> None:
    """Have somebody take an ask, as whoever reaches people tells it."""
    person, where = await known(circle, name), await north(circle)

    def work(tx: Transaction) -> None:
        circle.hearth.asked.took_in(tx, where, person.number, at)

    await circle.stores.main.write(work)


async def test_what_was_taken_goes_after_fourteen_days(circle: Evening) -> None:
    await switched_on(circle, "Ana")
    await took(circle, "Ana", circle.clock.now())
    await circle.pass_time(14 * DAY + 2 * HOUR)
    assert await held(circle, "asked_taken") == 0


async def test_being_woken_is_a_yes_of_its_own_and_taken_back_in_one_press(circle: Evening) -> None:
    await switched_on(circle, "Ana")
    assert not (await willing(circle))["Ana"].wake
    first = await pressed(circle, "Ana", "Wake me too")
    assert "not okay to be alone" in first.text
    assert "in your quiet hours as well" in first.text
    assert not (await willing(circle))["Ana"].wake
    yes = await circle["Ana"].press(first, "Yes: wake me too")
    assert (await willing(circle))["Ana"].wake
    await circle["Ana"].press(yes, "Wake me no more")
    assert not (await willing(circle))["Ana"].wake


async def test_a_stale_screen_after_the_switch_went_off_changes_nothing_and_says_so(circle: Evening) -> None:
    await switched_on(circle, "Ana")
    old = await own(circle, "Ana")
    await pressed(circle, "Ana", "Switch off: I can be asked")
    refused = await circle["Ana"].press(old, "I am around for 2 hours")
    assert "is off for you in that circle" in refused.text
    assert await held(circle, "asked_switch") == 0
    off = await circle["Ana"].press(old, "Switch off: I can be asked")
    assert "not asked in North any more" in off.text


async def test_from_direct_messages_one_steps_back_and_switches_off_but_not_on(circle: Evening) -> None:
    await switched_on(circle, "Ana")
    mine = await circle["Ana"].press(await circle["Ana"].command("my", dm=True), "asked:open")
    back = await circle["Ana"].press(mine, "Step back now")
    assert await willing(circle) == {}
    await circle["Ana"].press(back, "Switch off: I can be asked")
    assert await held(circle, "asked_switch") == 0
    refused = await circle["Ana"].press(await circle["Ana"].command("my", dm=True), "asked:open")
    assert "North" in refused.text
    assert "Switch on" not in " ".join(refused.buttons)


async def test_whoever_lost_the_circles_role_cannot_switch_it_on(circle: Evening) -> None:
    first = await circle["Ana"].press(await switches(circle, "Ana"), "Switch on: I can be asked")
    world = await circle.people.world()
    role = next(role["id"] for role in world["roles"] if role["name"] == "North")
    path = f"/guilds/{world['guild']['id']}/members/{circle['Ana'].id}/roles/{role}"
    await circle["Robin"].call("DELETE", path)
    refused = await circle["Ana"].press(first, "Switch on: I can be asked")
    assert "North" in refused.text
    assert await held(circle, "asked_switch") == 0


async def test_a_member_of_three_circles_has_three_switches(circle: Evening) -> None:
    for name in ("South", "East"):
        await circle.set_up(name)
        await circle.join("Ana", circle=name.lower())
    await switched_on(circle, "Ana")
    listed = await own(circle, "Ana")
    assert "North: I can be asked" in listed.buttons
    assert {"East: off", "South: off"} <= set(listed.buttons)
    south = await circle["Ana"].press(listed, "South: off")
    await circle["Ana"].press(south, "Switch on: I can be asked")
    assert await held(circle, "asked_switch") == 2
    north_alone = await circle["Ana"].press(await own(circle, "Ana"), "North: I can be asked")
    await circle["Ana"].press(north_alone, "Step back now")
    assert await willing(circle) == {}
    row = await circle.stores.main.read(
        lambda tx: tx.one("SELECT count(*) AS held FROM asked_switch WHERE back = 0")
    )
    assert row == {"held": 1}
    robin = circle["Robin"]
    desk = await robin.press(await robin.command("desk"), "Who's around")
    assert {"North", "South", "East"} <= set(desk.buttons)

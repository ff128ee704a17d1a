"""Rough weather of the clock: both nights of a change, zones with half hours, and times that no button offers."""

from datetime import UTC, datetime, timedelta

import pytest

from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.mishaps import held, one_post, posts
from tests.stories.test_rhythm import sketch, start

AUTUMN = datetime(2027, 10, 28, 12, 0, tzinfo=UTC)
SUNDAY = "6"


async def in_zone(circle: Evening, zone: str) -> None:
    """Have the circle live by the clock of another zone."""
    robin = circle["Robin"]
    card = await robin.press(await robin.command("desk"), "North")
    typed = await robin.press(await robin.press(card, "Change time zone"), "Type it")
    assert zone in (await robin.submit(typed, {"answer": zone})).text


async def at(circle: Evening, time: str, on: str = SUNDAY) -> Screen:
    """Choose a weekly rhythm at a typed time, and answer its preview."""
    robin = circle["Robin"]
    form = await robin.press(await sketch(circle, on=on), "Type another time")
    return await robin.submit(form, {"time": time})


async def opens_at(circle: Evening, times: int) -> list[datetime]:
    """Let check-ins come by themselves, and answer the instants at which their posts stood."""
    opened: list[datetime] = []
    while len(opened) < times:
        before = len(await posts(circle))
        while len(await posts(circle)) == before:
            due = await circle.hearth.alarm.next_due()
            assert due is not None
            await circle.pass_time(max(due - circle.clock.moment, timedelta(0)))
        opened.append(circle.clock.moment)
        await circle.answer("Ana", "Steady")
        await circle.pass_time(timedelta(hours=25))
    return opened


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type]


async def test_half_past_two_in_the_night_the_clocks_skip_it(circle: Evening) -> None:
    shown = await at(circle, "2:30")
    assert "Every week on Sunday at 02:30, on the clock of Europe/Berlin" in shown.text
    assert "Sunday, March 28, 2027, 03:30 (the clocks skip 02:30 that day)" in shown.text
    await circle["Robin"].press(shown, "Start it, without news")
    assert await opens_at(circle, 3) == [utc(2027, 3, 21, 1, 30), utc(2027, 3, 28, 1, 30), utc(2027, 4, 4, 0, 30)]
    assert len(await posts(circle)) == 3


async def test_half_past_two_in_the_night_the_clocks_show_it_twice(circle: Evening) -> None:
    circle.clock.moment = AUTUMN
    shown = await at(circle, "2:30")
    twice = "Sunday, October 31, 2027, 02:30 (the clocks show 02:30 twice that day; this is the first)"
    assert twice in shown.text
    assert "Sunday, November 7, 2027, 02:30\n" in shown.text
    started = await circle["Robin"].press(shown, "Start it, without news")
    assert twice in started.text
    await circle.pass_time(utc(2027, 10, 31, 0, 29, 59) - AUTUMN)
    assert await posts(circle) == []
    await circle.pass_time(timedelta(seconds=1))
    await one_post(circle)
    # An hour later the clocks show half past two once more.
    await circle.pass_time(timedelta(hours=1))
    await one_post(circle)
    await circle.answer("Ana", "Steady")
    await circle.pass_time(timedelta(hours=25))
    assert await opens_at(circle, 1) == [utc(2027, 11, 7, 1, 30)]


@pytest.mark.parametrize(
    ("zone", "begins", "times"),
    [
        # Half past five ahead of UTC, all year.
        ("Asia/Kolkata", utc(2027, 3, 20, 18, 0), [utc(2027, 3, 23, 13, 30), utc(2027, 3, 30, 13, 30)]),
        # Eleven hours ahead in summer and half past ten in winter; the clocks go back half an hour on 4 April 2027.
        ("Australia/Lord_Howe", utc(2027, 3, 29, 0, 0), [utc(2027, 3, 30, 8, 0), utc(2027, 4, 6, 8, 30)]),
    ],
)
async def test_a_zone_with_half_hours_keeps_its_wall_time(
    circle: Evening, zone: str, begins: datetime, times: list[datetime]
) -> None:
    circle.clock.moment = begins
    await in_zone(circle, zone)
    shown = await sketch(circle)
    assert f"Every week on Tuesday at 19:00, on the clock of {zone}" in shown.text
    await start(circle)
    assert f"<t:{int(times[0].timestamp())}:f>" in (await circle["Ana"].command("checkin")).text
    assert await opens_at(circle, 2) == times


async def test_the_half_hour_that_comes_twice_on_lord_howe_posts_once(circle: Evening) -> None:
    circle.clock.moment = utc(2027, 4, 1, 0, 0)
    await in_zone(circle, "Australia/Lord_Howe")
    shown = await at(circle, "1:45")
    assert "Sunday, April 4, 2027, 01:45 (the clocks show 01:45 twice that day; this is the first)" in shown.text
    await circle["Robin"].press(shown, "Start it, without news")
    await circle.pass_time(utc(2027, 4, 3, 14, 45) - circle.clock.moment)
    await one_post(circle)
    await circle.pass_time(timedelta(minutes=30))
    await one_post(circle)


FORGED = (
    "lights-0-1-1140-24",  # no weekday: it never occurs
    "lights-128-1-1140-24",  # a weekday no week has
    "lights-1-0-1140-24",
    "lights-1-53-1140-24",
    "lights-1-1-1440-24",
    "lights-1-1--1-24",
    "lights-1-1-1140-0",
    "lights-1-1-1140-999999999",
    "agree-1-1-1140-24",
    "lights-٣-1-1140-24",
    "lights-1-1-1140",
    "never",
)
"""Sketches that no button of Hearth carries."""


def forge(circle: Evening, screen: Screen, label: str, custom_id: str) -> Screen:
    """Put another custom id on a button, as a changed client or an old version could."""
    real = screen.buttons[label]["custom_id"]
    message = circle.server.world.channels[str(screen.channel_id)].messages[str(screen.message_id)]
    for row in message.components:
        for one in row["components"]:
            if one.get("custom_id") == real:
                one["custom_id"] = custom_id
    screen.buttons[label]["custom_id"] = custom_id
    return screen


async def test_a_rule_that_never_occurs_cannot_be_planned_by_a_forged_button(circle: Evening) -> None:
    robin = circle["Robin"]
    label = "Start it, without news of it"
    about = (await sketch(circle)).buttons[label]["custom_id"].rpartition(":")[0]
    for words in FORGED:
        screen = forge(circle, await sketch(circle), label, f"{about}:{words}")
        assert "from an earlier time" in (await robin.press(screen, label)).text, words
    assert await held(circle, "checkin_rhythm") == 0
    assert "It runs" in (await start(circle)).text
    await circle.pass_time(timedelta(days=4))
    await one_post(circle)

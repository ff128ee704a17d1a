"""Reminders to oneself: they come to their own person alone, end by themselves, and never say what was missed."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.ids import Private
from bot.reminders.model import NotUsable, Often, Plan, What, comes_next, first_day, own_words
from rehearsal.screen import Screen
from rehearsal.server import Rehearsal
from tests.stories.conftest import Evening, FakeClock
from tests.stories.founded import Founded
from tests.stories.reaching import presses
from tests.stories.test_days import GENTLER, SILENT, keeps, running, until
from tests.stories.test_whispers import direct, whispers_on

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NOON = {"time": "12:00"}


async def reminders(circle: Evening, name: str = "Ana") -> Screen:
    return await circle[name].press(await circle[name].command("my"), "My reminders")


async def form(circle: Evening, what: str, often: str, name: str = "Ana") -> Screen:
    new = await circle[name].press(await reminders(circle, name), "A new reminder")
    return await circle[name].press(await circle[name].press(new, what), often)


async def reminded(
    circle: Evening, often: str = "Every day", what: str = "Something to drink", name: str = "Ana", **typed: str
) -> Screen:
    return await circle[name].submit(await form(circle, what, often, name), NOON | typed)


async def notes(circle: Evening, name: str = "Ana") -> str:
    return (await circle[name].press(await circle[name].command("my"), "Waiting for you")).text


async def rows(circle: Evening, table: str = "reminder") -> int:
    row = await circle.stores.main.read(lambda tx: tx.one(f"SELECT count(*) AS held FROM {table}"))  # noqa: S608
    assert row is not None
    return int(str(row["held"]))


async def dues(circle: Evening) -> int:
    row = await circle.stores.main.read(
        lambda tx: tx.one("SELECT count(*) AS held FROM due WHERE kind LIKE 'reminders.%'")
    )
    assert row is not None
    return int(str(row["held"]))


async def test_what_is_kept_is_said_first_and_the_form_alone_keeps_it(circle: Evening) -> None:
    new = await circle["Ana"].press(await reminders(circle), "A new reminder")
    assert "sealed, for you alone" in new.text
    assert "ends after 7 times" in new.text
    await form(circle, "Something to eat", "Once")
    assert await rows(circle) == 0
    kept = await reminded(circle)
    assert "Something to drink: every day" in kept.text
    assert await rows(circle) == 1


async def test_one_of_every_day_comes_at_its_time_seven_times_and_then_has_ended(circle: Evening) -> None:
    await reminded(circle)
    await until(circle, datetime(2027, 3, 21, 10, 59, tzinfo=UTC))
    assert "Something to drink" not in await notes(circle)
    await until(circle, datetime(2027, 3, 21, 11, 1, tzinfo=UTC))
    assert (await notes(circle)).count("Something to drink") == 1
    await circle.pass_time(10 * DAY)
    assert await rows(circle) == await dues(circle) == 0
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT count(*) AS held FROM mailbox_slip"))
    assert row == {"held": 7}
    assert "missed" not in (await notes(circle)).lower()


async def test_one_that_comes_once_comes_once(circle: Evening) -> None:
    await reminded(circle, "Once", "My own words", words="Call **Rae** @everyone", day="22", month="3")
    await circle.pass_time(9 * DAY)
    assert (await notes(circle)).count("Call") == 1
    assert await rows(circle) == 0


async def test_one_s_own_words_have_no_effect_and_stand_behind_the_press(circle: Evening) -> None:
    await whispers_on(circle, "Ana")
    await reminded(circle, "Once", "My own words", words="Call **Rae** <@1> @everyone", day="22", month="3")
    await circle.pass_time(3 * DAY)
    [letter] = await direct(circle, "Ana")
    assert letter.text == "You have a note. Open it when you have privacy."
    read = await circle["Ana"].press(letter, "Open")
    content = (read.message or {})["content"]
    assert "\\*\\*Rae\\*\\*" in content
    assert "@everyone" not in content
    assert "\\<@1>" in content


async def test_without_a_yes_to_direct_messages_it_waits_and_nothing_is_sent(circle: Evening) -> None:
    await reminded(circle)
    await circle.pass_time(DAY)
    assert await direct(circle, "Ana") == []
    assert "Waiting for you: 1" in (await circle["Ana"].command("my")).buttons


async def test_the_direct_message_waits_for_the_end_of_quiet_hours(circle: Evening) -> None:
    await whispers_on(circle, "Ana")
    await reminded(circle, time="22:00")
    await until(circle, datetime(2027, 3, 21, 7, 59, tzinfo=UTC))
    assert "Something to drink" in await notes_unread(circle)
    assert await direct(circle, "Ana") == []
    await until(circle, datetime(2027, 3, 21, 8, 1, tzinfo=UTC))
    assert len(await direct(circle, "Ana")) == 1


async def notes_unread(circle: Evening) -> str:
    """Look whether a note is there without reading it."""
    return "Something to drink" if "Waiting for you: 1" in (await circle["Ana"].command("my")).buttons else ""


async def test_a_silent_day_leaves_it_out_and_a_gentler_one_lets_it_wait(circle: Evening) -> None:
    for name, kind in (("Ana", SILENT), ("Bea", GENTLER)):
        await whispers_on(circle, name)
        await keeps(circle, circle.clock.moment + DAY, kind, name)
        await reminded(circle, name=name)
    await until(circle, datetime(2027, 3, 21, 12, 0, tzinfo=UTC))
    assert "Waiting for you: 1" not in (await circle["Ana"].command("my")).buttons
    assert "Waiting for you: 1" in (await circle["Bea"].command("my")).buttons
    assert await direct(circle, "Bea") == []
    await circle.pass_time(DAY)
    assert "Waiting for you: 1" in (await circle["Ana"].command("my")).buttons
    assert "7 more" not in (await reminders(circle)).text


async def test_one_press_on_its_note_ends_it_and_another_puts_it_away(circle: Evening) -> None:
    await reminded(circle)
    await circle.pass_time(DAY)
    ana = circle["Ana"]
    note = await ana.press(await ana.command("my"), "Waiting for you")
    ended = await ana.press(note, "End this reminder: 1")
    assert "None is to come." in ended.text
    assert await rows(circle) == await dues(circle) == 0
    again = await presses(circle, "Ana", note.buttons["End this reminder: 1"]["custom_id"])
    assert "None is to come." in again.text
    await circle.pass_time(2 * DAY)
    note = await ana.press(await ana.command("my"), "Waiting for you")
    assert "Nothing waits" in (await ana.press(note, "Put away 1")).text


async def test_nobody_else_ends_it(circle: Evening) -> None:
    await reminded(circle)
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT reminder FROM reminder"))
    assert row is not None
    await presses(circle, "Bea", f"reminders:end:{row['reminder']}")
    assert await rows(circle) == 1


async def test_a_restart_neither_loses_nor_doubles_it_and_one_far_too_late_is_left_out(
    founded: Founded, rehearsal: Rehearsal, tmp_path: Path
) -> None:
    founded.stand_again(rehearsal, tmp_path)
    clock = FakeClock()
    async with running(rehearsal, tmp_path, clock) as circle:
        await reminded(circle)
        await reminded(circle, "Once", "Something to eat", name="Bea", day="21", month="3")
    clock.moment = datetime(2027, 3, 21, 12, 30, tzinfo=UTC)
    async with running(rehearsal, tmp_path, clock) as circle:
        assert (await notes(circle)).count("Something to drink") == 1
    clock.moment = datetime(2027, 3, 22, 17, 0, tzinfo=UTC)
    async with running(rehearsal, tmp_path, clock) as circle:
        assert (await notes(circle)).count("Something to drink") == 1
        # What was to come once comes all the same: there is no next time.
        assert (await notes(circle, "Bea")).count("Something to eat") == 1
        await circle.pass_time(DAY)
        assert (await notes(circle)).count("Something to drink") == 2


async def test_somebody_in_no_circle_is_reminded_too(circle: Evening) -> None:
    await whispers_on(circle, "Sam")
    await reminded(circle, name="Sam")
    await circle.pass_time(DAY)
    assert "Something to drink" in await notes(circle, "Sam")
    assert len(await direct(circle, "Sam")) == 1


@pytest.mark.parametrize("way", ["Switch off: Reminders to myself", "Stop everything", "Erase"])
async def test_nothing_of_them_is_left(circle: Evening, way: str) -> None:
    await reminded(circle)
    ana = circle["Ana"]
    await ana.press(await ana.press(await reminders(circle), "A light idea, once a week"), "Switch it on")
    if way == "Erase":
        look = await ana.press(await ana.command("my"), "See and erase")
        assert "2 reminders to yourself" in look.text
        await ana.press(look, "Erase all of this now")
    else:
        home = await ana.command("my")
        at = await ana.press(home, "For all circles: what I say yes to") if way.startswith("Switch") else home
        await ana.press(at, way)
    assert await rows(circle) == 0
    if way != "Switch off: Reminders to myself":
        assert await rows(circle, "reminder_idea") == await dues(circle) == 0
    await circle.pass_time(2 * DAY)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"time": "soon"}, "could not be read as a time"),
        ({"day": "40", "month": "3"}, "could not be read as a day"),
        ({"day": "@x", "month": "**"}, "could not be read as a day"),
        ({"time": "10:00"}, "That time is over today"),
        ({"words": " \u200b "}, "There were no words in it"),
    ],
)
async def test_what_cannot_be_read_is_told_and_nothing_is_kept(
    circle: Evening, typed: dict[str, str], said: str
) -> None:
    refused = await reminded(circle, "Once", "My own words", **({"words": "Mine"} | typed))
    assert said in refused.text
    assert await rows(circle) == 0


async def test_handed_in_by_two_presses_at_once_no_more_than_eight_are_kept(circle: Evening) -> None:
    for _ in range(7):
        await reminded(circle)
    first, second = [await form(circle, "Something to drink", "Every day") for _ in range(2)]
    answers = await asyncio.gather(*(circle["Ana"].submit(one, NOON) for one in (first, second)))
    assert await rows(circle) == 8
    assert sum("8 reminders are to come" in one.text for one in answers) == 1


async def test_a_light_idea_comes_weekly_by_mailbox_and_not_on_a_quiet_day(circle: Evening) -> None:
    ana = circle["Ana"]
    about = await ana.press(await reminders(circle), "A light idea, once a week")
    assert await rows(circle, "reminder_idea") == 0
    on = await ana.press(about, "Switch it on")
    assert "Switched on" in on.text
    await keeps(circle, datetime(2027, 4, 3, tzinfo=UTC), GENTLER)
    await circle.pass_time(22 * DAY)
    assert (await notes(circle)).count("A light idea") == 2
    note = await ana.press(await ana.command("my"), "Waiting for you")
    label = next(one for one in note.buttons if one.startswith("No more ideas"))
    assert "Switched off" in (await ana.press(note, label)).text
    assert await rows(circle, "reminder_idea") == await dues(circle) == 0


def plan(often: Often, minute: int, first: date, left: int = 7) -> Plan:
    return Plan(What.DRINK, often, minute, "Europe/Berlin", first, left=left)


def test_times_follow_the_wall_clock_over_both_changes() -> None:
    daily = plan(Often.DAILY, 2 * 60 + 30, date(2027, 3, 20))
    # The clocks skip 02:30 on 28 March; it comes later by the gap, at 03:30 there.
    assert comes_next(daily, datetime(2027, 3, 27, 12, tzinfo=UTC)) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert comes_next(daily, datetime(2027, 3, 28, 12, tzinfo=UTC)) == datetime(2027, 3, 29, 0, 30, tzinfo=UTC)
    # On 31 October they show it twice; the first is meant.
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert comes_next(daily, datetime(2027, 10, 30, 12, tzinfo=UTC)) == first
    assert comes_next(daily, first) == datetime(2027, 11, 1, 1, 30, tzinfo=UTC)


def test_a_weekly_one_keeps_its_day_and_one_that_ended_comes_no_more() -> None:
    weekly = plan(Often.WEEKLY, 12 * 60, date(2027, 3, 23))
    assert comes_next(weekly, datetime(2027, 3, 20, tzinfo=UTC)) == datetime(2027, 3, 23, 11, tzinfo=UTC)
    assert comes_next(weekly, datetime(2027, 3, 23, 11, tzinfo=UTC)) == datetime(2027, 3, 30, 10, tzinfo=UTC)
    assert comes_next(plan(Often.DAILY, 0, date(2027, 3, 23), left=0), datetime(2027, 3, 20, tzinfo=UTC)) is None


def test_a_day_without_a_year_is_the_next_one() -> None:
    today = date(2027, 3, 20)
    assert first_day("", "", today) == first_day("20", "3", today) == today
    assert first_day("19", "3", today) == date(2028, 3, 19)
    assert first_day("29", "2", today) == date(2028, 2, 29)
    with pytest.raises(NotUsable):
        first_day("31", "4", today)


def test_words_are_one_line_and_no_longer_than_they_may_be() -> None:
    assert own_words(" a\n b ") == Private("a b")
    with pytest.raises(NotUsable, match="too_long"):
        own_words("x" * 121)

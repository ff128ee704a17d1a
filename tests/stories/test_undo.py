"""Undo: for ten minutes a moderator puts back what stood before an act, and is told where that cannot be."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.ids import ServerId
from bot.core.refusals import Refusal
from rehearsal.person import Person
from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.staffed import staff_room, staffed_evening, switch_on
from tests.stories.test_done import done, rows, what
from tests.stories.test_standing import robin as moderator

MINUTE = timedelta(minutes=1)
AGAIN = "It stands again as before."
OVER = "That is over. Nothing was changed."
SINCE = "Something has happened to it since"


async def contact(evening: Evening, words: str) -> Screen:
    robin = evening["Robin"]
    card = await robin.press(await robin.command("desk"), "North")
    typing = await robin.press(await robin.press(card, "Change outside contact"), "Type it")
    return await robin.submit(typing, {"answer": words})


async def card(evening: Evening) -> str:
    robin = evening["Robin"]
    return (await robin.press(await robin.command("desk"), "North")).text


async def plan(robin: Person, button: str) -> Screen:
    return await robin.press(await robin.command("plan"), button)


async def test_a_setting_stands_again_as_before_and_both_are_listed(circle: Evening) -> None:
    circle.clock.forward(MINUTE)
    changed = await contact(circle, "Somebody else entirely")
    assert "Somebody else entirely" in await card(circle)
    circle.clock.forward(MINUTE)
    back = await circle["Robin"].press(changed, "Undo")
    assert AGAIN in back.text
    assert "Undone: changed the outside contact." in back.text
    assert "Kim at the library" in await card(circle)
    expected = ["undid this: changed the outside contact", "changed the outside contact"]
    assert what(await done(circle))[:2] == expected


async def test_it_is_offered_in_the_list_until_it_is_used(circle: Evening) -> None:
    await contact(circle, "Somebody else entirely")
    listed = await done(circle)
    assert "Undo: set up this circle" not in listed.buttons
    back = await circle["Robin"].press(listed, "Undo: changed the outside contact")
    assert AGAIN in back.text
    assert not [label for label in (await done(circle)).buttons if "Undo" in label]


async def test_after_ten_minutes_it_is_over_and_nothing_from_before_is_kept(circle: Evening) -> None:
    changed = await contact(circle, "Somebody else entirely")
    await circle.pass_time(timedelta(minutes=9))
    await circle.hearth.settle()
    assert len(await rows(circle, "staff_undo")) == 1
    assert "Undo: changed the outside contact" in (await done(circle)).buttons
    circle.clock.forward(MINUTE)
    assert not [label for label in (await done(circle)).buttons if "Undo" in label]
    assert OVER in (await circle["Robin"].press(changed, "Undo")).text
    await circle.hearth.settle()
    assert await rows(circle, "staff_undo") == []
    assert "Somebody else entirely" in await card(circle)


async def test_a_later_change_is_not_thrown_away(circle: Evening) -> None:
    first = await contact(circle, "Somebody else entirely")
    await contact(circle, "A third one")
    assert SINCE in (await circle["Robin"].press(first, "Undo")).text
    assert "A third one" in await card(circle)


async def test_a_change_to_what_stood_already_is_none(circle: Evening) -> None:
    same = await contact(circle, "Kim at the library")
    assert "Undo" not in same.buttons
    assert what(await done(circle)) == ["set up this circle"]


async def test_what_stood_before_is_sealed(circle: Evening) -> None:
    await contact(circle, "Somebody else entirely")
    kept = str(await rows(circle, "staff_undo"))
    assert "Kim" not in kept
    assert "entirely" not in kept


async def test_a_rhythm_that_was_ended_runs_again_with_its_news(circle: Evening) -> None:
    robin = circle["Robin"]
    await robin.press(await plan(robin, "Plan a rhythm"), "Start it, and leave me news")
    asked = await robin.press(await plan(robin, "Rhythm: "), "End it")
    ended = await robin.press(asked, "End this rhythm")
    assert await rows(circle, "checkin_rhythm_news") == await rows(circle, "checkin_rhythm") == []
    assert AGAIN in (await robin.press(ended, "Undo")).text
    assert len(await rows(circle, "checkin_rhythm_news")) == 1
    assert "This rhythm runs" in (await plan(robin, "Rhythm: ")).text
    await circle.pass_time(timedelta(days=7, hours=2))
    assert "Pass" in (await circle.post("Ana")).buttons


async def test_starting_and_pausing_a_rhythm_are_undone_in_turn(circle: Evening) -> None:
    robin = circle["Robin"]
    started = await robin.press(await plan(robin, "Plan a rhythm"), "Start it, without news")
    paused = await robin.press(await plan(robin, "Rhythm: "), "Pause this rhythm")
    assert SINCE in (await robin.press(started, "Undo")).text
    assert AGAIN in (await robin.press(paused, "Undo")).text
    assert "This rhythm runs" in (await plan(robin, "Rhythm: ")).text
    assert AGAIN in (await robin.press(started, "Undo")).text
    assert await rows(circle, "checkin_rhythm") == []
    assert [row for row in await rows(circle, "due") if row["kind"] == "checkins.opens"] == []


async def test_a_rhythm_does_not_come_back_onto_a_day_that_is_taken(circle: Evening) -> None:
    robin = circle["Robin"]
    await robin.press(await plan(robin, "Plan a rhythm"), "Start it, without news")
    ended = await robin.press(await robin.press(await plan(robin, "Rhythm: "), "End it"), "End this rhythm")
    await robin.press(await plan(robin, "Plan a rhythm"), "Start it, without news")
    assert "already" in (await robin.press(ended, "Undo")).text
    assert len(await rows(circle, "checkin_rhythm")) == 1


async def test_checked_numbers_the_private_channel_and_the_daily_line(evening: Evening) -> None:
    robin = (await staffed_evening(evening))["Robin"]
    off = await robin.press(
        await robin.press(await robin.command("desk"), "A silent line each day"), "Switch it off"
    )
    assert AGAIN in (await robin.press(off, "Undo")).text
    again = await robin.press(await robin.command("desk"), "A silent line each day")
    assert "It is on: in #staff, at 09:00" in again.text
    room = await robin.choose(await robin.press(await robin.command("desk"), "Who's around"), "staff")
    assert AGAIN in (await robin.press(room, "Undo")).text
    assert await rows(evening, "asked_room") == []
    numbers = await robin.press(await robin.press(await robin.command("desk"), "North"), "Check its numbers")
    chosen = await robin.choose(numbers, "TelefonSeelsorge: 0800 1110111")
    assert len(await rows(evening, "helpline_confirmation")) == 1
    assert AGAIN in (await robin.press(chosen, "Undo")).text
    assert len(await rows(evening, "helpline_confirmation")) == 6
    shown = await robin.press(await robin.press(await robin.command("desk"), "North"), "Check its numbers")
    assert shown.text.count("Last checked by this circle") == 6


async def test_an_hour_is_put_back_with_what_is_due(circle: Evening) -> None:
    await staff_room(circle)
    await switch_on(circle)
    due = [row for row in await rows(circle, "due") if row["kind"] == "desk.line"]
    changed = await switch_on(circle, "11:00")
    await circle["Robin"].press(changed, "Undo")
    assert [row for row in await rows(circle, "due") if row["kind"] == "desk.line"] == due


async def test_nobody_else_can_undo(circle: Evening) -> None:
    await contact(circle, "Somebody else entirely")
    act = int(str((await rows(circle, "staff_undo"))[0]["act"]))
    for other in (
        replace(moderator(circle), manages_messages=False),
        replace(moderator(circle), server=ServerId(1)),
    ):
        with pytest.raises(Refusal, match=r"for_moderators|too_late"):
            await circle.hearth.house.undoing.undo(other, act)
    assert "Somebody else entirely" in await card(circle)


async def test_erasing_leaves_nothing_to_undo(circle: Evening) -> None:
    await contact(circle, "Somebody else entirely")
    ana = circle["Ana"]
    await ana.press(await ana.press(await ana.command("my"), "See and erase"), "Erase all of this now")
    assert await rows(circle, "staff_undo") == []

"""What was done: moderators of a server see each other's acts, without words, for 90 days."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.ids import ServerId
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from rehearsal.person import Person
from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.staffed import staff_room, switch_on
from tests.stories.test_standing import robin as moderator

MINUTE = timedelta(minutes=1)
NOTED = "What you change here is noted with your name for 90 days. Moderators of this server can see it."
TAKEN = "somebody whose name is not kept any more"


async def done(evening: Evening, by: str = "Robin") -> Screen:
    return await evening[by].press(await evening[by].command("desk"), "What was done here")


def lines(screen: Screen) -> list[str]:
    return [line for line in screen.text.splitlines() if line.startswith("<t:")]


def what(screen: Screen) -> list[str]:
    """Answer what was done, newest first, without when and where."""
    return [line.rpartition("@Robin ")[2].rstrip(".") for line in lines(screen)]


async def rows(evening: Evening, table: str) -> list[dict[str, object]]:
    def work(tx: Transaction) -> list[dict[str, object]]:
        return [dict(row) for row in tx.all(f"SELECT * FROM {table}")]  # noqa: S608 - ours

    return await evening.stores.main.read(work)


async def test_every_step_of_setting_up_is_noted_once(whole: Evening) -> None:
    shown = await done(whole)
    assert sorted(what(shown)) == ["checked the numbers", "placed the post that stays", "set up this circle"]
    assert all("North: @Robin " in line for line in lines(shown))


async def test_settings_check_ins_and_rhythms_are_noted_by_kind_alone(circle: Evening) -> None:
    robin = circle["Robin"]
    card = await robin.press(await robin.command("desk"), "North")
    assert NOTED in card.text
    changing = await robin.press(card, "Change outside contact")
    assert NOTED in changing.text
    circle.clock.forward(MINUTE)
    await robin.submit(await robin.press(changing, "Type it"), {"answer": "Somebody at the Lighthouse"})
    circle.clock.forward(MINUTE)
    opened = await circle.open_checkin()
    circle.clock.forward(MINUTE)
    await robin.press(opened, "Close it now")
    circle.clock.forward(MINUTE)
    rhythm = await robin.press(await robin.command("plan"), "Plan a rhythm")
    assert NOTED in rhythm.text
    rhythm = await robin.press(rhythm, "Start it, without news")
    circle.clock.forward(MINUTE)
    await robin.press(rhythm, "Pause this rhythm")
    shown = await done(circle)
    expected = ["paused a rhythm", "started a rhythm", "closed a check-in by hand", "asked for a check-in by hand"]
    assert what(shown)[:5] == [*expected, "changed the outside contact"]
    assert "Lighthouse" not in str(await rows(circle, "staff_act"))


async def twice(person: Person, screen: Screen, button: str) -> Screen:
    """Press one button twice at once, as an impatient thumb does."""
    first, _ = await asyncio.gather(person.press(screen, button), person.press(screen, button))
    return first


async def test_the_same_press_twice_is_one_act(circle: Evening) -> None:
    robin = circle["Robin"]
    screen = await robin.press(await robin.command("plan"), "A line beside answers")
    await twice(robin, screen, "Let people add a line")
    rhythm = await robin.press(await robin.command("plan"), "Plan a rhythm")
    card = await twice(robin, rhythm, "Start it, without news")
    await twice(robin, card, "Pause this rhythm")
    expected = ["let people add a line to an answer", "paused a rhythm", "set up this circle", "started a rhythm"]
    assert sorted(what(await done(circle))) == expected


async def test_a_refused_act_is_not_noted_and_makes_nobody_known(evening: Evening) -> None:
    with pytest.raises(Refusal):
        await evening.hearth.desk.put_away(moderator(evening), 7)
    assert await rows(evening, "staff_act") == await rows(evening, "consent") == []
    assert await evening.hearth.people.find(moderator(evening).platform_id) is None


async def test_nobody_else_can_call_it_up(circle: Evening) -> None:
    with pytest.raises(Refusal, match="for_moderators"):
        await circle.hearth.done.page(replace(moderator(circle), manages_messages=False), 0)
    elsewhere = await circle.hearth.done.page(replace(moderator(circle), server=ServerId(1)), 0)
    assert elsewhere.acts == ()


async def test_whoever_stops_everything_takes_their_name_away_and_the_act_stays(circle: Evening) -> None:
    robin = circle["Robin"]
    await robin.press(await robin.command("my"), "Stop everything")
    assert f"{TAKEN} set up this circle." in (await done(circle)).text
    assert await rows(circle, "staff_act_by") == []
    assert len(await rows(circle, "staff_act")) == 1


async def test_the_yes_stands_among_ones_choices_and_can_be_taken_back_there(circle: Evening) -> None:
    robin = circle["Robin"]
    choices = await robin.press(await robin.command("my"), "For all circles")
    assert "What I do as a moderator or facilitator" in choices.text


async def test_it_goes_after_ninety_days(circle: Evening) -> None:
    await circle.pass_time(timedelta(days=89))
    assert len(await rows(circle, "staff_act")) == len(await rows(circle, "staff_act_by")) == 1
    await circle.pass_time(timedelta(days=1, hours=2))
    assert await rows(circle, "staff_act") == await rows(circle, "staff_act_by") == []
    assert "Nothing was done yet." in (await done(circle)).text


async def test_ten_to_a_page_newest_first(circle: Evening) -> None:
    await staff_room(circle)
    circle.clock.forward(MINUTE)
    for hour in range(8, 19):
        await switch_on(circle, f"{hour:02d}:00")
        circle.clock.forward(MINUTE)
    first = await done(circle)
    assert what(first) == ["changed the hour of the daily line"] * 10
    assert "Newer" not in first.buttons
    second = await circle["Robin"].press(first, "Older")
    assert what(second) == ["switched on the daily line", "set up this circle"]
    assert "Older" not in second.buttons
    assert (await circle["Robin"].press(second, "Newer")).text == first.text


async def test_it_reads_in_spanish(circle: Evening) -> None:
    robin = circle["Robin"]
    await robin.set(locale="es-ES")
    desk = await robin.command("desk")
    assert "se anota con tu nombre durante 90 días" in desk.text
    assert "North: @Robin creó este círculo." in (await robin.press(desk, "Lo que se hizo aquí")).text

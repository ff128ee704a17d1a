"""Leaving kindly: out at once, with the place kept for 30 days if one wishes, and nothing else revived."""

from datetime import timedelta

import pytest

from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.reaching import ask, can_be_asked, presses
from tests.stories.test_circle import rows_about_people

DAY = timedelta(days=1)
KEEP = "Leave, keep my place 30 days"


async def ways(circle: Evening, name: str = "Ana") -> Screen:
    inside = await circle[name].press(await circle[name].command("my"), "North: look in or leave")
    return await circle[name].press(inside, "Other ways to leave North")


async def places(circle: Evening, name: str = "Ana") -> Screen:
    return await circle[name].press(await circle[name].command("my", dm=True), "Places I left")


async def kept(circle: Evening) -> int:
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT count(*) AS held FROM farewell_place"))
    assert row is not None
    return int(str(row["held"]))


async def sees_room(circle: Evening, name: str = "Ana") -> bool:
    return "north-room" in await circle[name].channels()


async def test_what_is_kept_is_said_before_and_one_is_out_at_once_without_a_post(circle: Evening) -> None:
    before = len(await circle["Bea"].look("north-room"))
    shown = await ways(circle)
    assert "for you alone. It is kept for 30 days" in shown.text
    assert await kept(circle) == 0
    left = await circle["Ana"].press(shown, KEEP)
    assert "You have left North" in left.text.replace("*", "")
    assert not await sees_room(circle)
    assert len(await circle["Bea"].look("north-room")) == before


async def test_the_place_is_taken_back_from_a_direct_message_and_nothing_else_revives(circle: Evening) -> None:
    ana = circle["Ana"]
    switches = await ana.press(await ana.command("my"), "North: what I say yes to")
    await ana.press(switches, "Switch on: My check-ins")
    await ana.press(await ways(circle), KEEP)
    await circle.pass_time(29 * DAY)
    back = await ana.press(await places(circle), "Take back: North")
    assert "Nobody was told" in back.text
    assert await sees_room(circle)
    assert await kept(circle) == 0
    switches = await ana.press(await ana.command("my"), "North: what I say yes to")
    assert "Switch on: My check-ins" in switches.buttons
    everywhere = await ana.press(await ana.command("my"), "For all circles: what I say yes to")
    assert "Places I left" not in everywhere.text


async def test_after_thirty_days_nothing_is_left_of_it_nor_of_the_person(circle: Evening) -> None:
    people = await rows_about_people(circle)
    shown = await circle["Ana"].press(await ways(circle), KEEP)
    place = await places(circle)
    await circle.pass_time(30 * DAY + timedelta(hours=2))
    assert await kept(circle) == 0
    assert await rows_about_people(circle) == people - 1
    late = await presses(circle, "Ana", place.buttons["Take back: North"]["custom_id"])
    assert "kept no more" in late.text
    assert not await sees_room(circle)
    assert "No place is kept" in (await circle["Ana"].press(shown, "Places I left")).text


async def test_pressed_twice_it_is_as_once_and_let_go_in_one_press(circle: Evening) -> None:
    shown = await ways(circle)
    leave = shown.buttons[KEEP]["custom_id"]
    await circle["Ana"].press(shown, KEEP)
    assert "You are not in that circle" in (await presses(circle, "Ana", leave)).text
    assert await kept(circle) == 1
    gone = await circle["Ana"].press(await places(circle), "Let go: North")
    assert "No place is kept" in gone.text
    assert await kept(circle) == 0


async def test_others_agreements_are_read_first(circle: Evening) -> None:
    await circle["Ana"].press(await ways(circle), KEEP)
    robin = circle["Robin"]
    card = await robin.press(await robin.command("desk"), "North")
    form = await robin.press(await robin.press(card, "Change agreements"), "Type it")
    await robin.submit(form, {"answer": "Other words hold now."})
    refused = await circle["Ana"].press(await places(circle), "Take back: North")
    assert "are others now" in refused.text
    assert not await sees_room(circle)


async def test_an_open_ask_ends_with_it(circle: Evening) -> None:
    await can_be_asked(circle, "Bea")
    await ask(circle, "Ana")
    shown = await ways(circle)
    assert "An open ask of yours ends" in shown.text
    await circle["Ana"].press(shown, KEEP)
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT how FROM reach_ask"))
    assert row == {"how": "left"}


@pytest.mark.parametrize("name", ["Bea", "Sam"])
async def test_nobody_else_takes_it_and_nobody_leaves_who_is_not_inside(circle: Evening, name: str) -> None:
    await circle["Ana"].press(await ways(circle), KEEP)
    shown = await places(circle)
    for label in ("Take back: North", "Let go: North"):
        await presses(circle, name, shown.buttons[label]["custom_id"])
    assert await kept(circle) == 1
    await presses(circle, "Sam", "farewells:leave:1")
    assert await kept(circle) == 1

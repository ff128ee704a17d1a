"""Where Reach is pressed and by whom: direct messages, several circles, others' buttons, rooms, and threads."""

from collections.abc import AsyncIterator

import pytest

from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.reaching import ALONE, HERE, can_be_asked, neutral, pages, reach


@pytest.fixture(autouse=True)
async def nothing_on_a_locked_phone(circle: Evening) -> AsyncIterator[None]:
    """See at the end of every story that nobody's locked phone told anything (promise 8)."""
    yield
    await neutral(circle)


async def three(circle: Evening) -> None:
    """Make three circles of one server, with Ana in each, and with somebody to ask in the last two."""
    for name, person in (("South", "Bea"), ("West", "Cleo")):
        await circle.set_up(name)
        await circle.join("Ana", person, circle=name.lower())
        await can_be_asked(circle, person, of=name, hours=False)


async def chosen(circle: Evening, screen: Screen, name: str) -> Screen:
    """Press what one is, and choose a circle; only those with somebody to ask are offered."""
    which = await circle["Ana"].press(screen, ALONE)
    assert [option["label"] for option in which.selects[0]["options"]] == ["South", "West"]
    return await circle["Ana"].choose(which, name)


async def test_in_a_direct_message_the_people_of_the_chosen_circle_are_asked(circle: Evening) -> None:
    await three(circle)
    screen = await circle["Ana"].command("reach", dm=True)
    assert "ask people from your circles" in screen.text
    assert "Emergency, Germany: **112**" in screen.text
    found = await chosen(circle, screen, "West")
    assert "One person in West can be asked now" in found.text
    standing = await circle["Ana"].press(found, HERE)
    assert "Your ask in West" in standing.text
    await circle.hearth.settle()
    assert await pages(circle, "Bea", "Cleo") == {"Cleo": 1}
    assert "One person has been asked" in (await circle["Ana"].command("reach", dm=True)).text


async def test_in_the_server_too_a_member_of_three_circles_chooses(circle: Evening) -> None:
    await three(circle)
    found = await chosen(circle, await reach(circle, "Ana"), "South")
    await circle["Ana"].press(found, HERE)
    await circle.hearth.settle()
    assert await pages(circle, "Bea", "Cleo") == {"Bea": 1}


async def test_whose_role_was_taken_asks_nobody_from_a_direct_message(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    screen = await circle["Ana"].command("reach", dm=True)
    north = next(role.id for role in circle.server.world.roles.values() if role.name == "North")
    circle.server.world.person("Ana").roles.remove(north)
    refused = await circle["Ana"].press(screen, ALONE)
    assert "role" in refused.text
    await circle.people.faults("503", "/guilds/{guild_id}/members/{user_id}", method="GET")
    refused = await circle["Ana"].press(await circle["Ana"].command("reach", dm=True), ALONE)
    assert "Discord did not answer" in refused.text
    await circle.hearth.settle()
    assert await pages(circle, "Bea") == {}


async def test_numbers_are_for_a_member_of_none_and_for_who_is_outside(circle: Evening) -> None:
    for name, dm in (("Sam", True), ("Sam", False), ("Gus", True)):
        screen = await circle[name].command("reach", dm=dm)
        assert "I see none that you are in here" in screen.text
        assert ("findahelpline.com" if dm else "Emergency, Germany: **112**") in screen.text
        assert ALONE not in screen.buttons
    assert "112" not in (await circle["Sam"].command("reach", dm=True)).text, "no number is guessed"

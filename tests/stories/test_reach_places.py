"""Where Reach is pressed and by whom: direct messages, several circles, others' buttons, rooms, and threads."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from rehearsal.permissions import Permission
from rehearsal.records import Overwrite
from rehearsal.screen import Screen
from tests.stories.conftest import Evening, until
from tests.stories.reaching import ALONE, HERE, THREAD, ask, can_be_asked, neutral, pages, reach
from tests.stories.staffed import staff_room
from tests.stories.talking import bot_lacks_in_room, room


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


async def test_without_the_permission_answers_come_here_and_that_is_said(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    found = await circle["Ana"].press(await reach(circle, "Ana"), ALONE)
    assert THREAD in " ".join(found.buttons)
    await bot_lacks_in_room(circle, Permission.CREATE_PRIVATE_THREADS)
    # The old screen offers a thread still.
    standing = await circle["Ana"].press(found, THREAD)
    await circle.hearth.settle()
    assert "Answers come here. Press Reach again" in standing.text
    assert await circle["Ana"].threads() == []
    assert await pages(circle, "Bea") == {"Bea": 1}
    await circle["Ana"].press(standing, "Stop asking")
    again = await circle["Ana"].press(await reach(circle, "Ana"), ALONE)
    assert "No thread can be opened here" in again.text
    assert THREAD not in " ".join(again.buttons)


async def test_with_the_room_deleted_people_are_asked_all_the_same(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    found = await circle["Ana"].press(await reach(circle, "Ana"), ALONE)
    place = room(circle)
    await circle.join("Robin")
    await circle["Robin"].call("DELETE", f"/channels/{place}")
    await until(lambda: circle.client.get_channel(place) is None)
    standing = await circle["Ana"].press(found, THREAD)
    await circle.hearth.settle()
    assert "Answers come here" in standing.text
    assert await pages(circle, "Bea") == {"Bea": 1}


async def test_who_could_open_the_thread_is_named_before_it_is_opened(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    place = circle.server.world.channels[str(room(circle))]
    place.overwrites[circle["Cleo"].id] = Overwrite(circle["Cleo"].id, 1, int(Permission.MANAGE_THREADS), 0)
    circle.server.world.channel_changed(place)
    heard = circle.client.guilds[0].get_channel(int(place.id))
    assert heard is not None
    await until(lambda: len(heard.overwrites) == len(place.overwrites))
    found = await circle["Ana"].press(await reach(circle, "Ana"), ALONE)
    assert "the owner of this server" in found.text
    assert "@Moderators" in found.text
    assert "These people could open it too" in found.text
    assert "Cleo" in found.text


async def private_channel(circle: Evening) -> None:
    """Let asks stand in #staff too."""
    await staff_room(circle)
    cover = await circle["Robin"].press(await circle["Robin"].command("desk"), "asked:desk")
    await circle["Robin"].choose(cover, "staff", menu="Choose a private channel")


async def stands(circle: Evening) -> list[str]:
    """Answer what stands in #staff."""
    await circle.pass_time(timedelta(seconds=1))
    return [screen.text for screen in await circle["Robin"].look("staff")]


async def test_an_ask_stands_in_the_private_channel_until_it_is_over_and_names_nobody(circle: Evening) -> None:
    await private_channel(circle)
    await can_be_asked(circle, "Bea", hours=False)
    standing = await ask(circle, "Ana")
    (asks,) = await stands(circle)
    assert "Someone asks not to be alone right now" in asks
    card = await circle["Bea"].press((await circle["Bea"].look(None))[-1], "Look")
    await circle["Bea"].press(card, "I have it")
    assert ["Someone has it. Thank you all." in one for one in await stands(circle)] == [True]
    await circle["Ana"].press(standing, "Stop asking")
    (over,) = await stands(circle)
    assert "It has ended. Thank you all." in over
    for words in (asks, over):
        assert "Ana" not in words
        assert "Bea" not in words
    assert standing.private


async def test_where_somebody_is_left_out_nothing_stands_in_the_private_channel(circle: Evening) -> None:
    await private_channel(circle)
    await can_be_asked(circle, "Bea", "Cleo", hours=False)
    ana = circle["Ana"]
    found = await ana.press(await reach(circle, "Ana"), ALONE)
    less = await ana.choose(await ana.press(found, "Leave someone out"), "Cleo")
    assert "One person is left out" in less.text
    await ana.press(less, HERE)
    assert await stands(circle) == []
    assert await pages(circle, "Bea", "Cleo") == {"Bea": 1}


async def test_with_everybody_left_out_nobody_is_promised(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    ana = circle["Ana"]
    found = await ana.press(await reach(circle, "Ana"), ALONE)
    none = await ana.choose(await ana.press(found, "Leave someone out"), "Bea")
    assert "Emergency, Germany: **112**" in none.text
    assert HERE not in " ".join(none.buttons)
    assert "Leave someone out" in none.buttons


async def test_spanish_goes_through_the_whole_of_it(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    for name in ("Ana", "Bea"):
        await circle[name].set(locale="es-ES")
        mine = await circle[name].press(await circle[name].command("my"), "Idioma")
        await circle[name].press(mine, "Español")
    ana, bea = circle["Ana"], circle["Bea"]
    seen = [await ana.command("reach")]
    seen.append(await ana.press(seen[-1], "No estoy bien para estar a solas"))
    seen.append(await ana.press(seen[-1], "avisa y abre un hilo"))
    await circle.hearth.settle()
    page = (await bea.look(None))[-1]
    assert "Alguien pregunta si estás" in page.text
    card = await bea.press(page, "Mirar")
    taken = await bea.press(card, "Me encargo")
    hi = await bea.press(taken, "Saluda de mi parte")
    seen += [card, taken, hi, await ana.command("reach")]
    seen.append(await ana.press(seen[-1], "Buen momento"))
    await circle.hearth.settle()
    (talk,) = await ana.threads()
    assert talk.startswith("talk"), "the circle's own language names it"
    seen += [screen for screen in await ana.look(talk) if screen.buttons]
    seen.append(await ana.press(await ana.command("reach"), "Por ahora es suficiente"))
    for screen in seen:
        words = set(screen.text.lower().replace(".", " ").split())
        assert not words & {"the", "you", "your", "nobody", "someone", "press"}, screen.text


async def test_a_long_name_with_marks_is_shown_as_it_is_on_both_sides(circle: Evening) -> None:
    name = "- 'North' -- of O'Hara's house"
    made = await circle.set_up(name)
    assert "is made" in made.text
    door = next(one.name for one in circle.server.world.guild_channels() if one.name.endswith("house-door"))
    await circle.join("Ana", "Gus", circle=door.removesuffix("-door"))
    await can_be_asked(circle, "Gus", of=name, hours=False)
    found = await circle["Ana"].press(await reach(circle, "Ana"), ALONE)
    standing = await circle["Ana"].press(found, HERE)
    await circle.hearth.settle()
    card = await circle["Gus"].press((await circle["Gus"].look(None))[-1], "Look")
    for screen in (found, standing, card):
        assert name in screen.text.replace("\\", "")

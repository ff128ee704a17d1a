"""Private talks: entered by those brought in alone, put to rest, and gone."""

from dataclasses import replace

import pytest

from bot.core.ids import MessageId, Visitor
from bot.core.notices import Bars, Notice, Picture, Plain, button, said
from bot.core.ports import Why
from bot.mailbox.notices import whisper
from cogs.press import Cog, Press, pressed
from cogs.talks import talk_mark
from rehearsal.permissions import Permission
from rehearsal.person_forms import NothingHappened
from tests.stories.conftest import Evening, until
from tests.stories.talking import (
    CHANGING,
    ONCE,
    about,
    asked,
    bot_lacks_in_room,
    bot_may,
    found,
    home,
    number,
    opened,
    record,
    refused,
    room,
)


async def test_a_talk_is_for_those_brought_in_and_tells_its_name_alone(circle: Evening) -> None:
    talk = await opened(circle, "Ana", "Bea")
    name = f"Talk {talk_mark(ONCE)}"
    assert await circle["Ana"].threads() == await circle["Bea"].threads() == [name]
    assert await circle["Cleo"].threads() == []
    assert record(circle, talk).type == 12
    with pytest.raises(NothingHappened) as closed:
        await circle["Ana"].brings("Cleo", name)
    assert closed.value.code == 50013
    # Put in twice, Ana is told once.
    await circle.client.front.bring_in(talk, number(circle, "Ana"))
    told = [line for line in await circle["Ana"].notifications() if "to the thread" in line]
    assert len(told) == 1
    await circle["Ana"].say(name, "hi")


async def test_whoever_is_taken_out_sees_nothing_of_it_any_more(circle: Evening) -> None:
    talk = await opened(circle, "Ana", "Bea")
    front = circle.client.front
    await front.take_out(talk, number(circle, "Bea"))
    assert await circle["Bea"].threads() == []
    await front.take_out(talk, number(circle, "Bea"))
    await front.close_talk(talk)
    await front.take_out(talk, number(circle, "Ana"))
    assert set(about(circle, talk).members) == {circle.server.world.bot.id}
    assert about(circle, talk).archived


async def test_nobody_who_left_or_cannot_see_the_room_is_brought_in(circle: Evening) -> None:
    talk = await opened(circle)
    front = circle.client.front
    circle.server.world.person("Bea").present = False
    assert await refused(front.bring_in(talk, number(circle, "Bea"))) is Why.PERSON_GONE
    await front.take_out(talk, number(circle, "Bea"))
    assert await refused(front.bring_in(talk, number(circle, "Sam"))) is Why.NO_PERMISSION
    assert set(about(circle, talk).members) == {circle.server.world.bot.id}


async def test_bringing_in_wakes_a_talk_at_rest(circle: Evening) -> None:
    talk = await opened(circle, "Ana")
    await circle.people.forward("P3DT1H")
    assert await circle["Ana"].threads() == []
    await circle.client.front.bring_in(talk, number(circle, "Bea"))
    assert await circle["Ana"].threads() == await circle["Bea"].threads() == [f"Talk {talk_mark(ONCE)}"]


async def test_a_closed_talk_is_locked_where_the_bot_may_and_else_at_rest(circle: Evening) -> None:
    talk = await opened(circle, "Ana")
    front, name = circle.client.front, f"Talk {talk_mark(ONCE)}"
    assert not await front.close_talk(talk)
    assert await circle["Ana"].threads() == []
    assert not await front.close_talk(talk)
    await circle["Ana"].say(name, "one more word")
    assert await circle["Ana"].threads() == [name]
    await bot_may(circle, add=int(Permission.MANAGE_THREADS))
    await circle.people.forward("P3DT1H")
    assert about(circle, talk).archived
    assert await front.close_talk(talk)
    changed = await asked(circle, CHANGING)
    assert await front.close_talk(talk)
    assert await asked(circle, CHANGING) == changed, "nothing is to be changed any more"
    with pytest.raises(NothingHappened) as locked:
        await circle["Ana"].say(name, "hello?")
    assert locked.value.code == 160005


async def test_a_talk_deleted_by_hand_is_told_as_gone(circle: Evening) -> None:
    talk = await opened(circle, "Ana")
    front = circle.client.front
    assert not await front.talk_gone(talk)
    await front.close_talk(talk)
    assert not await front.talk_gone(talk)
    await circle.join("Robin")
    await circle["Robin"].call("DELETE", f"/channels/{talk}")
    assert await front.talk_gone(talk)
    assert await refused(front.post(talk, whisper(), "en", "post")) is Why.CHANNEL_GONE
    assert await refused(front.revise(talk, MessageId(1), whisper(), "en")) is Why.CHANNEL_GONE
    assert await refused(front.find(talk, "post", circle.server.world.clock.now())) is Why.CHANNEL_GONE
    assert await refused(front.bring_in(talk, number(circle, "Ana"))) is Why.CHANNEL_GONE
    await front.take_out(talk, number(circle, "Ana"))
    assert await front.close_talk(talk)
    assert await found(circle) is None


async def test_what_is_posted_in_a_talk_is_found_and_changed_at_rest_too(circle: Evening) -> None:
    talk = await opened(circle, "Ana")
    front, name = circle.client.front, f"Talk {talk_mark(ONCE)}"
    since = circle.server.world.clock.now()
    post = await front.post(talk, whisper(), "en", "post")
    assert await front.find(talk, "post", since) == post
    await front.close_talk(talk)
    assert await front.find(talk, "post", since) == post
    assert await front.find(talk, "another", since) is None
    await front.revise(talk, post, Notice((said("mailbox.dm"),), audience=None), "en")
    assert list((await circle["Ana"].look(name))[-1].buttons) == []
    assert about(circle, talk).archived, "it rests again"
    await front.post(talk, whisper(), "en", "more")
    assert await circle["Ana"].threads() == [name], "what is posted wakes it"
    # Posted silently, it rings for nobody.
    assert not any("note" in line for line in await circle["Ana"].notifications())


async def test_members_can_write_in_a_talk_where_the_server_lets_nobody_write_in_threads(evening: Evening) -> None:
    world = evening.server.world
    everyone = world.roles[world.guild_id]
    world.change_role(everyone, permissions=everyone.permissions & ~int(Permission.SEND_MESSAGES_IN_THREADS))
    await evening.set_up()
    await evening.join("Ana")
    talk = await opened(evening, "Ana")
    await evening["Ana"].say(str(talk), "hi")
    with pytest.raises(NothingHappened):
        await evening["Bea"].say(await evening["Bea"].begin_thread("general", "elsewhere"), "hi")


async def test_a_circle_is_set_up_by_a_bot_that_may_not_write_in_threads(evening: Evening) -> None:
    world = evening.server.world
    everyone, lacking = world.roles[world.guild_id], int(Permission.SEND_MESSAGES_IN_THREADS)
    world.change_role(everyone, permissions=everyone.permissions & ~lacking)
    await bot_may(evening, take=lacking)
    await evening.set_up()
    await evening.join("Ana")
    assert "north-room" in await evening["Ana"].channels()


async def test_a_picture_stays_out_of_a_talk_that_takes_no_files_at_rest_too(circle: Evening) -> None:
    world, lacking = circle.server.world, int(Permission.ATTACH_FILES)
    everyone = world.roles[world.guild_id]
    world.change_role(everyone, permissions=everyone.permissions & ~lacking)
    await bot_may(circle, take=lacking)
    talk = await opened(circle, "Ana")
    drawn = Bars(said("core.put_away"), ((Plain("a"), 1),))
    pictured = replace(whisper(), picture=Picture(drawn, said("core.put_away")))
    await circle.client.front.post(talk, pictured, "en", "one")
    await circle.client.front.close_talk(talk)
    await circle.client.front.post(talk, pictured, "en", "two")
    shown = [one for one in await circle["Ana"].look(str(talk)) if "You have a note" in one.text]
    assert len(shown) == 2


async def test_a_bot_that_was_taken_out_of_a_talk_says_so(circle: Evening) -> None:
    talk = await opened(circle, "Ana")
    await circle.join("Robin")
    await circle["Robin"].call("DELETE", f"/channels/{talk}/thread-members/{circle.server.world.bot.id}")
    front = circle.client.front
    assert await refused(front.talk_gone(talk)) is Why.NO_PERMISSION
    assert await refused(front.close_talk(talk)) is Why.NO_PERMISSION
    assert await refused(front.post(talk, whisper(), "en", "post")) is Why.NO_PERMISSION


@pytest.mark.parametrize("lacking", [Permission.CREATE_PRIVATE_THREADS, Permission.VIEW_CHANNEL])
async def test_without_its_permission_no_talk_is_opened(circle: Evening, lacking: Permission) -> None:
    await bot_lacks_in_room(circle, lacking)
    assert await refused(circle.client.front.open_talk(room(circle), "Talk", ONCE)) is Why.NO_PERMISSION
    assert circle.server.world.threads() == []


async def test_without_the_permission_to_write_in_threads_nothing_is_said_there(circle: Evening) -> None:
    talk = await opened(circle)
    await bot_lacks_in_room(circle, Permission.SEND_MESSAGES_IN_THREADS)
    front = circle.client.front
    assert await refused(front.post(talk, whisper(), "en", "post")) is Why.NO_PERMISSION
    assert await refused(front.bring_in(talk, number(circle, "Ana"))) is Why.NO_PERMISSION
    lacks = await front.missing_in(
        home(circle), room(circle), ("create_private_threads", "send_messages_in_threads", "manage_threads")
    )
    assert lacks == ("send_messages_in_threads", "manage_threads")


async def test_no_talk_is_opened_in_a_channel_that_is_gone(circle: Evening) -> None:
    front, place = circle.client.front, room(circle)
    await circle.join("Robin")
    await circle["Robin"].call("DELETE", f"/channels/{place}")
    await until(lambda: circle.client.get_channel(place) is None)
    assert await refused(front.open_talk(place, "Talk", ONCE)) is Why.CHANNEL_GONE
    assert await refused(front.find_talk(place, ONCE, circle.clock.now())) is Why.CHANNEL_GONE


class Listening(Cog):
    """Notes who pressed, and answers."""

    feature = "listening"

    def __init__(self) -> None:
        self.heard: list[Visitor] = []

    @pressed("here")
    async def here(self, press: Press) -> None:
        """Answer privately."""
        self.heard.append(press.visitor)
        await press.show(whisper())


async def test_a_press_tells_in_which_talk_it_was_made(circle: Evening) -> None:
    talk = await opened(circle, "Ana")
    listening = Listening()
    circle.client._switchboard.add(listening)  # pyright: ignore[reportPrivateUsage, reportOptionalMemberAccess]
    here = Notice((said("mailbox.dm"),), ((button("mailbox.button.open", "listening:here"),),), audience=None)
    await circle.client.front.post(talk, here, "en", "post")
    await circle.client.front.post(room(circle), here, "en", "room")
    in_talk = (await circle["Ana"].look(str(talk)))[-1]
    assert (await circle["Ana"].press(in_talk, "Open")).private
    await circle["Ana"].press((await circle["Ana"].look("north-room"))[-1], "Open")
    pressed_in = [(one.channel, one.server, bool(one.roles)) for one in listening.heard]
    assert pressed_in == [(talk, home(circle), True), (room(circle), home(circle), True)]
    with pytest.raises(NothingHappened):
        await circle["Cleo"].press(in_talk, "Open")

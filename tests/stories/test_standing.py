"""The standing post: made once, kept true, and noticed when it is gone."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.circles.model import Circle, Spot
from bot.core.ids import CircleId, PlatformId, ServerId, Visitor
from bot.core.refusals import Refusal
from rehearsal.permissions import Permission
from rehearsal.person import visit
from rehearsal.screen import Screen
from rehearsal.server import Rehearsal
from tests.stories.conftest import Evening, FakeClock, bot_on, until

DAY = timedelta(days=1)
FIRST, SECOND = ("gb-shout", "de-weisser-ring-opfer-telefon"), ("gb-victim-support-supportline",)
OF_FIRST, OF_SECOND = "WEISSER RING Opfer-Telefon", "Victim Support Supportline"
NUMBERS = "Numbers"


@pytest.fixture
async def riverside(rehearsal: Rehearsal, tmp_path: Path) -> AsyncIterator[Evening]:
    """An evening with a circle, North, that three members joined, and which checked two lines."""
    clock = FakeClock()
    async with AsyncExitStack() as stack:
        parts = await stack.enter_async_context(bot_on(rehearsal, tmp_path, clock))
        people = await stack.enter_async_context(visit(rehearsal.url))
        evening = Evening(rehearsal, people, *parts, clock, tmp_path)
        await evening.set_up()
        await evening.join("Ana", "Bea", "Cleo")
        await check(evening, FIRST)
        yield evening


async def check(evening: Evening, lines: tuple[str, ...]) -> None:
    circle, helplines, now = (await north(evening)).circle, evening.hearth.helplines, evening.clock.now()
    await evening.stores.main.write(lambda tx: helplines.confirm_in(tx, circle, lines, now))
    await helplines.confirmed(circle)


def robin(evening: Evening) -> Visitor:
    here = ServerId(evening.client.guilds[0].id)
    who = PlatformId(int(evening["Robin"].id))
    return Visitor(who, here, frozenset(), manages_messages=True, manages_server=True, locale="en")


async def north(evening: Evening) -> Circle:
    return (await evening.hearth.circles.in_server(ServerId(evening.client.guilds[0].id)))[0]


async def place(evening: Evening, spot: Spot = Spot.DOOR) -> None:
    await evening.hearth.standing.place(robin(evening), (await north(evening)).circle, spot)


async def posts(evening: Evening, channel: str = "north-door") -> list[Screen]:
    return [screen for screen in await evening["Ana"].look(channel) if NUMBERS in screen.buttons]


async def about_posts(evening: Evening) -> list[object]:
    """Answer what the bot asked of the server, its daily look after members left aside."""
    return [one for one in await evening.people.requests() if "/members/" not in one["route"]]


async def delete(evening: Evening, post: Screen) -> None:
    await evening["Robin"].call("DELETE", f"/channels/{post.channel_id}/messages/{post.message_id}")


@pytest.mark.parametrize(("spot", "channel"), [(Spot.DOOR, "north-door"), (Spot.ROOM, "north-room")])
async def test_it_is_made_once_where_the_circle_chose_and_reads_without_the_bot(
    riverside: Evening, spot: Spot, channel: str
) -> None:
    await place(riverside, spot)
    await place(riverside, spot)
    found = await posts(riverside, channel)
    assert len(found) == 1
    assert OF_FIRST in found[0].text
    assert found[0].message is not None
    assert found[0].message["content"]
    assert await riverside["Ana"].notifications() == []


async def test_only_whoever_manages_the_server_places_it(riverside: Evening) -> None:
    member = replace(robin(riverside), manages_server=False)
    with pytest.raises(Refusal):
        await riverside.hearth.standing.place(member, (await north(riverside)).circle, Spot.DOOR)
    assert await posts(riverside) == []


async def test_other_numbers_stand_there_as_soon_as_they_are_checked(riverside: Evening) -> None:
    await place(riverside)
    await check(riverside, SECOND)
    await riverside.hearth.settle()
    found = await posts(riverside)
    assert [(OF_SECOND in post.text, OF_FIRST in post.text) for post in found] == [(True, False)]


async def test_a_number_nobody_checked_for_a_year_goes_from_it_by_itself(riverside: Evening) -> None:
    await place(riverside)
    riverside.clock.forward(364 * DAY)
    await riverside.hearth.settle()
    assert [OF_FIRST in post.text for post in await posts(riverside)] == [True]
    riverside.clock.forward(DAY)
    await riverside.hearth.settle()
    assert [OF_FIRST in post.text for post in await posts(riverside)] == [False]


async def test_it_follows_the_circles_settings_at_once(riverside: Evening) -> None:
    await place(riverside)
    robins = riverside["Robin"]
    card = await robins.press(await robins.command("desk"), "North")
    await robins.choose(await robins.press(card, "Change language"), "es")
    await riverside.hearth.settle()
    assert await posts(riverside) == []
    labels = [label for post in await riverside["Ana"].look("north-door") for label in post.buttons]
    assert labels.count("Números") == 1


async def test_a_deleted_one_is_noticed_the_desk_says_so_and_it_can_be_made_anew(riverside: Evening) -> None:
    await place(riverside)
    await delete(riverside, (await posts(riverside))[0])
    assert "does not answer is gone" not in (await riverside["Robin"].command("desk")).text
    await riverside.pass_time(DAY)
    desk = (await riverside["Robin"].command("desk")).text
    assert "The post in North that helps when Willow does not answer is gone: the message was deleted." in desk
    before = len(await about_posts(riverside))
    for _ in range(3):
        await riverside.pass_time(DAY)
    assert len(await about_posts(riverside)) == before
    assert await posts(riverside) == []
    await place(riverside)
    assert len(await posts(riverside)) == 1
    assert "does not answer is gone" not in (await riverside["Robin"].command("desk")).text


async def test_where_it_may_not_post_it_says_so_and_tries_once_a_day(riverside: Evening) -> None:
    door = riverside.server.world.channels[str((await north(riverside)).door)]
    me = riverside.client.guilds[0].me
    door.overwrites[str(me.id)].allow &= ~Permission.SEND_MESSAGES
    door.overwrites[str(me.id)].deny |= Permission.SEND_MESSAGES
    riverside.server.world.channel_changed(door)
    with pytest.raises(Refusal) as refused:
        await place(riverside)
    assert refused.value.key == "circles.standing.not_placed"
    before = len(await riverside.people.requests())
    for _ in range(3):
        await riverside.pass_time(DAY)
    tried = [one for one in (await riverside.people.requests())[before:] if one["method"] == "POST"]
    assert len(tried) == 3
    door.overwrites[str(me.id)].allow |= Permission.SEND_MESSAGES
    door.overwrites[str(me.id)].deny &= ~Permission.SEND_MESSAGES
    riverside.server.world.channel_changed(door)
    await riverside.pass_time(DAY)
    assert len(await posts(riverside)) == 1


async def test_a_door_that_was_deleted_and_made_again_gets_it_too(riverside: Evening) -> None:
    await place(riverside)
    door = (await north(riverside)).door
    await riverside["Robin"].call("DELETE", f"/channels/{door}")
    await until(lambda: riverside.client.get_channel(door or 0) is None)
    await riverside.pass_time(DAY)
    robins = riverside["Robin"]
    card = await robins.press(await robins.command("desk"), "North")
    await robins.press(card, "Carry on")
    await riverside.hearth.settle()
    assert len(await posts(riverside)) == 1


async def test_one_that_was_left_is_looked_after_no_longer(riverside: Evening) -> None:
    await place(riverside)
    await riverside.hearth.standing.leave(robin(riverside), CircleId((await north(riverside)).circle))
    await check(riverside, SECOND)
    await riverside.pass_time(3 * DAY)
    assert [OF_FIRST in post.text for post in await posts(riverside)] == [True]
    await delete(riverside, (await posts(riverside))[0])
    await riverside.pass_time(3 * DAY)
    assert "does not answer is gone" not in (await riverside["Robin"].command("desk")).text

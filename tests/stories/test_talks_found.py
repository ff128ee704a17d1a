"""Private talks are opened once: what was opened is found again, and nothing else is taken for it."""

from dataclasses import replace
from datetime import timedelta

from bot.core.ports import Why
from cogs.history import PAGE
from cogs.talks import talk_mark, talk_name
from rehearsal.permissions import Permission
from rehearsal.records import Channel
from tests.stories.conftest import Evening, bot_on
from tests.stories.mishaps import strike
from tests.stories.talking import (
    AT_REST,
    ONCE,
    OPENING,
    about,
    asked,
    bot_lacks_in_room,
    found,
    number,
    opened,
    refused,
    room,
)


def test_a_long_name_keeps_its_mark_and_the_mark_never_changes() -> None:
    assert talk_name("x" * 200, ONCE) == "x" * 93 + " " + talk_mark(ONCE)
    assert len(talk_name("x" * 200, ONCE)) == 100
    # What an earlier version opened is found by a later one.
    assert talk_name("Talk", "a7f3c2d9e8b1") == "Talk 781062"


async def test_a_talk_whose_opening_got_no_answer_is_found_and_not_opened_twice(circle: Evening) -> None:
    await strike(circle, "reset_after", OPENING)
    assert await refused(circle.client.front.open_talk(room(circle), "Talk", ONCE)) is Why.NOT_ANSWERED
    talk = await found(circle)
    assert talk is not None
    assert [one.id for one in circle.server.world.threads()] == [str(talk)]
    await strike(circle, "reset_before", OPENING)
    assert await refused(circle.client.front.open_talk(room(circle), "Talk", "b" * 24)) is Why.NOT_ANSWERED
    assert await found(circle, "b" * 24) is None


async def test_a_bot_that_died_before_it_noted_the_talk_finds_it_again(circle: Evening) -> None:
    talk = await opened(circle)
    await circle.hearth.end()
    await circle.client.close()
    async with bot_on(circle.server, circle.folder / "again", circle.clock) as (client, _, _):
        since = circle.server.world.clock.now()
        assert await client.front.find_talk(room(circle), ONCE, since) == talk
        await client.front.bring_in(talk, number(circle, "Ana"))
    assert await circle["Ana"].threads() == [f"Talk {talk_mark(ONCE)}"]


async def test_a_talk_is_found_at_rest_too_however_many_came_after_it(circle: Evening) -> None:
    talk = await opened(circle, "Ana")
    await circle.client.front.close_talk(talk)
    world, place = circle.server.world, str(room(circle))
    for later in range(PAGE):
        about_it = replace(about(circle, talk), members=dict(about(circle, talk).members))
        thread = Channel(world.ids.next(), 12, talk_name("Talk", f"later{later}"), parent_id=place, thread=about_it)
        world.channels[thread.id] = thread
    assert await found(circle) == talk
    assert await found(circle, "never opened") is None


async def test_neither_an_older_talk_nor_somebody_elses_thread_is_taken_for_it(circle: Evening) -> None:
    await opened(circle)
    await circle.people.forward("PT1H")
    assert await found(circle) is None
    assert await found(circle, ago=timedelta(hours=2)) is not None
    name = talk_name("Talk", "forged")
    await circle.join("Robin")
    number_ = await circle["Robin"].begin_thread("north-room", name, private=True)
    await circle["Robin"].brings(str(circle.server.world.bot.id), number_)
    assert await found(circle, "forged") is None


async def test_where_the_room_may_not_be_read_back_nobody_claims_there_is_no_talk(circle: Evening) -> None:
    talk = await opened(circle)
    await bot_lacks_in_room(circle, Permission.READ_MESSAGE_HISTORY)
    assert await found(circle) == talk
    assert await refused(found(circle, "another")) is Why.NO_PERMISSION
    assert await asked(circle, AT_REST) == 0, "Discord counts what it refuses"
    # Hearth's own posts in the talk cannot be looked for either.
    since = circle.server.world.clock.now()
    assert await refused(circle.client.front.find(talk, "post", since)) is Why.NO_PERMISSION
    await circle.client.front.close_talk(talk)
    assert await refused(circle.client.front.find(talk, "post", since)) is Why.NO_PERMISSION

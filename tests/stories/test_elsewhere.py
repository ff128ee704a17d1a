"""A circle is its own server's: who is nowhere near it hears nothing of it, whatever their client sends."""

from rehearsal.records import Channel
from tests.matrix.pressing import Control, Sender
from tests.matrix.test_strangers import rows
from tests.stories.conftest import Evening, until
from tests.stories.test_mailbox import north

READS = ("North", "Kim at the library", "What holds here")
"""The name of the circle, its contact outside, and how its agreements begin."""


PRESSES = (
    *("circles:door:{0}", "circles:join:{0}:1", "circles:leave:{0}", "asked:mine:{0}", "asked:off:{0}"),
    *("checkins:formats:{0}", "checkins:lines:{0}", "rhythms:new:{0}", "desk:card:{0}", "setup:who_plans:{0}"),
    *("reach:go:alone:{0}:here:1", "consent:circle:{0}", "consent:on:{0}:checkins.answers"),
)


async def hillside(circle: Evening) -> Channel:
    """Open another server, which Vera owns and Ana is in, and answer its lobby once its commands are there."""
    made, world = await circle.people.another_server("Hillside", "Vera", "Ana"), circle.server.world
    await until(lambda: any(one.get("guild_id") == made["id"] for one in world.commands))
    await circle.hearth.settle()
    return world.channels[made["channels"][0]["id"]]


async def read(circle: Evening, name: str, place: Channel, press: str) -> str:
    """Answer what somebody reads after sending a press about North from a channel."""
    control = Control(press.format(await north(circle)), 2)
    return (await Sender(circle, circle[name]).send(control, place)).text


async def test_whoever_owns_another_server_learns_nothing_of_a_circle_and_changes_nothing(circle: Evening) -> None:
    lobby = await hillside(circle)
    before = await rows(circle)
    for press in PRESSES:
        told = await read(circle, "Vera", lobby, press)
        assert not [one for one in READS if one in told], press
        assert await rows(circle) == before, press


async def test_a_member_is_told_where_it_opens_and_can_leave_from_anywhere(circle: Evening) -> None:
    lobby = await hillside(circle)
    assert "the server of North" in await read(circle, "Ana", lobby, "reach:go:alone:{0}:here:1")
    assert "You have left" in await read(circle, "Ana", lobby, "circles:leave:{0}")


async def test_whoever_was_never_inside_is_told_in_a_direct_message_that_it_opens_in_its_server_alone(
    circle: Evening,
) -> None:
    world = circle.server.world
    told = await read(circle, "Sam", world.direct(circle["Sam"].id, world.bot.id), "circles:door:{0}")
    assert "opens there alone" in told
    assert not [one for one in READS if one in told]

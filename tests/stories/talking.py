"""What the stories about private talks share: where they are, who is in them, and what the bot asked for."""

from collections.abc import Awaitable
from datetime import timedelta

import pytest

from bot.core.ids import ChannelId, PlatformId, ServerId
from bot.core.ports import CannotKeep, Why
from rehearsal.permissions import Permission
from rehearsal.records import Channel, Thread
from tests.stories.conftest import Evening, until

ONCE = "a7f3c2d9e8b1"
"""What a talk is opened with."""

OPENING = ("POST", "/channels/{channel_id}/threads")
"""Opening one."""

AT_REST = ("GET", "/channels/{channel_id}/users/@me/threads/archived/private")
"""Looking through those at rest."""

CHANGING = ("PATCH", "/channels/{channel_id}")
"""Waking one, or putting it to rest."""


def room(circle: Evening) -> ChannelId:
    """Answer the circle's room."""
    return ChannelId(int(next(one.id for one in circle.server.world.guild_channels() if one.name == "north-room")))


def home(circle: Evening) -> ServerId:
    """Answer the server."""
    return ServerId(int(circle.server.world.guild_id))


def number(circle: Evening, name: str) -> PlatformId:
    """Answer somebody's id."""
    return PlatformId(int(circle[name].id))


def record(circle: Evening, talk: ChannelId) -> Channel:
    """Answer a talk as the small Discord holds it."""
    return circle.server.world.channels[str(talk)]


def about(circle: Evening, talk: ChannelId) -> Thread:
    """Answer what makes a talk a thread."""
    thread = record(circle, talk).thread
    assert thread is not None
    return thread


async def opened(circle: Evening, *names: str, once: str = ONCE) -> ChannelId:
    """Open a talk in the circle's room and bring people in."""
    talk = await circle.client.front.open_talk(room(circle), "Talk", once)
    for name in names:
        await circle.client.front.bring_in(talk, number(circle, name))
    return talk


async def found(circle: Evening, once: str = ONCE, ago: timedelta = timedelta(0)) -> ChannelId | None:
    """Look for a talk that was opened since then."""
    return await circle.client.front.find_talk(room(circle), once, circle.server.world.clock.now() - ago)


async def bot_may(circle: Evening, *, add: int = 0, take: int = 0) -> None:
    """Change what the bot may do on the server, and wait until it has heard of it."""
    role = circle.server.world.bot_role
    held = (role.permissions | add) & ~take
    circle.server.world.change_role(role, permissions=held)
    guild = circle.client.guilds[0]
    await until(lambda: guild.self_role is not None and guild.self_role.permissions.value == held)


async def bot_lacks_in_room(circle: Evening, lacking: Permission) -> None:
    """Take from the bot one permission in the circle's room, and wait until it has heard of it."""
    place, guild = circle.server.world.channels[str(room(circle))], circle.client.guilds[0]
    own = place.overwrites[circle.server.world.bot.id]
    own.allow, own.deny = own.allow & ~int(lacking), own.deny | int(lacking)
    circle.server.world.channel_changed(place)
    channel = guild.get_channel(room(circle))
    assert channel is not None
    await until(lambda: bool(channel.overwrites_for(guild.me).pair()[1].value & lacking))


async def refused(act: Awaitable[object]) -> Why:
    """Answer why the front could not keep a promise."""
    with pytest.raises(CannotKeep) as told:
        await act
    return told.value.why


async def asked(circle: Evening, what: tuple[str, str]) -> int:
    """Answer how often the bot made a request of one kind."""
    return sum((one["method"], one["route"]) == what for one in await circle.people.requests())

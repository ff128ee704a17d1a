"""Who could open a private talk uninvited is known and told, and so is who left."""

from bot.core.ids import PlatformId, RoleId
from bot.core.notices import Notice, OfRole, said
from bot.mailbox.notices import whisper
from rehearsal.permissions import Permission
from rehearsal.records import Overwrite
from tests.stories.conftest import Evening, until
from tests.stories.talking import bot_may, home, number, room


async def test_who_could_open_a_talk_is_told_by_role_and_by_name(circle: Evening) -> None:
    world, front, place = circle.server.world, circle.client.front, room(circle)
    roles = {role.name: role for role in world.roles.values()}
    guild, channel = circle.client.guilds[0], world.channels[str(place)]
    moderators, facilitators = (RoleId(int(roles[name].id)) for name in ("Moderators", "Facilitators"))
    known = await front.who_could_open(home(circle), place)
    assert (known.owner, known.people, known.everyone) == (PlatformId(int(world.owner_id)), (), False)
    assert known.roles == (moderators,)
    world.change_role(roles["Facilitators"], permissions=int(Permission.ADMINISTRATOR))
    await bot_may(circle, add=int(Permission.MANAGE_THREADS))
    assert (await front.who_could_open(home(circle), place)).roles == (moderators, facilitators)
    shut = Overwrite(str(moderators), 0, 0, int(Permission.MANAGE_THREADS))
    named = Overwrite(circle["Bea"].id, 1, int(Permission.MANAGE_THREADS), 0)
    seeing = Overwrite(circle["Cleo"].id, 1, int(Permission.VIEW_CHANNEL), 0)
    channel.overwrites |= {one.id: one for one in (shut, named, seeing)}
    world.channel_changed(channel)
    heard = guild.get_channel(place)
    assert heard is not None
    await until(lambda: len(heard.overwrites) == len(channel.overwrites))
    known = await front.who_could_open(home(circle), place)
    assert (known.roles, known.people) == ((facilitators,), (number(circle, "Bea"),))
    everyone = world.roles[world.guild_id]
    world.change_role(everyone, permissions=everyone.permissions | int(Permission.MANAGE_THREADS))
    await until(lambda: guild.default_role.permissions.manage_threads)
    assert (await front.who_could_open(home(circle), place)).everyone


async def test_whether_one_person_could_open_a_talk_follows_their_own_roles(circle: Evening) -> None:
    world, front, place = circle.server.world, circle.client.front, room(circle)

    async def could(name: str) -> bool | None:
        return await front.could_open(home(circle), place, number(circle, name))

    assert await could("Robin") is False, "a moderator who cannot see the room"
    await circle.join("Robin")
    assert await could("Robin") is True, "and one in the circle"
    assert await could("Ana") is False
    assert await front.could_open(home(circle), place, PlatformId(int(world.owner_id))) is True
    world.person("Robin").present = False
    assert await could("Robin") is False, "who left opens nothing"
    world.person("Robin").present = True
    await circle.people.faults("503", "/guilds/{guild_id}/members/{user_id}", method="GET")
    assert await could("Robin") is None


async def test_who_left_the_server_is_known(circle: Evening) -> None:
    front = circle.client.front
    assert await front.is_here(home(circle), number(circle, "Bea")) is True
    circle.server.world.person("Bea").present = False
    assert await front.is_here(home(circle), number(circle, "Bea")) is False
    await circle.people.faults("503", "/guilds/{guild_id}/members/{user_id}", method="GET")
    assert await front.is_here(home(circle), number(circle, "Bea")) is None


async def test_a_role_is_shown_by_its_name_and_tells_nobody(circle: Evening) -> None:
    moderators = next(role for role in circle.server.world.roles.values() if role.name == "Moderators")
    words = said("core.why.lacks", permissions=OfRole(RoleId(int(moderators.id))))
    rows = whisper().rows
    await circle.join("Robin")
    await circle.client.front.post(room(circle), Notice((words,), rows, audience=None), "en", "role")
    assert "**@Moderators**" in (await circle["Robin"].look("north-room"))[-1].text
    assert not any("@Moderators" in line for line in await circle["Robin"].notifications())

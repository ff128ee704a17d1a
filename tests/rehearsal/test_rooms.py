"""Roles, channels, and who may do what where."""

import asyncio

import discord
import pytest

from rehearsal.permissions import Permission
from rehearsal.person import People
from rehearsal.person_forms import NothingHappened
from rehearsal.server import Rehearsal
from tests.rehearsal.conftest import SmallBot


def role_named(bot: SmallBot, name: str) -> discord.Role:
    found = discord.utils.get(bot.home.roles, name=name)
    assert found is not None
    return found


async def test_the_bot_makes_gives_and_deletes_a_role(rehearsal: Rehearsal, bot: SmallBot, people: People) -> None:
    made = await bot.home.create_role(name="North", permissions=discord.Permissions.none())
    assert made < bot.home.me.top_role
    bea = await bot.home.fetch_member(int(people["Bea"].id))
    await bea.add_roles(made)
    assert made in (await bot.home.fetch_member(bea.id)).roles
    assert rehearsal.world.person("Bea").roles == [str(made.id)]
    await bea.remove_roles(made)
    assert rehearsal.world.person("Bea").roles == []
    await bea.add_roles(made)
    await made.delete()
    assert await bot.sees("guild_role_delete")
    assert rehearsal.world.person("Bea").roles == []
    with pytest.raises(discord.NotFound) as error:
        await bea.add_roles(made)
    assert error.value.code == 10011


async def test_roles_above_and_permissions_one_lacks_are_refused(bot: SmallBot, people: People) -> None:
    bea = await bot.home.fetch_member(int(people["Bea"].id))
    for act in (
        bea.add_roles(role_named(bot, "Moderators")),
        bea.add_roles(role_named(bot, "Willow")),
        role_named(bot, "Moderators").edit(name="Mine"),
        bot.home.create_role(name="Too much", permissions=discord.Permissions(ban_members=True)),
    ):
        with pytest.raises(discord.Forbidden) as error:
            await act
        assert error.value.code == 50013
    with pytest.raises(discord.NotFound) as missing:
        await bot.home.fetch_member(12345)
    assert missing.value.code == 10007


async def test_without_the_permission_nothing_is_made(rehearsal: Rehearsal, bot: SmallBot, people: People) -> None:
    role = rehearsal.world.bot_role
    less = role.permissions & ~int(Permission.MANAGE_ROLES | Permission.MANAGE_CHANNELS)
    guild = rehearsal.world.guild_id
    path = f"/guilds/{guild}/roles/{role.id}"
    before = role.permissions
    await people["Robin"].call("PATCH", path, {"permissions": str(less)})
    await bot.sees("guild_role_update")
    assert not bot.home.me.guild_permissions.manage_roles
    for act in (bot.home.create_role(name="x"), bot.home.create_text_channel("x")):
        with pytest.raises(discord.Forbidden) as error:
            await act
        assert error.value.code == 50013
    rehearsal.world.change_role(role, permissions=before)
    await bot.sees("guild_role_update")
    assert bot.home.me.guild_permissions.manage_roles
    with pytest.raises(NothingHappened) as refused:
        await people["Ana"].call("PATCH", path, {"permissions": "0"})
    assert refused.value.code == 50013


async def test_a_private_channel_is_for_its_role(bot: SmallBot, people: People) -> None:
    north = await bot.home.create_role(name="North")
    bea = await bot.home.fetch_member(int(people["Bea"].id))
    await bea.add_roles(north)
    shut, opened = discord.PermissionOverwrite(view_channel=False), discord.PermissionOverwrite(view_channel=True)
    overwrites: dict[discord.Role | discord.Member | discord.Object, discord.PermissionOverwrite] = {
        bot.home.default_role: shut,
        north: opened,
        bot.home.me: opened,
    }
    category = await bot.home.create_category("Circles", overwrites=overwrites)
    channel = await category.create_text_channel("North circle")
    assert channel.name == "north-circle"
    assert channel.overwrites_for(north).view_channel
    assert "north-circle" in await people["Bea"].channels()
    assert "north-circle" not in await people["Sam"].channels()
    await channel.send("Hello North")
    assert (await people["Bea"].sees("Hello North")).kind == "message"
    assert await people["Sam"].inbox() == []
    for act in (people["Sam"].look(str(channel.id)), people["Sam"].say(str(channel.id), "hi")):
        with pytest.raises(NothingHappened) as error:
            await act
        assert error.value.code == 50001


async def test_overwrites_take_manage_roles_and_the_bits_themselves(rehearsal: Rehearsal, bot: SmallBot) -> None:
    general = bot.text_channel("general")
    with pytest.raises(discord.Forbidden) as error:
        await general.set_permissions(bot.home.default_role, manage_threads=False)
    assert error.value.code == 50013
    await general.set_permissions(bot.home.default_role, send_messages=False)
    await bot.sees("guild_channel_update")
    assert general.overwrites_for(bot.home.default_role).send_messages is False
    await general.set_permissions(bot.home.default_role, overwrite=None)
    role = rehearsal.world.bot_role
    rehearsal.world.change_role(role, permissions=role.permissions & ~int(Permission.MANAGE_ROLES))
    with pytest.raises(discord.Forbidden):
        await general.set_permissions(bot.home.default_role, send_messages=False)


async def test_a_deleted_channel_is_gone(bot: SmallBot, people: People) -> None:
    channel = await bot.home.create_text_channel("short")
    guild_path = f"/channels/{channel.id}"
    await people["Robin"].call("DELETE", guild_path)
    gone = await bot.sees("guild_channel_delete")
    assert isinstance(gone, discord.TextChannel)
    assert gone.id == channel.id
    with pytest.raises(discord.NotFound) as error:
        await channel.send("anyone?")
    assert error.value.code == 10003


async def test_the_bot_cannot_enter_where_it_may_not_look(
    rehearsal: Rehearsal, bot: SmallBot, people: People
) -> None:
    everyone = rehearsal.world.guild_id
    body = {"type": 0, "deny": str(int(Permission.VIEW_CHANNEL)), "allow": "0"}
    general = bot.text_channel("general")
    await people["Robin"].call("PUT", f"/channels/{general.id}/permissions/{everyone}", body)
    await bot.sees("guild_channel_update")
    with pytest.raises(discord.Forbidden) as error:
        await general.send("hello?")
    assert error.value.code == 50001


async def test_a_new_person_appears_by_id_alone(bot: SmallBot, people: People) -> None:
    async with asyncio.timeout(5):
        found = await bot.home.query_members(user_ids=[int(people["Ana"].id), 123])
    assert [member.display_name for member in found] == ["Ana"]

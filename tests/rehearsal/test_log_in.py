"""A real discord.py bot logs in, brings its commands and answers in private."""

import discord
import pytest
from discord import app_commands

from rehearsal.person import People
from rehearsal.person_forms import NothingHappened
from rehearsal.server import Rehearsal
from tests.rehearsal.conftest import SmallBot


async def test_the_bot_finds_its_server(bot: SmallBot) -> None:
    assert bot.user is not None
    assert bot.user.name == "Willow"
    assert bot.home.name == "Riverside"
    assert {channel.name for channel in bot.home.text_channels} == {"welcome", "general"}
    assert [member.name for member in bot.home.members] == ["Willow"]
    assert not bot.home.me.guild_permissions.administrator


async def test_a_wrong_token_does_not_log_in(rehearsal: Rehearsal) -> None:
    client = SmallBot()
    with pytest.raises(discord.LoginFailure):
        await client.login("invented.wrong.token")
    await client.close()


async def test_a_privileged_intent_is_refused(rehearsal: Rehearsal) -> None:
    client = SmallBot(discord.Intents.all())
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await client.start(rehearsal.bot_token)
    await client.close()


async def test_commands_come_and_keep_their_ids(bot: SmallBot, people: People) -> None:
    @bot.tree.command(description="Say hello")
    async def hello(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"Hello {interaction.user.display_name}", ephemeral=True)

    @bot.tree.command(description="Only here", guild=bot.home)
    async def local(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("local")

    first = await bot.tree.sync()
    await bot.tree.sync(guild=bot.home)
    again = await bot.tree.sync()
    assert [c.id for c in first] == [c.id for c in again]
    names = {(c["name"], c.get("guild_id")) for c in (await people.world())["commands"]}
    assert names == {("hello", None), ("local", str(bot.home.id))}
    screen = await people["Ana"].command("hello")
    assert screen.private
    assert screen.text == "Hello Ana"
    assert (await people["Ana"].command("hello", dm=True)).text == "Hello Ana"
    assert (await people["Ana"].command("local")).text == "local"
    with pytest.raises(NothingHappened) as error:
        await people["Ana"].command("local", dm=True)
    assert error.value.code == 50013


async def test_a_badly_named_command_is_refused(bot: SmallBot) -> None:
    with pytest.raises(discord.HTTPException) as error:
        await bot.http.upsert_global_command(bot.application_id or 0, {"name": "No Good", "description": "x"})  # pyright: ignore[reportArgumentType]
    assert error.value.code == 50035


async def test_a_command_only_for_moderators_is_for_them(bot: SmallBot, people: People) -> None:
    @bot.tree.command(description="Set up")
    @app_commands.default_permissions(manage_guild=True)
    async def setup(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("set", ephemeral=True)

    await bot.tree.sync()
    assert (await people["Robin"].command("setup")).text == "set"
    with pytest.raises(NothingHappened) as error:
        await people["Ana"].command("setup")
    assert error.value.status == 403

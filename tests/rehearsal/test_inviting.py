"""A bot that is put out of the server, and invited again."""

import discord
import pytest

from rehearsal.person import People
from rehearsal.person_forms import NothingHappened
from rehearsal.server import Rehearsal
from tests.rehearsal.conftest import SmallBot


async def test_a_bot_that_is_put_out_hears_of_it_and_can_do_nothing_there_any_more(
    bot: SmallBot, people: People
) -> None:
    general, guild = bot.text_channel("general"), bot.home
    await people.bot_is_put_out()
    assert await bot.sees("guild_remove") == guild
    assert not bot.guilds
    with pytest.raises(discord.Forbidden) as refused:
        await general.send("Hello")
    assert refused.value.code == 50001
    with pytest.raises(discord.Forbidden):
        await bot.fetch_guild(guild.id)
    with pytest.raises(discord.Forbidden):
        await bot.tree.sync(guild=guild)
    assert "Willow" not in [role["name"] for role in (await people.world())["roles"]]


async def test_what_it_posted_stays_and_its_buttons_lead_nowhere(bot: SmallBot, people: People) -> None:
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Press", custom_id="press"))
    await bot.text_channel("general").send("Hello", view=view)
    await people.bot_is_put_out()
    await bot.sees("guild_remove")
    post = (await people["Ana"].look())[-1]
    assert "Hello" in post.text
    with pytest.raises(NothingHappened) as refused:
        await people["Ana"].press(post, "Press")
    assert "10002" in str(refused.value)


async def test_invited_again_it_joins_with_a_new_role_at_the_bottom(bot: SmallBot, people: People) -> None:
    await people.bot_is_put_out()
    await bot.sees("guild_remove")
    await people.bot_is_invited()
    await people.bot_is_invited()
    guild = await bot.sees("guild_join")
    assert isinstance(guild, discord.Guild)
    assert guild.me.top_role.position == 1
    assert guild.me.guild_permissions.manage_roles
    await bot.text_channel("general").send("Here again")
    assert [role["name"] for role in (await people.world())["roles"]].count("Willow") == 1


async def test_a_bot_that_logs_in_while_it_is_out_finds_no_server(rehearsal: Rehearsal, people: People) -> None:
    await people.bot_is_put_out()
    client = SmallBot()
    async with client:
        await client.login(rehearsal.bot_token)
        assert [guild async for guild in client.fetch_guilds()] == []


async def test_what_is_neither_here_nor_out_is_refused(people: People) -> None:
    with pytest.raises(NothingHappened):
        await people.request("POST", "/rehearsal/bot", {"here": "maybe"}, "", "the story")

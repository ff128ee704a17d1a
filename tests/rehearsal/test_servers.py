"""A second server beside the first, with people of its own."""

import discord
import pytest

from rehearsal.person import People
from rehearsal.person_forms import NothingHappened
from rehearsal.records import Json
from rehearsal.server import Rehearsal
from tests.rehearsal.conftest import SmallBot

HILLSIDE = "Hillside"


async def hillside(bot: SmallBot, people: People, *names: str) -> tuple[discord.Guild, Json]:
    """Open another server with Vera, who owns it, and whoever else; the bot is in it."""
    made = await people.another_server(HILLSIDE, "Vera", *names)
    guild = await bot.sees("guild_join")
    assert isinstance(guild, discord.Guild)
    assert (str(guild.id), guild.name, str(guild.owner_id)) == (made["id"], HILLSIDE, people["Vera"].id)
    return guild, made


def lobby(made: Json) -> str:
    return made["channels"][0]["id"]


async def code(asked: object) -> int | None:
    """Answer the code with which something is refused to the bot or to a person."""
    with pytest.raises((discord.HTTPException, NothingHappened)) as refused:
        await asked  # type: ignore[misc]
    return refused.value.code  # type: ignore[attr-defined]


async def test_each_server_has_its_own_channels_roles_and_people(bot: SmallBot, people: People) -> None:
    guild, made = await hillside(bot, people, "Ana", "Wim")
    riverside = bot.get_guild(int((await people.world())["guild"]["id"]))
    assert riverside is not None
    assert [one.name for one in guild.text_channels] == ["lobby"]
    assert sorted(one.name for one in riverside.text_channels) == ["general", "welcome"]
    assert sorted(role.name for role in guild.roles) == ["@everyone", "Willow"]
    assert "Moderators" in [role.name for role in riverside.roles]
    assert "lobby" not in [one["name"] for one in (await people.world())["channels"]]
    wim, ana, bea = (int(people[name].id) for name in ("Wim", "Ana", "Bea"))
    assert await code(riverside.fetch_member(wim)) == 10007
    assert await code(guild.fetch_member(bea)) == 10007
    assert [role.name for role in (await guild.fetch_member(ana)).roles] == ["@everyone"]
    assert "Facilitators" in [role.name for role in (await riverside.fetch_member(ana)).roles]
    assert await code(people["Wim"].look("general")) == 50001
    assert await code(people["Bea"].look(lobby(made))) == 50001
    assert await code(people["Wim"].call("GET", f"/guilds/{riverside.id}/channels")) == 50001


async def test_a_press_carries_the_server_it_was_made_in_and_what_its_person_may_there(
    bot: SmallBot, people: People
) -> None:
    guild, made = await hillside(bot, people, "Ana")
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Press", custom_id="press"))
    came: list[tuple[int | None, bool]] = []

    async def on_interaction(interaction: discord.Interaction) -> None:
        manages = isinstance(interaction.user, discord.Member) and interaction.user.guild_permissions.manage_guild
        came.append((interaction.guild_id, manages))
        await interaction.response.send_message("Heard", ephemeral=True)

    bot.on_interaction = on_interaction  # type: ignore[method-assign,attr-defined]
    await guild.text_channels[0].send("Here", view=view)
    for name in ("Vera", "Ana"):
        post = (await people[name].look(lobby(made)))[-1]
        assert (await people[name].press(post, "Press")).text == "Heard"
    assert came == [(guild.id, True), (guild.id, False)]
    assert await code(people["Bea"].press(post, "Press")) == 50001


async def test_commands_of_one_server_are_not_offered_in_another(bot: SmallBot, people: People) -> None:
    guild, made = await hillside(bot, people, "Ana")

    @bot.tree.command(name="ping", description="Answers", guild=guild)
    async def ping(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"Pong in {interaction.guild_id}", ephemeral=True)

    await bot.tree.sync(guild=guild)
    assert (await people["Ana"].command("ping", channel=lobby(made))).text == f"Pong in {guild.id}"
    number = next(one["id"] for one in (await people.world())["commands"] if one["name"] == "ping")
    with pytest.raises(NothingHappened) as refused:
        await people["Ana"]._act("/ping", 2, await people["Ana"].place("general"), {"id": number, "type": 1})
    assert refused.value.code == 10063


async def test_roles_and_permissions_of_one_server_give_nothing_in_another(
    rehearsal: Rehearsal, bot: SmallBot, people: People
) -> None:
    guild, made = await hillside(bot, people, "Robin")
    world = rehearsal.world
    robin, vera, there = world.person("Robin"), world.person("Vera"), world.channels[lobby(made)]
    assert world.guild_permissions(robin) & discord.Permissions(manage_guild=True).value
    assert not world.guild_permissions(robin, made["id"]) & discord.Permissions(manage_guild=True).value
    assert not world.channel_permissions(robin, there) & discord.Permissions(manage_messages=True).value
    assert world.guild_permissions(vera) == 0
    moderators = next(role["id"] for role in (await people.world())["roles"] if role["name"] == "Moderators")
    path = f"/guilds/{guild.id}/members/{robin.id}/roles/{moderators}"
    assert await code(people["Vera"].call("PUT", path)) == 10011


async def test_a_thread_is_of_the_server_of_its_channel(bot: SmallBot, people: People) -> None:
    guild, _ = await hillside(bot, people)
    await guild.text_channels[0].create_thread(name="Aside", type=discord.ChannelType.private_thread)
    assert [one.name for one in await guild.active_threads()] == ["Aside"]
    riverside = bot.get_guild(int((await people.world())["guild"]["id"]))
    assert riverside is not None
    assert await riverside.active_threads() == []


async def test_whoever_left_one_server_is_written_to_as_long_as_another_is_shared(
    bot: SmallBot, people: People
) -> None:
    await hillside(bot, people, "Ana")
    await people.goes("Ana")
    ana = await bot.fetch_user(int(people["Ana"].id))
    await ana.send("Hello")
    assert [one.text for one in await people["Ana"].look(None)] == ["Hello"]


async def test_a_server_without_the_bot_is_none_of_its_business(bot: SmallBot, people: People) -> None:
    made = await people.another_server("Valley", "Vera", bot=False)
    assert await code(bot.fetch_guild(int(made["id"]))) == 50001
    vera = await bot.fetch_user(int(people["Vera"].id))
    assert await code(vera.send("Hello")) == 50278
    with pytest.raises(NothingHappened):
        await people["Vera"].command("help", channel=lobby(made))


async def test_a_server_without_a_name_or_people_is_refused(people: People) -> None:
    for body in ({"people": ["Vera"]}, {"name": "Valley"}, {"name": "Valley", "people": []}):
        with pytest.raises(NothingHappened) as refused:
            await people.request("POST", "/rehearsal/servers", body, "", "the story")
        assert refused.value.code == 50035

"""People who leave the server, are put out of it, and come back."""

import discord
import pytest

from rehearsal import intents
from rehearsal.person import People
from rehearsal.person_forms import NothingHappened
from rehearsal.server import Rehearsal
from tests.rehearsal.conftest import SmallBot

GONE = ("GUILD_MEMBER_REMOVE", "GUILD_MEMBER_ADD", "GUILD_BAN_ADD", "GUILD_BAN_REMOVE")


async def code_of(asked: object) -> int:
    """Answer the code a request of the bot is refused with."""
    with pytest.raises(discord.HTTPException) as refused:
        await asked  # type: ignore[misc]
    return refused.value.code


@pytest.mark.parametrize("do", ["leave", "kick", "ban"])
async def test_whoever_is_out_is_no_member_sees_no_channel_and_gets_no_direct_message(
    bot: SmallBot, people: People, do: str
) -> None:
    bea = await bot.fetch_user(int(people["Bea"].id))
    await bea.send("Before")
    assert await people.goes("Bea", do) == {"name": "Bea", "here": False, "banned": do == "ban"}
    assert await code_of(bot.home.fetch_member(bea.id)) == 10007
    assert await code_of(bea.send("After")) == 50278
    for asked in (people["Bea"].look(), people["Bea"].command("help"), people["Bea"].say("general", "Hello")):
        with pytest.raises(NothingHappened):
            await asked
    assert [one.text for one in await people["Bea"].look(None)] == ["Before"]


async def test_closed_direct_messages_of_somebody_who_is_out_are_refused_as_those_of_no_shared_server(
    bot: SmallBot, people: People
) -> None:
    bea = await bot.fetch_user(int(people["Bea"].id))
    await people["Bea"].set(dms_open=False)
    assert await code_of(bea.send("Hello")) == 50007
    await people.goes("Bea")
    assert await code_of(bea.send("Hello")) == 50278


async def test_whoever_shares_no_server_with_the_bot_uses_no_command_in_direct_messages(
    bot: SmallBot, people: People
) -> None:
    @bot.tree.command(name="ping", description="Answers")
    async def ping(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Pong")

    await bot.tree.sync()
    assert (await people["Bea"].command("ping", dm=True)).text == "Pong"
    await people.goes("Bea")
    with pytest.raises(NothingHappened) as refused:
        await people["Bea"].command("ping", dm=True)
    assert "50013" in str(refused.value)


async def test_roles_are_lost_on_leaving_and_not_given_back(bot: SmallBot, people: People) -> None:
    before = (await bot.home.fetch_member(int(people["Ana"].id))).joined_at
    await people.goes("Ana", "kick")
    await people.goes("Ana", "return")
    ana = await bot.home.fetch_member(int(people["Ana"].id))
    assert ana.roles == [bot.home.default_role]
    assert ana.joined_at is not None and before is not None and ana.joined_at > before
    await people["Ana"].look()


async def test_seats_in_threads_are_lost_and_what_a_channel_allows_by_name_stays(
    rehearsal: Rehearsal, bot: SmallBot, people: People
) -> None:
    general = bot.text_channel("general")
    cleo = await bot.home.fetch_member(int(people["Cleo"].id))
    await general.set_permissions(cleo, send_messages=False)
    thread = await people["Robin"].begin_thread("general", "Two of us", private=True)
    await people["Robin"].brings("Cleo", thread)
    assert "Two of us" in await people["Cleo"].threads()
    await people.goes("Cleo")
    await people.goes("Cleo", "return")
    assert "Two of us" not in await people["Cleo"].threads()
    assert people["Cleo"].id in rehearsal.world.channels[str(general.id)].overwrites


async def test_whoever_is_banned_comes_back_only_once_that_is_lifted(bot: SmallBot, people: People) -> None:
    await people.goes("Eli", "ban")
    with pytest.raises(NothingHappened) as refused:
        await people.goes("Eli", "return")
    assert "40007" in str(refused.value)
    assert await people.goes("Eli", "unban") == {"name": "Eli", "here": False, "banned": False}
    assert (await people.goes("Eli", "return"))["here"]
    assert (await bot.home.fetch_member(int(people["Eli"].id))).name == "eli"


async def test_the_bot_hears_of_it_only_with_the_intents(
    rehearsal: Rehearsal, bot: SmallBot, people: People
) -> None:
    told: list[str] = []
    world = rehearsal.world
    every = intents.GUILDS | intents.GUILD_MEMBERS | intents.GUILD_MODERATION
    world.listeners.append(lambda event: told.append(event.name) if intents.shown_to(world, event, every) else None)
    for do in ("leave", "leave", "return", "ban", "unban", "unban", "return"):
        await people.goes("Dani", do)
    assert [name for name in told if name in GONE] == [
        "GUILD_MEMBER_REMOVE",
        "GUILD_MEMBER_ADD",
        "GUILD_MEMBER_REMOVE",
        "GUILD_BAN_ADD",
        "GUILD_BAN_REMOVE",
        "GUILD_MEMBER_ADD",
    ]
    await bot.sees("member_ban")
    await bot.sees("member_unban")
    await bot.text_channel("general").send("The last thing")
    heard = {bot.seen.get_nowait()[0] for _ in range(bot.seen.qsize())}
    assert not heard & {"raw_member_remove", "member_remove", "member_join"}


async def test_what_is_no_way_of_going_and_who_is_nobody_is_refused(people: People) -> None:
    with pytest.raises(NothingHappened) as refused:
        await people.goes("Bea", "vanish")
    assert "50035" in str(refused.value)
    with pytest.raises(NothingHappened) as refused:
        await people.goes("Nobody")
    assert "10013" in str(refused.value)

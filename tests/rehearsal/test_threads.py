"""Threads: who can see them, who may write in them, when they rest."""

import asyncio

import discord
import pytest

from rehearsal.permissions import Permission
from rehearsal.person import People
from rehearsal.person_forms import NothingHappened
from rehearsal.records import Overwrite
from rehearsal.server import Rehearsal
from tests.rehearsal.conftest import SmallBot


async def private_thread(bot: SmallBot, name: str = "north", *, invitable: bool = True) -> discord.Thread:
    kind = discord.ChannelType.private_thread
    return await bot.text_channel("general").create_thread(name=name, type=kind, invitable=invitable)


def may_also(rehearsal: Rehearsal, permission: Permission) -> None:
    role = rehearsal.world.bot_role
    rehearsal.world.change_role(role, permissions=role.permissions | int(permission))


def let(rehearsal: Rehearsal, name: str, allow: Permission) -> None:
    person = rehearsal.world.person(name)
    for channel in rehearsal.world.guild_channels():
        channel.overwrites[person.id] = Overwrite(person.id, 1, int(allow), 0)


async def test_a_private_thread_is_for_its_members_and_for_moderators(bot: SmallBot, people: People) -> None:
    thread = await private_thread(bot)
    await thread.add_user(discord.Object(int(people["Bea"].id)))
    await thread.send("Only for the few")
    assert (await people["Bea"].sees("Only for the few")).kind == "message"
    assert await people["Bea"].threads() == ["north"]
    assert await people["Robin"].threads() == ["north"], "a moderator has Manage Threads"
    assert await people["Cleo"].threads() == []
    for act in (people["Cleo"].look("north"), people["Cleo"].say("north", "hello?")):
        with pytest.raises(NothingHappened) as refused:
            await act
        assert refused.value.code == 50001
    assert await people["Cleo"].inbox() == []
    await people["Bea"].leaves("north")
    with pytest.raises(NothingHappened) as gone:
        await people["Bea"].look("north")
    assert gone.value.code == 50001


async def test_whoever_is_brought_in_is_told_and_the_bot_learns_of_itself_alone(
    bot: SmallBot, people: People
) -> None:
    thread_id = await people["Robin"].begin_thread("general", "quiet corner", private=True)
    assert bot.home.get_thread(int(thread_id)) is None, "the bot cannot see it"
    await people["Robin"].brings(str(bot.application_id), "quiet corner")
    await bot.sees("thread_join")
    thread = bot.home.get_thread(int(thread_id))
    assert thread is not None
    assert thread.me is not None
    await people["Robin"].brings("Ana", "quiet corner")
    told = await people["Ana"].sees("added @Ana to the thread")
    assert told.message is not None
    assert told.message["type"] == 1
    assert any("added @Ana" in line for line in await people["Ana"].notifications())
    await people["Robin"].call("DELETE", f"/channels/{thread_id}/thread-members/{bot.application_id}")
    await bot.sees("thread_remove")
    inside = await people["Robin"].call("GET", f"/channels/{thread_id}/thread-members")
    assert {one["user_id"] for one in inside} == {people["Robin"].id, people["Ana"].id}


async def test_a_thread_of_a_message_has_its_id_and_there_is_one(bot: SmallBot, people: People) -> None:
    @bot.tree.command(description="For one's own eyes")
    async def whisper(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("for you", ephemeral=True)

    await bot.tree.sync()
    message = await bot.text_channel("general").send("Who reads along?")
    thread = await message.create_thread(name="reading", auto_archive_duration=60)
    assert thread.id == message.id
    shown = (await people["Ana"].look())[-1].message
    assert shown is not None
    assert (shown["thread"]["name"], shown["flags"] & 32) == ("reading", 32)
    assert (await people["Ana"].look("reading"))[0].text == "Who reads along?"
    assert await people["Sam"].threads() == ["reading"], "a public thread is for whoever sees the channel"
    with pytest.raises(discord.HTTPException) as twice:
        await message.create_thread(name="again")
    assert twice.value.code == 160004
    secret = await people["Ana"].command("whisper")
    with pytest.raises(NothingHappened) as hidden:
        path = f"/channels/{message.channel.id}/messages/{secret.message_id}/threads"
        await people["Ana"].call("POST", path, {"name": "x"})
    assert hidden.value.code == 10008
    with pytest.raises(discord.HTTPException) as inside:
        await (await thread.send("deeper")).create_thread(name="deeper")
    assert inside.value.code == 50024


async def test_writing_in_threads_takes_its_own_permission(
    rehearsal: Rehearsal, bot: SmallBot, people: People
) -> None:
    thread = await private_thread(bot)
    for name in ("Bea", "Cleo"):
        await thread.add_user(discord.Object(int(people[name].id)))
    general = rehearsal.world.channels[str(thread.parent_id)]
    shut = Overwrite(people["Bea"].id, 1, 0, int(Permission.SEND_MESSAGES_IN_THREADS))
    general.overwrites = {shut.id: shut}
    with pytest.raises(NothingHappened) as refused:
        await people["Bea"].say("north", "hello")
    assert refused.value.code == 50013
    await people["Bea"].say("general", "here I may")
    general.overwrites = {people["Cleo"].id: Overwrite(people["Cleo"].id, 1, 0, int(Permission.SEND_MESSAGES))}
    await people["Cleo"].say("north", "here I may")


async def test_beginning_one_takes_a_permission_for_each_kind(
    rehearsal: Rehearsal, bot: SmallBot, people: People
) -> None:
    del bot
    with pytest.raises(NothingHappened) as private:
        await people["Bea"].begin_thread("general", "hidden", private=True)
    assert private.value.code == 50013
    await people["Bea"].begin_thread("general", "open")
    assert (await people["Cleo"].look())[-1].text == "started a thread: open"
    let(rehearsal, "Bea", Permission.CREATE_PRIVATE_THREADS)
    await people["Bea"].begin_thread("general", "hidden", private=True)
    assert await people["Cleo"].threads() == ["open"]


async def test_a_thread_rests_wakes_and_can_be_locked(rehearsal: Rehearsal, bot: SmallBot, people: People) -> None:
    thread = await private_thread(bot)
    await thread.add_user(discord.Object(int(people["Bea"].id)))
    message = await thread.send("one")
    await thread.edit(archived=True)
    assert await people["Bea"].threads() == []
    with pytest.raises(discord.HTTPException) as resting:
        await message.edit(content="two")
    assert resting.value.code == 50083
    with pytest.raises(discord.HTTPException) as closed:
        await thread.add_user(discord.Object(int(people["Cleo"].id)))
    assert closed.value.code == 50083
    await people["Bea"].say("north", "awake again")
    assert await people["Bea"].threads() == ["north"]
    await people["Robin"].call("PATCH", f"/channels/{thread.id}", {"locked": True, "archived": True})
    for act in (
        people["Bea"].say("north", "locked?"),
        people["Bea"].call("PATCH", f"/channels/{thread.id}", {"archived": False}),
    ):
        with pytest.raises(NothingHappened) as locked:
            await act
        assert locked.value.code in (160005, 50013)
    await people["Robin"].say("north", "a moderator may")
    assert await people["Robin"].threads() == ["north"]
    with pytest.raises(discord.Forbidden):
        await thread.delete()
    may_also(rehearsal, Permission.MANAGE_THREADS)
    await thread.delete()
    await bot.sees("raw_thread_delete")


async def test_a_quiet_thread_is_archived_as_time_passes(bot: SmallBot, people: People) -> None:
    thread = await bot.text_channel("general").create_thread(
        name="quiet", type=discord.ChannelType.public_thread, auto_archive_duration=60
    )
    await people.forward("PT50M")
    await people["Bea"].say("quiet", "still here")
    await people.forward("PT50M")
    assert await people["Bea"].threads() == ["quiet"]
    await people.forward("PT20M")
    assert await people["Bea"].threads() == []
    await bot.sees("thread_update")
    archived = [one.name async for one in bot.text_channel("general").archived_threads()]
    assert archived == ["quiet"]
    await thread.send("and back")
    assert await people["Bea"].threads() == ["quiet"]


async def test_archived_threads_one_is_in_come_by_their_ids_a_page_at_a_time(bot: SmallBot) -> None:
    begun = [await private_thread(bot, name) for name in ("first", "second", "third")]
    for thread in reversed(begun):
        # The first one comes to rest last: by the moment of that it would stand first.
        await thread.edit(archived=True)
    parent = bot.text_channel("general")
    joined = parent.archived_threads(private=True, joined=True)
    assert [one.name async for one in joined] == ["third", "second", "first"]
    before = discord.Object(begun[2].id)
    page = parent.archived_threads(private=True, joined=True, before=before, limit=2)
    assert [one.name async for one in page] == ["second", "first"]
    active = await bot.home.active_threads()
    assert active == []


async def test_mentioning_somebody_brings_them_in(bot: SmallBot, people: People) -> None:
    thread = await private_thread(bot)
    await thread.send(f"<@{people['Dani'].id}>", allowed_mentions=discord.AllowedMentions.none())
    assert await people["Dani"].threads() == []
    await thread.send(f"<@{people['Dani'].id}> come in")
    assert await people["Dani"].threads() == ["north"]


async def test_only_whoever_began_it_brings_others_into_a_closed_one(bot: SmallBot, people: People) -> None:
    thread = await private_thread(bot, invitable=False)
    await thread.add_user(discord.Object(int(people["Bea"].id)))
    with pytest.raises(NothingHappened) as refused:
        await people["Bea"].brings("Cleo", "north")
    assert refused.value.code == 50013
    await people["Robin"].brings("Cleo", "north")
    await thread.remove_user(discord.Object(int(people["Cleo"].id)))
    assert {member.id for member in await thread.fetch_members()} == {bot.application_id, int(people["Bea"].id)}


async def test_a_channel_that_opens_brings_its_threads(rehearsal: Rehearsal, bot: SmallBot, people: People) -> None:
    shut = Overwrite(rehearsal.world.bot_role.id, 0, 0, int(Permission.VIEW_CHANNEL))
    general = next(one for one in rehearsal.world.guild_channels() if one.name == "general")
    general.overwrites[shut.id] = shut
    rehearsal.world.channel_changed(general)
    number = await people["Bea"].begin_thread("general", "open")
    await bot.sees("guild_channel_update")
    assert bot.home.get_thread(int(number)) is None
    general.overwrites.clear()
    rehearsal.world.channel_changed(general)
    await bot.sees("thread_join")
    assert bot.home.get_thread(int(number)) is not None


async def test_threads_stand_in_the_world_and_in_what_the_bot_gets_at_log_in(
    rehearsal: Rehearsal, bot: SmallBot, people: People
) -> None:
    thread = await private_thread(bot)
    shown = [one for one in (await people.world())["channels"] if one["type"] == 12]
    assert shown == [{"id": str(thread.id), "name": "north", "type": 12, "parent_id": str(thread.parent_id)}]
    again = SmallBot()
    running = asyncio.create_task(again.start(rehearsal.bot_token))
    await again.sees("ready")
    found = again.home.get_thread(thread.id)
    assert found is not None
    assert found.me is not None
    await again.close()
    await running

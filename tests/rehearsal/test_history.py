"""Reading back what stands in a channel, as the bot does before it sends anything twice."""

from datetime import timedelta

import discord
import discord.http
import pytest

from rehearsal.permissions import Permission
from rehearsal.person import People
from rehearsal.person_forms import NothingHappened
from rehearsal.server import Rehearsal
from tests.rehearsal.conftest import SmallBot


@pytest.fixture
async def nine(rehearsal: Rehearsal, bot: SmallBot) -> list[discord.Message]:
    """Nine messages of the bot in general, an hour apart."""
    rehearsal.limits.enforced = False
    sent: list[discord.Message] = []
    for number in range(1, 10):
        sent.append(await bot.text_channel("general").send(str(number)))
        await rehearsal.leading.forward(timedelta(hours=1))
    return sent


async def read(bot: SmallBot, **query: object) -> str:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    path = f"/channels/{bot.text_channel('general').id}/messages?{asked}"
    found = await bot.http.request(discord.http.Route("GET", path))
    return "".join(message["content"] for message in found)


async def test_the_newest_come_first_and_only_as_many_as_asked(bot: SmallBot, nine: list[discord.Message]) -> None:
    assert await read(bot) == "987654321"
    assert await read(bot, limit=3) == "987"
    assert await read(bot, limit=1) == "9"
    del nine


async def test_before_after_and_around_a_message(bot: SmallBot, nine: list[discord.Message]) -> None:
    fifth = nine[4].id
    assert await read(bot, before=fifth) == "4321"
    assert await read(bot, before=fifth, limit=2) == "43"
    assert await read(bot, after=fifth) == "9876"
    assert await read(bot, after=fifth, limit=2) == "76"
    assert await read(bot, around=fifth, limit=3) == "654"
    assert await read(bot, around=fifth, limit=4) == "76543"
    assert await read(bot, around=fifth, limit=1) == "5"
    assert await read(bot, around=nine[0].id, limit=5) == "321"
    assert await read(bot, around=nine[8].id, limit=5) == "987"
    assert await read(bot, before=nine[0].id) == await read(bot, after=nine[8].id) == ""


async def test_discord_py_reads_by_moments_of_the_led_clock(bot: SmallBot, nine: list[discord.Message]) -> None:
    general = bot.text_channel("general")
    assert (nine[8].created_at - nine[0].created_at).total_seconds() >= 8 * 3600
    later = [message.content async for message in general.history(after=nine[2].created_at, oldest_first=True)]
    assert "".join(later)[-6:] == "456789"
    pages = [message.content async for message in general.history(limit=None, before=nine[6])]
    assert "".join(pages) == "654321"


async def test_direct_messages_can_be_read_back(bot: SmallBot, people: People) -> None:
    ana = await bot.fetch_user(int(people["Ana"].id))
    await ana.send("one")
    await people["Ana"].say(None, "two")
    channel = await ana.create_dm()
    assert [message.content async for message in channel.history()] == ["two", "one"]
    with pytest.raises(NothingHappened) as closed:
        await people["Bea"].call("GET", f"/channels/{channel.id}/messages")
    assert closed.value.code == 50001


async def test_private_replies_and_the_words_of_others_are_not_read_back(bot: SmallBot, people: People) -> None:
    @bot.tree.command(description="Hush")
    async def hush(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("for one alone", ephemeral=True)

    await bot.tree.sync()
    await people["Ana"].command("hush")
    await people["Ana"].say("general", "words of hers")
    await bot.text_channel("general").send("words of its own")
    found = [message.content async for message in bot.text_channel("general").history()]
    assert found == ["words of its own", ""]
    assert [screen.text for screen in await people["Ana"].look()] == [
        "for one alone",
        "words of hers",
        "words of its own",
    ]


async def test_without_read_message_history_the_list_is_empty_and_one_message_is_refused(
    bot: SmallBot, people: People
) -> None:
    general = bot.text_channel("general")
    message = await general.send("here")
    path = f"/channels/{general.id}/permissions/{bot.home.id}"
    body = {"type": 0, "deny": str(int(Permission.READ_MESSAGE_HISTORY)), "allow": "0"}
    await people["Robin"].call("PUT", path, body)
    role = {"type": 0, "deny": str(int(Permission.READ_MESSAGE_HISTORY)), "allow": "0"}
    await people["Robin"].call("PUT", f"/channels/{general.id}/permissions/{bot.home.me.top_role.id}", role)
    assert [found async for found in general.history()] == []
    with pytest.raises(discord.Forbidden) as one:
        await general.fetch_message(message.id)
    assert one.value.code == 50013
    hidden = {"type": 0, "deny": str(int(Permission.VIEW_CHANNEL)), "allow": "0"}
    await people["Robin"].call("PUT", path, hidden)
    with pytest.raises(discord.Forbidden) as unseen:
        [found async for found in general.history()]
    assert unseen.value.code == 50001


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "before=x", "after=-1", "around=1.5", "before=1&after=2"]
)
async def test_a_question_that_makes_no_sense_is_refused(bot: SmallBot, query: str) -> None:
    path = f"/channels/{bot.text_channel('general').id}/messages?{query}"
    with pytest.raises(discord.HTTPException) as no:
        await bot.http.request(discord.http.Route("GET", path))
    assert (no.value.status, no.value.code) == (400, 50035)

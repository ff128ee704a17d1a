"""Messages: their limits, their mentions, their notifications, and who can read them."""

import discord
import discord.http
import pytest

from rehearsal.person import People
from rehearsal.server import Rehearsal
from tests.rehearsal.conftest import SmallBot


async def refused(act: object) -> int:
    """Await what has to be refused and return Discord's code."""
    with pytest.raises(discord.HTTPException) as error:
        await act  # pyright: ignore[reportGeneralTypeIssues]
    return error.value.code


async def test_what_discord_refuses_is_refused(rehearsal: Rehearsal, bot: SmallBot, people: People) -> None:
    rehearsal.limits.enforced = False  # so many refusals in a row would take ten seconds
    general = bot.text_channel("general")
    raw = bot.http.request
    route = discord.http.Route("POST", "/channels/{channel_id}/messages", channel_id=general.id)
    button = {"type": 2, "style": 1, "label": "a", "custom_id": "a"}
    rows = [{"type": 1, "components": [{**button, "custom_id": str(n)}]} for n in range(6)]
    wrong = [
        {"content": "x" * 2001},
        {"content": "x", "components": rows},
        {"content": "x", "components": [{"type": 1, "components": [button, button]}]},
        {"content": "x", "components": [{"type": 1, "components": [{**button, "label": "l" * 81}]}]},
        {"content": "x", "components": [{"type": 1, "components": [{**button, "custom_id": "c" * 101}]}]},
        {"content": "x", "components": [{"type": 10, "content": "V2 without its flag"}]},
        {"content": "x", "flags": 1 << 15, "components": [{"type": 10, "content": "with content"}]},
        {"flags": 1 << 15, "components": [{"type": 10, "content": "x" * 4001}]},
        {"flags": 1 << 15, "components": [{"type": 10, "content": "x"}] * 41},
        {"embeds": [{"title": "t" * 257}]},
        {"embeds": [{"description": "d" * 4000}, {"description": "d" * 2001}]},
        {"content": "x", "nonce": "n" * 26},
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
    ]
    for body in wrong:
        assert await refused(raw(route, json=body)) == 50035, body
    assert await refused(raw(route, json={"content": ""})) == 50006
    assert await people["Ana"].look() == []
    problems = [entry["problems"] for entry in await people.requests() if entry["status"] == 400]
    assert "content: Must be 2000 or fewer in length. (BASE_TYPE_MAX_LENGTH)" in problems[0]


async def test_components_v2_are_shown_and_stay(bot: SmallBot, people: People) -> None:
    view = discord.ui.LayoutView()
    box = discord.ui.Container(
        discord.ui.TextDisplay("First"), discord.ui.Separator(), discord.ui.TextDisplay("Then")
    )
    view.add_item(box)
    message = await bot.text_channel("general").send(view=view)
    assert message.flags.components_v2
    assert (await people["Ana"].sees("First")).text == "First\nThen"
    assert await refused(message.edit(content="plain words")) == 50035


async def test_only_allowed_mentions_ring(bot: SmallBot, people: People) -> None:
    general = bot.text_channel("general")
    ana, bea = people["Ana"], people["Bea"]
    text = f"<@{ana.id}> <@{bea.id}> @everyone"
    only_ana = discord.AllowedMentions(everyone=False, users=[discord.Object(int(ana.id))])
    await general.send(text, allowed_mentions=only_ana)
    await general.send(text, allowed_mentions=discord.AllowedMentions.none())
    await general.send(f"<@{bea.id}> quietly", silent=True)
    await bea.sees("quietly")
    assert await ana.notifications() == ["Willow: @Ana @Bea @everyone"]
    assert await bea.notifications() == []


async def test_an_enforced_nonce_posts_once(bot: SmallBot, people: People) -> None:
    general = bot.text_channel("general")
    first = await general.send("once", nonce="abc")
    assert (await general.send("once", nonce="abc")).id == first.id
    assert (await general.send("once", nonce="abd")).id != first.id
    assert len(await people["Ana"].look()) == 2


async def test_direct_messages_ring_unless_closed(bot: SmallBot, people: People) -> None:
    eli = await bot.fetch_user(int(people["Eli"].id))
    await eli.send("Just for you")
    assert (await people["Eli"].sees("Just for you", kind="notification")).text == "Willow: Just for you"
    assert await people["Ana"].inbox() == []
    await people["Eli"].set(dms_open=False)
    assert await refused(eli.send("again")) == 50007
    said = await people["Eli"].say(None, "hello bot")
    heard = await bot.sees("message")
    while isinstance(heard, discord.Message) and heard.author == bot.user:
        heard = await bot.sees("message")
    assert isinstance(heard, discord.Message)
    assert (heard.content, str(heard.id)) == ("hello bot", said.message_id)


async def test_without_the_content_intent_words_are_hidden(bot: SmallBot, people: People) -> None:
    ana = people["Ana"]
    await ana.say("general", "among us")
    first = await bot.sees("message")
    await ana.say("general", f"<@{bot.application_id}> to you")
    second = await bot.sees("message")
    assert isinstance(first, discord.Message)
    assert isinstance(second, discord.Message)
    assert (first.content, second.content) == ("", f"<@{bot.application_id}> to you")
    history = [message.content async for message in bot.text_channel("general").history()]
    assert history == [second.content, ""]


async def test_edits_and_deletions_reach_everyone(bot: SmallBot, people: People) -> None:
    message = await bot.text_channel("general").send("one")
    await message.edit(content="two")
    assert (await people["Ana"].sees("two")).kind == "edit"
    await message.delete()
    assert await bot.sees("message_delete")
    assert [s.kind for s in await people["Ana"].inbox()] == ["message", "edit", "delete"]
    assert await refused(message.edit(content="three")) == 10008
    theirs = await people["Ana"].say("general", "mine")
    assert theirs.message_id is not None
    partial = bot.text_channel("general").get_partial_message(int(theirs.message_id))
    assert await refused(partial.delete()) == 50013
    assert await refused(partial.edit(content="x")) == 50005


async def test_files_are_kept_and_served(bot: SmallBot, people: People) -> None:
    import io

    sent = await bot.fetch_user(int(people["Ana"].id))
    message = await sent.send(file=discord.File(io.BytesIO(b"a picture"), "a.png", description="A picture"))
    assert message.attachments[0].description == "A picture"
    assert await message.attachments[0].read() == b"a picture"


async def test_what_is_not_there_says_so(rehearsal: Rehearsal, bot: SmallBot, people: People) -> None:
    with pytest.raises(discord.DiscordServerError) as error:
        await bot.home.fetch_automod_rules()
    assert error.value.status == 501
    last = (await people.requests())[-1]
    assert (last["status"], last["problems"] != []) == (501, True)
    with pytest.raises(discord.HTTPException) as voice:
        await bot.home.create_voice_channel("t")
    assert voice.value.status == 501

"""Webhooks: made, used, changed, deleted; whoever holds the address speaks."""

import io

import aiohttp
import discord
import pytest

from rehearsal.permissions import Permission
from rehearsal.person import People
from rehearsal.server import Rehearsal
from tests.rehearsal.conftest import SmallBot


@pytest.fixture
def may_manage(rehearsal: Rehearsal) -> None:
    role = rehearsal.world.bot_role
    rehearsal.world.change_role(role, permissions=role.permissions | int(Permission.MANAGE_WEBHOOKS))


async def test_without_the_permission_there_is_no_webhook(bot: SmallBot) -> None:
    with pytest.raises(discord.Forbidden) as error:
        await bot.text_channel("general").create_webhook(name="Notes")
    assert error.value.code == 50013


@pytest.mark.usefixtures("may_manage")
async def test_a_webhook_speaks_under_its_own_name_and_can_take_it_back(bot: SmallBot, people: People) -> None:
    hook = await bot.text_channel("general").create_webhook(name="Notes")
    assert [one.id for one in await bot.text_channel("general").webhooks()] == [hook.id]
    assert [one.id for one in await bot.home.webhooks()] == [hook.id]
    file = discord.File(io.BytesIO(b"x"), "x.png", description="A dot")
    sent = await hook.send("from somebody", username="Somebody", file=file, wait=True)
    seen = (await people["Ana"].look())[-1]
    assert seen.message is not None
    assert (seen.message["author"]["username"], seen.message["webhook_id"]) == ("Somebody", str(hook.id))
    assert seen.message["attachments"][0]["description"] == "A dot"
    await sent.edit(content="changed")
    assert (await hook.fetch_message(sent.id)).content == "changed"
    await sent.delete()
    assert await people["Ana"].look() == []
    assert await hook.send("no answer asked for") is None
    await hook.edit(name="Other notes", channel=bot.text_channel("welcome"))
    await hook.send("elsewhere")
    assert (await people["Ana"].look("welcome"))[-1].text == "elsewhere"
    await hook.delete()
    with pytest.raises(discord.NotFound) as gone:
        await hook.send("gone")
    assert gone.value.code == 10015


@pytest.mark.usefixtures("may_manage")
async def test_a_nonce_means_nothing_to_a_webhook_and_a_wrong_token_is_refused(
    rehearsal: Rehearsal, bot: SmallBot, people: People
) -> None:
    hook = await bot.text_channel("general").create_webhook(name="Notes")
    url = f"{rehearsal.api_url}/webhooks/{hook.id}/"
    body = {"content": "twice", "nonce": "1", "enforce_nonce": True}
    async with aiohttp.ClientSession() as http:
        for _ in range(2):
            async with http.post(url + str(hook.token), json=body) as answer:
                assert answer.status == 204
        async with http.post(url + "wrong", json=body) as answer:
            assert (answer.status, (await answer.json())["code"]) == (401, 50027)
    assert [one.text for one in await people["Ana"].look()] == ["twice", "twice"]
    with pytest.raises(discord.HTTPException) as named:
        await hook.edit(name="My Discord")
    assert named.value.code == 50035


@pytest.mark.usefixtures("may_manage")
async def test_a_webhook_writes_into_a_thread_and_its_buttons_reach_the_bot(bot: SmallBot, people: People) -> None:
    class Wave(discord.ui.View):
        @discord.ui.button(label="Wave")
        async def wave(self, interaction: discord.Interaction, _: discord.ui.Button) -> None:
            await interaction.response.send_message("waved", ephemeral=True)

    channel = bot.text_channel("general")
    hook = await channel.create_webhook(name="Notes")
    thread = await channel.create_thread(name="open", type=discord.ChannelType.public_thread)
    await hook.send("here", thread=thread, view=Wave(), wait=True)
    seen = (await people["Ana"].look("open"))[-1]
    assert (await people["Ana"].press(seen, "Wave")).text == "waved"
    assert await people["Sam"].look("welcome") == []

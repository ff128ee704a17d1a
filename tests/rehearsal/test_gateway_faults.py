"""Mishaps of the gateway: closed, told to reconnect, an event twice or late."""

import asyncio

import aiohttp
import discord
import pytest

from rehearsal.person import People
from rehearsal.person_forms import NothingHappened
from rehearsal.records import Json
from rehearsal.server import Rehearsal
from tests.rehearsal.conftest import DEADLINE, SmallBot


async def test_a_closed_gateway_and_op_7_resume(rehearsal: Rehearsal, people: People, bot: SmallBot) -> None:
    for mishap in ({"do": "close"}, {"do": "close", "code": 1001}, {"do": "op7", "times": 1}):
        _, told = await people.request("POST", "/rehearsal/faults", mishap, "", "test")
        assert told["struck"] == 1
        await people["Ana"].say("general", "meanwhile")
        await bot.sees_all("message", "resumed")
    assert rehearsal.gateway.identified == 1
    _, left = await people.request("GET", "/rehearsal/faults", None, "", "test")
    assert left == []


@pytest.mark.parametrize("mishap", [{"do": "op9"}, {"do": "close", "code": 4009}])
async def test_op_9_and_a_session_timed_out_make_the_bot_log_in_anew(rehearsal: Rehearsal, mishap: Json) -> None:
    async with aiohttp.ClientSession() as http, http.ws_connect(rehearsal.gateway_url) as socket:
        await socket.send_json({"op": 2, "d": {"token": rehearsal.bot_token, "intents": 1}})
        assert [(await socket.receive_json())["op"] for _ in range(3)] == [10, 0, 0]
        await rehearsal.gateway.disturb(mishap["do"], mishap.get("code", 4000))
        first = await socket.receive()
        if mishap["do"] == "op9":
            assert (first.json()["op"], first.json()["d"]) == (9, False)
        else:
            assert first.data == 4009
        assert rehearsal.gateway.sessions == {}


async def test_an_event_can_come_twice_or_late(people: People, bot: SmallBot) -> None:
    heard: list[str] = []
    more = asyncio.Event()

    @bot.event
    async def on_message(message: discord.Message) -> None:
        heard.append(message.author.display_name)
        more.set()

    async def hears(count: int) -> None:
        async with asyncio.timeout(DEADLINE):
            while len(heard) < count:
                await more.wait()
                more.clear()

    await people.faults("duplicate", "MESSAGE_CREATE")
    await people["Ana"].say("general", "twice")
    await hears(2)
    assert heard == ["Ana", "Ana"]
    await people.faults("late", "MESSAGE_CREATE", seconds=0.3)
    await people["Bea"].say("general", "late")
    await people["Cleo"].say("general", "in time")
    await hears(4)
    assert heard[2:] == ["Cleo", "Bea"]


async def test_a_press_that_reaches_the_bot_too_late_cannot_be_answered(
    rehearsal: Rehearsal, people: People, bot: SmallBot
) -> None:
    answered: list[object] = []
    done = asyncio.Event()

    @bot.tree.command(description="Hello")
    async def hello(interaction: discord.Interaction) -> None:
        try:
            await interaction.response.send_message("hello", ephemeral=True)
        except discord.NotFound as late:
            answered.append(late.code)
        done.set()

    await bot.tree.sync()
    rehearsal.world.answer_limit = 0.1
    await people.faults("late", "INTERACTION_CREATE", seconds=0.2)
    with pytest.raises(NothingHappened, match="did not respond"):
        await people["Ana"].command("hello")
    async with asyncio.timeout(DEADLINE):
        await done.wait()
    assert answered == [10062]

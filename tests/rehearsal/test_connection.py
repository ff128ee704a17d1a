"""The connection itself: dropped and resumed, and only for this machine."""

import asyncio
import sys
from pathlib import Path

import aiohttp
import pytest

from rehearsal.bot_process import BotEnded, BotProcess
from rehearsal.person import People
from rehearsal.server import Rehearsal
from rehearsal.story import StoryBroken, Teller, tell
from tests.rehearsal.conftest import DEADLINE, SmallBot

PROGRAM = """
import os, aiohttp, asyncio, json
async def main():
    async with aiohttp.ClientSession() as http:
        async with http.ws_connect(os.environ["GATEWAY"]) as socket:
            await socket.receive()
            await socket.send_json({"op": 2, "d": {"token": os.environ["TOKEN"], "intents": 1}})
            print(json.loads((await socket.receive()).data)["t"], flush=True)
            await asyncio.Event().wait()
asyncio.run(main())
"""


async def test_a_dropped_connection_resumes_and_misses_nothing(
    rehearsal: Rehearsal, bot: SmallBot, people: People
) -> None:
    await rehearsal.gateway.drop()
    await people["Ana"].say("general", "while you were away")
    await bot.sees_all("message", "resumed")
    assert rehearsal.gateway.identified == 1


async def test_resuming_replays_what_came_in_between(rehearsal: Rehearsal, people: People) -> None:
    async with aiohttp.ClientSession() as http, asyncio.timeout(DEADLINE):
        async with http.ws_connect(rehearsal.gateway_url) as socket:
            assert (await socket.receive_json())["op"] == 10
            await socket.send_json({"op": 2, "d": {"token": rehearsal.bot_token, "intents": 1 << 9}})
            ready = (await socket.receive_json())["d"]
            seen = (await socket.receive_json())["s"]
            await socket.close(code=4000)
        await people["Ana"].say("general", "missed")
        async with http.ws_connect(ready["resume_gateway_url"]) as socket:
            await socket.receive_json()
            back = {"token": rehearsal.bot_token, "session_id": ready["session_id"], "seq": seen}
            await socket.send_json({"op": 6, "d": back})
            assert [(await socket.receive_json())["t"] for _ in range(2)] == ["MESSAGE_CREATE", "RESUMED"]
        async with http.ws_connect(rehearsal.gateway_url) as socket:
            await socket.receive_json()
            await socket.send_json({"op": 2, "d": {"token": "wrong", "intents": 0}})
            assert (await socket.receive()).data == 4004


async def test_other_host_names_are_refused(rehearsal: Rehearsal) -> None:
    async with aiohttp.ClientSession() as http:
        for host, status in (("evil.example", 403), ("localhost", 200)):
            headers = {"Host": host}
            async with http.get(rehearsal.url + "/rehearsal/world", headers=headers) as response:
                assert response.status == status
        async with http.get(rehearsal.url + "/") as page:
            assert page.status == 200


async def test_nobody_acts_without_their_token(rehearsal: Rehearsal) -> None:
    async with aiohttp.ClientSession() as http:
        for token, status in (("", 401), ("invented", 401), (rehearsal.bot_token, 401), ("Bot ünbekannt", 401)):
            headers = {"Authorization": token} if token else {}
            async with http.get(rehearsal.api_url + "/users/@me", headers=headers) as response:
                assert response.status == status
                assert response.headers["Content-Type"] == "application/json"
        bots = {"Authorization": f"Bot {rehearsal.bot_token}"}
        async with http.post(rehearsal.api_url + "/interactions", headers=bots, json={}) as response:
            assert (await response.json())["code"] == 20001


async def test_a_bot_process_is_watched_killed_and_stopped(rehearsal: Rehearsal, tmp_path: Path) -> None:
    env = {"GATEWAY": rehearsal.gateway_url, "TOKEN": rehearsal.bot_token}
    bot = BotProcess([sys.executable, "-c", PROGRAM], env, tmp_path / "bot.log")
    for end, code in ((bot.kill, -9), (bot.stop, -15)):
        await bot.start()
        await bot.ready(rehearsal, 10, commands=False)
        assert rehearsal.gateway.connected()
        assert await end() == code
    broken = BotProcess([sys.executable, "-c", "print('no key')"], env, tmp_path / "broken.log")
    await broken.start()
    with pytest.raises(BotEnded, match="no key"):
        await broken.ready(rehearsal, 10, commands=False)
    await broken.stop()


async def test_a_story_tells_its_steps_and_breaks_with_a_sentence(rehearsal: Rehearsal) -> None:
    told: list[str] = []

    async def good(story: Teller) -> None:
        await story.people["Ana"].say("general", "hi")
        story.step("Ana says hi.")

    async def bad(story: Teller) -> None:
        await story.people["Ana"].command("nothing")

    await tell(rehearsal.url, good, told.append)
    assert told == ["Ana says hi."]
    with pytest.raises(StoryBroken, match="Ana looks for /nothing"):
        await tell(rehearsal.url, bad, told.append)


async def test_the_world_has_ten_people(people: People) -> None:
    world = await people.world()
    names = [person["name"] for person in world["people"]]
    assert names == ["Robin", "Ana", "Bea", "Cleo", "Dani", "Eli", "Flor", "Gus", "Hana", "Sam"]
    roles = {role["id"]: role["name"] for role in world["roles"]}
    held = {person["name"]: [roles[r] for r in person["roles"]] for person in world["people"]}
    assert (held["Robin"], held["Ana"], held["Sam"]) == (["Moderators"], ["Facilitators"], [])


async def test_waiting_for_an_inbox_ends_with_the_first_entry(rehearsal: Rehearsal, people: People) -> None:
    waiting = asyncio.create_task(people.request("GET", "/rehearsal/inbox/bea?wait=5", None, "", "test"))
    await people["Ana"].say("general", "hello")
    async with asyncio.timeout(2):
        _, found = await waiting
    assert [(entry["kind"], entry["text"]) for entry in found] == [("message", "hello")]

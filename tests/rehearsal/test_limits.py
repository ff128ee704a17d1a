"""Rate limits: real windows with true headers, and a bot that keeps to them is never refused."""

import asyncio
import time
from collections import Counter

import aiohttp
import discord
import discord.http

from rehearsal.person import People
from rehearsal.records import Json
from rehearsal.server import Rehearsal
from tests.rehearsal.conftest import DEADLINE, SmallBot

Given = tuple[int, dict[str, str], Json | None]


class Line:
    """The bot's bare HTTP line, which waits for nothing."""

    def __init__(self, rehearsal: Rehearsal, http: aiohttp.ClientSession) -> None:
        self._http = http
        self._base = rehearsal.api_url
        self.headers = {"Authorization": f"Bot {rehearsal.bot_token}"}
        self.rooms = {one.name: f"/channels/{one.id}/messages" for one in rehearsal.world.channels.values()}

    async def call(self, method: str, path: str, body: Json | None = None) -> Given:
        """Make one call and return its status, headers and body."""
        async with self._http.request(method, self._base + path, json=body, headers=self.headers) as answer:
            return answer.status, dict(answer.headers), await answer.json() if answer.status != 204 else None

    async def many(self, count: int, method: str, path: str, body: Json | None = None) -> list[Given]:
        """Make one call after another."""
        return [await self.call(method, path, body) for _ in range(count)]


def told(given: Given) -> tuple[int, str | None, str | None]:
    status, headers, _ = given
    return status, headers.get("X-RateLimit-Limit"), headers.get("X-RateLimit-Remaining")


async def test_five_messages_in_five_seconds_and_the_sixth_says_how_long_to_wait(
    rehearsal: Rehearsal, people: People
) -> None:
    async with aiohttp.ClientSession() as http:
        line = Line(rehearsal, http)
        given = await line.many(5, "POST", line.rooms["general"], {"content": "x"})
        assert [told(one) for one in given] == [(200, "5", str(left)) for left in (4, 3, 2, 1, 0)]
        rest = float(given[-1][1]["X-RateLimit-Reset-After"])
        assert 4 < rest <= 5
        assert abs(float(given[-1][1]["X-RateLimit-Reset"]) - time.time() - rest) < 0.5
        status, headers, body = await line.call("POST", line.rooms["general"], {"content": "x"})
        assert (status, headers["X-RateLimit-Scope"], headers["X-RateLimit-Remaining"]) == (429, "user", "0")
        assert headers["Via"]
        assert "X-RateLimit-Global" not in headers
        assert body is not None
        assert 4 < body["retry_after"] <= 5
        assert (body["global"], headers["Retry-After"]) == (False, "5")
        other = await line.call("POST", line.rooms["welcome"], {"content": "x"})
        assert told(other) == (200, "5", "4")
        assert other[1]["X-RateLimit-Bucket"] == headers["X-RateLimit-Bucket"]
    assert len(await people["Ana"].look()) == 5
    record = (await people.requests())[5]
    assert (record["status"], record["problems"]) == (429, ["429 You are being rate limited (user)."])


async def test_edits_and_deletions_have_their_own_buckets(rehearsal: Rehearsal, people: People) -> None:
    del people
    async with aiohttp.ClientSession() as http:
        line = Line(rehearsal, http)
        _, _, message = await line.call("POST", line.rooms["general"], {"content": "x"})
        assert message is not None
        path = f"{line.rooms['general']}/{message['id']}"
        edits = await line.many(6, "PATCH", path, {"content": "y"})
        assert [one[0] for one in edits] == [200] * 5 + [429]
        gone = await line.many(6, "DELETE", path)
        assert [one[0] for one in gone] == [204, 404, 404, 404, 404, 429]
        assert float(gone[0][1]["X-RateLimit-Reset-After"]) <= 1
        assert told(await line.call("GET", line.rooms["general"])) == (200, "50", "49")


async def test_fifty_requests_a_second_over_everything(rehearsal: Rehearsal, people: People) -> None:
    async with aiohttp.ClientSession() as http:
        line = Line(rehearsal, http)
        paths = ["/users/@me", "/applications/@me", *line.rooms.values()]
        began = time.monotonic()
        given = [await line.call("GET", paths[at % 4]) for at in range(60)]
        assert time.monotonic() - began < 1
        assert Counter(one[0] for one in given) == {200: 50, 429: 10}
        status, headers, body = given[-1]
        assert (status, headers["X-RateLimit-Scope"], headers["X-RateLimit-Global"]) == (429, "global", "true")
        assert body is not None
        assert body["global"] is True
        assert 0 < body["retry_after"] <= 1
        assert "X-RateLimit-Bucket" not in headers
        # Interactions and their follow-ups are left out of it.
        assert (await line.call("POST", "/interactions/1/x/callback", {"type": 5}))[0] == 404
    for _ in range(20):
        await people["Ana"].call("GET", "/users/@me")
    assert await people.limits() == {"invalid_requests": 10, "too_many": 10}


async def test_moving_the_led_clock_ends_no_window(rehearsal: Rehearsal, people: People) -> None:
    async with aiohttp.ClientSession() as http:
        line = Line(rehearsal, http)
        assert (await line.many(6, "POST", line.rooms["general"], {"content": "x"}))[-1][0] == 429
        await people.forward("P1D")
        assert (await line.call("POST", line.rooms["general"], {"content": "x"}))[0] == 429


async def test_refusals_that_can_lead_to_a_ban_are_counted(rehearsal: Rehearsal, people: People) -> None:
    async with aiohttp.ClientSession() as http:
        line = Line(rehearsal, http)
        await people.faults("429", "/users/@me", scope="shared")
        await people.faults("429", "/users/@me", scope="user")
        assert [one[0] for one in await line.many(3, "GET", "/users/@me")] == [429, 429, 200]
        await line.call("GET", "/users/1")
        line.headers = {"Authorization": "Bot invented"}
        assert (await line.call("GET", "/users/@me"))[0] == 401
    assert await people.limits() == {"invalid_requests": 2, "too_many": 2}


async def test_discord_py_keeps_to_a_bucket_and_waits_for_its_window_to_end(
    rehearsal: Rehearsal, bot: SmallBot, people: People
) -> None:
    rehearsal.limits.enforced = False
    messages = [await bot.text_channel("general").send("x") for _ in range(7)]
    rehearsal.limits.enforced = True
    began = time.monotonic()
    async with asyncio.timeout(DEADLINE):
        await asyncio.gather(*(message.delete() for message in messages))
    assert time.monotonic() - began > 0.9
    assert await people["Ana"].look() == []
    assert (await people.limits())["too_many"] == 0


async def test_follow_ups_of_one_press_wait_for_nobody_elses(bot: SmallBot, people: People) -> None:
    @bot.tree.command(description="Hello")
    async def hello(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("hello", ephemeral=True)
        await interaction.followup.send("and more", ephemeral=True)

    await bot.tree.sync()
    async with asyncio.timeout(1.5):
        for name in ("Ana", "Bea", "Cleo", "Dani", "Eli", "Flor", "Gus", "Hana"):
            await people[name].command("hello")
            await people[name].sees("and more")
    assert (await people.limits())["too_many"] == 0


async def test_limits_can_be_switched_off_for_a_benchmark() -> None:
    server = Rehearsal(limits=False)
    await server.start()
    async with aiohttp.ClientSession() as http:
        line = Line(server, http)
        given = await line.many(60, "POST", line.rooms["general"], {"content": "x"})
    await server.stop()
    assert {one[0] for one in given} == {200}
    assert told(given[-1]) == (200, "5", "4")

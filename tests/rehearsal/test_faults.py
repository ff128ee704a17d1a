"""Mishaps: what goes wrong as it was asked for, what was done all the same, and what nobody else notices."""

import asyncio
import time

import aiohttp
import discord
import pytest

from rehearsal.person import People
from rehearsal.person_forms import NothingHappened
from rehearsal.records import Json
from rehearsal.server import Rehearsal
from tests.rehearsal.conftest import DEADLINE, SmallBot

POSTS = "/channels/{channel_id}/messages"


class Line:
    """The bot's bare HTTP line, which tries nothing twice."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        self._base = rehearsal.url
        self._headers = {"Authorization": f"Bot {rehearsal.bot_token}"}
        world = rehearsal.world
        self.general = next(one.id for one in world.channels.values() if one.name == "general")

    async def post(self, text: str, patience: float = DEADLINE) -> tuple[int, dict[str, str], Json]:
        """Post into general on a connection of its own."""
        timeout = aiohttp.ClientTimeout(total=patience)
        async with aiohttp.ClientSession(self._base, timeout=timeout, headers=self._headers) as http:
            path = f"/api/v10/channels/{self.general}/messages"
            async with http.post(path, json={"content": text}) as answer:
                return answer.status, dict(answer.headers), await answer.json()


@pytest.fixture
def line(rehearsal: Rehearsal) -> Line:
    return Line(rehearsal)


async def stands(people: People) -> list[str]:
    return [screen.text for screen in await people["Ana"].look()]


async def last_record(people: People) -> Json:
    return (await people.requests())[-1]


@pytest.mark.parametrize("status", ["500", "502", "503"])
async def test_a_server_that_fails_did_nothing_and_fails_once(people: People, line: Line, status: str) -> None:
    await people.faults(status, POSTS, method="POST")
    given, headers, body = await line.post("one")
    assert given == int(status)
    assert (headers["Content-Type"], body["message"][:3]) == ("application/json", status)
    assert await stands(people) == []
    record = await last_record(people)
    assert (record["fault"], record["status"], record["route"]) == (status, int(status), POSTS)
    assert (await line.post("two"))[0] == 200
    assert "fault" not in await last_record(people)
    assert await stands(people) == ["two"]


@pytest.mark.parametrize(("scope", "everywhere"), [("user", False), ("shared", False), ("global", True)])
async def test_too_many_requests_says_for_how_long_and_for_whom(
    people: People, line: Line, scope: str, everywhere: bool
) -> None:
    await people.faults("429", POSTS, scope=scope, seconds=0.4)
    status, headers, body = await line.post("one")
    assert status == 429
    assert (body["retry_after"], body["global"]) == (0.4, everywhere)
    assert (headers["X-RateLimit-Scope"], headers["Retry-After"]) == (scope, "1")
    assert headers["Via"]
    assert headers.get("X-RateLimit-Global") == ("true" if everywhere else None)
    assert await stands(people) == []


async def test_discord_py_waits_out_a_429(people: People, bot: SmallBot) -> None:
    await people.faults("429", POSTS, scope="shared", seconds=0.2)
    began = time.monotonic()
    await bot.text_channel("general").send("after a while")
    assert time.monotonic() - began >= 0.2
    assert await stands(people) == ["after a while"]


async def test_a_connection_reset_before_leaves_nothing_and_one_reset_after_leaves_the_message(
    people: People, line: Line
) -> None:
    await people.faults("reset_before", POSTS)
    with pytest.raises(aiohttp.ClientConnectionError):
        await line.post("lost")
    record = await last_record(people)
    assert (record["fault"], record["status"], record["body"]) == ("reset_before", 0, {"content": "lost"})
    assert await stands(people) == []
    await people.faults("reset_after", POSTS)
    with pytest.raises(aiohttp.ClientConnectionError):
        await line.post("stands")
    record = await last_record(people)
    assert (record["fault"], record["status"]) == ("reset_after", 200)
    assert await stands(people) == ["stands"]


async def test_a_slow_answer_comes_late_and_is_done_even_if_nobody_waits(people: People, line: Line) -> None:
    await people.faults("slow", POSTS, seconds=0.3, times=2)
    began = time.monotonic()
    assert (await line.post("patient"))[0] == 200
    assert time.monotonic() - began >= 0.3
    with pytest.raises(TimeoutError):
        await line.post("impatient", patience=0.1)
    assert await stands(people) == ["patient"]
    await people["Ana"].sees("impatient")
    assert (await last_record(people))["fault"] == "slow"


@pytest.mark.parametrize(("when", "seen"), [("before", []), ("after", ["held"])])
async def test_a_held_answer_waits_until_the_mishaps_are_cleared(
    people: People, line: Line, when: str, seen: list[str]
) -> None:
    number = await people.faults("hold", POSTS, when=when)
    posting = asyncio.create_task(line.post("held"))
    await people.struck(number)
    if seen:
        await people["Ana"].sees("held")
    assert await stands(people) == seen
    (shown,) = await shown_faults(people)
    assert (shown["struck"], shown["held"]) == (1, 1)
    assert not posting.done()
    await people.clear_faults()
    async with asyncio.timeout(DEADLINE):
        assert (await posting)[0] == 200
    assert await stands(people) == ["held"]
    assert await shown_faults(people) == []


@pytest.mark.parametrize(("when", "seen"), [("before", []), ("after", ["held"])])
async def test_a_bot_that_died_while_held_did_only_what_was_done_by_then(
    rehearsal: Rehearsal, people: People, line: Line, when: str, seen: list[str]
) -> None:
    recorded: asyncio.Queue[Json] = asyncio.Queue()
    rehearsal.requests.listeners.append(recorded.put_nowait)
    number = await people.faults("hold", POSTS, method="POST", when=when)
    posting = asyncio.create_task(line.post("held"))
    await people.struck(number)
    if seen:
        await people["Ana"].sees("held")
    posting.cancel()
    await asyncio.gather(posting, return_exceptions=True)
    await people.clear_faults()
    async with asyncio.timeout(DEADLINE):
        held = await recorded.get()
    assert (held["fault"], held["status"]) == ("hold", 200 if seen else 0)
    assert await stands(people) == seen


async def shown_faults(people: People) -> list[Json]:
    _, found = await people.request("GET", "/rehearsal/faults", None, "", "test")
    return found


async def test_a_mishap_strikes_as_often_as_asked_and_only_what_it_is_meant_for(
    people: People, bot: SmallBot, line: Line
) -> None:
    general = bot.text_channel("general")
    first = await general.send("first")
    await people.faults("503", "/channels/{channel}/messages/{whatever}", method="patch", times=None)
    number = await people.faults("500", POSTS, times=2)
    await people["Bea"].say("general", "people are never met")
    for _ in range(2):
        with pytest.raises(discord.DiscordServerError):
            await first.edit(content="second")
    assert [(await line.post("x"))[0] for _ in range(3)] == [500, 500, 200]
    (left,) = await shown_faults(people)
    assert (left["do"], left["times"], left["struck"]) == ("503", None, 2)
    assert left["match"] == {"method": "PATCH", "route": "/channels/{channel}/messages/{whatever}"}
    assert number != left["id"]
    await people.clear_faults()
    assert (await first.edit(content="third")).content == "third"


async def test_without_a_match_every_request_of_the_bot_is_met_and_the_rehearsals_own_never(
    people: People, bot: SmallBot
) -> None:
    await people.faults("503", times=None)
    for asking in (bot.fetch_guilds().__anext__(), bot.text_channel("general").send("x"), bot.tree.sync()):
        with pytest.raises(discord.DiscordServerError):
            await asking
    await people.world()
    await people["Ana"].say("general", "here")
    await people.clear_faults()
    await bot.text_channel("general").send("back")


async def test_an_answer_to_a_press_can_get_lost(people: People, bot: SmallBot) -> None:
    @bot.tree.command(description="Hello")
    async def hello(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("hello", ephemeral=True)

    await bot.tree.sync()
    await people.faults("reset_after", "/interactions/{interaction_id}/{interaction_token}/callback")
    assert (await people["Ana"].command("hello")).text == "hello"
    assert (await last_record(people))["fault"] == "reset_after"


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"do": "404"},
        {"do": "503", "how": "now"},
        {"do": "503", "match": "all"},
        {"do": "503", "match": {"path": "/"}},
        {"do": "503", "match": {"method": "LOOK"}},
        {"do": "503", "match": {"route": "/channels/{channel_id}/message"}},
        {"do": "503", "match": {"method": "PUT", "route": POSTS}},
        {"do": "429", "scope": "everyone"},
        {"do": "429", "seconds": -1},
        {"do": "slow", "seconds": "long"},
        {"do": "slow", "seconds": 3601},
        {"do": "hold", "when": "never"},
        {"do": "503", "times": 0},
        {"do": "503", "times": True},
        {"do": "close", "code": 3000},
        {"do": "close", "times": 2},
        {"do": "op7", "match": {"route": "MESSAGE_CREATE"}},
        {"do": "late", "match": {"route": "MESSAGE_SEEN"}},
        {"do": "late", "match": {"method": "POST"}},
    ],
)
async def test_a_mishap_that_makes_no_sense_is_refused_with_a_sentence(people: People, body: object) -> None:
    with pytest.raises(NothingHappened) as no:
        await people.request("POST", "/rehearsal/faults", body, "", "test")  # type: ignore[arg-type]
    assert no.value.status == 400
    assert isinstance(no.value.answer, dict)
    assert no.value.answer["message"].endswith(".")
    assert await shown_faults(people) == []

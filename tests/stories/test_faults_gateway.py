"""Rough weather on the gateway: lost, closed, told twice or late; each press is answered once or not done."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import discord.gateway
import pytest

from cogs.client import HearthClient
from rehearsal.person_forms import NothingHappened
from tests.stories.conftest import Evening, until
from tests.stories.mishaps import ANSWER, LATE, SILENCE, WAITS, held, one_post, posts, privately, tried
from tests.stories.test_rhythm import start

PRESSES = "INTERACTION_CREATE"


async def disturb(circle: Evening, do: str, **more: object) -> None:
    """Let the gateway go wrong at once, or the next press on its way to the bot."""
    await circle.people.faults(do, None if do in ("op7", "op9", "close") else PRESSES, **more)


async def connected(circle: Evening) -> None:
    await until(circle.client.front.connected)


@asynccontextmanager
async def no_way_to_the_gateway(circle: Evening, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Cut the gateway, and let nothing reach it until the block ends; the API is still there."""
    back = asyncio.Event()
    connect = discord.gateway.DiscordWebSocket.from_client

    async def waits(*given: object, **more: object) -> object:
        await back.wait()
        return await connect(*given, **more)  # pyright: ignore[reportArgumentType]

    with monkeypatch.context() as away:
        away.setattr(discord.gateway.DiscordWebSocket, "from_client", waits)
        await disturb(circle, "close")
        await until(lambda: not circle.client.front.connected())
        yield
        back.set()
        await connected(circle)


@pytest.mark.parametrize("do", ["op7", "close"])
async def test_a_press_in_the_moment_the_gateway_goes_is_answered_once_it_is_back(circle: Evening, do: str) -> None:
    await circle.open_checkin()
    ana, post = circle["Ana"], await circle.post("Ana")
    await circle.answer("Ana", "Steady")
    asked = await ana.press(post, "Wobbly")
    await disturb(circle, do)
    assert "instead of your earlier answer" in (await ana.press(asked, "The circle, with my name")).text
    assert await held(circle, "checkin_answer") == 1
    await connected(circle)
    await one_post(circle)


async def test_a_press_lost_with_its_session_did_nothing_and_the_next_one_counts(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    # discord.py rests five seconds before it logs in anew.
    monkeypatch.setattr(HearthClient, "before_identify_hook", lambda *_, **__: asyncio.sleep(0))
    await circle.open_checkin()
    asked = await circle["Ana"].press(await circle.post("Ana"), "Steady")
    circle.server.world.answer_limit = WAITS
    await circle.server.gateway.disturb("op9", 4000)
    with pytest.raises(NothingHappened, match=SILENCE):
        await circle["Ana"].press(asked, "Only me")
    assert await held(circle, "checkin_answer") == 0
    await until(lambda: circle.server.gateway.identified == 2)
    await connected(circle)
    await until(lambda: not circle.client.guilds[0].unavailable)
    assert "Nothing is kept yet" in (await circle["Ana"].press(await circle.post("Ana"), "Steady")).text
    assert "counted with the circle" in (await circle.answer("Ana", "Steady")).text
    await one_post(circle)


async def test_a_check_in_comes_due_while_the_gateway_is_gone(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    await start(circle)
    circle.server.world.answer_limit = WAITS
    async with no_way_to_the_gateway(circle, monkeypatch):
        await circle.pass_time(timedelta(days=3, hours=1))
        post = await one_post(circle)
        with pytest.raises(NothingHappened, match=SILENCE):
            await circle["Ana"].press(post, "Steady")
    circle.server.world.answer_limit = 3.0
    assert "Nothing is kept yet" in (await circle["Ana"].press(post, "Steady")).text
    assert "counted with the circle" in (await circle.answer("Bea", "Steady")).text
    await circle.pass_time(timedelta(days=1))
    assert "Check-in, closed." in (await one_post(circle)).text


async def test_a_press_that_discord_tells_of_twice_is_one_answer_and_one_row(circle: Evening) -> None:
    await circle.open_checkin()
    await circle["Ana"].press(await circle.answer("Ana", "Stormy"), "Take my answer back")
    asked = await circle["Ana"].press(await circle.post("Ana"), "Steady")
    await disturb(circle, "duplicate")
    assert "for the circle" in (await circle["Ana"].press(asked, "The circle, with my name")).text
    await circle["Ana"].command("my")  # her turn comes after anything she pressed before
    # Handled twice, the second would find the first one's answer, and say so in its place.
    assert not [screen for screen in await circle["Ana"].inbox() if "instead of" in screen.text]
    assert await held(circle, "checkin_answer") == 1
    await nothing_was_answered_twice(circle)


async def test_taking_back_told_of_twice_says_once_that_it_is_taken_back(circle: Evening) -> None:
    await circle.open_checkin()
    await circle.answer("Ana", "Stormy")
    before = len(await circle["Ana"].inbox())
    await disturb(circle, "duplicate")
    passed = await circle["Ana"].press(await circle.post("Ana"), "Pass")
    assert "Your answer was taken back" in passed.text
    await circle["Ana"].command("my")
    assert len(await circle["Ana"].inbox()) == before + 2
    await nothing_was_answered_twice(circle)


async def test_opening_told_of_twice_opens_one(circle: Evening) -> None:
    robin = circle["Robin"]
    shown = await robin.press(await robin.press(await robin.command("plan"), "Ask for"), "Steady")
    await disturb(circle, "duplicate")
    assert "A check-in is open in North. It closes" in (await robin.press(shown, "Open it now")).text
    await one_post(circle)
    await robin.command("my")
    assert not [screen for screen in await robin.inbox() if "is open in North already" in screen.text]
    assert await held(circle, "checkin_round") == 1
    await nothing_was_answered_twice(circle)


async def test_a_command_told_of_twice_is_answered_once(circle: Evening) -> None:
    before = len(await privately(circle, "Ana"))
    await disturb(circle, "duplicate")
    assert "Yours" in (await circle["Ana"].command("my")).text
    await circle["Ana"].command("my")
    assert len(await privately(circle, "Ana")) == before + 2
    await nothing_was_answered_twice(circle)


async def nothing_was_answered_twice(circle: Evening) -> None:
    assert 400 not in await tried(circle, ANSWER)


async def test_a_press_that_arrives_too_late_is_silence_and_the_next_look_is_true(circle: Evening) -> None:
    await circle.open_checkin()
    await circle["Ana"].press(await circle.answer("Ana", "Stormy"), "Take my answer back")
    ana = circle["Ana"]
    asked = await ana.press(await circle.post("Ana"), "Steady")
    circle.server.world.answer_limit = WAITS
    await disturb(circle, "late", seconds=LATE)
    with pytest.raises(NothingHappened, match=SILENCE):
        await ana.press(asked, "The circle, with my name")
    await refused_as_late(circle)
    again = await ana.press(await circle.post("Ana"), "Wobbly")
    assert await held(circle, "checkin_answer") == 1
    assert "your earlier answer stands" in again.text
    taken = await ana.press(again, "Pass")
    assert "Your answer was taken back" in taken.text
    assert await held(circle, "checkin_answer") == 0


async def test_opening_that_arrives_too_late_opens_nothing(circle: Evening) -> None:
    robin = circle["Robin"]
    shown = await robin.press(await robin.press(await robin.command("plan"), "Ask for"), "Steady")
    circle.server.world.answer_limit = WAITS
    await disturb(circle, "late", seconds=LATE)
    with pytest.raises(NothingHappened, match=SILENCE):
        await robin.press(shown, "Open it now")
    await refused_as_late(circle)
    assert await posts(circle) == []
    assert "A check-in is open in North" in (await robin.press(shown, "Open it now")).text
    await one_post(circle)


async def refused_as_late(circle: Evening) -> None:
    """Wait until the bot answered, and Discord took no answer any more."""
    async with asyncio.timeout(5):
        while (await tried(circle, ANSWER))[-1] != 404:  # noqa: ASYNC110 - the rehearsal records it a moment later
            await asyncio.sleep(0.02)

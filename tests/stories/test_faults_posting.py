"""Rough weather while a check-in is posted: one post stands in the end, and each is told what is known."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.core.delivery.pacer import Pacer
from bot.core.ids import ChannelId
from cogs import client, pacing
from rehearsal.server import Rehearsal
from tests.stories.conftest import Evening, an_evening
from tests.stories.founded import Founded
from tests.stories.mishaps import EDIT, POST, READ_BACK, one_post, posts, strike, tried, without_rests
from tests.stories.test_rhythm import start

REST = timedelta(seconds=1)
"""After the first try that got no answer, the outbox rests so long on the bot's clock."""

OFTEN = 5
"""How often discord.py tries by itself before it gives up."""


async def looks_again(circle: Evening) -> str:
    """Answer what a planner reads when they look at the circle once more."""
    return (await circle["Robin"].command("plan")).text


async def it_stands_once_and_counts(circle: Evening) -> None:
    """Look at everything a check-in is for: one post, an answer, a closing in the same post."""
    await one_post(circle)
    assert "is open in North already" in await looks_again(circle)
    assert "counted with the circle" in (await circle.answer("Bea", "Steady")).text
    robin = circle["Robin"]
    await robin.press(await robin.command("plan"), "Close it now")
    closed = await one_post(circle)
    assert "Check-in, closed." in closed.text
    assert set(closed.buttons) == {"Light a candle", "Step out"}


@pytest.mark.parametrize(
    ("do", "times"), [("500", OFTEN), ("502", OFTEN), ("503", 1), ("reset_before", 1), ("reset_after", 1)]
)
async def test_whoever_opens_is_told_what_is_not_known_and_a_second_later_one_post_stands(
    circle: Evening, monkeypatch: pytest.MonkeyPatch, do: str, times: int
) -> None:
    without_rests(monkeypatch)
    await strike(circle, do, POST, times=times)
    told = await circle.open_checkin()
    assert "we cannot say whether the check-in in North stands" in told.text
    assert len(await posts(circle)) == (1 if do == "reset_after" else 0)
    assert "we cannot say whether" in await looks_again(circle)
    await circle.pass_time(REST)
    await it_stands_once_and_counts(circle)


@pytest.mark.parametrize("do", ["500", "502"])
async def test_a_fault_that_passes_at_once_is_not_noticed(
    circle: Evening, monkeypatch: pytest.MonkeyPatch, do: str
) -> None:
    without_rests(monkeypatch)
    await strike(circle, do, POST)
    assert "A check-in is open in North" in (await circle.open_checkin()).text
    await it_stands_once_and_counts(circle)


@pytest.mark.parametrize("scope", ["user", "global", "shared"])
async def test_a_limit_that_passes_is_waited_out(circle: Evening, scope: str) -> None:
    await strike(circle, "429", POST, scope=scope, seconds=0.05)
    assert "A check-in is open in North" in (await circle.open_checkin()).text
    assert (await tried(circle, POST))[-2:] == [429, 200]
    await it_stands_once_and_counts(circle)


@pytest.mark.parametrize("scope", ["user", "global", "shared"])
async def test_a_limit_that_lasts_is_no_refusal_and_the_post_comes_later(circle: Evening, scope: str) -> None:
    await strike(circle, "429", POST, scope=scope, seconds=0, times=OFTEN)
    assert "we cannot say whether" in (await circle.open_checkin()).text
    assert await posts(circle) == []
    await circle.pass_time(REST)
    await it_stands_once_and_counts(circle)


async def test_an_answer_to_a_post_whose_own_receipt_was_lost_is_counted(circle: Evening) -> None:
    await strike(circle, "reset_after", POST)
    await circle.open_checkin()
    assert "counted with the circle" in (await circle.answer("Ana", "Steady")).text
    await circle.pass_time(REST)
    post = await one_post(circle)
    again = await circle["Ana"].press(post, "Wobbly")
    assert "your earlier answer stands" in again.text


async def test_opening_again_after_a_lost_receipt_is_told_the_truth_and_doubles_nothing(circle: Evening) -> None:
    await strike(circle, "reset_after", POST)
    await circle.open_checkin()
    robin = circle["Robin"]
    again = await robin.press(await robin.command("plan"), "Open it now")
    assert "A check-in is open in North" in again.text
    await it_stands_once_and_counts(circle)


@pytest.mark.parametrize("do", ["503", "reset_before", "429"])
async def test_a_room_that_cannot_be_read_back_either_is_looked_at_until_it_can(
    circle: Evening, monkeypatch: pytest.MonkeyPatch, do: str
) -> None:
    without_rests(monkeypatch)
    await strike(circle, "reset_after", POST)
    await strike(circle, do, READ_BACK, times=None, seconds=0)
    await circle.open_checkin()
    await circle.pass_time(timedelta(minutes=10))
    assert "we cannot say whether" in await looks_again(circle)
    await circle.people.clear_faults()
    await circle.pass_time(timedelta(minutes=5))
    await it_stands_once_and_counts(circle)
    assert (await tried(circle, POST)).count(200) == 2, "the door and one check-in"


async def test_a_post_that_discord_never_takes_is_let_go_after_two_hours(circle: Evening) -> None:
    await strike(circle, "503", POST, times=None)
    assert "posts it within two hours" in (await circle.open_checkin()).text
    await circle.pass_time(timedelta(hours=3))
    await circle.people.clear_faults()
    await circle.pass_time(timedelta(hours=1))
    assert await posts(circle) == []
    assert "No check-in is open" in (await circle["Ana"].command("checkin")).text
    assert "A check-in is open in North" in (await circle.open_checkin()).text
    await it_stands_once_and_counts(circle)


async def test_a_rhythm_in_an_outage_posts_once_after_it_or_says_that_it_did_not(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    # discord.py counts what failed as well, and would rest until its window is over on real time.
    without_rests(monkeypatch)
    await start(circle)
    await strike(circle, "503", POST, times=None)
    await circle.pass_time(timedelta(days=3, minutes=20))
    assert await posts(circle) == []
    await circle.people.clear_faults()
    await circle.pass_time(timedelta(minutes=6))
    await one_post(circle)
    assert "counted with the circle" in (await circle.answer("Ana", "Steady")).text
    await circle.pass_time(timedelta(days=2))
    await strike(circle, "503", POST, times=None)
    await circle.pass_time(timedelta(days=5, hours=2))
    await circle.people.clear_faults()
    robin = circle["Robin"]
    card = await robin.press(await robin.command("plan"), "Rhythm: Tuesday, 19:00")
    assert "Left out" in card.text
    assert "it could not be posted" in card.text
    await one_post(circle)
    await circle.pass_time(timedelta(days=7))
    assert len(await posts(circle)) == 2


async def test_a_post_that_takes_3_seconds_and_more_stands_once_and_its_opener_waits(circle: Evening) -> None:
    await strike(circle, "slow", POST, seconds=3.1)
    assert "A check-in is open in North" in (await circle.open_checkin()).text
    await it_stands_once_and_counts(circle)


async def test_a_post_made_after_nobody_waited_for_it_any_more_is_found(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing, "ANSWERED_WITHIN", 0.1)
    await strike(circle, "slow", POST, seconds=0.3)
    assert "we cannot say whether" in (await circle.open_checkin()).text
    await circle["Ana"].sees("Check-in")
    await circle.pass_time(REST)
    await it_stands_once_and_counts(circle)


async def test_a_global_limit_longer_than_one_try_stops_nothing_for_good(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing, "ANSWERED_WITHIN", 0.2)
    await strike(circle, "429", POST, scope="global", seconds=0.5)
    async with asyncio.timeout(5):
        assert "A check-in is open in North" in (await circle.open_checkin()).text
    await it_stands_once_and_counts(circle)


@pytest.fixture
async def unhurried(
    monkeypatch: pytest.MonkeyPatch, founded: Founded, rehearsal: Rehearsal, tmp_path: Path
) -> AsyncIterator[Evening]:
    """A circle whose bot lets out five requests a second: even a busy computer answers one before the next."""
    monkeypatch.setattr(client, "Pacer", lambda: Pacer(per_second=5))
    founded.stand_again(rehearsal, tmp_path)
    async with an_evening(rehearsal, tmp_path) as evening:
        yield evening


async def test_what_already_waits_to_be_let_out_keeps_still_under_a_global_limit(unhurried: Evening) -> None:
    """discord.py holds only what comes later; the pacer holds what it had let through."""
    circle = unhurried
    front, world = circle.hearth.ground.front, circle.server.world
    rooms = [ChannelId(int(one.id)) for one in world.guild_channels() if one.name.startswith("north-")]
    before = len(await circle.people.requests())
    await strike(circle, "429", READ_BACK, scope="global", seconds=0.2)
    began = asyncio.get_running_loop().time()
    await asyncio.gather(*(front.find(room, "nothing", circle.clock.now()) for room in rooms))
    assert asyncio.get_running_loop().time() - began >= 1
    at = [datetime.fromisoformat(one["at"]) for one in (await circle.people.requests())[before:]]
    assert len(at) == 3
    # Discord's header rounds the rest up to whole seconds.
    assert all(later - at[0] > timedelta(seconds=0.9) for later in at[1:])


async def test_under_a_global_limit_posts_wait_and_presses_do_not(circle: Evening) -> None:
    await circle.open_checkin()
    robin = circle["Robin"]
    plan = await robin.command("plan")
    number = await strike(circle, "429", EDIT, scope="global", seconds=1)
    closing = asyncio.create_task(robin.press(plan, "Close it now"))
    await circle.people.struck(number)
    # Joining gives a role, which is a request like a post.
    door = await circle["Gus"].press((await circle["Gus"].look("north-door"))[0], "Join")
    joining = asyncio.create_task(circle["Gus"].press(door, "I agree, let me in"))
    before = len(await circle.people.requests())
    for name in ("Ana", "Bea", "Cleo"):
        assert "Yours" in (await circle[name].command("my")).text
    assert not closing.done()
    assert not joining.done()
    meanwhile = {one["route"].split("/")[1] for one in (await circle.people.requests())[before:]}
    assert meanwhile <= {"interactions", "webhooks"}
    assert "Closed. The circle sees the closing" in (await closing).text
    assert "You are in" in (await joining).text
    assert "Check-in, closed." in (await one_post(circle)).text

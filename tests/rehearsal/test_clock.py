"""The led clock: time is walked from due instant to due instant, and nobody waits for a bot that is gone."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from discord import Interaction, app_commands

from rehearsal.clock import made_at
from rehearsal.durations import duration
from rehearsal.person import People
from rehearsal.person_forms import NothingHappened
from rehearsal.server import Rehearsal
from tests.rehearsal.conftest import DEADLINE, SmallBot
from tests.rehearsal.follower import Follower


@pytest.fixture
async def follower(rehearsal: Rehearsal) -> AsyncIterator[Follower]:
    async with Follower(rehearsal.url) as one:
        yield one


def close(one: datetime, other: datetime) -> bool:
    return abs(one - other) < timedelta(seconds=5)


async def poll(rehearsal: Rehearsal, query: str = "") -> tuple[float, float]:
    began = time.monotonic()
    async with aiohttp.ClientSession() as http, http.get(f"{rehearsal.url}/rehearsal/clock{query}") as answer:
        return (await answer.json())["offset_seconds"], time.monotonic() - began


async def test_time_is_walked_so_that_each_thing_happens_at_its_own_instant(
    people: People, follower: Follower
) -> None:
    first, second = follower.due_in(hours=2), follower.due_in(hours=5)
    later = follower.due_in(days=2)
    began = follower.now()
    moved = await people.forward("P1D")
    assert [due for due, _ in follower.delivered] == [first, second]
    assert all(close(due, at) for due, at in follower.delivered)
    assert moved["settled"] is True
    assert datetime.fromisoformat(moved["next_due"]) == later
    assert close(datetime.fromisoformat(moved["now"]), began + timedelta(days=1))
    world = await people.world()
    assert datetime.fromisoformat(world["next_due"]) == later
    assert close(datetime.fromisoformat(world["now"]), began + timedelta(days=1))


async def test_what_became_due_since_the_last_report_is_met_too(people: People, follower: Follower) -> None:
    assert (await people.world())["next_due"] is None
    due = follower.due_in(minutes=30)  # nobody told the rehearsal yet
    await people.forward("PT1H")
    ((met, at),) = follower.delivered
    assert met == due
    assert close(due, at)


async def test_one_may_ask_for_the_next_due_instant(people: People, follower: Follower) -> None:
    due = follower.due_in(hours=3)
    moved = await people.until(due.isoformat())
    assert moved["settled"] is True
    assert close(datetime.fromisoformat(moved["now"]), due)
    assert [met for met, _ in follower.delivered] == [due]
    assert moved["next_due"] is None
    again = await people.until((due - timedelta(hours=1)).isoformat())
    assert close(datetime.fromisoformat(again["now"]), due)


async def test_two_moves_at_once_are_made_one_after_the_other(
    rehearsal: Rehearsal, people: People, follower: Follower
) -> None:
    follower.due_in(minutes=10)
    follower.due_in(minutes=70)
    moves = await asyncio.gather(people.forward("PT1H"), people.forward("PT1H"))
    assert [move["settled"] for move in moves] == [True, True]
    assert rehearsal.leading.offset == 7200
    assert follower.offsets == sorted(follower.offsets)
    assert len(follower.delivered) == 2


async def test_a_bot_that_always_names_the_same_instant_does_not_hold_time_up(
    people: People, follower: Follower
) -> None:
    stuck = follower.due_in(minutes=5)
    follower.stuck = True
    async with asyncio.timeout(DEADLINE):
        moved = await people.forward("PT10M")
    assert moved["settled"] is True
    assert datetime.fromisoformat(moved["next_due"]) == stuck


async def test_without_a_bot_that_follows_time_moves_at_once(people: People, bot: SmallBot) -> None:
    began = time.monotonic()
    before = datetime.fromisoformat((await people.world())["now"])
    moved = await people.forward("P1DT1H")
    assert time.monotonic() - began < 1
    assert (moved["settled"], moved["next_due"]) == (False, None)
    assert close(datetime.fromisoformat(moved["now"]), before + timedelta(days=1, hours=1))
    made = await bot.text_channel("general").send("tomorrow")
    assert close(made.created_at, datetime.now(UTC) + timedelta(days=1, hours=1))
    assert close(made_at(str(made.id)), made.created_at)


async def test_a_bot_that_dies_meanwhile_is_not_waited_for(
    rehearsal: Rehearsal, people: People, follower: Follower
) -> None:
    follower.due_in(hours=1)
    follower.hang = True
    moving = asyncio.create_task(people.forward("PT2H"))
    while not follower.offsets:  # noqa: ASYNC110 - the follower has no event for it
        await asyncio.sleep(0)
    await follower.die()
    async with asyncio.timeout(DEADLINE):
        assert (await moving)["settled"] is False
    assert rehearsal.leading.offset == 7200
    assert (await people.world())["next_due"] is None


async def test_a_bot_that_hangs_is_waited_for_only_so_long(
    rehearsal: Rehearsal, people: People, follower: Follower
) -> None:
    assert rehearsal.leading.patience == 60
    rehearsal.leading.patience = 0.3
    follower.hang = True
    began = time.monotonic()
    assert (await people.forward("PT2H"))["settled"] is False
    assert 0.3 <= time.monotonic() - began < DEADLINE
    assert rehearsal.leading.offset == 7200


async def test_a_new_bot_that_does_not_follow_is_not_taken_for_the_old_one(
    rehearsal: Rehearsal, people: People, follower: Follower
) -> None:
    follower.due_in(hours=1)
    await people.forward("PT1M")
    await follower.die()
    client = SmallBot()
    running = asyncio.create_task(client.start(rehearsal.bot_token))
    await client.sees("ready")
    async with asyncio.timeout(DEADLINE):
        assert (await people.forward("PT2H"))["settled"] is False
    await client.close()
    await running


async def test_the_long_poll_answers_with_the_first_change(rehearsal: Rehearsal, people: People) -> None:
    assert (await poll(rehearsal))[0] == 0
    assert (await poll(rehearsal, "?after=5.25"))[1] < 1
    waiting = asyncio.create_task(poll(rehearsal, "?after=0"))
    done, _ = await asyncio.wait([waiting], timeout=0.3)
    assert not done
    rehearsal.world.clock.offset = timedelta(seconds=1.5)
    async with asyncio.timeout(1):
        assert (await waiting)[0] == 1.5
    del people


async def test_tokens_end_with_the_moved_clock_and_the_three_seconds_do_not(bot: SmallBot, people: People) -> None:
    held: list[Interaction] = []
    moved = asyncio.Event()

    @bot.tree.command(description="Once")
    async def once(interaction: Interaction) -> None:
        held.append(interaction)
        if held[1:]:
            await moved.wait()
        await interaction.response.send_message("now", ephemeral=True)

    await bot.tree.sync()
    ana = people["Ana"]
    await ana.command("once")
    pressing = asyncio.create_task(ana.command("once"))
    while len(held) < 2:  # noqa: ASYNC110 - discord.py has no event for it
        await asyncio.sleep(0)
    await people.forward("PT14M")
    moved.set()
    assert (await pressing).text == "now"
    await held[0].followup.send("just in time", ephemeral=True)
    await people.forward("PT2M")
    with pytest.raises(Exception, match="50027"):
        await held[0].followup.send("too late", ephemeral=True)
    assert isinstance(bot.tree, app_commands.CommandTree)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("PT10M", 600), ("PT1H30M", 5400), ("P1D", 86400), ("P2W", 1209600), ("P1DT2H3M4.5S", 93784.5), ("PT0S", 0)],
)
def test_durations_are_read_as_iso_writes_them(text: str, seconds: float) -> None:
    assert duration(text).total_seconds() == seconds


@pytest.mark.parametrize(
    "body",
    [
        {"forward": "1 hour"},
        {"forward": "-PT1H"},
        {"forward": "PT-1H"},
        {"forward": "P"},
        {"forward": "PT"},
        {"forward": "P1DT"},
        {"forward": "P1M"},
        {"forward": "P401D"},
        {"forward": "PT999999999H"},
        {"forward": "P58W"},
        {"forward": 60},
        {"forward": None},
        {"until": "tomorrow"},
        {"until": "2027-03-28T01:00:00"},
        {"until": "9999-01-01T00:00:00Z"},
        {"settled": "soon", "next_due": None},
        {"settled": True, "next_due": None},
        {"settled": 0, "next_due": "soon"},
        {"forward": "PT1H", "settled": 0},
        {},
        [],
        None,
    ],
)
async def test_what_the_clock_cannot_do_is_refused_with_a_sentence(
    rehearsal: Rehearsal, people: People, body: object
) -> None:
    with pytest.raises(NothingHappened) as no:
        await people.request("POST", "/rehearsal/clock", body, "", "the test")  # type: ignore[arg-type]
    assert no.value.status == 400
    assert isinstance(no.value.answer, dict)
    assert no.value.answer["message"].endswith(".")
    assert rehearsal.leading.offset == 0
    for query in ("?after=soon", "?after=nan", "?after="):
        async with aiohttp.ClientSession() as http, http.get(f"{rehearsal.url}/rehearsal/clock{query}") as no_poll:
            assert no_poll.status == 400

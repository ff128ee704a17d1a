"""After an outage moderators are told, once: in the channel of their line, and at the desk."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rehearsal.person import People, visit
from rehearsal.server import Rehearsal
from tests.stories.conftest import Evening, FakeClock, bot_on
from tests.stories.staffed import DAY, HOUR, MINUTE, posts, staff_room, staffed_evening, switch_on, waking


@pytest.fixture
async def staffed(evening: Evening) -> Evening:
    return await staffed_evening(evening)


@asynccontextmanager
async def run(rehearsal: Rehearsal, people: People, folder: Path, clock: FakeClock) -> AsyncIterator[Evening]:
    """Run the bot once, on files that may be of an earlier run."""
    async with bot_on(rehearsal, folder, clock) as (client, hearth, stores):
        yield Evening(rehearsal, people, client, hearth, stores, clock, folder)


async def test_a_host_off_from_ten_past_two_until_twenty_to_seven_is_told_once_over_two_restarts(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    clock = FakeClock()
    async with AsyncExitStack() as stack:
        people = await stack.enter_async_context(visit(rehearsal.url))
        robin = people["Robin"]
        async with run(rehearsal, people, tmp_path, clock) as first:
            await first.set_up()
            await staff_room(first)
            await switch_on(first)
            begun = datetime(2027, 3, 21, 1, 10, tzinfo=UTC)
            await first.pass_time(begun - clock.now())
        clock.moment = ended = datetime(2027, 3, 21, 5, 40, tzinfo=UTC)
        async with run(rehearsal, people, tmp_path, clock) as second:
            away = await robin.sees("Nobody could press a button")
            told = f"Away <t:{int(begun.timestamp())}:f> to <t:{int(ended.timestamp())}:t>."
            assert told in (away.message or {})["content"]
            await second.pass_time(MINUTE)
        async with run(rehearsal, people, tmp_path, clock) as third:
            await third.pass_time(HOUR)
            assert len(await posts(people)) == 1
            desk = await robin.press((await robin.look("staff"))[-1], "Open the desk")
            assert told in (desk.message or {})["content"]
            assert await robin.notifications() == []


async def test_an_away_line_stands_at_the_desk_until_a_moderator_puts_it_away_for_all(evening: Evening) -> None:
    await waking(evening)
    evening.clock.forward(HOUR)
    await waking(evening)
    robin = evening["Robin"]
    desk = await robin.command("desk")
    assert "Nobody could press a button." in desk.text
    put_away = await robin.press(desk, "Put the Away line away")
    assert "Nothing waits." in put_away.text
    evening.clock.forward(HOUR)
    await waking(evening)
    assert "Put the Away line away" in (await robin.command("desk")).buttons
    await evening.pass_time(8 * DAY)
    assert "Nothing waits." in (await robin.command("desk")).text


async def test_more_outages_than_fit_are_counted_and_none_is_put_away_unseen(evening: Evening) -> None:
    for _ in range(13):
        await waking(evening)
        evening.clock.forward(HOUR)
    await waking(evening)
    robin = evening["Robin"]
    desk = await robin.command("desk")
    assert desk.text.count("Nobody could press") == 10
    assert "and 3 more" in desk.text
    left = await robin.press(desk, "Put 10 Away lines away")
    assert left.text.count("Nobody could press") == 3


async def test_twenty_minutes_without_the_gateway_are_told(staffed: Evening) -> None:
    await waking(staffed)
    await staffed.client.on_disconnect()
    for _ in range(20):
        staffed.clock.forward(MINUTE)
        await waking(staffed)
    assert await posts(staffed.people) == []
    await staffed.client.on_resumed()
    staffed.hearth.alarm.look_now()
    assert "Away" in (await staffed["Robin"].sees("Nobody could press a button")).text


async def test_a_clock_set_back_and_eight_days_led_forward_tell_of_no_outage(staffed: Evening) -> None:
    await waking(staffed)
    staffed.clock.forward(-2 * HOUR)
    await waking(staffed)
    await staffed.pass_time(8 * DAY)
    await waking(staffed)
    assert await posts(staffed.people) == []
    assert "Nothing waits." in (await staffed["Robin"].command("desk")).text

"""Reach in rough weather: numbers within seconds with the truth, every page once, and nothing half done."""

import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.mishaps import POST, READ_BACK, held, strike, tried, without_rests
from tests.stories.reaching import ALONE, HERE, MINUTE, can_be_asked, neutral, pages, reach
from tests.stories.test_asked import own, with_hours
from tests.stories.weather import locked, no_room, pragma

IN_TIME = 3.0
NOT_WORKING = "Asking people is not working right now"
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
async def nothing_on_a_locked_phone(circle: Evening) -> AsyncIterator[None]:
    """See at the end of every story that nobody's locked phone told anything (promise 8)."""
    yield
    await neutral(circle)


async def opened(circle: Evening, wish: str = ALONE) -> Screen:
    """Go as far as the press that asks."""
    return await circle["Ana"].press(await reach(circle, "Ana"), wish)


async def test_a_locked_database_makes_no_difference_to_the_first_screen(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    with locked(circle):
        begun = time.monotonic()
        screen = await reach(circle, "Ana")
        assert time.monotonic() - begun < IN_TIME
        assert "Emergency, Germany: **112**" in screen.text
        assert ALONE in screen.buttons


async def test_files_that_answer_nothing_bring_the_numbers_and_the_truth_in_time(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    await reach(circle, "Ana")
    stores = circle.stores
    async with stores.main._reader.paused(), stores.people_file._reader.paused(), stores.main._writer.paused():
        begun = time.monotonic()
        screen = await reach(circle, "Ana")
        assert time.monotonic() - begun < IN_TIME
    assert NOT_WORKING in screen.text
    assert "Emergency, Germany: **112**" in screen.text
    assert ALONE not in screen.buttons
    assert NOT_WORKING not in (await reach(circle, "Ana")).text


async def test_with_the_main_file_gone_there_are_numbers_and_nobody_is_promised(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    found = await opened(circle)
    await circle.stores.main.close()
    screen = await reach(circle, "Ana")
    assert NOT_WORKING in screen.text
    assert "Emergency, Germany: **112**" in screen.text
    told = await circle["Ana"].press(found, HERE)
    assert "our fault" in told.text
    assert "Your ask" not in told.text
    assert await pages(circle, "Bea") == {}


async def test_an_ask_that_cannot_be_kept_for_a_lock_says_so_and_nothing_is_half_done(circle: Evening) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    found = await opened(circle)
    await pragma(circle, "PRAGMA busy_timeout = 50")
    with locked(circle):
        told = await circle["Ana"].press(found, HERE)
        assert "Another program keeps the files" in told.text
        assert "Nothing of your last press was kept" in told.text
    await circle.pass_time(SECOND)
    assert (await held(circle, "reach_ask"), await pages(circle, "Bea")) == (0, {})
    assert "Your ask in North" in (await circle["Ana"].press(found, HERE)).text
    await circle.pass_time(SECOND)
    assert await pages(circle, "Bea") == {"Bea": 1}


@pytest.mark.parametrize("full", [(), ("reach_ask",), ("reach_page",), ("reach_event",), ("outbox",), ("due",)])
async def test_a_full_disk_at_any_row_of_an_ask_leaves_none_of_it(circle: Evening, full: tuple[str, ...]) -> None:
    await can_be_asked(circle, "Bea", hours=False)
    found = await opened(circle)
    async with no_room(circle, *full):
        told = await circle["Ana"].press(found, HERE)
        assert "no room left" in told.text
        assert "Nothing of your last press was kept" in told.text
        screen = await reach(circle, "Ana")
        assert "Emergency, Germany: **112**" in screen.text
        assert ALONE in screen.buttons
    assert [await held(circle, one) for one in ("reach_ask", "reach_page", "reach_event")] == [0, 0, 0]
    await circle["Ana"].press(found, HERE)
    await circle.pass_time(SECOND)
    assert await pages(circle, "Bea") == {"Bea": 1}


async def test_messages_that_do_not_go_through_are_told_and_afterwards_each_gets_one_page(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_rests(monkeypatch)
    await can_be_asked(circle, "Bea", "Cleo", hours=False)
    found = await opened(circle)
    await strike(circle, "503", POST, times=None)
    await circle["Ana"].press(found, HERE)
    await circle.pass_time(2 * MINUTE)
    screen = await reach(circle, "Ana")
    assert NOT_WORKING in screen.text
    assert "I keep trying" in screen.text
    assert "Emergency, Germany: **112**" in screen.text
    assert "been asked" not in screen.text
    assert NOT_WORKING in (await reach(circle, "Ana")).text
    await circle.people.clear_faults()
    await circle.pass_time(3 * MINUTE)
    assert await pages(circle, "Bea", "Cleo") == {"Bea": 1, "Cleo": 1}
    screen = await reach(circle, "Ana")
    assert "2 people have been asked" in screen.text
    assert NOT_WORKING not in screen.text


async def test_a_page_whose_receipt_is_lost_is_found_again_and_not_doubled(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_rests(monkeypatch)
    # Discord has forgotten the nonce by then, which would drop a second one.
    monkeypatch.setattr("rehearsal.posting.NONCE_MEMORY", 0.0)
    await can_be_asked(circle, "Bea", hours=False)
    found = await opened(circle)
    await circle.hearth.settle()
    lost = await strike(circle, "reset_after", POST)
    await circle["Ana"].press(found, HERE)
    await circle.people.struck(lost)
    await circle.pass_time(5 * MINUTE)
    assert await pages(circle, "Bea") == {"Bea": 1}
    assert (await tried(circle, READ_BACK))[-1:] == [200], "it was looked for"
    assert "One person has been asked" in (await reach(circle, "Ana")).text


async def test_hours_end_with_the_wall_clock_in_the_night_it_changes(circle: Evening) -> None:
    # It is put forward at 01:00 UTC on 28 March 2027, so that 04:00 there comes an hour earlier.
    bea = circle["Bea"]
    await with_hours(circle, "Bea", "Sunday", start="00:00", end="04:00")
    await bea.press(await own(circle, "Bea"), "Send me a test page")
    await bea.press((await bea.look(None))[-1], "Seen, this was a test")
    for moment, anyone in (((27, 22, 59), False), ((27, 23, 0), True), ((28, 1, 59), True), ((28, 2, 0), False)):
        day, hour, minute = moment
        circle.clock.moment = datetime(2027, 3, day, hour, minute, tzinfo=UTC)
        screen = await reach(circle, "Ana")
        assert (ALONE in screen.buttons) is anyone, moment


async def test_an_ask_over_a_clock_change_keeps_its_minutes(circle: Evening) -> None:
    circle.clock.moment = datetime(2027, 3, 28, 0, 55, tzinfo=UTC)
    await circle.hearth.settle()
    await can_be_asked(circle, "Bea", hours=False)
    await circle["Ana"].press(await opened(circle), HERE)
    await circle.pass_time(10 * MINUTE - SECOND)
    assert await pages(circle, "Bea") == {"Bea": 1}
    await circle.pass_time(SECOND)
    assert await pages(circle, "Bea") == {"Bea": 2}
    await circle.pass_time(10 * MINUTE)
    assert "One person was asked, and nobody has answered" in (await reach(circle, "Ana")).text


async def test_without_a_country_there_is_a_directory_and_no_number_is_guessed(circle: Evening) -> None:
    for locale in ("es-ES", "de", "en-GB"):
        await circle["Sam"].set(locale=locale)
        screen = await circle["Sam"].command("reach", dm=True)
        assert "findahelpline.com" in screen.text
        assert not any(sign.isdigit() for sign in screen.text), locale

"""Numbers come within three seconds where the database is gone, locked or silent; a restart changes nothing."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.core.ids import PlatformId
from rehearsal.person import visit
from rehearsal.server import Rehearsal
from tests.stories.conftest import Evening, FakeClock, bot_on
from tests.stories.test_numbers import from_help, names, numbers, standing
from tests.stories.weather import locked

IN_TIME = 3.0


@asynccontextmanager
async def never_answering(evening: Evening) -> AsyncGenerator[None]:
    """Let neither database answer, and neither refuse."""
    stores = evening.stores
    async with stores.main._reader.paused(), stores.people_file._reader.paused(), stores.main._writer.paused():
        yield


async def test_with_both_databases_gone_a_member_sees_the_numbers_of_the_circle(circle: Evening) -> None:
    post = await standing(circle)
    there = names(await numbers(circle, "Ana"))
    await circle.stores.main.close()
    await circle.stores.people_file.close()
    shown = await circle["Ana"].press(post, "Numbers")
    assert names(shown) == there
    assert "Emergency, Germany: **112**" in shown.text
    assert "Last checked by this circle: March 20, 2027." in shown.text
    shown = await circle["Ana"].press(shown, "More numbers")
    assert len(names(shown)) == 3
    elsewhere = await circle["Ana"].press(shown, "I am somewhere else")
    mexico = await circle["Ana"].choose(elsewhere, "Mexico", menu="North and South America")
    assert "Emergency, Mexico: **911**." in mexico.text
    assert "Put away" in (await circle["Ana"].press(mexico, "Not now")).text


async def test_a_database_that_never_answers_keeps_nobody_waiting(circle: Evening) -> None:
    post = await standing(circle)
    async with never_answering(circle):
        begun = time.monotonic()
        shown = await circle["Ana"].press(post, "Numbers")
        assert time.monotonic() - begun < IN_TIME
        assert "Emergency, Germany: **112**" in shown.text


async def test_an_earlier_press_that_hangs_holds_up_nothing(circle: Evening) -> None:
    post = await standing(circle)
    async with asyncio.timeout(IN_TIME), circle.hearth.people.turn(PlatformId(int(circle["Ana"].id))):
        assert "Emergency, Germany: **112**" in (await circle["Ana"].press(post, "Numbers")).text


async def test_a_locked_database_makes_no_difference(circle: Evening) -> None:
    with locked(circle):
        assert "Emergency, Germany: **112**" in (await numbers(circle, "Sam")).text


async def test_after_a_restart_the_first_press_needs_no_database(rehearsal: Rehearsal, tmp_path: Path) -> None:
    clock = FakeClock()
    async with visit(rehearsal.url) as people:
        async with bot_on(rehearsal, tmp_path, clock) as parts:
            evening = Evening(rehearsal, people, *parts, clock, tmp_path)
            await evening.set_up()
            post = await standing(evening)
        async with bot_on(rehearsal, tmp_path, clock) as parts:
            evening = Evening(rehearsal, people, *parts, clock, tmp_path)
            await evening.stores.main.close()
            shown = await evening["Bea"].press(post, "Numbers")
            assert "Emergency, Germany: **112**" in shown.text
            assert "Last checked by this circle: March 20, 2027." in shown.text


async def test_in_a_direct_message_without_a_database_a_country_is_asked_for(circle: Evening) -> None:
    ana = circle["Ana"]
    help_screen = await ana.command("help", channel=None)
    await circle.stores.main.close()
    await circle.stores.people_file.close()
    asked = await ana.press(help_screen, "Numbers")
    assert "Which country are you in?" in asked.text


async def test_nothing_of_a_look_at_numbers_stands_in_the_log(
    circle: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    caplog.clear()
    shown = await from_help(circle, "Ana")
    await circle["Ana"].choose(shown, "Sexual violence")
    ours = [record for record in caplog.records if record.name.startswith(("bot", "cogs"))]
    assert ours == []

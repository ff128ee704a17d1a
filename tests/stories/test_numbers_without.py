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


async def test_with_both_databases_gone_a_member_sees_the_numbers_of_the_circle(whole: Evening) -> None:
    post = await standing(whole)
    there = names(await numbers(whole, "Ana"))
    await whole.stores.main.close()
    await whole.stores.people_file.close()
    shown = await whole["Ana"].press(post, "Numbers")
    assert names(shown) == there
    assert "Emergency, Germany: **112**" in shown.text
    assert "Last checked by this circle: March 20, 2027." in shown.text
    shown = await whole["Ana"].press(shown, "More numbers")
    assert len(names(shown)) == 3
    elsewhere = await whole["Ana"].press(shown, "I am somewhere else")
    mexico = await whole["Ana"].choose(elsewhere, "Mexico", menu="North and South America")
    assert "Emergency, Mexico: **911**." in mexico.text
    assert "Put away" in (await whole["Ana"].press(mexico, "Not now")).text


async def test_a_database_that_never_answers_keeps_nobody_waiting(whole: Evening) -> None:
    post = await standing(whole)
    async with never_answering(whole):
        begun = time.monotonic()
        shown = await whole["Ana"].press(post, "Numbers")
        assert time.monotonic() - begun < IN_TIME
        assert "Emergency, Germany: **112**" in shown.text


async def test_an_earlier_press_that_hangs_holds_up_nothing(whole: Evening) -> None:
    post = await standing(whole)
    async with asyncio.timeout(IN_TIME), whole.hearth.people.turn(PlatformId(int(whole["Ana"].id))):
        assert "Emergency, Germany: **112**" in (await whole["Ana"].press(post, "Numbers")).text


async def test_a_locked_database_makes_no_difference(whole: Evening) -> None:
    with locked(whole):
        assert "Emergency, Germany: **112**" in (await numbers(whole, "Sam")).text


async def test_after_a_restart_the_first_press_needs_no_database(rehearsal: Rehearsal, tmp_path: Path) -> None:
    clock = FakeClock()
    async with visit(rehearsal.url) as people:
        async with bot_on(rehearsal, tmp_path, clock) as parts:
            evening = Evening(rehearsal, people, *parts, clock, tmp_path)
            await evening.set_up(to_the_end=True)
            post = await standing(evening)
        async with bot_on(rehearsal, tmp_path, clock) as parts:
            evening = Evening(rehearsal, people, *parts, clock, tmp_path)
            await evening.stores.main.close()
            shown = await evening["Bea"].press(post, "Numbers")
            assert "Emergency, Germany: **112**" in shown.text
            assert "Last checked by this circle: March 20, 2027." in shown.text


async def test_in_a_direct_message_without_a_database_a_country_is_asked_for(whole: Evening) -> None:
    ana = whole["Ana"]
    help_screen = await ana.command("help", channel=None)
    await whole.stores.main.close()
    await whole.stores.people_file.close()
    asked = await ana.press(help_screen, "Numbers")
    assert "Which country are you in?" in asked.text


async def test_nothing_of_a_look_at_numbers_stands_in_the_log(
    whole: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    caplog.clear()
    shown = await from_help(whole, "Ana")
    await whole["Ana"].choose(shown, "Sexual violence")
    ours = [record for record in caplog.records if record.name.startswith(("bot", "cogs"))]
    assert ours == []

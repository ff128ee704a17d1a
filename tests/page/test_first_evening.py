"""The first evening, played by clicking: only the page's own controls are pressed, on a desk and on phones."""

# Playwright is optional here; without it the types are unknown and the tests say why they skip.
# pyright: reportMissingImports=false

import sys
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from rehearsal.running import Plan, staged
from rehearsal.stage import Stage
from rehearsal.stories.first import (
    FOR_THE_CIRCLE,
    MEMBERS,
    QUIET_ZONE,
    people_rows,
    rows_about,
    spellings_of,
    traces,
)
from tests.page.browser import DESK
from tests.page.playing import Player

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = [pytest.mark.page, pytest.mark.asyncio(loop_scope="module")]

BOT = (sys.executable, "-m", "bot", "--folder", "config", "run")
FIRST_HALF = tuple(FOR_THE_CIRCLE)[:3]
SECOND_HALF = tuple(FOR_THE_CIRCLE)[3:]


@pytest_asyncio.fixture(loop_scope="module")
async def stage(tab: "Page") -> AsyncIterator[Stage]:
    """The rehearsal as anybody starts it: its own server, the real bot as its own process, files that go."""
    async with staged(Plan(BOT, 0)) as stage:
        await stage.start_bot()
        yield stage
        await tab.goto("about:blank")
        assert stage.server.verdicts.complaints() + stage.server.requests.malformed() == []


@pytest_asyncio.fixture(loop_scope="module")
async def player(tab: "Page", stage: Stage) -> AsyncIterator[Player]:
    complaints: list[str] = []

    def complain(error: object) -> None:
        complaints.append(str(error))

    tab.on("pageerror", complain)
    await tab.emulate_media(reduced_motion="reduce")  # nobody has to watch the drawer slide
    await tab.goto(stage.server.url)
    await tab.wait_for_selector("html[data-ready]")
    yield Player(tab)
    await tab.emulate_media(reduced_motion="null")
    tab.remove_listener("pageerror", complain)
    assert complaints == []


async def test_the_first_evening_is_played_by_clicking(player: Player, stage: Stage) -> None:
    await _set_up(player)
    for name in MEMBERS:
        await _join(player, name, counted=name != "Hana")
    await _open(player)
    for name in FIRST_HALF:
        await _answer(player, name, FOR_THE_CIRCLE[name])
    await stage.kill_bot()
    await stage.start_bot()
    for name in SECOND_HALF:
        await _answer(player, name, "Steady")
        await _change_mind(player, FOR_THE_CIRCLE[name])
    await _only_me_and_pass(player)
    await _close(player)
    await _keep_quiet_hours(player, "Cleo")
    await _forget(player, stage, "Cleo")


async def _set_up(player: Player) -> None:
    await player.be("Robin", DESK)
    await player.dismiss_note()
    await player.command("desk")
    await player.press("Set up a circle")
    await player.press("Begin")
    await player.press("Type it")
    await player.write(name="North")
    for question, choices in (
        ("Which time zone", ("Europe/Berlin",)),
        ("Which language", ("English",)),
        ("Which countries", ("Germany", "United Kingdom")),
    ):
        await player.press("Next")
        await player.reads(question)
        await player.choose(*choices)
        await player.reads("Now: ", *choices)
    await player.press("Next")
    await player.reads("Who may see its room?")
    await player.press("Next")
    await player.reads("What holds in the circle")
    await player.press("Use the suggested text")
    await player.press("Next")
    await player.press("Type it")
    await player.write(contact="Kim at the library")
    await player.press("Next")
    await player.reads("north-door", "north-room", "Nothing has been made yet")
    await player.press("Make all of this")
    await player.reads("North is made", "Its door is #north-door")
    await player.be("Sam")
    assert "north-door" in await player.channels()
    assert "north-room" not in await player.channels(), "Sam, who is outside, sees the room"


async def _join(player: Player, name: str, *, counted: bool) -> None:
    await player.be(name)
    await player.go_to("north-door")
    await player.press_on_post("Join")
    await player.reads("North. Please read before you join.", "Kim at the library")
    await player.press("I agree, let me in")
    await player.reads("You are in North")
    await player.press("Choose what I say yes to")
    if counted:
        await player.press("Switch on: Keeping my check-in answers")
        await player.reads("Keeping my check-in answers", "on since")


async def _open(player: Player) -> None:
    await player.be("Robin", DESK)
    await player.command("plan")
    await player.press("Ask for a check-in")
    await player.press("Steady, wobbly, stormy")
    await player.reads("This is how it will look", "How is it in you now?")
    await player.press("Open it now")
    await player.reads("A check-in is open in North")


async def _answer(player: Player, name: str, choice: str) -> None:
    await player.be(name)
    await player.go_to("north-room")
    await player.press_on_post(choice)
    await player.reads(f"You chose: {choice}", "Nothing is kept yet")
    await player.press("More")
    await player.press("Circle without my name")
    await player.reads(f"{choice}, counted with the circle, without your name")


async def _change_mind(player: Player, choice: str) -> None:
    await player.press_on_post(choice)
    await player.reads(f"You chose: {choice}", "your earlier answer stands")
    await player.press("Circle without my name")
    await player.reads(f"{choice}, counted with the circle", "It stands instead of your earlier answer")


async def _only_me_and_pass(player: Player) -> None:
    await player.be("Gus")
    await player.go_to("north-room")
    await player.press_on_post("Stormy")
    await player.press("Only me")
    await player.reads("Stormy, for you alone", "Nothing was kept")
    await player.be("Hana")
    await player.go_to("north-room")
    await player.press_on_post("Pass")
    await player.reads("That is fine")


async def _close(player: Player) -> None:
    await player.be("Robin", DESK)
    await player.press("Close it now")
    await player.reads("Closed", "Steady: 3", "Something else: 3")
    await player.be("Bea")
    spread = await player.reads_on_post("Steady: 3", "Something else: 3", "Thank you for being here")
    for hidden in ("Wobbly", "Stormy", *MEMBERS):
        assert hidden not in spread, f"the spread shows {hidden}"
    pictures = await player.pictures_of_post()
    assert pictures == ["A picture with one bar for each count. Steady: 3 and Something else: 3."]
    assert await player.buttons_of_post() == ["Light a candle", "Step out"]
    await player.press_on_post("Light a candle")
    await player.reads("A candle is lit")


async def _keep_quiet_hours(player: Player, name: str) -> None:
    await player.be(name)
    await player.command("my")
    await player.press("My quiet hours")
    await player.press("Type my quiet hours")
    await player.write(From="21:00", Until="09:00", Time_zone=QUIET_ZONE)
    await player.reads("Saved", QUIET_ZONE)


async def _forget(player: Player, stage: Stage, name: str) -> None:
    # Elsewhere than in the room: who is out of the circle sees no answer there any more.
    await player.go_to("welcome")
    before = people_rows(stage.data_dir)
    await player.command("my")
    await player.press("See and erase what is kept")
    await player.reads("all of it would go")
    await player.press("Erase all of this now")
    await player.reads("Erased", "Gone")
    assert "north-room" not in await player.channels(), f"{name} was erased and still sees the room"
    gone = before - people_rows(stage.data_dir)
    assert len(gone) == 1
    row = next(iter(gone))
    spellings = spellings_of(stage.people[name])
    assert traces(stage.data_dir, spellings) == []
    assert rows_about(stage.data_dir, row[0]) == []

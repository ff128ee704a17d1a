"""Time and mishaps on the rehearsal page, in plain words and by buttons."""

# Playwright is optional here; without it the types are unknown and the tests say why they skip.
# pyright: reportMissingImports=false

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import aiohttp
import discord
import pytest

from rehearsal.server import Rehearsal
from tests.page.browser import CONTRAST, Opener, become, press, sees
from tests.page.willow import Willow
from tests.rehearsal.follower import Follower

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = [pytest.mark.page, pytest.mark.asyncio(loop_scope="module")]


async def world_time(page: "Page") -> datetime:
    return datetime.fromisoformat(str(await page.get_attribute("#clock", "datetime")))


async def test_time_passes_by_buttons_and_stops_where_something_is_due(visit: Opener, rehearsal: Rehearsal) -> None:
    async with Follower(rehearsal.url) as follower:
        page = await visit()
        assert await page.is_disabled("#next-due")
        assert await page.inner_text("#due-at") == "Nothing is due."
        began = await world_time(page)
        due = follower.due_in(days=1, hours=2)
        for button, passed in (("+10 min", 10), ("+1 h", 70), ("+1 day", 1510)):
            await press(page, button)
            await page.wait_for_selector("#time-note:has-text('Whatever was due has been delivered')")
            await page.wait_for_selector('#tools[aria-busy="false"]')
            assert abs(await world_time(page) - began - timedelta(minutes=passed)) < timedelta(seconds=20)
        assert follower.delivered == []
        await page.wait_for_selector("#next-due:not([disabled])")
        await page.focus("#next-due")
        await page.keyboard.press("Enter")
        await page.wait_for_selector("#next-due[disabled]")
        assert [met for met, _ in follower.delivered] == [due]
        assert abs(await world_time(page) - due) < timedelta(seconds=20)
        assert await page.evaluate("document.activeElement.id") == "plus-10m", "the focus was lost"


async def test_while_time_is_walked_the_page_says_so_and_takes_no_second_press(
    visit: Opener, rehearsal: Rehearsal
) -> None:
    async with Follower(rehearsal.url) as follower:
        page = await visit()
        began = await world_time(page)
        follower.hang = True
        moves: list[str] = []
        page.on("request", listen := lambda asked: moves.append(asked.url) if asked.method == "POST" else None)
        await press(page, "+1 h")
        await page.wait_for_selector('#tools[aria-busy="true"]')
        await page.wait_for_selector("#time-note:has-text('Time passes')")
        await page.focus("#plus-1d")
        await page.keyboard.press("Enter")
        assert await page.evaluate("document.activeElement.id") == "plus-1d", "a waiting button keeps the focus"
        assert len(moves) == 1
        page.remove_listener("request", listen)
        rehearsal.leading.patience = 0.0
        await page.wait_for_selector("#time-note.problem:has-text('The bot did not follow')")
        assert abs(await world_time(page) - began - timedelta(hours=1)) < timedelta(seconds=20)


async def test_mishaps_are_asked_for_in_plain_words(visit: Opener, rehearsal: Rehearsal, willow: Willow) -> None:
    page = await visit()
    await become(page, "Bea")
    await page.focus("#open-mishaps")
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.activeElement.textContent") == "Drop the bot's connection"
    back = asyncio.create_task(willow.wait_for("resumed", timeout=5))
    await asyncio.sleep(0)
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#mishaps-state:has-text('The connection was dropped.')")
    await back
    room = willow.get_channel(int(next(c.id for c in rehearsal.world.channels.values() if c.name == "general")))
    assert isinstance(room, discord.TextChannel)
    for button, waits in (("Fail its next post", "fails"), ("Lose the answer to its next post", "gets lost")):
        await press(page, button)
        await page.wait_for_selector("#mishaps-state:has-text('Waiting: ')")
        assert waits in await page.inner_text("#mishaps-state")
        assert await page.is_visible("#mishap-dot")
        with pytest.raises((discord.DiscordServerError, aiohttp.ClientConnectionError)):
            await room.send(waits)
        await page.wait_for_selector("#mishaps-state:has-text('Nothing waits to go wrong.')")
    await page.click('[data-channel="general"]')
    await sees(page, "gets lost")
    assert await page.locator(".message:has-text('fails')").count() == 0
    await press(page, "Fail its next post")
    await page.wait_for_selector("#mishap-dot", state="visible")
    await press(page, "Clear all")
    await page.wait_for_selector("#mishap-dot", state="hidden")
    await room.send("all is well")
    await sees(page, "all is well")
    await page.keyboard.press("Escape")
    await page.wait_for_selector("#mishaps", state="hidden")
    assert await page.evaluate("document.activeElement.id") == "open-mishaps"


async def test_time_and_mishaps_fit_a_phone_by_day_and_by_night(visit: Opener) -> None:
    for width in (390, 360):
        page = await visit({"width": width, "height": 740})
        tools = [await page.locator(f"#{name}").bounding_box() for name in ("plus-10m", "next-due", "open-mishaps")]
        assert {box["y"] for box in tools if box} == {tools[0] and tools[0]["y"]}, "the buttons stand in one row"
        await page.click("#open-mishaps")
        await press(page, "+1 h")
        await page.wait_for_selector("#time-note.problem")
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)
            assert (await page.evaluate(CONTRAST))["weak"] == []
        await page.emulate_media(color_scheme="null")
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await page.locator("#close-mishaps").scroll_into_view_if_needed()
        await press(page, "Close")
        assert await page.is_visible("#composer-text")

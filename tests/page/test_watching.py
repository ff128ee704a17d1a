"""A story, played with one press and watched on its own page."""

# Playwright is optional here; without it the types are unknown and the tests say why they skip.
# pyright: reportMissingImports=false

import asyncio
import sys
from typing import TYPE_CHECKING

import aiohttp
import pytest

from rehearsal import running
from rehearsal.stories import first

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = [pytest.mark.page, pytest.mark.asyncio(loop_scope="module")]

BOT = (sys.executable, "-m", "bot", "--folder", "config", "run")


async def opened(said: list[str], working: asyncio.Task[int]) -> str:
    """Wait until the rehearsal is open, and return its address."""
    async with asyncio.timeout(30):
        while True:
            for line in said:
                if "is open at" in line:
                    return line.split("is open at ")[1].split(" ")[0]
            assert not working.done()
            await asyncio.sleep(0.02)


async def test_the_first_story_is_played_with_one_press_and_watched_to_its_end(
    tab: "Page", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "READING", 0.05)
    said: list[str] = []
    rehearsing = asyncio.create_task(running.rehearse(running.Plan(BOT, 0), said.append))
    try:
        home = await opened(said, rehearsing)
        await tab.set_viewport_size({"width": 1280, "height": 800})
        await tab.goto(home)
        await tab.click("#open-stories")
        await tab.wait_for_selector('#stories [data-story="time"]')
        assert "null" not in await tab.inner_text("#stories")
        await tab.click('#stories [data-story="first"]')
        await tab.wait_for_url(lambda url: not url.startswith(home), timeout=20000)
        await tab.wait_for_selector("#story-lines li", timeout=20000)
        seen: set[str] = set()
        async with asyncio.timeout(60):
            while await tab.get_attribute("#story", "data-state") == "playing":
                seen.add(await tab.inner_text("#you-are strong"))
        assert await tab.get_attribute("#story", "data-state") == "ended", await tab.inner_text("#story-lines")
        assert len(seen) >= 4, f"the page follows whoever acts, and it showed {seen}"
        lines = await tab.locator("#story-lines li").all_inner_texts()
        assert lines[0].startswith("Robin opens the desk")
        assert lines[-1].startswith("Every byte of both database files was read")
        await tab.click("#story-home")
        await tab.wait_for_selector("html[data-ready]")
        assert tab.url.startswith(home)
        assert await tab.is_hidden("#story")
        async with aiohttp.ClientSession() as http, http.get(f"{home}/rehearsal/world") as answer:
            world = await answer.json()
        assert [one["name"] for one in world["channels"]] == ["welcome", "general"], "this world stayed as it was"
    finally:
        await tab.goto("about:blank")
        rehearsing.cancel()
        await asyncio.wait([rehearsing])


async def test_every_story_says_what_it_is_about() -> None:
    assert ("first", (first.__doc__ or "").split("\n")[0]) in running.story_list()
    assert all(about.endswith(".") for _, about in running.story_list())


async def test_pages_from_elsewhere_can_start_nothing(rehearsal: running.Rehearsal) -> None:
    async with aiohttp.ClientSession() as http:
        for origin, status in (("https://elsewhere.example", 403), ("null", 403), (rehearsal.url, 404)):
            asked = http.post(
                f"{rehearsal.url}/rehearsal/stories", json={"name": "first"}, headers={"Origin": origin}
            )
            async with asked as answer:
                assert answer.status == status

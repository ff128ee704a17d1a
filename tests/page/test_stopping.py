"""A bot that is silent and a rehearsal that stops: the page says it, and no word is lost."""

import asyncio

import pytest
import yarl

from rehearsal.server import Rehearsal
from tests.page.browser import Opener, become, run, sees
from tests.page.willow import Willow

pytestmark = [pytest.mark.page, pytest.mark.asyncio(loop_scope="module")]


async def test_a_silent_bot_is_said_plainly_and_can_be_asked_again(
    visit: Opener, rehearsal: Rehearsal, willow: Willow
) -> None:
    rehearsal.world.answer_limit, willow.silent = 0.2, True
    page = await visit()
    await page.fill("#composer-text", "half a sentence")
    await page.click("#commands")
    await page.wait_for_selector("#palette", state="visible")
    await page.click('[data-command="doors"]')
    await page.wait_for_selector(".failure:has-text('/doors: Willow did not respond.')")
    rehearsal.world.answer_limit, willow.silent = 3.0, False
    await page.click("text=try again")
    await sees(page, "Doors")
    assert await page.locator(".failure").count() == 0
    assert await page.input_value("#composer-text") == "half a sentence"


async def test_a_stopped_rehearsal_is_found_again_and_no_word_is_lost(
    visit: Opener, rehearsal: Rehearsal, willow: Willow, closing: list[asyncio.Task[None]]
) -> None:
    page = await visit()
    await become(page, "Flor")
    await page.fill("#composer-text", "still writing")
    port = yarl.URL(rehearsal.url).port or 0
    await willow.close()
    await rehearsal.stop()
    await page.wait_for_selector("#stopped:has-text('The rehearsal has stopped')")
    await page.press("#composer-text", "Enter")
    await page.wait_for_selector("text=Your words are kept.")
    again = Rehearsal()
    await again.start(port)
    try:
        await page.wait_for_selector("#stopped", state="hidden")
        await page.wait_for_selector("#you-are:has-text('You are Flor')")
        await page.wait_for_selector("#composer-text:not([readonly])")
        assert await page.input_value("#composer-text") == "still writing"
        await page.press("#composer-text", "Enter")
        await sees(page, "still writing")
    finally:
        closing.append(asyncio.create_task(again.stop()))


async def test_typed_words_outlive_a_reload_and_a_restart(
    visit: Opener, rehearsal: Rehearsal, willow: Willow, closing: list[asyncio.Task[None]]
) -> None:
    page = await visit()
    await page.fill("#composer-text", "half a thought")
    await page.reload()
    await page.wait_for_selector("#composer-text:not([readonly])")
    assert await page.input_value("#composer-text") == "half a thought"
    await run(page, "plan")
    await page.get_by_label("title").fill("Quiet hour")
    await page.get_by_label("seats").fill("5")
    port = yarl.URL(rehearsal.url).port or 0
    await willow.close()
    await rehearsal.stop()
    await page.click("#run-command")
    await page.wait_for_selector("#stopped", state="visible")
    again = Rehearsal()
    await again.start(port)
    try:
        await page.wait_for_selector("#stopped", state="hidden")
        assert await page.get_by_label("title").input_value() == "Quiet hour"
    finally:
        closing.append(asyncio.create_task(again.stop()))

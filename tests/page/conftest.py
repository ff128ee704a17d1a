"""A browser tab on the rehearsal page, and a small bot beside it."""

# Playwright is optional here; without it the types are unknown and the tests say why they skip.
# pyright: reportMissingImports=false

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
import yarl
from discord import gateway, http

from rehearsal.server import Rehearsal
from tests.page.browser import ARGUMENTS, DESK, Opener, missing
from tests.page.willow import Willow

if TYPE_CHECKING:
    from playwright.async_api import Page, ViewportSize


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def tab() -> AsyncIterator["Page"]:
    """Open one browser tab for all stories: each story's server is an origin of its own, with its own storage."""
    reason = missing()
    if reason and "page" in os.environ.get("HEARTH_REQUIRE", "").split(","):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
    from playwright.async_api import async_playwright

    async with async_playwright() as driver:
        path = shutil.which("chromium")
        browser = await driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        page = await browser.new_page()
        page.set_default_timeout(4000)
        yield page
        await browser.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def closing() -> AsyncIterator[list[asyncio.Task[None]]]:
    """Collect servers that are closing: each takes a second, and no story has to wait for another's."""
    tasks: list[asyncio.Task[None]] = []
    yield tasks
    await asyncio.gather(*tasks)


@pytest_asyncio.fixture(loop_scope="module")
async def rehearsal(tab: "Page", closing: list[asyncio.Task[None]]) -> AsyncIterator[Rehearsal]:
    del tab  # without a browser nothing else needs to start
    server = Rehearsal()
    await server.start()
    yield server
    closing.append(asyncio.create_task(server.stop()))
    assert server.verdicts.complaints() == []


@pytest_asyncio.fixture(loop_scope="module")
async def willow(rehearsal: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Willow]:
    monkeypatch.setattr(http.Route, "BASE", rehearsal.api_url)
    monkeypatch.setattr(gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(rehearsal.gateway_url))
    client = Willow()
    running = asyncio.create_task(client.start(rehearsal.bot_token))
    await asyncio.wait_for(client.ready.wait(), 5)
    yield client
    await client.close()
    await running


@pytest_asyncio.fixture(loop_scope="module")
async def visit(tab: "Page", rehearsal: Rehearsal, willow: Willow) -> AsyncIterator[Opener]:
    """Return a function that opens the page; anything the browser complains about fails the test."""
    del willow
    complaints: list[str] = []

    def complain(error: object) -> None:
        complaints.append(str(error))

    async def visit(size: "ViewportSize" = DESK) -> "Page":
        await tab.set_viewport_size(size)
        await tab.goto(rehearsal.url)
        await tab.wait_for_selector("html[data-ready]")
        return tab

    tab.on("pageerror", complain)
    tab.on("dialog", complain)
    yield visit
    tab.remove_listener("pageerror", complain)
    tab.remove_listener("dialog", complain)
    await tab.goto("about:blank")
    assert complaints == []

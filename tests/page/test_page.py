"""What a newcomer does on the rehearsal page, in a real browser against the real rehearsal server."""

# Playwright is optional here; without it the types are unknown and the tests say why they skip.
# pyright: reportMissingImports=false

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import aiohttp
import discord
import pytest
import pytest_asyncio
import yarl
from discord import app_commands, gateway, http, ui

from rehearsal.permissions import Permission
from rehearsal.records import Overwrite
from rehearsal.server import Rehearsal
from tests.rehearsal.follower import Follower

if TYPE_CHECKING:
    from playwright.async_api import Page, ViewportSize

pytestmark = [pytest.mark.page, pytest.mark.asyncio(loop_scope="module")]

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESK: "ViewportSize" = {"width": 1280, "height": 800}
PHONE: "ViewportSize" = {"width": 390, "height": 844}

Opener = Callable[..., Awaitable["Page"]]


class Letter(ui.Modal, title="A letter"):
    """One of each kind of question a modal can ask."""

    words = ui.Label(
        text="Your words",
        description="As few as you like.",
        component=ui.TextInput(style=discord.TextStyle.long, max_length=20, default="Dear all"),
    )
    wish = ui.Label(
        text="Wish",
        component=ui.Select(
            options=[discord.SelectOption(label="listen"), discord.SelectOption(label="ask first")]
        ),
    )
    people = ui.Label(text="Not for", component=ui.UserSelect(required=False, max_values=2))
    reach = ui.Label(
        text="Who sees it",
        component=ui.RadioGroup(
            options=[
                discord.RadioGroupOption(label="only me", value="me"),
                discord.RadioGroupOption(label="the circle", value="all"),
            ]
        ),
    )
    signed = ui.Label(text="With my name", component=ui.Checkbox())

    async def on_submit(self, interaction: discord.Interaction) -> None:
        parts = {label.text: label.component for label in self.walk_children() if isinstance(label, ui.Label)}
        people = [str(user) for user in getattr(parts["Not for"], "values", [])]
        answers = [
            getattr(parts["Your words"], "value", None),
            getattr(parts["Wish"], "values", None),
            people,
            getattr(parts["Who sees it"], "value", None),
            getattr(parts["With my name"], "value", None),
        ]
        await interaction.response.send_message(f"Letter: {answers}", ephemeral=True)


class Doors(ui.View):
    """Buttons and selects under one private message."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @ui.button(label="Step out", style=discord.ButtonStyle.primary, custom_id="step")
    async def step(self, interaction: discord.Interaction, _: ui.Button["Doors"]) -> None:
        await interaction.response.edit_message(content="Breathe out slowly.", view=self)

    @ui.button(label="Write", custom_id="write")
    async def write(self, interaction: discord.Interaction, _: ui.Button["Doors"]) -> None:
        await interaction.response.send_modal(Letter())

    @ui.button(label="Slow", custom_id="slow")
    async def slow(self, interaction: discord.Interaction, _: ui.Button["Doors"]) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await asyncio.sleep(0.3)
        await interaction.followup.send("It took a while.", ephemeral=True)

    @ui.select(
        placeholder="How is it?",
        custom_id="mood",
        options=[discord.SelectOption(label=one) for one in ("steady", "wobbly", "stormy")],
    )
    async def mood(self, interaction: discord.Interaction, select: ui.Select["Doors"]) -> None:
        await interaction.response.send_message(f"Chosen: {select.values}", ephemeral=True)

    @ui.select(cls=ui.UserSelect, placeholder="Whom?", custom_id="whom", min_values=1, max_values=2)
    async def whom(self, interaction: discord.Interaction, select: ui.UserSelect["Doors"]) -> None:
        names = sorted(user.display_name for user in select.values)
        await interaction.response.send_message(f"People: {names}", ephemeral=True)


class Rooms(ui.View):
    """A menu of channels."""

    @ui.select(
        cls=ui.ChannelSelect, placeholder="Which room?", custom_id="room", channel_types=[discord.ChannelType.text]
    )
    async def room(self, interaction: discord.Interaction, select: ui.ChannelSelect["Rooms"]) -> None:
        await interaction.response.send_message(f"Room: {select.values[0].name}", ephemeral=True)


class Post(ui.View):
    """A public message with one button."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @ui.button(label="Count me in", custom_id="in")
    async def join(self, interaction: discord.Interaction, _: ui.Button["Post"]) -> None:
        await interaction.response.send_message("You are in.", ephemeral=True)


class Willow(discord.Client):
    """A small bot that shows every kind of thing; ``silent`` makes /doors go unanswered."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), guild_ready_timeout=0.01)
        self.tree = app_commands.CommandTree(self)
        self.silent = False
        self.ready = asyncio.Event()

    async def on_ready(self) -> None:
        self.ready.set()

    async def setup_hook(self) -> None:
        @self.tree.command(description="What waits")
        @app_commands.default_permissions(manage_messages=True)
        async def desk(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("Nothing waits.", ephemeral=True)

        @self.tree.command(description="Ways out and in")
        async def doors(interaction: discord.Interaction) -> None:
            if not self.silent:
                await interaction.response.send_message("Doors", view=Doors(), ephemeral=True)

        @self.tree.command(description="Ask the room")
        async def ask(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("Who comes?", view=Post())

        @self.tree.command(description="Choose a room")
        async def rooms(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("Where to?", view=Rooms(), ephemeral=True)

        @self.tree.command(description="A line by direct message")
        async def line(interaction: discord.Interaction) -> None:
            await interaction.user.send("A line for you.")
            await interaction.response.send_message("Sent.", ephemeral=True)

        @self.tree.command(description="Plan an evening")
        @app_commands.choices(kind=[app_commands.Choice(name="quiet company", value="quiet")])
        async def plan(  # one parameter of each kind of option
            interaction: discord.Interaction,
            title: str,
            seats: app_commands.Range[int, 2, 12],
            leader: discord.User | None = None,
            room: discord.TextChannel | None = None,
            quiet: bool = False,
            kind: str = "circle",
        ) -> None:
            given = (title, seats, leader and leader.display_name, room and room.name, quiet, kind)
            await interaction.response.send_message(f"Plan: {given}", ephemeral=True)

        @self.tree.context_menu(name="Someone should look in")
        async def look(interaction: discord.Interaction, message: discord.Message) -> None:
            await interaction.response.send_message(f"Seen {message.id}.", ephemeral=True)

        await self.tree.sync()


def missing() -> str | None:
    try:
        import playwright.async_api  # noqa: F401  (only asked whether it is there)
    except ImportError:
        return "playwright is not installed"
    return None if shutil.which("chromium") else "chromium is not installed"


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


async def become(page: "Page", name: str) -> None:
    await page.click(f'[data-person="{name}"]')
    await page.wait_for_selector(f"#you-are:has-text('You are {name}')")
    await page.wait_for_selector("[data-channel][aria-current]")


async def run(page: "Page", command: str) -> None:
    await page.click("#commands")
    await page.click(f'[data-command="{command}"]')


async def press(page: "Page", label: str) -> None:
    await page.get_by_role("button", name=label, exact=True).click()


async def sees(page: "Page", text: str) -> None:
    await page.wait_for_selector(f".message:has-text({text!r})")


async def test_a_newcomer_starts_as_the_moderator_and_switches_with_one_press(visit: Opener) -> None:
    page = await visit()
    assert await page.inner_text("#you-are") == "You are Robin, moderator"
    assert "press Commands, choose /desk" in await page.inner_text("#note")
    await page.click("#dismiss-note")
    parts = await page.locator(".person-part").all_inner_texts()
    assert parts == ["moderator", "facilitating", *["member"] * 7, "outsider"]
    await run(page, "desk")
    await sees(page, "Nothing waits.")
    for name in ("Ana", "Bea", "Sam", "Cleo"):  # faster than the server answers
        await page.click(f'[data-person="{name}"]')
    await page.wait_for_selector("#you-are:has-text('You are Cleo')")
    await page.click("#commands")
    assert await page.locator('[data-command="doors"]').count() == 1
    assert await page.locator('[data-command="desk"]').count() == 0, "members are not offered /desk"
    await page.reload()
    await page.wait_for_selector("#you-are:has-text('You are Cleo')")
    assert await page.is_hidden("#note")


async def test_a_command_asks_for_its_options(visit: Opener) -> None:
    page = await visit()
    await run(page, "plan")
    await page.get_by_label("title").fill("Quiet hour")
    await page.get_by_label("seats").fill("many")
    await page.click("#run-command")
    await page.wait_for_selector("text=A number is needed here.")
    await page.get_by_label("seats").fill("5")
    await page.get_by_label("leader").select_option(label="Ana")
    await page.get_by_label("room").select_option(label="#general")
    await page.get_by_label("quiet (if").select_option(label="yes")
    await page.get_by_label("kind").select_option(label="quiet company")
    await page.click("#run-command")
    await sees(page, "Plan: ('Quiet hour', 5, 'Ana', 'general', True, 'quiet')")


async def test_a_private_reply_is_seen_by_one_person_until_dismissed(visit: Opener) -> None:
    page = await visit()
    await become(page, "Bea")
    await run(page, "doors")
    await page.wait_for_selector(".message.private:has-text('Only you can see this')")
    await become(page, "Cleo")
    await page.wait_for_selector("text=Nothing has been said here yet.")
    await become(page, "Bea")
    await page.click(".message.private >> text=dismiss")
    await page.wait_for_selector(".message", state="detached")
    await page.reload()
    await page.wait_for_selector("text=Nothing has been said here yet.")


async def test_buttons_answer_in_place_in_private_and_late(visit: Opener) -> None:
    page = await visit()
    await become(page, "Ana")
    await run(page, "ask")
    await become(page, "Bea")
    await press(page, "Count me in")
    await sees(page, "You are in.")
    await run(page, "doors")
    await press(page, "Step out")
    await sees(page, "Breathe out slowly.")
    await page.wait_for_selector(".message:has-text('Breathe out') .edited")
    await press(page, "Slow")
    await page.wait_for_selector("text=Willow is thinking…")
    await sees(page, "It took a while.")
    await page.hover(".message:has-text('Who comes?')")
    await page.click(".message:has-text('Who comes?') .menu-button")
    await page.click("#menu >> text=Someone should look in")
    await sees(page, "Seen ")


async def test_the_lock_screen_and_a_dot_tell_of_a_direct_message(visit: Opener) -> None:
    page = await visit()
    await become(page, "Dani")
    await run(page, "line")
    await page.wait_for_selector("#lock:has-text('Willow: A line for you.')")
    await page.wait_for_selector('[data-channel="Willow"] .dot')
    await page.click('[data-channel="Willow"]')
    await sees(page, "A line for you.")
    await page.fill("#composer-text", "thank you")
    await page.press("#composer-text", "Enter")
    await sees(page, "thank you")
    assert await page.input_value("#composer-text") == ""


async def test_choosing_waits_for_the_choice(visit: Opener) -> None:
    page = await visit()
    await run(page, "doors")
    await page.click('[data-control="mood"]')
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "Enter"):
        await page.keyboard.press(key)
    await sees(page, "Chosen: ['wobbly']")
    assert await page.locator(".message:has-text('Chosen')").count() == 1, "arrow keys alone send nothing"
    await page.click('[data-control="whom"]')
    await page.click("[role=option]:has-text('Hana'):visible")
    await page.click("[role=option]:has-text('Bea'):visible")
    await page.click("[role=option]:has-text('Eli'):visible")  # a third is one too many
    await press(page, "Done")
    await sees(page, "People: ['Bea', 'Hana']")


async def test_a_modal_keeps_the_words_until_they_fit(visit: Opener) -> None:
    page = await visit()
    await run(page, "doors")
    await press(page, "Write")
    words = page.get_by_label("Your words")
    await words.wait_for()
    assert await words.input_value() == "Dear all"
    await words.fill("far too long for this little field")
    assert await page.inner_text("#modal .count.over") == "14 too many of 20 characters"
    await page.click("#modal button[type=submit]")
    await page.wait_for_selector("#modal >> text=This is 14 characters too long.")
    assert await words.input_value() == "far too long for this little field"
    await page.keyboard.press("Escape")
    await page.wait_for_selector("#modal >> text=Your words are still here.")
    await words.fill("short enough")
    await page.click("#modal .picker-toggle >> nth=0")
    await page.click("#modal [role=option]:has-text('ask first')")
    await page.click("#modal .picker-toggle >> nth=1")
    await page.click("#modal [role=option]:has-text('Gus')")
    await page.keyboard.press("Escape")
    assert await page.is_visible("#modal"), "Esc closes the list, not the letter"
    await page.get_by_label("the circle").check()
    await page.get_by_label("With my name").check()
    await page.click("#modal button[type=submit]")
    await sees(page, "Letter: ['short enough', ['ask first'], ['gus'], 'all', True]")
    assert not await page.is_visible("#modal")


async def test_nothing_anybody_writes_becomes_code_and_links_say_where_they_lead(
    visit: Opener, rehearsal: Rehearsal
) -> None:
    evil = "<img src=x onerror=alert(1)>"
    rehearsal.world.person("Hana").name = evil
    rehearsal.world.guild_channels()[0].name = evil
    page = await visit()
    await page.click(f'[data-person="{evil}"]')
    await page.wait_for_selector(f"#you-are:has-text('{evil}')")
    text = (
        f"**bold {evil}** [here](javascript:alert(1)) ||<b>hid</b>|| `<i>` <@{rehearsal.world.person(evil).id}>\n"
        "[kind](https://elsewhere.example/x)\n> quoted <svg/onload=alert(1)>\n- one\n  - two\n"
        "# Head\n-# small <t:1796000000:F> snake_case_here"
    )
    await page.fill("#composer-text", text)
    await page.press("#composer-text", "Enter")
    body = page.locator(".message .text")
    await body.wait_for()
    assert await page.locator("#frame img, #frame svg, #frame script, .text b, .text i").count() == 0
    assert await body.locator("strong").inner_text() == f"bold {evil}"
    assert await body.locator(".mention").inner_text() == f"@{evil}"
    assert await body.locator("blockquote").inner_text() == "quoted <svg/onload=alert(1)>"
    assert await body.locator("li li").inner_text() == "two"
    assert await body.locator("h3").inner_text() == "Head"
    assert "snake_case_here" in await body.locator(".small").inner_text()
    assert await body.locator("a").count() == 1, "a link that is no web address stays text"
    await body.locator("a").click()
    await page.wait_for_selector("#leaving >> text=https://elsewhere.example/x")
    await press(page, "Stay here")
    assert await body.locator(".spoiler-text").is_hidden()
    await body.locator(".spoiler-cover").click()
    assert await body.locator(".spoiler-text").inner_text() == "<b>hid</b>"


async def test_everything_is_reached_by_keyboard_alone(visit: Opener) -> None:
    page = await visit()
    key = page.keyboard
    await key.press("Tab")
    await key.press("Enter")  # the skip link
    assert await page.evaluate("document.activeElement.id") == "composer-text"
    await key.type("/do")
    await page.wait_for_selector("#palette-list [aria-selected=true]:has-text('/doors')")
    await key.press("Enter")
    await sees(page, "Doors")
    await key.press("ArrowUp")
    assert await page.evaluate("document.activeElement.textContent") == "Step out"
    await key.press("Enter")
    await sees(page, "Breathe out slowly.")
    assert await page.evaluate("document.activeElement.textContent") == "Step out", "the focus stays"
    await page.focus("[data-person][aria-current]")
    await key.press("ArrowDown")
    await key.press("Enter")
    await page.wait_for_selector("#you-are:has-text('You are Ana')")
    assert await page.evaluate("document.activeElement.dataset.person") == "Ana"
    await page.focus("#composer-text")
    await key.type("/nothing")
    await key.press("Enter")
    await page.wait_for_selector("text=There is no such command here.")
    assert await page.input_value("#composer-text") == "/nothing"
    await key.press("Escape")
    await page.wait_for_selector("#palette", state="hidden")


async def test_a_phone_shows_one_column_and_a_drawer(visit: Opener) -> None:
    page = await visit(PHONE)
    assert not await page.is_visible("#people")
    await page.click("#open-side")
    await page.click('[data-person="Eli"]')
    await page.wait_for_selector("#you-are:has-text('You are Eli')")
    await page.wait_for_selector("#people", state="hidden")
    await page.wait_for_selector("#composer-text:not([readonly])")
    await run(page, "doors")
    await sees(page, "Doors")
    await press(page, "Write")
    await page.wait_for_selector("#modal[open]")
    wide = "document.documentElement.scrollWidth > innerWidth"
    assert not await page.evaluate(wide)


async def test_texts_keep_their_contrast_by_day_and_by_night(visit: Opener) -> None:
    page = await visit()
    await page.emulate_media(color_scheme="light")
    await run(page, "doors")
    await sees(page, "Doors")
    await page.click("#commands")
    day = await page.evaluate(CONTRAST)
    await page.emulate_media(color_scheme="dark")
    night = await page.evaluate(CONTRAST)
    await page.emulate_media(color_scheme="null")
    assert day["checked"] == night["checked"] > 40
    assert day["paper"] != night["paper"]
    assert day["weak"] + night["weak"] == []


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


async def test_a_menu_offers_the_rooms_a_person_can_see(visit: Opener, rehearsal: Rehearsal) -> None:
    shut = next(one for one in rehearsal.world.channels.values() if one.name == "welcome")
    shut.overwrites[rehearsal.world.guild_id] = Overwrite(rehearsal.world.guild_id, 0, 0, Permission.VIEW_CHANNEL)
    page = await visit()
    await become(page, "Bea")
    await run(page, "rooms")
    await page.click('[data-control="room"]')
    assert await page.locator('[role="option"]:visible').all_inner_texts() == ["#general"]
    await page.click('[role="option"]:has-text("#general")')
    await sees(page, "Room: general")


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


# Every visible text against the first solid background behind it, by WCAG 2 (AA: 4.5, large text 3).
CONTRAST = """() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (rgb) => rgb.slice(0, 3).map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const rgb = numbers(getComputedStyle(one).backgroundColor);
      if (rgb.length === 3 || rgb[3] === 1) return rgb;
    }
    return [255, 255, 255];
  };
  const weak = [];
  let checked = 0;
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const dim = element.closest(":disabled, .unseen, noscript, script, option");
    if (!own || dim || !element.checkVisibility({ visibilityProperty: true })) continue;
    const style = getComputedStyle(element);
    const pair = [light(numbers(style.color)), light(behind(element))].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    checked += 1;
    if (ratio < 4.5) weak.push(`${element.tagName} ${element.textContent.slice(0, 20)} ${ratio.toFixed(2)}`);
  }
  return { checked, weak, paper: getComputedStyle(document.body).backgroundColor };
}"""

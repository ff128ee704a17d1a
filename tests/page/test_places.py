"""Threads, menus, suggestions, pictures and files on the page, and a person's phone."""

# Playwright is optional here; without it the types are unknown and the tests say why they skip.
# pyright: reportMissingImports=false

from typing import TYPE_CHECKING

import discord
import pytest

from rehearsal.person import visit as meet
from rehearsal.server import Rehearsal
from tests.page.browser import CONTRAST, DESK, Opener, become, press, run, sees
from tests.page.willow import Willow

if TYPE_CHECKING:
    from playwright.async_api import FilePayload, Page, ViewportSize

pytestmark = [pytest.mark.page, pytest.mark.asyncio(loop_scope="module")]

UNLABELLED = """() => {
  const named = (one) => one.getAttribute("aria-label") || one.getAttribute("aria-labelledby") || one.labels?.length
    || one.textContent.trim() || one.title;
  const silent = ["status", "alert", "note", "log"];
  return [...document.querySelectorAll("button, a[href], input, select, textarea, [role]")]
    .filter((one) => one.checkVisibility() && !silent.includes(one.getAttribute("role")) && !named(one))
    .map((one) => one.outerHTML.slice(0, 80));
}"""

NARROW: "ViewportSize" = {"width": 360, "height": 740}


def room_of(willow: Willow, rehearsal: Rehearsal) -> discord.TextChannel:
    general = next(one for one in rehearsal.world.guild_channels() if one.name == "general")
    room = willow.get_channel(int(general.id))
    assert isinstance(room, discord.TextChannel)
    return room


async def test_threads_stand_under_their_channel_and_in_the_post_they_began_with(
    visit: Opener, rehearsal: Rehearsal, willow: Willow
) -> None:
    room = room_of(willow, rehearsal)
    post = await room.send("Who reads along?")
    await post.create_thread(name="reading")
    kind = discord.ChannelType.private_thread
    hidden = await room.create_thread(name="the two of us", type=kind)
    await hidden.add_user(discord.Object(int(rehearsal.world.person("Bea").id)))
    page = await visit()
    await become(page, "Bea")
    await page.click("#channels [data-channel='general']")
    await page.wait_for_selector("#channels .thread:has-text('the two of us'):has-text('private')")
    await page.click(".message:has-text('Who reads along?') .thread-link")
    await page.wait_for_selector("#place-title:has-text('#general ↳ reading')")
    await sees(page, "Who reads along?")
    await page.fill("#composer-text", "me")
    await page.press("#composer-text", "Enter")
    await sees(page, "me")
    await run(page, "doors")
    await press(page, "Step out")
    await sees(page, "Breathe out slowly.")
    await become(page, "Cleo")
    await page.wait_for_selector("#channels .thread:has-text('reading')")
    assert await page.locator("#channels .thread:has-text('the two of us')").count() == 0


async def test_a_channel_made_a_moment_ago_is_named_where_it_is_spoken_of(
    visit: Opener, rehearsal: Rehearsal, willow: Willow
) -> None:
    room = room_of(willow, rehearsal)
    page = await visit()
    await become(page, "Bea")
    await page.click("#channels [data-channel='general']")
    await room.send("first word")
    await sees(page, "first word")
    async with meet(rehearsal.url) as people:
        guild = rehearsal.world.guild_id
        made = await people["Robin"].call("POST", f"/guilds/{guild}/channels", {"name": "porch", "type": 0})
    await room.send(f"Come to <#{made['id']}>.")
    await page.click("button.mention:has-text('#porch')")
    await page.wait_for_selector("#place-title:has-text('porch')")


async def test_menus_on_a_message_and_on_whoever_wrote_it(visit: Opener, rehearsal: Rehearsal) -> None:
    async with meet(rehearsal.url) as people:
        await people["Bea"].say("general", "not my day")
    page = await visit()
    await become(page, "Ana")
    await page.click("#channels [data-channel='general']")
    await sees(page, "not my day")
    await page.focus(".menu-button")
    await page.keyboard.press("Enter")
    groups = await page.locator("#menu h3").all_inner_texts()
    assert groups == ["On this message", "On Bea"]
    assert "null" not in await page.inner_text("#menu")
    await page.click("#menu >> text=Say hello")
    await sees(page, "Hello Bea")


async def test_suggestions_are_shown_by_name_and_sent_by_value(visit: Opener) -> None:
    page = await visit()
    await run(page, "walk")
    place = page.get_by_role("combobox", name="place")
    await place.press_sequentially("f")
    await page.wait_for_selector(".suggestions [role=option]:has-text('Field')")
    assert await page.locator(".suggestions [role=option]").all_inner_texts() == ["Forest", "Field"]
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        await page.keyboard.press(key)
    assert await place.input_value() == "Field"
    assert await place.get_attribute("aria-expanded") == "false"
    await page.click("#run-command")
    await sees(page, "Walk to f2")


async def test_a_message_of_parts_shows_its_pictures_and_says_what_is_on_them(visit: Opener) -> None:
    page = await visit()
    await run(page, "parts")
    await sees(page, "The spread")
    pictures = page.locator(".container img")
    await pictures.first.wait_for()
    about = [await one.get_attribute("alt") for one in await pictures.all()]
    assert about == ["A small dot", "Steady 3, wobbly 3"]
    for one in await pictures.all():
        await one.evaluate("(one) => one.decode()")  # a picture that did not come cannot be decoded
    await page.click(".gallery .alt summary")
    await page.wait_for_selector(".gallery .alt p:has-text('Steady 3, wobbly 3')")
    assert await page.locator(".container a[download]").count() == 1


async def test_a_file_is_handed_over_in_a_form(visit: Opener) -> None:
    page = await visit()
    await run(page, "hand")
    await page.click("#modal button[type=submit]")
    await page.wait_for_selector("#modal >> text=A file is needed here.")
    file: FilePayload = {"name": "kept.txt", "mimeType": "text/plain", "buffer": b"five words on a page"}
    await page.set_input_files("#modal input[type=file]", files=[file])
    await page.click("#modal button[type=submit]")
    await sees(page, "kept.txt: five words on a page")


async def test_the_phone_shows_what_rings_and_nothing_that_is_silent(
    visit: Opener, rehearsal: Rehearsal, willow: Willow
) -> None:
    room = room_of(willow, rehearsal)
    ana = rehearsal.world.person("Ana").id
    page = await visit()
    await become(page, "Ana")
    await room.send(f"<@{ana}> a silent word", silent=True)
    await room.send(f"<@{ana}> a word")
    await page.wait_for_selector(".notice")
    assert await page.locator(".notice-words").all_inner_texts() == ["@Ana a word"]
    assert await page.inner_text("#phone-title") == "Ana's phone"
    await become(page, "Bea")
    await page.wait_for_selector("#phone-none", state="visible")


async def test_what_a_press_changed_is_read_aloud(visit: Opener) -> None:
    page = await visit()
    await run(page, "doors")
    await page.wait_for_selector("#live:has-text('Willow: Doors')", state="attached")
    await press(page, "Step out")
    await page.wait_for_selector("#live:has-text('Breathe out slowly.')", state="attached")


async def unlabelled(page: "Page") -> list[str]:
    """Return the controls that say nothing to a screen reader."""
    return await page.evaluate(UNLABELLED)


async def test_all_of_it_is_labelled_fits_and_keeps_its_contrast(
    visit: Opener, rehearsal: Rehearsal, willow: Willow
) -> None:
    room = room_of(willow, rehearsal)
    thread = await (await room.send(f"<@{rehearsal.world.person('Bea').id}> who reads along?")).create_thread(
        name="reading"
    )
    await thread.send("page one")
    for size in (NARROW, DESK):
        page = await visit(size)
        if size == NARROW:
            await page.click("#open-side")
            await page.wait_for_selector("#phone", state="visible")
            await page.focus("#phone")  # far down in the drawer, and still reached by keyboard
            inside = (
                "(one) => one.getBoundingClientRect().top >= 0 && one.getBoundingClientRect().bottom <= innerHeight"
            )
            assert await page.locator("#phone-title").evaluate(inside)
        await page.click('[data-person="Bea"]')
        await page.wait_for_selector("#you-are:has-text('You are Bea')")
        await run(page, "parts")
        await sees(page, "The spread")
        await run(page, "walk")
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)
            assert (await page.evaluate(CONTRAST))["weak"] == []
        await page.emulate_media(color_scheme="null")
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert await unlabelled(page) == []
        await page.click("text=Cancel")

"""What a newcomer does on the rehearsal page, in a real browser against the real rehearsal server."""

import pytest

from rehearsal.permissions import Permission
from rehearsal.records import Overwrite
from rehearsal.server import Rehearsal
from tests.page.browser import CONTRAST, PHONE, Opener, become, press, run, sees

pytestmark = [pytest.mark.page, pytest.mark.asyncio(loop_scope="module")]


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
    assert await page.is_visible("#phone-none")
    await run(page, "line")
    await page.wait_for_selector(".notice:has-text('Willow'):has-text('A line for you.')")
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

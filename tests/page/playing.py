"""Someone at the page who plays all ten people with its own controls, and with nothing else."""

# Playwright is optional here; without it the types are unknown and the tests say why they skip.
# pyright: reportMissingImports=false

from typing import TYPE_CHECKING

from tests.page.browser import PHONE, become, run

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page, ViewportSize

MENU = ".picker-toggle[data-control]"

# A press or a menu that waits for its answer is marked busy, a command is listed until it is answered.
ANSWERED = """() => !document.querySelector("#messages [aria-busy=true], #failures .hint")"""


class Player:
    """Plays one person after the other; reads what stands on the page, and presses what can be pressed there."""

    def __init__(self, page: "Page") -> None:
        self._page = page

    async def be(self, name: str, size: "ViewportSize" = PHONE) -> None:
        """Become somebody, on a screen of this size."""
        await self._page.set_viewport_size(size)
        await self._open_drawer()
        await become(self._page, name)

    async def dismiss_note(self) -> None:
        """Put away the note that a newcomer finds."""
        await self._page.click("#dismiss-note")

    async def go_to(self, channel: str) -> None:
        """Open a channel from the list of those this person sees."""
        await self._open_drawer()
        await self._page.click(f'#channels [data-channel="{channel}"]')
        await self._page.wait_for_selector(f"#place-title:has-text('{channel}')")

    async def channels(self) -> list[str]:
        """Answer the names of the channels in this person's list."""
        in_drawer = await self._open_drawer()
        names = await self._page.locator("#channels .place-name").all_inner_texts()
        if in_drawer:
            await self._page.click("#close-side")
        return names

    async def command(self, word: str) -> None:
        """Choose a command from the list under Commands."""
        await run(self._page, word)
        await self._answered()

    async def press(self, label: str) -> None:
        """Press the newest button of this name."""
        await self._press(self._page.locator("#messages"), label)

    async def press_on_post(self, label: str) -> None:
        """Press a button of the newest message that everybody here sees."""
        await self._press(self._post(), label)

    async def choose(self, *labels: str) -> None:
        """Choose from the newest menu."""
        page = self._page
        await page.locator(MENU).last.click()
        for label in labels:
            await page.get_by_role("option", name=label).locator("visible=true").click()
        if len(labels) > 1:
            await page.get_by_role("button", name="Done", exact=True).click()
        await self._answered()

    async def write(self, **boxes: str) -> None:
        """Fill the boxes of the form that is open, each found by a part of its label, and send it."""
        form = self._page.locator("#modal")
        for label, words in boxes.items():
            await form.get_by_label(label.replace("_", " ")).fill(words)
        await form.get_by_role("button", name="Send", exact=True).click()
        await form.wait_for(state="hidden")
        await self._answered()

    async def reads(self, *parts: str) -> str:
        """Wait until the newest message for this person alone holds these parts, and answer all of it."""
        return await self._holds(self._page.locator(".message.private").last, parts)

    async def reads_on_post(self, *parts: str) -> str:
        """Wait until the newest message that everybody here sees holds these parts, and answer all of it."""
        return await self._holds(self._post(), parts)

    async def buttons_of_post(self) -> list[str]:
        """Answer what can be pressed on the newest message that everybody here sees."""
        return await self._post().locator(".press").all_inner_texts()

    async def pictures_of_post(self) -> list[str | None]:
        """Answer the descriptions of its pictures, each of which has come."""
        pictures = await self._post().locator("img").all()
        for picture in pictures:
            await picture.scroll_into_view_if_needed()
            await picture.evaluate("(one) => one.decode()")  # a picture that did not come cannot be decoded
        return [await picture.get_attribute("alt") for picture in pictures]

    def _post(self) -> "Locator":
        return self._page.locator(".message:not(.private)").last

    async def _holds(self, message: "Locator", parts: tuple[str, ...]) -> str:
        for part in parts:
            message = message.filter(has_text=part)
        return await message.inner_text()

    async def _press(self, inside: "Locator", label: str) -> None:
        await inside.get_by_role("button", name=label, exact=True).last.click()
        await self._answered()

    async def _answered(self) -> None:
        await self._page.wait_for_function(ANSWERED)

    async def _open_drawer(self) -> bool:
        narrow = await self._page.is_visible("#open-side")
        if narrow:
            await self._page.click("#open-side")
            await self._page.wait_for_selector("#people", state="visible")
        return narrow

"""What is done and looked at in a browser tab on the rehearsal page."""

# Playwright is optional here; without it the types are unknown and the tests say why they skip.
# pyright: reportMissingImports=false

import shutil
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Page, ViewportSize

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESK: "ViewportSize" = {"width": 1280, "height": 800}
PHONE: "ViewportSize" = {"width": 390, "height": 844}

Opener = Callable[..., Awaitable["Page"]]


def missing() -> str | None:
    try:
        import playwright.async_api  # noqa: F401  (only asked whether it is there)
    except ImportError:
        return "playwright is not installed"
    return None if shutil.which("chromium") else "chromium is not installed"


async def become(page: "Page", name: str) -> None:
    await page.click(f'[data-person="{name}"]')
    await page.wait_for_selector(f"#you-are:has-text('You are {name}')")
    # On a phone the list lies in the drawer, which is shut by now.
    await page.wait_for_selector("[data-channel][aria-current]", state="attached")


async def run(page: "Page", command: str) -> None:
    await page.click("#commands")
    await page.click(f'[data-command="{command}"]')


async def press(page: "Page", label: str) -> None:
    await page.get_by_role("button", name=label, exact=True).click()


async def sees(page: "Page", text: str) -> None:
    await page.wait_for_selector(f".message:has-text({text!r})")


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

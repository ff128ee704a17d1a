"""Plain lines for whoever wishes for them: the same words, with no marks and no picture, for that person alone."""

from bot.core.notices import Notice, said
from cogs.rendering import Rendering
from rehearsal.screen import Screen
from tests.stories.conftest import TEXTS, Evening
from tests.stories.test_history import attached, mine, rounds, switch_on

PLAIN = "Plain screens for me"


def content(screen: Screen) -> str:
    message = screen.message or {}
    return str(message["content"] or message["embeds"][0]["description"])


async def switched(circle: Evening, way: str) -> Screen:
    ana = circle["Ana"]
    shown = await ana.press(await ana.command("my"), "For all circles: what I say yes to")
    return await ana.press(shown, f"{way}: {PLAIN}")


async def test_private_screens_come_in_plain_lines_with_the_same_words_until_it_is_switched_off(
    circle: Evening,
) -> None:
    before = content(await circle["Ana"].command("my"))
    assert "**" in before
    assert "\n-# " in before
    await switched(circle, "Switch on")
    plain = content(await circle["Ana"].command("my"))
    assert plain == before.replace("**", "").replace("-# ", "")
    assert "**" in content(await circle["Bea"].command("my"))
    await switched(circle, "Switch off")
    assert content(await circle["Ana"].command("my")) == before


async def test_reach_and_the_doors_come_in_plain_lines_too(circle: Evening) -> None:
    await switched(circle, "Switch on")
    for door in ("reach", "help"):
        shown = content(await circle["Ana"].command(door))
        assert "**" not in shown
        assert "-# " not in shown


async def test_no_picture_comes_and_the_words_say_the_same(circle: Evening) -> None:
    await switch_on(circle["Ana"])
    await rounds(circle, ("Steady", "Only me"))
    assert attached(await mine(circle["Ana"]))
    await switched(circle, "Switch on")
    shown = await mine(circle["Ana"])
    assert not attached(shown)
    assert "Steady" in shown.text


def test_what_a_person_wrote_keeps_its_own_signs() -> None:
    plain = Rendering(TEXTS, {}, "Willow").plainly()
    door = Notice((said("circles.door.agreements", limits="**two** stars\n> and *one* \\**"),))
    assert plain.content(door, "en").startswith("\\*\\*two\\*\\* stars\n\\> and \\*one\\*")

"""Where a way out stands: the four doors of `/help`, and the private answer to a low check-in (R121)."""

import pytest

from tests.stories.conftest import Evening
from tests.stories.mishaps import posts
from tests.stories.test_escape import opens
from tests.stories.test_escape_traces import stuck
from tests.stories.test_my import rows_in_every_table

FOUR = ["Step out", "Reach someone", "Numbers", "What else is here"]
QUIET = ("Step out", "Reach someone")
LOW = [("Steady", "Stormy"), ("Battery", "0 · empty"), ("Battery", "1"), ("Weather", "Stormy")]
OTHER = [("Steady", "Wobbly"), ("Battery", "2"), ("Weather", "Rainy")]


async def test_help_shows_four_doors_to_anyone_in_a_server_and_in_a_direct_message(circle: Evening) -> None:
    before = await rows_in_every_table(circle)
    for name in ("Ana", "Sam"):
        for dm in (False, True):
            shown = await circle[name].command("help", dm=dm)
            assert list(shown.buttons) == FOUR
    assert opens(await circle["Sam"].press(shown, "Step out"))
    assert await rows_in_every_table(circle) == before


async def test_what_else_is_here_holds_the_other_doors_and_leads_back(circle: Evening) -> None:
    sam = circle["Sam"]
    what_else = await sam.press(await sam.command("help"), "What else is here")
    assert "You are in no circle here." in what_else.text
    assert list(what_else.buttons) == ["Check in", "What is mine", "How this works", "Door of North", "Back"]
    how = await sam.press(what_else, "How this works")
    what_else = await sam.press(how, "Back")
    assert "Door of North" in what_else.buttons
    assert list((await sam.press(what_else, "Back")).buttons) == FOUR


async def test_help_speaks_the_language_somebody_keeps_and_another_where_the_files_are_stuck(
    circle: Evening,
) -> None:
    ana = circle["Ana"]
    await ana.press(await ana.press(await ana.command("my"), "My language"), "Español")
    assert "Hacer una pausa" in (await ana.command("help")).buttons
    circle.hearth.people._find_anew()  # nobody is remembered from before
    async with stuck(circle):
        assert list((await ana.command("help")).buttons) == FOUR


@pytest.mark.parametrize(("format_", "choice"), LOW)
async def test_after_a_low_answer_two_ways_stand_there_and_nobody_is_told(
    circle: Evening, format_: str, choice: str
) -> None:
    await circle.open_checkin(format_)
    seen = {name: len(await circle[name].inbox()) for name in ("Bea", "Robin")}
    for seen_by in ("Only me", "Circle without my name"):
        answered = await circle.answer("Ana", choice, seen_by)
        assert "there is a pause, and a way to a person" in answered.text
        assert list(answered.buttons)[-2:] == list(QUIET)
    assert {name: len(await circle[name].inbox()) for name in seen} == seen
    assert opens(await circle["Ana"].press(answered, "Step out"))


@pytest.mark.parametrize(("format_", "choice"), OTHER)
async def test_after_another_answer_they_do_not(circle: Evening, format_: str, choice: str) -> None:
    await circle.open_checkin(format_)
    answered = await circle.answer("Ana", choice)
    assert "way to a person" not in answered.text
    assert not set(QUIET) & set(answered.buttons)


async def test_in_spanish_a_low_answer_has_them_in_spanish(circle: Evening) -> None:
    await circle.open_checkin()
    await circle["Ana"].set(locale="es-ES")
    screen = await circle["Ana"].press((await posts(circle))[-1], "Stormy")
    answered = await circle["Ana"].press(screen, "Solo yo")
    assert "hay una pausa, y una manera de hablar con alguien" in answered.text
    assert list(answered.buttons)[-2:] == ["Hacer una pausa", "Hablar con alguien"]


async def test_a_preview_shows_the_way_out_at_rest_as_the_post_will(circle: Evening) -> None:
    robin = circle["Robin"]
    preview = await robin.press(await robin.press(await robin.command("plan"), "Ask for a check-in"), "Battery")
    assert preview.buttons["Step out"]["disabled"]
    await robin.press(preview, "Open it now")
    assert "Step out" in (await circle.post("Ana")).buttons

"""Pictures as they are drawn: one size, true lengths, letters of every shipped language, off the event loop."""

import threading
from io import BytesIO

import pytest
from PIL import Image, ImageDraw, ImageFont

from bot.core import pictures
from bot.core.pictures import CARD, HEIGHT, INK, SHAPE, WIDTH, BarChart, DotChart, drawn
from tests.guards.source import ROOT
from tests.guards.texts import every, load

NOTHING_LIKE_IT = "\uffff"


def opened(image: bytes) -> Image.Image:
    return Image.open(BytesIO(image)).convert("RGB")


def in_colour(picture: Image.Image, colour: str) -> list[tuple[int, int]]:
    wanted = tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))
    pixels = picture.load()
    assert pixels is not None
    return [(x, y) for y in range(HEIGHT) for x in range(WIDTH) if pixels[x, y] == wanted]


def shape(font: ImageFont.FreeTypeFont, letter: str) -> bytes:
    card = Image.new("L", (40, 40))
    ImageDraw.Draw(card).text((5, 5), letter, 255, font)
    return card.tobytes()


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    "chart",
    [
        BarChart("Nothing", []),
        BarChart("A few", [("Steady", 5), ("Wobbly", 3)]),
        BarChart(
            "Many with long names", [("A label that is much too long for its place " * 3, n) for n in range(12)]
        ),
        DotChart("Empty", [], [], []),
        DotChart("Days", ["Steady", "Stormy"], ["Mar 20", "Mar 27"], [(0, 0), (1, 1)]),
    ],
)
async def test_every_picture_has_one_size(chart: BarChart | DotChart) -> None:
    assert opened(await drawn(chart)).size == (WIDTH, HEIGHT)


async def test_a_bar_is_as_long_as_its_count_and_a_picture_has_one_colour_for_all() -> None:
    picture = opened(await drawn(BarChart("Bars", [("Four", 4), ("Two", 2)])))
    shapes = in_colour(picture, SHAPE)
    rows = {y: sum(1 for _, row in shapes if row == y) for y in {y for _, y in shapes}}
    longer, shorter = (max(rows[y] for y in rows if low < y < high) for low, high in ((100, 150), (160, 210)))
    assert longer == pytest.approx(2 * shorter, abs=4)


async def test_a_dot_stands_where_its_row_and_column_meet() -> None:
    picture = opened(await drawn(DotChart("Days", ["Up", "Down"], ["First", "Second"], [(1, 0)])))
    dots = in_colour(picture, SHAPE)
    assert dots
    assert max(x for x, _ in dots) < (WIDTH - 36 + 296) / 2
    assert min(y for _, y in dots) > 96 + 60


def test_words_and_shapes_stand_out_from_their_card_on_any_screen() -> None:
    assert contrast(INK, CARD) >= 7
    assert contrast(SHAPE, CARD) >= 4.5


def test_the_shipped_font_has_every_letter_of_the_texts() -> None:
    font = ImageFont.truetype(pictures.FONT, 20)
    missing = shape(font, NOTHING_LIKE_IT)
    letters = {letter for _, _, words in every(load(ROOT)) for letter in words if not letter.isspace()}
    assert {"ñ", "á", "¿"} <= letters
    assert [letter for letter in sorted(letters) if shape(font, letter) == missing] == []


async def test_drawing_leaves_the_event_loop_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    where: list[threading.Thread] = []

    def look(_: object) -> bytes:
        where.append(threading.current_thread())
        return b""

    monkeypatch.setattr(pictures, "_draw", look)
    await drawn(BarChart("Bars", []))
    assert where != [threading.current_thread()]

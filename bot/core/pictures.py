"""Calm pictures of a few words and counts, always drawn on one card of one size; words beside them say the same.

Pillow is imported on first use, and drawing happens in a thread, so that no press waits for either. The card has
a background of its own, so that it reads on a dark and on a light screen; nothing is said by colour alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

FONT = Path(__file__).parent / "fonts" / "DejaVuSans.ttf"
"""Shipped, because the letters Pillow brings lack those of Spanish; its licence lies beside it."""

WIDTH, HEIGHT = 800, 450
"""Pixels of every picture, so that its size tells nothing."""

CARD, INK, SHAPE, LINE = "#2b303b", "#f2f2ee", "#a9c1cf", "#4a5260"
"""Background, words, bars and dots, lines: words stand out 12 to 1, shapes 7 to 1 (WCAG 2.2 asks 4.5 and 3)."""

MARGIN = 36
TOP = 96
"""Where the rows begin, below the title."""
LABELS = 260
"""Pixels for the labels of rows."""
TALLEST_ROW = 60
LARGEST, SMALLEST = 24, 14
"""Pixels of the letters of a label."""


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars by label, in the order they are shown; each carries its count in figures."""

    title: str
    bars: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class DotChart:
    """A row for each label, a column for each heading, and a dot at each (row, column) counted from 0."""

    title: str
    rows: Sequence[str]
    columns: Sequence[str]
    dots: Sequence[tuple[int, int]]


async def drawn(chart: BarChart | DotChart) -> bytes:
    """Answer a chart as a PNG, drawn off the event loop."""
    return await asyncio.to_thread(_draw, chart)


def _draw(chart: BarChart | DotChart) -> bytes:
    card = _Card()
    card.title(chart.title)
    if isinstance(chart, BarChart):
        _bars(card, chart)
    else:
        _dots(card, chart)
    return card.png()


def _bars(card: _Card, chart: BarChart) -> None:
    left, right = MARGIN + LABELS, WIDTH - MARGIN - 60
    highest = max((count for _, count in chart.bars), default=0)
    height = _row_height(len(chart.bars))
    for number, (label, count) in enumerate(chart.bars):
        middle = TOP + height * number + height / 2
        card.label(label, middle, height)
        end = left + (right - left) * (count / highest if highest else 0)
        card.pen.rounded_rectangle(
            (left, middle - height * 0.3, max(end, left + 6), middle + height * 0.3), 6, SHAPE
        )
        card.write((max(end, left + 6) + 12, middle), str(count), _letters(height), "lm")


def _dots(card: _Card, chart: DotChart) -> None:
    left, right, bottom = MARGIN + LABELS, WIDTH - MARGIN, HEIGHT - MARGIN - 28
    height = min(TALLEST_ROW, (bottom - TOP) / max(len(chart.rows), 1))
    width = (right - left) / max(len(chart.columns), 1)
    for number, label in enumerate(chart.rows):
        middle = TOP + height * number + height / 2
        card.label(label, middle, height)
        card.pen.line((left, middle, right, middle), LINE, 2)
    end = TOP + height * len(chart.rows)
    for number, heading in enumerate(chart.columns):
        card.write((left + width * (number + 0.5), end + 20), heading, _fitting(width), "mm", most=width - 4)
    size = min(12.0, height * 0.3)
    for row, column in chart.dots:
        across, down = left + width * (column + 0.5), TOP + height * (row + 0.5)
        card.pen.ellipse((across - size, down - size, across + size, down + size), SHAPE)


def _row_height(rows: int) -> float:
    return min(TALLEST_ROW, (HEIGHT - TOP - MARGIN) / max(rows, 1))


def _letters(height: float) -> int:
    return max(SMALLEST, min(LARGEST, int(height * 0.5)))


def _fitting(width: float) -> int:
    return max(SMALLEST, min(18, int(width * 0.22)))


class _Card:
    """The card that everything is drawn on."""

    @cached_property
    def image(self) -> Image.Image:
        from PIL import Image

        return Image.new("RGB", (WIDTH, HEIGHT), CARD)

    @cached_property
    def pen(self) -> ImageDraw.ImageDraw:
        from PIL import ImageDraw

        return ImageDraw.Draw(self.image)

    def title(self, words: str) -> None:
        self.write((MARGIN, MARGIN + 16), words, 28, "lm", most=WIDTH - 2 * MARGIN)

    def label(self, words: str, middle: float, height: float) -> None:
        self.write((MARGIN, middle), words, _letters(height), "lm", most=LABELS - 16)

    def write(self, at: tuple[float, float], words: str, size: int, anchor: str, *, most: float = WIDTH) -> None:
        """Write one line, in smaller letters and at last cut with a sign for it where it has no room."""
        font = self._font(size)
        while size > SMALLEST and font.getlength(words) > most:
            size -= 1
            font = self._font(size)
        shown = words
        while shown and font.getlength(shown) > most:
            words = words[:-1]
            shown = f"{words}…"
        self.pen.text(at, shown, INK, font, anchor)

    def _font(self, size: int) -> ImageFont.FreeTypeFont:
        from PIL import ImageFont

        return ImageFont.truetype(FONT, size)

    def png(self) -> bytes:
        """Answer what was drawn."""
        file = BytesIO()
        self.image.save(file, "PNG", optimize=True)
        return file.getvalue()

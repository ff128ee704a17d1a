"""A view as a row of words, numbers and dates, with where each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from bot.guard.model.views import View

if TYPE_CHECKING:
    from bot.guard.model.words import Words

ORDINALS = frozenset({"st", "nd", "rd", "th"})
"""Endings that make `21st` of 21."""

LONGEST_SPOKEN = 12
"""Digits that a number in words is read up to."""

_TOKEN = re.compile(
    r"(?P<date>(?<![\d./-])(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}(?:[-/.](?:\d{4}|\d{2}))?)(?![\d/-]|\.\d))"
    r"|(?P<digits>\d+)|(?P<word>c/(?=\s?[^\W\d])|[^\W\d_]+(?:'[^\W\d_]+)*)|(?P<stop>[.!?;]+(?=\s|$)|\n)|(?P<comma>,)"
)


class Is(Enum):
    """What an item of a row is."""

    WORD = auto()
    NUMBER = auto()
    DATE = auto()
    COMMA = auto()
    STOP = auto()


@dataclass(frozen=True, slots=True)
class Item:
    """One item; `spoken` counts the words a number is written in, 0 where it is written in digits."""

    what: Is
    text: str
    start: int
    end: int
    spoken: int = 0


def row_of(view: View, words: Words) -> list[Item]:
    """Answer the items of a view, numbers in words put together, ends of sentences kept."""
    return list(_spoken(_merged(_items(view.text, words)), words))


def _items(text: str, words: Words) -> Iterator[Item]:
    last = ""
    for found in _TOKEN.finditer(text):
        group = found.lastgroup
        start, end = found.span()
        if group == "word":
            last = found[0]
            yield Item(Is.WORD, last.replace("'", ""), start, end)
            continue
        if group == "stop":
            # `Av. Insurgentes` ends no sentence.
            if found[0] != "." or last not in words.shortened:
                yield Item(Is.STOP, ".", start, end)
        elif group == "comma":
            yield Item(Is.COMMA, ",", start, end)
        elif group == "date" and _is_date(found[0]):
            yield Item(Is.DATE, found[0], start, end)
        elif group == "date":
            yield from (
                Item(Is.NUMBER, one[0], one.start() + start, one.end() + start)
                for one in _DIGITS.finditer(found[0])
            )
        else:
            yield Item(Is.NUMBER, found[0], start, end)
        last = ""


_DIGITS = re.compile(r"\d+")


def _is_date(written: str) -> bool:
    parts = [int(part) for part in _DIGITS.findall(written)]
    if len(parts[0:1]) and parts[0] > 1000:
        return 1900 <= parts[0] <= 2100 and 1 <= parts[1] <= 12 and 1 <= parts[2] <= 31
    low, high = sorted(parts[:2])
    return 1 <= low <= 12 and 1 <= high <= 31


def _merged(items: Iterator[Item]) -> Iterator[Item]:
    # `4th` is a word, `14a` a number; `50mg` stays two.
    before: Item | None = None
    for item in items:
        if before is not None and before.what is Is.NUMBER and item.what is Is.WORD and item.start == before.end:
            if item.text in ORDINALS:
                before = Item(Is.WORD, before.text + item.text, before.start, item.end)
                continue
            if len(item.text) == 1:
                before = Item(Is.NUMBER, before.text, before.start, item.end)
                continue
        if before is not None:
            yield before
        before = item
    if before is not None:
        yield before


def _spoken(items: Iterator[Item], words: Words) -> Iterator[Item]:
    run: list[Item] = []
    for item in items:
        if item.what is Is.WORD and item.text in words.numbers:
            run.append(item)
            continue
        yield from _one(run, words)
        run = []
        yield item
    yield from _one(run, words)


def _one(run: list[Item], words: Words) -> Iterator[Item]:
    if run:
        digits = "".join(spelled([item.text for item in run], words))
        yield Item(Is.NUMBER, digits[:LONGEST_SPOKEN], run[0].start, run[-1].end, len(run))


def spelled(said: Sequence[str], words: Words) -> list[str]:
    """Answer number words as numbers: `double seven`, `nine hundred`, `forty three` are one each."""
    numbers: list[str] = []
    times, tens = 1, False
    for word in said:
        if word in words.repeats:
            times, tens = words.repeats[word], False
            continue
        digits = words.numbers[word]
        if tens and len(digits) == 1 and digits != "0":
            numbers[-1] = numbers[-1][0] + digits
        elif digits == "100" and numbers and len(numbers[-1]) == 1:
            numbers[-1] += "00"
        else:
            numbers.append(digits * times)
        tens = len(digits) == 2 and digits[1] == "0" and digits != "10"
        times = 1
    return numbers

"""A view as a row of words, numbers and dates, with where each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from bot.guard.model.views import View

if TYPE_CHECKING:
    from bot.guard.model.words import Words

ORDINALS = frozenset({"st", "nd", "rd", "th"})
"""Endings that make `21st` of 21."""

LONGEST_SPOKEN = 12
"""Digits that a number in words is read up to."""

_TOKEN = re.compile(
    r"(?P<word>[^\W\d_]{2,}(?:'[^\W\d_]+)*|c/(?=\s?[^\W\d])|[a-z](?:\.[a-z])+\.?(?![^\W\d_])|[^\W\d_](?:'[^\W\d_]+)*)"
    r"|(?P<date>(?<![\d./-])(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}(?:[-/.](?:\d{4}|\d{2}))?)(?![\d/-]|\.\d))"
    r"|(?P<digits>\d+)|(?P<stop>[.!?;]+(?=\s|$)|\n)|(?P<comma>,)"
)


class Is(Enum):
    """What an item of a row is."""

    WORD = auto()
    NUMBER = auto()
    DATE = auto()
    COMMA = auto()
    STOP = auto()


class Item(NamedTuple):
    """One item; `spoken` counts the words a number is written in, 0 where it is written in digits."""

    what: Is
    text: str
    start: int
    end: int
    spoken: int = 0


def row_of(view: View, words: Words) -> list[Item]:
    """Answer the items of a view, numbers in words put together, ends of sentences kept."""
    row: list[Item] = []
    said: list[Item] = []
    text, last = view.text, ""
    for found in _TOKEN.finditer(text):
        if found.lastgroup != "word":
            _end_number(row, said, words)
            row += _others(found, last, text, words)
            last = ""
            continue
        (start, end), last = found.span(), found[0]
        if not last.isalpha():
            last = last.replace("'", "").replace(".", "")
        glued = bool(row) and row[-1].end == start and row[-1].what is Is.NUMBER and not row[-1].spoken
        if last in words.numbers and not glued:
            said.append(Item(Is.WORD, last, start, end))
            continue
        if said:
            _end_number(row, said, words)
        item = Item(Is.WORD, last, start, end)
        if not glued or not _merged(row, item):
            row.append(item)
    _end_number(row, said, words)
    return row


def _others(found: re.Match[str], last: str, text: str, words: Words) -> Iterator[Item]:
    written, (start, end) = found[0], found.span()
    match found.lastgroup:
        case "stop":
            if written != "." or not _shortens(text, start, last, words):
                yield Item(Is.STOP, ".", start, end)
        case "comma":
            yield Item(Is.COMMA, ",", start, end)
        case "date" if _is_date(written):
            yield Item(Is.DATE, written, start, end)
        case _:
            for one in _DIGITS.finditer(text, start, end):
                yield Item(Is.NUMBER, one[0], one.start(), one.end())


_DIGITS = re.compile(r"\d+")
_NEXT = re.compile(r"\s{0,2}([^\W\d_]+)")


def _shortens(text: str, place: int, last: str, words: Words) -> bool:
    # `Av. Insurgentes`, `Rosenstr. 22` and `22. November` end no sentence.
    if last:
        return last in words.shortened or last.endswith(words.shortened_endings)
    after = _NEXT.match(text, place + 1)
    return after is not None and after[1] in words.months and text[place - 1 : place].isdecimal()


def _is_date(written: str) -> bool:
    parts = [int(part) for part in _DIGITS.findall(written)]
    if len(parts[0:1]) and parts[0] > 1000:
        return 1900 <= parts[0] <= 2100 and 1 <= parts[1] <= 12 and 1 <= parts[2] <= 31
    low, high = sorted(parts[:2])
    return 1 <= low <= 12 and 1 <= high <= 31


def _merged(row: list[Item], item: Item) -> bool:
    # `4th` is a word, `14a` a number; `50mg` stays two.
    before = row[-1]
    if item.text in ORDINALS:
        row[-1] = Item(Is.WORD, before.text + item.text, before.start, item.end)
    elif len(item.text) == 1:
        row[-1] = Item(Is.NUMBER, before.text, before.start, item.end)
    else:
        return False
    return True


def _end_number(row: list[Item], said: list[Item], words: Words) -> None:
    if said:
        digits = "".join(spelled([item.text for item in said], words))
        row.append(Item(Is.NUMBER, digits[:LONGEST_SPOKEN], said[0].start, said[-1].end, len(said)))
        said.clear()


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

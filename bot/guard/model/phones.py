"""Telephone numbers: in digits, in words, in both, and with letters for digits."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.guard.model import Find, Kind
from bot.guard.model.rows import spelled
from bot.guard.model.views import View
from bot.guard.model.words import Words

CUE_BEFORE, CUE_AFTER = 60, 40
"""Characters around a number in which a word such as `call` counts."""

SHORTEST, LONGEST = 9, 15
"""Digits of a whole telephone number."""

CHECKED_MOST = 40
"""Numbers of one draft that are looked up; what comes after is judged by its form alone."""

RUN_MOST = 60
"""Parts of one row of numbers that are looked at."""

JOINED_MOST = 2
"""Words between two parts of a number: `and then`."""

_CHUNK = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"\d+|\D+")
_BETWEEN = re.compile(r"[\s().\-+/_*~|,]{0,5}")
_DATED = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d(?!\d)")
_LETTERS = str.maketrans("oli", "011")
_MONEY = "$€£¥#%"


class Part(NamedTuple):
    """A piece of a number; `said` are the words it is written in, none where it is digits."""

    digits: str
    start: int
    end: int
    spoken: bool = False
    joined: bool = False


class Phones:
    """Finds telephone numbers in one view of a draft."""

    def __init__(self, view: View, words: Words, taken: Sequence[tuple[int, int]]) -> None:
        self._view = view
        self._words = words
        self._taken = taken
        self._cues: list[int] = []
        self._units: set[int] = set()
        self._checked: dict[str, bool] = {}
        self._known_words = words.numbers.keys() | words.phone | words.units

    def finds(self) -> Iterator[Find]:
        """Answer every telephone number, in order."""
        for run in list(self._runs()):
            yield from self._in(run)

    def _runs(self) -> Iterator[list[Part]]:
        run: list[Part] = []
        joined = 0
        for chunk in _CHUNK.finditer(self._view.text):
            parts = self._parts(chunk)
            if parts and run and not self._goes_on(run[-1], parts[0]):
                yield self._said(run)
                run, joined = [], 0
            if parts and joined and run:
                parts[0] = Part(parts[0].digits, parts[0].start, parts[0].end, parts[0].spoken, joined=True)
            if parts:
                run += parts
                joined = 0
            elif chunk[0] in self._words.joining and run and joined < JOINED_MOST:
                joined += 1
            elif run:
                yield self._said(run)
                run, joined = [], 0
        if run:
            yield self._said(run)

    def _parts(self, chunk: re.Match[str]) -> list[Part]:
        text, start, end = chunk[0], chunk.start(), chunk.end()
        if text.isalpha() and text not in self._known_words:
            return []
        if text in self._words.phone:
            self._cues.append(start)
        if text in self._words.units:
            self._units.add(start)
        if text.isdecimal():
            return [] if any(first <= start < last for first, last in self._taken) else [Part(text, start, end)]
        if text in self._words.numbers:
            return [Part(text, start, end, spoken=True)]
        if text.isalpha() or len(text) > 2 * LONGEST:
            return []
        return self._mixed(text, start)

    def _mixed(self, text: str, start: int) -> list[Part]:
        parts: list[Part] = []
        for piece in _PARTS.finditer(text):
            digits, spoken = piece[0], piece[0] in self._words.numbers
            if not digits.isdecimal() and not spoken:
                digits = digits.translate(_LETTERS)
                if not digits.isdecimal():
                    return self._glued(text, start)
            parts.append(Part(digits, start + piece.start(), start + piece.end(), spoken))
        return parts

    def _glued(self, text: str, start: int) -> list[Part]:
        # `call2125550143`: a whole number is one, whatever it sticks to.
        return [
            Part(piece[0], start + piece.start(), start + piece.end())
            for piece in _PARTS.finditer(text)
            if piece[0].isdecimal() and len(piece[0]) >= SHORTEST
        ]

    def _goes_on(self, before: Part, part: Part) -> bool:
        between = self._view.text[before.end : part.start]
        if any(sign in _MONEY for sign in between):
            return False
        if "," in between and not (before.spoken or part.spoken):
            return False
        if any(sign.isalpha() for sign in between):
            return len(between) <= 20
        return _BETWEEN.fullmatch(between) is not None

    def _said(self, run: list[Part]) -> list[Part]:
        # Words that say one number become one part: `forty three`.
        out: list[Part] = []
        words: list[Part] = []
        for part in (*run[:RUN_MOST], None):
            if part is not None and part.spoken:
                words.append(part)
                continue
            out += self._numbers(words)
            words = []
            if part is not None:
                out.append(part)
        return out

    def _numbers(self, words: list[Part]) -> Iterator[Part]:
        at = 0
        while at < len(words):
            size = next((two for two in (3, 2) if self._one_number(words[at : at + two], two)), 1)
            said = words[at : at + size]
            digits = "".join(spelled([part.digits for part in said], self._words))
            if digits:
                yield Part(digits, said[0].start, said[-1].end, spoken=True, joined=said[0].joined)
            at += size

    def _one_number(self, said: list[Part], size: int) -> bool:
        if len(said) < size or said[-1].digits in self._words.repeats:
            return False
        return len(spelled([part.digits for part in said], self._words)) == 1

    def _in(self, run: list[Part]) -> Iterator[Find]:
        at = len(run) if _counting(run) else 0
        while at < len(run):
            found = next((end for end in self._ends(run, at) if self._is_phone(run[at:end])), None)
            if found is None:
                at += 1
                continue
            some = run[at:found]
            spoken = any(part.spoken for part in some)
            start, end = self._view.span(some[0].start, some[-1].end)
            why = "guard.why.phone_words" if spoken else "guard.why.phone"
            yield Find(Kind.PHONE, start, end, why, sure=self._cued(some) or self._plus(some))
            at = found

    def _ends(self, run: list[Part], at: int) -> list[int]:
        ends: list[int] = []
        digits = 0
        for end in range(at, len(run)):
            digits += len(run[end].digits)
            if digits > LONGEST:
                break
            if digits >= 7:
                ends.append(end + 1)
        return ends[::-1]

    def _is_phone(self, some: list[Part]) -> bool:
        digits = "".join(part.digits for part in some)
        cued = self._cued(some)
        if self._harmless(some, digits):
            return False
        if any(part.joined for part in some) and not (cued or digits[0] == "0"):
            return False
        if self._plus(some) or (digits.startswith("00") and len(digits) >= 11):
            return len(digits) >= 8
        groups = tuple(len(part.digits) for part in some)
        if len(digits) < SHORTEST:
            return cued and groups in self._words.groupings
        formed = groups in self._words.groupings or max(groups) == 1 or any(part.spoken for part in some)
        if digits[0] == "0":
            return (formed or cued) and len(digits) <= 12
        return (formed or cued) and len(digits) <= 13 and (self._valid(digits) or (cued and len(digits) >= 10))

    def _harmless(self, some: list[Part], digits: str) -> bool:
        values = [int(part.digits) for part in some]
        steps = {two - one for one, two in itertools.pairwise(values)}
        if len(values) > 2 and len(steps) == 1 and steps & {0, 1, -1, 2, -2, 5, -5, 10, -10}:
            return True
        if len(set(digits)) < 3 and not self._cued(some):
            return True
        if all(1900 <= value <= 2100 for value in values) or digits.endswith("000000"):
            return True
        if any(
            len(digits) % size == 0 and digits == digits[:size] * (len(digits) // size) for size in (1, 2, 3, 4)
        ):
            return True
        text = self._view.text
        if _DATED.search(text, max(0, some[0].start - 5), some[-1].end + 5):
            return True
        before = text[max(0, some[0].start - 2) : some[0].start].strip()
        return before[-1:] in {*_MONEY} - {""} or self._counted(some[-1].end)

    def _counted(self, end: int) -> bool:
        return any(place in self._units for place in range(end, end + 3))

    def _plus(self, some: list[Part]) -> bool:
        before = self._view.text[max(0, some[0].start - 6) : some[0].start].rstrip(" (")
        return before.endswith(("+", " plus", " mas")) or before == "plus"

    def _cued(self, some: list[Part]) -> bool:
        at = bisect_left(self._cues, some[0].start - CUE_BEFORE)
        return at < len(self._cues) and self._cues[at] <= some[-1].end + CUE_AFTER

    def _valid(self, digits: str) -> bool:
        if digits not in self._checked:
            if len(self._checked) >= CHECKED_MOST:
                return len(digits) <= 11
            self._checked[digits] = any(_known(digits, region) for region in self._words.regions)
        return self._checked[digits]


def _counting(run: Sequence[Part]) -> bool:
    values = [int(part.digits) for part in run]
    steps = {two - one for one, two in itertools.pairwise(values)}
    return len(values) > 4 and steps <= {-1, 0, 1}


def is_region(name: str) -> bool:
    """Tell whether a country's numbers are known, and take them in: the first draft need not wait for that."""
    import phonenumbers

    if phonenumbers.PhoneMetadata.metadata_for_region(name) is None:
        return False
    for kind in phonenumbers.PhoneNumberType.values():
        example = phonenumbers.example_number_for_type(name, kind)
        if example is not None:
            phonenumbers.is_valid_number(example)
    return True


def _known(digits: str, region: str) -> bool:
    # Only here: a start that reads no drafts need not wait for its tables.
    import phonenumbers

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(digits, region))
    except phonenumbers.NumberParseException:
        return False

"""Where somebody is, in numbers: coordinates, map codes and postal codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from bot.guard.model import Find, Kind
from bot.guard.model.views import View
from bot.guard.model.words import Words

SHAPE_LONGEST = 12
"""Signs of one shape of a postal code."""

SIGNS: Mapping[str, str] = MappingProxyType(
    {"A": "[a-z]", "9": r"\d", "Z": "[abd-hjlnp-uw-z]", "X": "[a-z0-9]", " ": r"[ -]?"}
)
"""What a shape is made of: a letter, a digit, a letter of the British inner half, either, a gap that may miss."""

_DECIMAL = re.compile(
    r"(?<![\d.])(-?\d{1,2}[.,]\d{3,8})\s?°?\s?[ns]?\s?[,;/ ]\s?[eow]?\s?(-?\d{1,3}[.,]\d{3,8})(?![\d.]\d)"
    r"(?:\s?°?\s?[eow](?![a-z]))?"
)
_ANGLE = (
    r"\d{1,3}\s?°\s?\d{1,2}(?:[.,]\d{1,6})?\s?'?\s?(?:\d{1,2}(?:[.,]\d{1,4})?\s?(?:\"|'')?)?\s?[nseow](?![a-z])"
)
_DEGREES = re.compile(rf"(?<!\d){_ANGLE}(?:[\s,]{{0,3}}{_ANGLE})?")
_LENGTH = r"[\s:=]{1,3}-?\d{1,3}[.,]\d{2,8}"
_NAMED = re.compile(
    rf"(?<![a-z])lat(?:itude?|itud)?{_LENGTH}(?:[\s,;]{{1,3}}(?:and |y )?lon?g?(?:itude?|itud)?{_LENGTH})?"
)
_PLUS = re.compile(r"(?<![\w+])[23456789cfghjmpqrvwx]{4,8}\+[23456789cfghjmpqrvwx]{2,3}(?!\w)")
_THREE = re.compile(r"///\s?[^\W\d_]{3,20}\.[^\W\d_]{3,20}\.[^\W\d_]{3,20}")
_MARKED = (("°", _DEGREES), ("lat", _NAMED), ("+", _PLUS), ("///", _THREE))
_DIGIT = re.compile(r"\d")


class WrongShape(Exception):
    """Raised for the shape of a postal code that cannot be used; says why."""


def shape(written: str) -> str:
    """Answer a shape as it was written, if it can be used; raises WrongShape."""
    if not 4 <= len(written) <= SHAPE_LONGEST or any(sign not in SIGNS for sign in written):
        raise WrongShape(f"is no shape of 4 to {SHAPE_LONGEST} signs of A, 9, Z, X and a gap")
    if "9" not in written or not {*written} & {"A", "Z", "X"}:
        raise WrongShape("needs a letter and a digit, or ordinary numbers and words would be taken for it")
    return written


class Places:
    """Finds coordinates and codes in one view of a draft."""

    def __init__(self, words: Words) -> None:
        shapes = "|".join("".join(SIGNS[sign] for sign in one) for one in words.codes)
        self._code = re.compile(rf"(?<![\w-])(?:{shapes})(?![\w-])")
        self._cue = re.compile(
            rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in sorted(words.code_words))})(?!\w)"
        )

    def finds(self, view: View) -> Iterator[Find]:
        """Answer every place told in numbers."""
        text = view.text
        if not _DIGIT.search(text) and "///" not in text:
            return
        for sign, form in _MARKED:
            for found in form.finditer(text) if sign in text else ():
                if form is not _PLUS or any(sign.isdecimal() for sign in found[0]):
                    yield Find(Kind.COORDINATES, *view.span(*found.span()), "guard.why.coordinates")
        for found in _DECIMAL.finditer(text):
            if abs(_degrees(found[1])) <= 90 and abs(_degrees(found[2])) <= 180:
                yield Find(Kind.COORDINATES, *view.span(*found.span()), "guard.why.coordinates")
        for found in self._code.finditer(text):
            if view.capitals(*found.span()) or self._cue.search(text[max(0, found.start() - 30) : found.start()]):
                yield Find(Kind.ADDRESS, *view.span(*found.span()), "guard.why.postcode")


def _degrees(written: str) -> float:
    return float(written.replace(",", "."))

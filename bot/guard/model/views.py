"""A draft as it is meant: look-alikes, widths, hidden signs, letters apart, words turned round; places are kept."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

LOOK_ALIKES: Mapping[str, str] = MappingProxyType(
    dict(
        zip(
            "аеорсхуіјѕһкмтнвԁԛԝӏгпзбαεικορτυνχηωβγσѵոսօհցəɑɡıȷ",
            "aeopcxyijshkmthbdqwlrnzbaeikoptuvxnwbysvnuohgeagij",
            strict=True,
        )
    )
)
"""Letters of other alphabets that are read as Latin ones."""

_PLAIN: Mapping[str, str] = MappingProxyType(
    dict.fromkeys("’‘`´ʼ＇′ʹ", "'")
    | dict.fromkeys("“”„«»‹›″‟", '"')
    | dict.fromkeys("—–‐‑‒―−﹘⁃", "-")
    | dict.fromkeys("。․·•∙⋅・｡", ".")
    | dict.fromkeys("⁄∕⧸", "/")
    | dict.fromkeys("\u3164\u115f\u1160\uffa0\u2800\u034f", "")
    | {sign: sign for sign in "°€£¥"}
    | {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "º": "°", "˚": "°", "№": "#", "\r": "\n"}
    | {"…": "..", "\u2028": "\n", "\u2029": "\n", "\u0085": "\n"}
)
_LETTER = re.compile(
    r"(?:LATIN|SYMBOL|SQUARED|CIRCLED).*LETTER (?:SMALL CAPITAL )?(?:DOTLESS |SCRIPT )?([A-Z])(?: WITH .+)?$"
)
_APART = re.compile(r"(?<!\S)\S(?: \S){4,}(?!\S)|(?<![^\s\"'(])[a-z](?:[.*_-][a-z]){3,}(?![a-z0-9])")
_TURN = "\u202e"
_TURNED = re.compile(f"{_TURN}([^\u202c\u202d\u202e\n]*)")
_OTHERS = re.compile(r"[^\x00-\x7f]+")
_KEPT_MOST = 8_192


@dataclass(frozen=True, slots=True)
class View:
    """One way of reading a draft, in small letters; `places` says which character each one stands for.

    `together` tells that letters which stood apart were put together; digits that stood apart are read before that.
    """

    text: str
    places: list[int]
    draft: str
    together: bool = False

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Answer where a piece of this view stands in the draft, at least one character."""
        within = self.places[start:end]
        return min(within), max(within) + 1

    def is_capital(self, start: int) -> bool:
        """Tell whether the draft has a capital letter there."""
        return self.draft[self.places[start]].isupper()

    def capitals(self, start: int, end: int) -> bool:
        """Tell whether the draft has no small letter there."""
        return not any(self.draft[place].islower() for place in self.places[start:end])


class Views(dict[int, str]):
    """Reads drafts; a table that learns each character when it first comes, up to a limit."""

    def __missing__(self, code: int) -> str:
        folded = _fold(chr(code))
        if len(self) < _KEPT_MOST:
            self[code] = folded
        return folded

    def of(self, draft: str) -> Iterator[View]:
        """Answer the draft as it is read, then with letters that stand apart put together, then turned round."""
        plain = self.plain(draft)
        yield plain
        together = _together(plain)
        if together is not None:
            yield together
        if _TURN in draft:
            yield self._turned(draft)

    def fold(self, text: str) -> str:
        """Answer a text in small letters, as `plain` reads it."""
        return text.lower() if text.isascii() else text.translate(self)

    def plain(self, draft: str) -> View:
        """Answer the draft as it is read from left to right."""
        if draft.isascii():
            return View(draft.lower().replace("\r", "\n"), list(range(len(draft))), draft)
        pieces: list[str] = []
        places: list[int] = []
        done = 0
        for other in _OTHERS.finditer(draft):
            start, end = other.span()
            pieces.append(draft[done:start].lower().replace("\r", "\n"))
            places += range(done, start)
            for place in range(start, end):
                folded = self[ord(draft[place])]
                pieces.append(folded)
                places += [place] * len(folded)
            done = end
        pieces.append(draft[done:].lower().replace("\r", "\n"))
        places += range(done, len(draft))
        return View("".join(pieces), places, draft)

    def _turned(self, draft: str) -> View:
        # What a hidden sign turns round is read from its end.
        pieces: list[str] = []
        places: list[int] = []
        done = 0
        for turned in _TURNED.finditer(draft):
            before, straight = self.plain(draft[done : turned.start(1)]), self.plain(turned[1][::-1])
            pieces += (before.text, straight.text)
            places += [done + place for place in before.places]
            places += [turned.end(1) - 1 - place for place in straight.places]
            done = turned.end(1)
        rest = self.plain(draft[done:])
        return View("".join((*pieces, rest.text)), places + [done + place for place in rest.places], draft)


def _together(view: View) -> View | None:
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    for found in _APART.finditer(view.text):
        gap = " " if found[0][1] == " " else found[0][1]
        kept = [place for place in range(found.start(), found.end()) if view.text[place] != gap]
        pieces += (view.text[done : found.start()], "".join(view.text[place] for place in kept))
        places += view.places[done : found.start()]
        places += [view.places[place] for place in kept]
        done = found.end()
    if not done:
        return None
    pieces.append(view.text[done:])
    return View("".join(pieces), places + view.places[done:], view.draft, together=True)


def _fold(sign: str) -> str:
    if sign in _PLAIN:
        return _PLAIN[sign]
    if sign.isascii():
        return sign.lower()
    folded = "".join(_part(part) for part in unicodedata.normalize("NFKD", sign))
    return folded or ("" if unicodedata.category(sign) in ("Mn", "Me", "Cf") else " ")


def _part(part: str) -> str:
    if part in _PLAIN:
        return _PLAIN[part]
    kind = unicodedata.category(part)
    if kind in ("Mn", "Me", "Cf"):
        return ""
    if kind == "Nd":
        return str(unicodedata.digit(part))
    small = part.lower()
    if small.isascii() or small in LOOK_ALIKES:
        return LOOK_ALIKES.get(small, small)
    named = _LETTER.search(unicodedata.name(part[0], ""))
    if named:
        return named[1].lower()
    return small if part.isalnum() else " "

"""Every way of writing a Latin letter, brought to that letter: accents, widths, look-alikes, hidden signs."""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

LOOK_ALIKES: Mapping[str, str] = MappingProxyType(
    dict(
        zip(
            "аеорсхуіјѕһкмтнвԁԛԝӏгпзбαεικορτυνχηωβγσѵոսօհցəɑɡ",
            "aeopcxyijshkmthbdqwlrnzbaeikoptuvxnwbysvnuohgeag",
            strict=True,
        )
    )
)
"""Letters of other alphabets that are read as Latin ones."""

LAUGHTER = frozenset("😂🤣😹😆😅💀☠🙃")
"""Signs that laugh."""

_PLAIN: Mapping[str, str] = MappingProxyType(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "＇": "'", "…": "..", "—": ",", "–": ",", "¿": " ", "¡": " "}
    | {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‹": '"', "›": '"'}
    | {"ß": "ss", "æ": "ae", "œ": "oe"}
)
_LETTER = re.compile(r"LETTER (?:SMALL CAPITAL )?(?:DOTLESS |SCRIPT )?([A-Z])(?: WITH .+)?$")
_KEPT_MOST = 8_192


class Folding(dict[int, str]):
    """A table for `str.translate` that learns each sign when it first comes, up to a limit."""

    def __missing__(self, code: int) -> str:
        folded = _fold(chr(code))
        if len(self) < _KEPT_MOST:
            self[code] = folded
        return folded

    def all(self, text: str) -> str:
        """Answer the text in small ASCII letters, as far as it has any."""
        return text.translate(self)

    def placed(self, text: str) -> tuple[str, list[int]]:
        """Answer the same, and for each of its signs which sign of the text it stands for."""
        folded: list[str] = []
        places: list[int] = []
        for place, sign in enumerate(text):
            plain = self[ord(sign)]
            folded.append(plain)
            places += [place] * len(plain)
        return "".join(folded), places


def _fold(sign: str) -> str:
    if sign.isascii():
        return sign.lower()
    if sign in _PLAIN:
        return _PLAIN[sign]
    if sign in LAUGHTER:
        return " lol "
    parts = [
        part for part in unicodedata.normalize("NFKD", sign) if unicodedata.category(part) not in ("Mn", "Me", "Cf")
    ]
    if not parts:
        return ""
    return "".join(_letter(part.lower()) for part in parts)


def _letter(part: str) -> str:
    if part.isascii():
        return part
    if part in LOOK_ALIKES:
        return LOOK_ALIKES[part]
    named = _LETTER.search(unicodedata.name(part[0], ""))
    if named and ("LATIN" in unicodedata.name(part[0]) or "SYMBOL" in unicodedata.name(part[0])):
        return named[1].lower()
    return " "

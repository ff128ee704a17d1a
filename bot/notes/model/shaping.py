"""A note's words as they are posted: no mention calls anybody, and long ones are parted where paragraphs end."""

import re
import unicodedata

from bot.core.words import can_be_seen, straight

PART_MOST = 1900
"""Characters of one post; making signs harmless can double them, and a post holds 4,000 (R111)."""

GONE = "(…)"
"""Stands where a mention stood, so that what stood around it does not become another one."""

_MENTION = re.compile(r"<(?:@[!&]?|#|/[^<>\n]{1,120}:|id:)[^<>\s]{0,32}>")
_BLANKS = re.compile(r"[^\S\n]+\n")
_EMPTY = re.compile(r"\n{3,}")
_ENDS = (re.compile(r"\n\n"), re.compile(r"\n"), re.compile(r"[.?!…。]\s"), re.compile(r"\s"))
"""Where words are parted, the best place first: paragraphs, lines, sentences, words."""

_JOINS = frozenset({"Mn", "Me", "Mc"})
_JOINER = "\u200d"
_TONES = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_FLAGS = range(0x1F1E6, 0x1F200)


class NothingToSee(Exception):
    """Raised for words that show nothing, such as blanks."""


def cleaned(words: str) -> str:
    """Answer a note's words without mentions (R57), turning signs and wide empty space.

    Raises `NothingToSee`.
    """
    plain = straight(words.replace("\r\n", "\n").replace("\r", "\n"))
    plain = _EMPTY.sub("\n\n", _BLANKS.sub("\n", _MENTION.sub(GONE, plain))).strip()
    if not can_be_seen(plain):
        raise NothingToSee
    return plain


def parted(words: str, most: int = PART_MOST) -> tuple[str, ...]:
    """Answer cleaned words as the posts they make, each of at most `most` characters; nothing is lost but space."""
    parts: list[str] = []
    while len(words) > most:
        cut = _cut(words, most)
        parts.append(words[:cut].strip())
        words = words[cut:].strip()
    return tuple(part for part in (*parts, words) if can_be_seen(part))


def _cut(words: str, most: int) -> int:
    for end in _ENDS:
        # A part that is hardly begun would leave more posts than there need be.
        found = [place.end() for place in end.finditer(words, most // 2, most)]
        if found:
            return found[-1]
    return next((at for at in range(most, most // 2, -1) if not _inside(words, at)), most)


def _inside(words: str, at: int) -> bool:
    """Tell whether a cut there would go through what is seen as one sign, such as an emoji of a family."""
    before, after = words[at - 1], words[at]
    number = ord(after)
    joined = unicodedata.category(after) in _JOINS or after == _JOINER or number in _TONES or number in _TAGS
    return joined or before == _JOINER or (number in _FLAGS and ord(before) in _FLAGS)

"""A person's words as they are taken and shown: signs nobody sees stand for no words and turn nothing around."""

import unicodedata
from collections.abc import Mapping

TURNING: Mapping[int, None] = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Signs that set the direction of whatever follows them, beyond a person's own words (Unicode, UAX 9).

Letters that are written from right to left need none of them, and neither do emoji.
"""

BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that show nothing."""

UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "Zs", "Zl", "Zp"})
"""Categories of signs that show nothing by themselves (Unicode, UAX 44)."""


def straight(words: str) -> str:
    """Answer words without the signs that would turn what stands around them."""
    return words.translate(TURNING)


def can_be_seen(words: str) -> bool:
    """Tell whether there is anything to read, be it a letter or an emoji."""
    return any(sign not in BLANKS and unicodedata.category(sign) not in UNSEEN for sign in words)

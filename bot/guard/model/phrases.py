"""The small language of rules. Nothing in it repeats without end, so no rule can grow slow.

`word` one word · `word?` may be missing · `(a|b c)` one of these · `<list>` one of a list, in which `*word` has any
beginning · `<list>^` the same in capitals · `#` a house number · `{n}` any number · `{zip}` four to six digits ·
`{date}` a day and its month · `{handle}` a name of an account · `{Name}` a word with a capital · `,` a comma ·
`~3` up to three words · `+3` one to three words of a street's name · `$` where a part of a sentence ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, product

GAP_MOST = 8
"""Words that one gap may pass over."""

WAYS_MOST = 96
"""Ways in which one rule may be read: choices to leave out, times the widths of its gaps."""

PARTS_MOST = 10
"""Places of one rule."""

CLASSES = ("#", "{n}", "{zip}", "{date}", "{handle}", "{Name}", ",", "$")
"""Places that stand for more than words."""

_PIECE = re.compile(
    r" *(?:(?P<cls>#|\{n\}|\{zip\}|\{date\}|\{handle\}|\{Name\}|,|\$)|<(?P<list>[a-z_]+)>(?P<caps>\^)?"
    r"|~(?P<gap>\d)|\+(?P<name>\d)|\((?P<choice>[a-z0-9/*]+(?: [a-z0-9/]+)*(?:\|[a-z0-9/*]+(?: [a-z0-9/]+)*)*)\)"
    r"|(?P<word>\*?[a-z0-9/]+))(?P<may>\?)?(?= |$)"
)

Way = tuple[str, ...]
Lists = Mapping[str, frozenset[Way]]


class NotInTheLanguage(Exception):
    """Raised for a rule that cannot be used; says why."""


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a rule: one of its ways, which begin with `firsts`, a class, or a gap of some words."""

    ways: frozenset[Way] = frozenset()
    firsts: frozenset[str] = frozenset()
    endings: tuple[str, ...] = ()
    cls: str = ""
    least: int = 0
    most: int = 0
    named: bool = False
    caps: bool = False


def parse(phrase: str, lists: Lists) -> tuple[tuple[Element, ...], ...]:
    """Answer every row of elements that a rule stands for; raises NotInTheLanguage."""
    pieces = list(_pieces(phrase, lists))
    if not pieces or len(pieces) > PARTS_MOST:
        raise NotInTheLanguage(f"has {len(pieces)} places, and may have 1 to {PARTS_MOST}")
    ways = 1
    for element, may_miss in pieces:
        ways *= (2 if may_miss else 1) * (element.most - element.least + 1)
    if ways > WAYS_MOST:
        raise NotInTheLanguage(f"can be read in {ways} ways, and {WAYS_MOST} is the most: split it")
    choices = [((element,), ()) if may_miss else ((element,),) for element, may_miss in pieces]
    rows = {tuple(element for part in row for element in part) for row in product(*choices)}
    for row in rows:
        if not row or row[0].most or (row[-1].most and not row[-1].named):
            raise NotInTheLanguage("begins or ends with a gap")
        if row[0].cls in (",", "$", "{Name}"):
            raise NotInTheLanguage("begins with what may stand anywhere")
        if any(one.most and two.most for one, two in pairwise(row)):
            raise NotInTheLanguage("has two gaps in a row")
    return tuple(rows)


def _pieces(phrase: str, lists: Lists) -> Iterator[tuple[Element, bool]]:
    at = 0
    written = phrase.strip()
    while at < len(written):
        piece = _PIECE.match(written, at)
        if piece is None:
            raise NotInTheLanguage(f"is not understood from `{written[at : at + 20].strip()}`")
        yield _element(piece, lists), bool(piece["may"])
        at = piece.end()


def _element(piece: re.Match[str], lists: Lists) -> Element:
    if piece["cls"]:
        return Element(cls=piece["cls"])
    if piece["gap"] or piece["name"]:
        most = int(piece["gap"] or piece["name"])
        if not 1 <= most <= GAP_MOST:
            raise NotInTheLanguage(f"has a gap of {most} words, and 1 to {GAP_MOST} are allowed")
        return Element(least=1 if piece["name"] else 0, most=most, named=bool(piece["name"]))
    if piece["list"]:
        if piece["list"] not in lists:
            raise NotInTheLanguage(f"names the list <{piece['list']}>, which is not above it")
        return _of(lists[piece["list"]], caps=bool(piece["caps"]))
    return _of(frozenset(tuple(one.split()) for one in (piece["choice"] or piece["word"]).split("|")))


def _of(ways: frozenset[Way], *, caps: bool = False) -> Element:
    endings = tuple(sorted(way[0][1:] for way in ways if way[0].startswith("*")))
    if any(len(ending) < 3 for ending in endings) or any("*" in word for way in ways for word in way[1:]):
        raise NotInTheLanguage("has an ending that is too short or not alone: write at least `*abc`")
    whole = frozenset(way for way in ways if not way[0].startswith("*"))
    return Element(whole, frozenset(way[0] for way in whole), endings, caps=caps)

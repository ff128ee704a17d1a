"""The small language that rules are written in. Nothing in it repeats without end, so no phrase can explode.

`word` one word · `word*` any ending · `word?` may be missing · `(a|b c|d)` one of these · `(a|b)?` one or none ·
`<list>` one of a named list · `<list>?` · `~3` up to three other words · `^` and `$` where a sentence begins, and
where a part of one ends. Between any two, small filler words may stand.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

GAP_MOST = 5
"""Words that one gap may pass over."""

WAYS_MOST = 64
"""Ways in which one phrase may be read, its lists aside: choices to leave out, times the widths of its gaps."""

STOP, PAUSE = ".", ","
"""Tokens for the end of a sentence, and for a break inside one."""

Way = tuple[str, ...]
"""Words in a row; one that ends in `*` stands for any ending, one in `<>` for any row of that list."""

Lists = Mapping[str, frozenset[Way]]
"""Named lists of words."""

_PIECE = re.compile(r" *(?:([()|?])|<([a-z_]+)>|~(\d)|([\^$])|([a-z0-9]+\*?)(?=[ ()|?]|$))")
_WORD = re.compile(r"[a-z0-9]+\*?")

LONGEST = 4_000
"""Rows of words that one place of a phrase may stand for."""

DEEPEST = 4
"""Brackets inside brackets."""


class NotInTheLanguage(Exception):
    """Raised for a phrase that cannot be used; says why."""


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a phrase: one of its ways, or a gap of up to so many words."""

    ways: frozenset[Way] = frozenset()
    gap: int = 0


def parse(phrase: str, lists: Lists) -> tuple[tuple[Element, ...], ...]:
    """Answer every row of elements that a phrase stands for; raises NotInTheLanguage."""
    pieces = list(_pieces(phrase, lists))
    ways = 1
    for element, may_miss in pieces:
        ways *= (2 if may_miss else 1) * (element.gap + 1)
    if ways > WAYS_MOST:
        raise NotInTheLanguage(f"can be read in {ways} ways, and {WAYS_MOST} is the most: split it")
    choices = [((element,), ()) if may_miss else ((element,),) for element, may_miss in pieces]
    rows = {tuple(element for part in row for element in part) for row in product(*choices)}
    for row in rows:
        if not row or row[0].gap or row[-1].gap:
            raise NotInTheLanguage("must begin and end with a word that cannot be missing beside a gap")
    return tuple(sorted(rows, key=len))


def words_of(written: str) -> Way:
    """Answer a plain row of words; raises NotInTheLanguage for anything else."""
    words = tuple(written.split(" "))
    for word in words:
        if not _WORD.fullmatch(word):
            raise NotInTheLanguage(f"`{word}` is no plain word: small letters without accents, and `*` at its end")
        if word.endswith("*") and len(word) < 4:
            raise NotInTheLanguage(f"`{word}` fits too much: write three letters before the `*`")
    return words


def _pieces(phrase: str, lists: Lists) -> Iterator[tuple[Element, bool]]:
    if not phrase.strip():
        raise NotInTheLanguage("is empty")
    signs = _Signs(phrase)
    while signs.next is not None:
        if signs.next.startswith("~"):
            gap = int(signs.take()[1:])
            if not 1 <= gap <= GAP_MOST:
                raise NotInTheLanguage(f"a gap is ~1 to ~{GAP_MOST}")
            yield Element(gap=gap), False
        else:
            ways = _atom(signs, lists, 0)
            yield Element(frozenset(ways)), signs.may_miss()


class _Signs:
    """The signs of a phrase, one after the other."""

    def __init__(self, phrase: str) -> None:
        self._signs: list[str] = []
        place, written = 0, phrase.rstrip()
        while place < len(written):
            found = _PIECE.match(written, place)
            if found is None:
                raise NotInTheLanguage(f"`{written[place:].strip()}` is not in the language of rules")
            self._signs.append(found[0].strip())
            place = found.end()
        self._signs.reverse()

    @property
    def next(self) -> str | None:
        return self._signs[-1] if self._signs else None

    def take(self) -> str:
        return self._signs.pop()

    def may_miss(self) -> bool:
        if self.next != "?":
            return False
        self.take()
        return True


def _atom(signs: _Signs, lists: Lists, deep: int) -> set[Way]:
    sign = signs.take()
    if sign == "(":
        return _choice(signs, lists, deep + 1)
    if sign in ("^", "$"):
        return {(STOP,)} if sign == "^" else {(STOP,), (PAUSE,)}
    if sign.startswith("<"):
        if sign[1:-1] not in lists:
            raise NotInTheLanguage(f"names the list `{sign[1:-1]}`, which is not there")
        return {(sign,)}
    return {words_of(sign)}


def _choice(signs: _Signs, lists: Lists, deep: int) -> set[Way]:
    if deep > DEEPEST:
        raise NotInTheLanguage(f"has more than {DEEPEST} brackets inside each other")
    ways: set[Way] = set()
    row: list[Way] = [()]
    while True:
        sign = signs.next
        if sign is None:
            raise NotInTheLanguage("has a bracket that is not closed")
        if sign in ("|", ")"):
            if () in row:
                raise NotInTheLanguage("has an empty choice")
            ways.update(row)
            row = [()]
            signs.take()
            if sign == ")":
                return ways
            continue
        if sign.startswith("~"):
            raise NotInTheLanguage("has a gap inside brackets")
        more: list[Way] = list(_atom(signs, lists, deep))
        if signs.may_miss():
            more.append(())
        row = [before + way for before in row for way in more]
        if len(row) + len(ways) > LONGEST:
            raise NotInTheLanguage(f"stands for more than {LONGEST} rows of words at one place: split it")

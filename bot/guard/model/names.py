"""Names of those in the circle, however they are spelled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.guard.model import Find, Kind
from bot.guard.model.views import View, Views

SHORTEST = 3
"""Letters below which a name is not looked for: it would be found in every second sentence."""

_WORD = re.compile(r"[^\W_]+(?:['@$][^\W_]+)*")
_LEET = (str.maketrans("01345@$", "oieasas"), str.maketrans("0134578@$", "oleastbas"))
_SENTENCE = ".!?\n"


@dataclass(frozen=True, slots=True)
class _Name:
    words: tuple[str, ...]
    careful: bool


class Names:
    """The names that one draft is read for; those in `skipped` are not looked for."""

    def __init__(self, names: Iterable[str], views: Views, ordinary: frozenset[str]) -> None:
        self._by_first: dict[str, list[_Name]] = {}
        skipped: list[str] = []
        for name in names:
            words = tuple(_bare(word) for word in _WORD.findall(views.fold(name)))
            if sum(len(word) for word in words) < SHORTEST:
                skipped += [name] if name.strip() else []
                continue
            careful = all(word in ordinary for word in words)
            self._by_first.setdefault(words[0], []).append(_Name(words, careful))
        self.skipped = tuple(skipped)

    def finds(self, view: View) -> Iterator[Find]:
        """Answer every name that stands in a view as a whole word."""
        if not self._by_first:
            return
        written: list[str] = _WORD.findall(view.text)
        hits = [at for at, word in enumerate(written) if word in self._by_first or not word.isalpha()]
        found = list(_WORD.finditer(view.text)) if hits else []
        for at in hits:
            word = found[at]
            for first in _meant(word[0]):
                for name in self._by_first.get(first, ()):
                    last = at + len(name.words) - 1
                    if self._stands(name, written, at) and not (name.careful and not _is_named(view, word.start())):
                        start, end = view.span(word.start(), found[last].end())
                        yield Find(Kind.NAME, start, end, "guard.why.name", sure=not name.careful)

    def _stands(self, name: _Name, written: list[str], at: int) -> bool:
        some = written[at : at + len(name.words)]
        return len(some) == len(name.words) and all(
            word in _meant(one) for word, one in zip(name.words, some, strict=True)
        )


def _bare(word: str) -> str:
    return word.replace("'", "")


def _meant(word: str) -> set[str]:
    meant = {_bare(word)}
    if word.endswith(("'s", "s'")):
        meant.add(_bare(word[:-2] if word.endswith("'s") else word[:-1]))
    if not word.isalpha():
        bare = _bare(word.removesuffix("'s"))
        if any(sign.isalpha() for sign in bare):
            meant.update(bare.translate(table) for table in _LEET)
    return meant


def _is_named(view: View, start: int) -> bool:
    # A name that is a word too counts where it has a capital that begins no sentence.
    before = view.text[max(0, start - 8) : start].rstrip(" \"'*_~|(")
    return bool(before) and before[-1] not in _SENTENCE and view.is_capital(start)

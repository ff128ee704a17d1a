"""Reading words as they are meant: look-alikes, hidden signs, digits for letters, letters apart or swapped."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from types import MappingProxyType

from bot.signs.model.folding import Folding
from bot.signs.model.phrases import PAUSE, STOP

ODD = re.compile(
    r"([a-z])\1\1|[a-z][0-9@$!*|]{1,3}[a-z]|(?<![a-z'])[a-z](?:[ .*_-]{1,2}[a-z](?![a-z'])){2}|\$[a-z]|\d[a-z]{3}"
)
"""What an ordinary spelling does not hold, in folded text."""

_TOKEN = re.compile(
    r"[$@]?[a-z0-9](?:['*@$!|]{0,3}[a-z0-9])*|\.{2,}|[.!?;]+(?![a-z0-9])|[,:\n()]|[\"\u201c\u201d\u00ab\u00bb]"
)
_APART = re.compile(r"(?<![a-z0-9'])[a-z0-9](?:[ .*_-]{1,3}[a-z0-9](?![a-z0-9'])){2,}")
_MARKUP = re.compile(r"\|\||(?<![a-z0-9])[*_~]{1,3}|[*_~]{2,3}(?![a-z0-9])")
_RUN = re.compile(r"([a-z])\1\1+")
_PLAIN = re.compile(r"[a-z]+|\d+")
READ_AS: Mapping[str, str] = MappingProxyType({
    "0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g", "2": "z",
    "@": "a", "$": "s", "!": "i", "|": "li", "+": "t",
})  # fmt: skip
_TRIES_MOST = 32
_APART_MOST = 60


@dataclass(frozen=True, slots=True)
class Words:
    """A text as words, and where each stands in it; `quoted` are those between quotation marks."""

    words: list[str]
    spans: list[tuple[int, int]]
    quoted: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words with a part of their own, most frequent first in `common`."""

    fillers: frozenset[str]
    blocks: frozenset[str]
    common: tuple[str, ...]
    guarded: frozenset[str]
    real: frozenset[str]
    short: Mapping[str, str]
    glued: tuple[str, ...]


class Spelling:
    """Knows the words that rules are made of, and how people write the `guarded` ones past a filter."""

    def __init__(
        self, known: Iterable[str], vocabulary: Vocabulary, fits: Callable[[str], tuple[str, ...]]
    ) -> None:
        self._known = frozenset(known)
        self._guarded = tuple(sorted(vocabulary.guarded))
        self._whole = vocabulary.guarded
        self._fits = fits
        self._folding = Folding()
        self._glued = vocabulary.glued
        slips = _slips(self._guarded, self._known | vocabulary.real)
        self.slips = frozenset(slips)
        self._meant = slips | dict(vocabulary.short)

    def fold(self, text: str) -> str:
        """Answer the text in small ASCII letters, as far as it has any; for a first look."""
        return text.lower() if text.isascii() else self._folding.all(text)

    def words(self, text: str) -> Words:
        """Answer the words as they are meant, with sentence ends and pauses between them."""
        folded, places = (text.lower(), None) if text.isascii() else self._folding.placed(text)
        plain = _MARKUP.sub(lambda found: " " * len(found[0]), folded)
        words: list[str] = []
        spans: list[tuple[int, int]] = []
        opened, quoted = -1, set[int]()
        for word, start, end in self._tokens(plain):
            if word == '"':
                if opened >= 0:
                    quoted.update(range(opened, len(words)))
                opened = -1 if opened >= 0 else len(words)
                continue
            words.append(word)
            spans.append((start, end) if places is None else (places[start], places[end - 1] + 1))
        self._rejoin(words, spans)
        return Words(words, spans, frozenset(quoted))

    def _tokens(self, plain: str) -> Iterator[tuple[str, int, int]]:
        done = 0
        for run in _APART.finditer(plain):
            together = self._together(plain, run.start(), run.end())
            if together:
                yield from self._between(plain, done, run.start())
                yield from together
                done = run.end()
        yield from self._between(plain, done, len(plain))

    def _between(self, plain: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        for found in _TOKEN.finditer(plain, start, end):
            written = found[0]
            first = written[0]
            if first in ".!?;":
                yield (PAUSE if len(written) > 1 and set(written) == {"."} else STOP), found.start(), found.end()
            elif first in ",:\n()":
                yield PAUSE, found.start(), found.end()
            elif first in '"\u201c\u201d\u00ab\u00bb':
                yield '"', found.start(), found.end()
            else:
                yield from self._parted(self.mend(written.replace("'", "")), found.start(), found.end())

    def _parted(self, word: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        if len(word) < 7 or word in self._known or not any(part in word for part in self._glued):
            yield word, start, end
            return
        for part in self._cut(word[:_APART_MOST]) or [word]:
            yield part, start, end

    def _together(self, plain: str, start: int, end: int) -> list[tuple[str, int, int]]:
        # Letters that stand apart are put together where words that rules know come out, and nothing else.
        letters = [(sign, place) for place, sign in enumerate(plain[start:end], start) if sign.isalnum()]
        if len(letters) > _APART_MOST:
            return []
        cut = self._cut("".join(sign for sign, _ in letters))
        found: list[tuple[str, int, int]] = []
        at = 0
        for word in cut:
            found.append((self.mend(word), letters[at][1], letters[at + len(word) - 1][1] + 1))
            at += len(word)
        return found if any(len(word) > 2 for word in cut) else []

    def _cut(self, joined: str) -> list[str]:
        # The fewest words that make up the whole; each beginning is looked at once.
        best: list[list[str] | None] = [[], *(None for _ in joined)]
        for end in range(1, len(joined) + 1):
            for start in range(max(0, end - 14), end):
                before, word = best[start], joined[start:end]
                here = best[end]
                if before is None or not self._is_word(word):
                    continue
                if here is None or len(before) + 1 < len(here):
                    best[end] = [*before, word]
        return best[-1] or []

    def _is_word(self, word: str) -> bool:
        return word in self._known or bool(self._fits(word)) or self.mend(word) != word

    def mend(self, word: str) -> str:
        """Answer the word that rules know and this one stands for, or the word itself."""
        if word in self._known or self._fits(word):
            return word
        slip = self._meant.get(word)
        if slip:
            return slip
        if "*" in word:
            return self._starred(word)
        if not _PLAIN.fullmatch(word):
            return self._first_known(_letters(word)) or word
        if _RUN.search(word):
            return self._first_known((word,)) or word
        return word

    def _first_known(self, candidates: Iterable[str]) -> str | None:
        for written in candidates:
            for candidate in _shorter(written):
                meant = self._meant.get(candidate, candidate)
                if meant in self._known or self._fits(meant):
                    return meant
        return None

    def _starred(self, word: str) -> str:
        if sum(sign.isalpha() for sign in word) < 2:
            return word
        for most in (1, 2):
            read = re.compile("".join(f"[a-z]{{1,{most}}}" if sign == "*" else re.escape(sign) for sign in word))
            for candidate in self._guarded:
                if read.fullmatch(candidate):
                    return candidate
        return word

    def _rejoin(self, words: list[str], spans: list[tuple[int, int]]) -> None:
        # `ki ll`, `my self`: two halves, of which rules do not know both, make one word that they guard.
        place = 0
        while place + 1 < len(words):
            one, two = words[place], words[place + 1]
            joined = one + two
            if joined in self._whole and not (one in self._known and two in self._known and joined != "myself"):
                words[place] = joined
                spans[place] = (spans[place][0], spans[place + 1][1])
                words[place + 1] = PAUSE  # the row keeps its length, so what is quoted stays where it was
            place += 1


def _letters(word: str) -> Iterator[str]:
    read = [READ_AS.get(sign, sign) for sign in word]
    return islice(("".join(signs) for signs in product(*read)), _TRIES_MOST)


def _shorter(word: str) -> Iterator[str]:
    runs = len(_RUN.findall(word))
    if not runs:
        yield word
        return
    for kept in islice(product((1, 2), repeat=runs), _TRIES_MOST):
        lengths = iter(kept)
        yield _RUN.sub(lambda run, lengths=lengths: run[1] * next(lengths), word)


def _slips(guarded: Iterable[str], taken: frozenset[str]) -> dict[str, str]:
    """Answer neighbours swapped and, in long words, one letter missing, wherever no real word comes out."""
    slips: dict[str, str] = {}
    for word in guarded:
        for place in range(len(word) - 1):
            if len(word) > 1:
                _slip(slips, word[:place] + word[place + 1] + word[place] + word[place + 2 :], word, taken)
        if len(word) > 5:
            for place in range(len(word)):
                _slip(slips, word[:place] + word[place + 1 :], word, taken)
    return slips


def _slip(slips: dict[str, str], written: str, word: str, taken: frozenset[str]) -> None:
    if written != word and written not in taken:
        slips.setdefault(written, word)

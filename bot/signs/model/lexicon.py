"""All rules together: which of them a text holds, and what it is read as."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.signs.model import NOTHING, Hit, Level, Reading
from bot.signs.model.around import Around, Mark
from bot.signs.model.matching import Found, Matcher
from bot.signs.model.phrases import PAUSE, STOP, Element, Lists
from bot.signs.model.signals import Row, Signals
from bot.signs.model.spelling import ODD, Spelling, Vocabulary, Words

_WORDS = re.compile(r"[a-z]+")


TOLD_MOST = 20
"""Hits of one rule that are told and weighed."""


class Subject(StrEnum):
    """Whose a rule is: `STATED` in the phrase itself, `SOUGHT` before it, or someone else's."""

    STATED = "stated"
    SOUGHT = "sought"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a phrase means; `firm` ones stay in spite of laughter, `act` ones are raised by a time or a means."""

    name: str
    level: Level
    locale: str
    subject: Subject = Subject.SOUGHT
    firm: bool = False
    act: bool = False
    past: bool = True
    rows: tuple[tuple[Element, ...], ...] = ()


class Lexicon:
    """Reads texts; holds no text and no state between two."""

    def __init__(
        self,
        rules: Sequence[Rule],
        marks: Mapping[Mark, Sequence[tuple[Element, ...]]],
        lists: Lists,
        vocabulary: Vocabulary,
    ) -> None:
        self._rules = tuple(rules)
        kinds = [(mark, row) for mark, rows in marks.items() for row in rows]
        self._marks = tuple(mark for mark, _ in kinds)
        signals = Signals(lists, vocabulary.common)
        numbered = [signals.row(number, row) for number, rule in enumerate(rules) for row in rule.rows]
        marked = [signals.row(number, row) for number, (_, row) in enumerate(kinds)]
        self._matcher = Matcher(numbered, lists, vocabulary.fillers, vocabulary.blocks)
        self._around = Matcher(marked, lists, vocabulary.fillers, vocabulary.blocks)
        known = {*_plain_words([*numbered, *marked], lists)} | vocabulary.fillers | vocabulary.guarded
        self._fillers = vocabulary.fillers
        self._spelling = Spelling(known, vocabulary, self._matcher.stems)
        self._slips = self._spelling.slips
        self._needed = _needed(signals, numbered)
        self._signals = frozenset(self._needed)
        self._inside = (*sorted(word[:-1] for word in self._needed if word[-1] == "*"), *vocabulary.glued)

    def is_ordinary(self, text: str) -> bool:
        """Tell at a glance that a text holds nothing any rule could be about."""
        folded = self._spelling.fold(text)
        plain = folded.replace("'", "")
        words = frozenset(_WORDS.findall(plain))
        if not self._slips.isdisjoint(words):
            return False
        for word in self._signals & words:
            beside, rows = self._needed[word]
            if not beside.isdisjoint(words) and _any_row(rows, words):
                return False
        return not any(part in plain for part in self._inside) and ODD.search(folded) is None

    def read(self, text: str, locale: str) -> Reading:
        """Answer what a text is read as; rules of the locale are told first among equals."""
        if self.is_ordinary(text):
            return NOTHING
        words = self._spelling.words(text)
        row = [STOP, *words.words, STOP]
        hits = _longest(self._matcher.find(row))
        if not hits:
            return NOTHING
        marks = ((self._marks[number], start, end) for number, start, end in self._around.find(row))
        around = Around(row, words.quoted, self._fillers, marks)
        told = [self._hit(around, words, one, len(text)) for one in hits]
        told.sort(key=lambda hit: (-hit[0].level.weight, hit[1] != locale, hit[0].start))
        level = max((hit.level for hit, _ in told), key=lambda level: level.weight)
        return Reading(level, tuple(hit for hit, _ in told))

    def _hit(self, around: Around, words: Words, found: Found, length: int) -> tuple[Hit, str]:
        number, start, end = found
        rule = self._rules[number]
        level, weighed = around.weigh(rule, start, end)
        spans = words.spans[max(start - 1, 0) : end - 1]
        begins, ends = (spans[0][0], spans[-1][1]) if spans else (0, length)
        return Hit(rule.name, begins, ends, rule.level, level, weighed), rule.locale


def _any_row(rows: Iterable[tuple[frozenset[str], ...]], words: frozenset[str]) -> bool:
    for row in rows:
        for place in row:
            if place.isdisjoint(words):
                break
        else:
            return True
    return False


Needs = tuple[frozenset[str], tuple[tuple[frozenset[str], ...], ...]]
"""Words of which one must stand beside a first one; and for each row what must stand in all its places."""


def _needed(signals: Signals, rows: Iterable[Row]) -> Mapping[str, Needs]:
    """Answer for each word that gives rows away what else these rows need."""
    needed: dict[str, dict[tuple[frozenset[str], ...], None]] = {}
    for row in rows:
        for first, others in signals.needs(row):
            for word in first:
                needed.setdefault(word, {})[others] = None
    return {word: (_beside(word, rows), tuple(rows)) for word, rows in needed.items()}


def _beside(word: str, rows: Iterable[tuple[frozenset[str], ...]]) -> frozenset[str]:
    return frozenset(other for row in rows for other in (row[0] if row else (word,)))


def _plain_words(rows: Iterable[Row], lists: Lists) -> Iterator[str]:
    ways = [way for row in rows for element in row.elements for way in element.ways]
    for way in (*ways, *(way for listed in lists.values() for way in listed)):
        yield from (word for word in way if word not in (STOP, PAUSE) and word[0] != "<" and word[-1] != "*")


def _longest(found: Iterable[Found]) -> list[Found]:
    # Of one rule's hits that lie inside each other the longest is told.
    kept: list[Found] = []
    last: dict[int, int] = {}
    count: dict[int, int] = {}
    for one in sorted(found, key=lambda one: (one[1], -one[2])):
        number, _, end = one
        if end > last.get(number, -1) and count.get(number, 0) < TOLD_MOST:
            last[number] = end
            count[number] = count.get(number, 0) + 1
            kept.append(one)
    return kept

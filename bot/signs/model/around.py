"""What stands around a hit and raises or lowers it: whose it is, no, once, laughter, a time, a means."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from bot.signs.model import Level, Weighed
from bot.signs.model.phrases import PAUSE, STOP

if TYPE_CHECKING:
    from bot.signs.model.lexicon import Rule

NOT_WITHIN = 3
"""Words before a hit in which a no counts."""

TOLD_WITHIN = 5
"""Words before a hit in which somebody else's saying counts."""

LONGEST_MARK = 14
"""Words that a mark and what may stand between it and a hit can have."""

REACH = 60
"""Words around a hit in which another part of its sentence is looked for."""

SHORT = 14
"""Words up to which laughter in a text means the whole of it."""

JOINING = frozenset({"but", "pero", "and", "y", "so", "because", "porque", "bc", "cuz", "cause"})
"""Words that begin another part of a sentence."""

PARTING = frozenset({PAUSE, "i", "im", "ill", "ive", "id", "yo", *JOINING})
"""Words over which no `no` reaches: a pause, another part, a subject of its own."""

Span = tuple[int, int]


class Mark(StrEnum):
    """What may stand around a hit; config/signs.yaml says by which words each is known."""

    NO = "no"
    NO_AFTER_ALL = "no_after_all"
    OWN = "own"
    YOU = "you"
    OTHERS = "others"
    TOLD = "told"
    TOLD_TO = "told_to"
    ADDRESSED = "addressed"
    KNOWN = "known"
    PAST = "past"
    PAST_VERB = "past_verb"
    NOW = "now"
    LAUGHTER = "laughter"
    EXAGGERATED = "exaggerated"
    TOPIC = "topic"
    FICTION = "fiction"
    GRIEF = "grief"
    TIME = "time"
    MEANS = "means"
    LITERAL = "literal"
    SELF = "self"


class Around:
    """The marks of one text, and what they make of a hit."""

    def __init__(
        self,
        row: Sequence[str],
        quoted: frozenset[int],
        fillers: frozenset[str],
        marks: Iterable[tuple[Mark, int, int]],
    ) -> None:
        self._row = row
        self._quoted = quoted
        self._fillers = fillers
        self._stops = [place for place, word in enumerate(row) if word == STOP]
        self._length = sum(word not in (STOP, PAUSE) for word in row)
        self._marks: dict[Mark, list[Span]] = {}
        for mark, start, end in marks:
            self._marks.setdefault(mark, []).append((start, end))
        for spans in self._marks.values():
            spans.sort()

    def weigh(self, rule: Rule, start: int, end: int) -> tuple[Level, tuple[Weighed, ...]]:
        """Answer the level of a hit, and what raised or lowered it; the first thing that ends it is told alone."""
        sentence = self._sentence(start, end)
        for lowered, mark, span in self._lowering(rule, sentence, start, end):
            if lowered.weight < rule.level.weight or lowered is Level.OTHER:
                return lowered, (Weighed(mark, self._words(span)),)
        return self._raised(rule, sentence, start, end)

    def _lowering(self, rule: Rule, sentence: Span, start: int, end: int) -> Iterator[tuple[Level, str, Span]]:
        if all(place - 1 in self._quoted for place in range(max(start, 1), end)):
            yield (Level.OTHER if self._within(Mark.OTHERS, sentence) else Level.NONE), "quoted", (start, end)
        yield from self._named(Level.NONE, Mark.LITERAL, self._touching(Mark.LITERAL, (start, end)))
        yield from self._named(Level.NONE, Mark.NO, self._no(sentence, start))
        yield from self._whose(rule, sentence, start, end)
        yield from self._named(Level.NOTE, Mark.KNOWN, self._before(Mark.KNOWN, sentence, start))
        if rule.past:
            part = self._part(sentence, start, end)
            yield from self._named(Level.NOTE, Mark.PAST, self._past(part, start, end))
        if not rule.firm:
            if self._length <= SHORT:
                yield from self._named(Level.NOTE, Mark.LAUGHTER, self._within(Mark.LAUGHTER, (0, len(self._row))))
            yield from self._named(Level.NOTE, Mark.EXAGGERATED, self._within(Mark.EXAGGERATED, sentence))

    def _whose(self, rule: Rule, sentence: Span, start: int, end: int) -> Iterator[tuple[Level, str, Span]]:
        if rule.level is Level.OTHER:
            for mark in (Mark.FICTION, Mark.GRIEF):
                yield from self._named(Level.NONE, mark, self._within(mark, sentence))
            return
        part = self._part(sentence, start, end)
        yield from self._named(Level.NONE, Mark.ADDRESSED, self._before(Mark.ADDRESSED, part, start))
        yield from self._named(Level.NONE, Mark.TOLD_TO, self._before(Mark.TOLD_TO, part, start, TOLD_WITHIN))
        told = self._before(Mark.TOLD, part, start, TOLD_WITHIN)
        yield from self._named(
            Level.OTHER if rule.level.weight >= Level.OFFER.weight else Level.NONE, Mark.TOLD, told
        )
        if rule.subject == "sought" and not self._within(Mark.SELF, (start, end)):
            yield from self._sought(sentence, start, end)

    def _sought(self, sentence: Span, start: int, end: int) -> Iterator[tuple[Level, str, Span]]:
        for mark in (Mark.TOPIC, Mark.FICTION):
            yield from self._named(Level.NONE, mark, self._within(mark, sentence))
        nearest: tuple[int, Mark, Span] | None = None
        for mark in (Mark.OWN, Mark.YOU, Mark.OTHERS):
            span = self._nearest(mark, sentence, end)
            if span is not None and (nearest is None or span[0] > nearest[0]):
                nearest = (span[0], mark, span)
        if nearest is None and self._within(Mark.YOU, sentence):
            yield Level.NONE, Mark.YOU, (start, end)
        elif nearest is None:
            said = [word for word in self._row[sentence[0] : start][:SHORT] if word not in self._fillers]
            if len([word for word in said if word not in (STOP, PAUSE)]) > 2:
                yield Level.NONE, "no one's", (start, end)
        elif nearest[1] is not Mark.OWN:
            yield Level.NONE, nearest[1], nearest[2]

    def _raised(self, rule: Rule, sentence: Span, start: int, end: int) -> tuple[Level, tuple[Weighed, ...]]:
        if rule.level is not Level.OFFER:
            return rule.level, ()
        for mark, span in (
            (Mark.TIME, self._within(Mark.TIME, sentence) if rule.act else None),
            (Mark.MEANS, self._within(Mark.MEANS, (0, len(self._row)))),
        ):
            if span is not None:
                return Level.URGENT, (Weighed(mark, self._words(span)),)
        return rule.level, ()

    def _no(self, sentence: Span, start: int) -> Span | None:
        for no in self._all(Mark.NO, (max(sentence[0], start - LONGEST_MARK), start)):
            between = self._row[no[1] : start]
            words = [word for word in between if word not in self._fillers]
            if len(words) < NOT_WITHIN and not PARTING & {*between} and not self._touching(Mark.NO_AFTER_ALL, no):
                return no
        return None

    def _past(self, part: Span, start: int, end: int) -> Span | None:
        for mark in (Mark.PAST_VERB, Mark.PAST):
            near = self._before(mark, part, start, 1)
            if near is not None:
                return near
        outside = (span for span in self._all(Mark.PAST, part) if span[1] <= start or end <= span[0])
        return None if self._within(Mark.NOW, part) else next(outside, None)

    def _named(self, level: Level, mark: Mark, span: Span | None) -> Iterator[tuple[Level, str, Span]]:
        if span is not None:
            yield level, mark, span

    def _sentence(self, start: int, end: int) -> Span:
        before = bisect_right(self._stops, start) - 1
        after = bisect_left(self._stops, max(end - 1, start + 1))
        first = self._stops[before] if before >= 0 else 0
        return first, (self._stops[after] + 1 if after < len(self._stops) else len(self._row))

    def _part(self, sentence: Span, start: int, end: int) -> Span:
        # A past that a `but` or an `and now` parts from the hit is not the hit's.
        first, last = sentence
        for place in range(start - 1, max(first, start - REACH), -1):
            if self._row[place] in JOINING:
                first = place
                break
        for place in range(end, min(last, end + REACH)):
            if self._row[place] in JOINING:
                last = place + 1
                break
        return first, last

    def _from(self, mark: Mark, first: int) -> Iterator[Span]:
        marks = self._marks.get(mark, [])
        return islice(marks, bisect_left(marks, (first, 0)), None)

    def _all(self, mark: Mark, inside: Span) -> Iterator[Span]:
        first, last = inside
        within = takewhile(lambda span: span[0] < last, self._from(mark, first))
        return (span for span in within if span[1] <= last)

    def _within(self, mark: Mark, inside: Span) -> Span | None:
        return next(self._all(mark, inside), None)

    def _before(self, mark: Mark, sentence: Span, start: int, most: int | None = None) -> Span | None:
        first = sentence[0] if most is None else max(sentence[0], start - most - LONGEST_MARK)
        near = (span for span in self._all(mark, (first, start)) if most is None or start - span[1] <= most)
        return next(near, None)

    def _nearest(self, mark: Mark, sentence: Span, end: int) -> Span | None:
        # Of all that begin before a hit ends, the last one.
        marks = self._marks.get(mark, [])
        place = bisect_left(marks, (end, 0)) - 1
        return marks[place] if place >= 0 and marks[place][0] >= sentence[0] else None

    def _touching(self, mark: Mark, span: Span) -> Span | None:
        near = takewhile(lambda one: one[0] < span[1], self._from(mark, span[0] - LONGEST_MARK))
        return next((one for one in near if span[0] < one[1]), None)

    def _words(self, span: Span) -> str:
        return " ".join(word for word in self._row[span[0] : span[1]] if word not in (STOP, PAUSE))

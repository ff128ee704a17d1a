"""Where the rules of `config/guard.yaml` hold in a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.guard.model import Find, Kind
from bot.guard.model.phrases import Element
from bot.guard.model.rows import Is, Item
from bot.guard.model.views import View
from bot.guard.model.words import Words

HOUSE_DIGITS = 5
"""Digits that a house number has at most."""


LINKS_MOST = 2
"""Words between a day and its month: `4th of the July`."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What is pointed out, why, and the rows that tell it."""

    name: str
    kind: Kind
    why: str
    sure: bool
    rows: tuple[tuple[Element, ...], ...]


Start = tuple[Rule, tuple[Element, ...]]
"""A rule, and one of its rows."""


class Rules:
    """Rules, each row with the words without which it cannot hold, so that most are passed over at once."""

    def __init__(self, rules: Sequence[Rule], harmless: Sequence[tuple[Element, ...]], words: Words) -> None:
        self._words = words
        self._rows = [
            (rule, row, _needs(row), frozenset(one.cls for one in row if one.cls))
            for rule in rules
            for row in rule.rows
        ]
        self._harmless: dict[str, list[tuple[Element, ...]]] = {}
        for row in harmless:
            for way in row[0].ways:
                self._harmless.setdefault(way[0], []).append(row)

    def finds(self, view: View, row: Sequence[Item], handles: Mapping[int, int]) -> Iterator[Find]:
        """Answer what the rules find; `handles` says where a name of an account begins and ends."""
        present = {item.text for item in row}
        starts, lacking = _Starts(self._words), self._lacking(row, present, handles)
        for rule, elements, needs, classes in self._rows:
            if lacking.isdisjoint(classes) and not any(need.isdisjoint(present) for need in needs):
                starts.add((rule, elements))
        match = _Match(view, row, handles, self._words, self._blanked(row))
        for at, item in enumerate(row) if starts else ():
            if not starts.may(item) and item.start not in handles:
                continue
            for rule, elements in starts.at(match, at, item):
                for end in match.ends(elements, at):
                    start, last = view.span(item.start, match.last(end))
                    yield Find(rule.kind, start, last, rule.why, rule.sure)
                    break

    def _lacking(self, row: Sequence[Item], present: set[str], handles: Mapping[int, int]) -> set[str]:
        kinds = {item.what for item in row}
        lacking = set[str]() if handles else {"{handle}"}
        if Is.DATE not in kinds:
            lacking |= {"{date}"} if present.isdisjoint(self._words.months) else set()
            lacking |= {"#"} if Is.NUMBER not in kinds else set()
        return lacking if Is.NUMBER in kinds else lacking | {"{n}", "{zip}"}

    def _blanked(self, row: Sequence[Item]) -> frozenset[int]:
        # `tennis court`, `trial version`: their words stand for themselves.
        plain = _Match(None, row, {}, self._words, frozenset())
        blanked: set[int] = set()
        for at, item in enumerate(row):
            for elements in self._harmless.get(item.text, ()):
                for end in plain.ends(elements, at):
                    blanked.update(range(at, end))
        return frozenset(blanked)


def _needs(row: Sequence[Element]) -> tuple[frozenset[str], ...]:
    return tuple(one.firsts for one in row if one.ways and not one.endings)


class _Starts:
    """The rows that may hold in one text, by what they begin with."""

    def __init__(self, words: Words) -> None:
        self._dates = words.months | words.days
        self._firsts = set(self._dates)
        self._endings: tuple[str, ...] = ()
        self._by_word: dict[str, list[Start]] = {}
        self._by_ending: list[tuple[tuple[str, ...], Start]] = []
        self._by_class: dict[str, list[Start]] = {}

    def __bool__(self) -> bool:
        return bool(self._by_word or self._by_ending or self._by_class)

    def may(self, item: Item) -> bool:
        """Tell whether a row may begin at an item; an account's name aside."""
        if item.what is not Is.WORD:
            return item.what is Is.NUMBER or item.what is Is.DATE
        return item.text in self._firsts or item.text[0].isdecimal() or item.text.endswith(self._endings)

    def add(self, start: Start) -> None:
        """Take a row in."""
        first = start[1][0]
        for word in first.firsts:
            self._by_word.setdefault(word, []).append(start)
            self._firsts.add(word)
        if first.endings:
            self._by_ending.append((first.endings, start))
            self._endings += first.endings
        if first.cls:
            self._by_class.setdefault(first.cls, []).append(start)

    def at(self, match: _Match, at: int, item: Item) -> Iterator[Start]:
        """Answer the rows that may begin at an item."""
        if item.what is Is.WORD:
            yield from self._by_word.get(item.text, ())
            for endings, start in self._by_ending:
                if item.text.endswith(endings):
                    yield start
            if item.text not in self._dates and not item.text[0].isdecimal() and not match.is_account(at):
                return
        for cls, rows in self._by_class.items():
            if match.cls(cls, at) is not None:
                yield from rows


class _Match:
    """One row, looked at by one rule after another."""

    def __init__(
        self,
        view: View | None,
        row: Sequence[Item],
        handles: Mapping[int, int],
        words: Words,
        blanked: frozenset[int],
    ) -> None:
        self._view = view
        self.row = row
        self._handles = handles
        self._words = words
        self._blanked = blanked
        self._reached = 0

    def is_account(self, at: int) -> bool:
        """Tell whether an account's name begins at an item."""
        return self.row[at].start in self._handles

    def last(self, end: int) -> int:
        """Answer where the last item before `end` ends, or the account's name that begins there."""
        return max(self.row[end - 1].end, self._handles.get(self.row[end - 1].start, 0))

    def ends(self, elements: Sequence[Element], at: int) -> Iterator[int]:
        """Answer where a rule that begins at an item may end."""
        if not elements:
            yield at
            return
        element, rest = elements[0], elements[1:]
        if element.most:
            for width in self._gap(element, at):
                yield from self.ends(rest, at + width)
            return
        for end in self._ends_of(element, at):
            yield from self.ends(rest, end)

    def _gap(self, element: Element, at: int) -> Iterator[int]:
        width, counted = 0, 0
        while True:
            if counted >= element.least:
                yield width
            if counted == element.most or at + width >= len(self.row):
                return
            item = self.row[at + width]
            if item.what is Is.STOP or (element.named and not self._names(item)):
                return
            counted += item.what is not Is.COMMA
            width += 1
            if width > 2 * element.most:
                return

    def _names(self, item: Item) -> bool:
        return item.what is Is.WORD and item.text not in self._words.between

    def _ends_of(self, element: Element, at: int) -> Iterator[int]:
        if element.cls:
            end = self.cls(element.cls, at)
            if end is not None:
                yield end
            return
        if at >= len(self.row) or at in self._blanked:
            return
        if element.endings and self.row[at].what is Is.WORD and self.row[at].text.endswith(element.endings):
            yield at + 1
        for way in element.ways if self.row[at].text in element.firsts else ():
            end = at + len(way)
            if way[0] != self.row[at].text or tuple(item.text for item in self.row[at:end]) != way:
                continue
            if not element.caps or self._capitals(at):
                yield end

    def _capitals(self, at: int) -> bool:
        return self._view is not None and self._view.capitals(self.row[at].start, self.row[at].end)

    def cls(self, cls: str, at: int) -> int | None:
        """Answer where a class that begins at an item ends, None where it does not begin there."""
        if cls == "$":
            ends = at >= len(self.row) or self.row[at].what in (Is.STOP, Is.COMMA)
            return at if ends else None
        if at >= len(self.row):
            return None
        item = self.row[at]
        if cls == "{date}":
            return self._date(at)
        if cls == "{handle}":
            return self._handle(at)
        if cls == "{Name}":
            capital = item.what is Is.WORD and self._view is not None and self._view.is_capital(item.start)
            return at + 1 if capital and item.text not in self._words.between else None
        return at + 1 if self._fits(cls, item, at) else None

    def _fits(self, cls: str, item: Item, at: int) -> bool:
        if cls == ",":
            return item.what is Is.COMMA
        if item.what is Is.DATE:
            # `4/19 Wattle Street`: the flat, then the house.
            return cls == "#" and item.text.count("/") == 1
        if item.what is not Is.NUMBER or self._counts(at) or not item.text.strip("0"):
            return False
        if cls == "{zip}":
            return 4 <= len(item.text) <= 6 and not item.spoken
        if cls == "#":
            return len(item.text) <= HOUSE_DIGITS and item.spoken != 1
        return len(item.text) <= HOUSE_DIGITS

    def _counts(self, at: int) -> bool:
        after = self.row[at + 1] if at + 1 < len(self.row) else None
        return after is not None and after.what is Is.WORD and after.text in self._words.units

    def _handle(self, at: int) -> int | None:
        end = self._handles.get(self.row[at].start)
        if end is None:
            return None
        while at < len(self.row) and self.row[at].start < end:
            at += 1
        return at

    def _date(self, at: int) -> int | None:
        if self.row[at].what is Is.DATE:
            return at + 1
        day = self._day(at)
        if day is not None:
            month = self._skip(day)
            if month < len(self.row) and self.row[month].text in self._words.months:
                return month + 1
        elif self.row[at].text in self._words.months:
            return self._day(self._skip(at + 1))
        return None

    def _skip(self, at: int) -> int:
        most = at + LINKS_MOST
        while at < min(most, len(self.row)) and self.row[at].text in self._words.linking:
            at += 1
        return at

    def _day(self, at: int) -> int | None:
        if at >= len(self.row):
            return None
        item = self.row[at]
        if item.what is Is.WORD:
            written = item.text[:-2] if item.text[:1].isdecimal() else ""
            return at + 1 if item.text in self._words.days or _a_day(written) else None
        return at + 1 if item.what is Is.NUMBER and _a_day(item.text) and not self._counts(at) else None


def _a_day(written: str) -> bool:
    return written.isdecimal() and len(written) <= 2 and 1 <= int(written) <= 31

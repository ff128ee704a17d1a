"""Finding every phrase in a row of words, in time that grows with the row alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.signs.model.phrases import PAUSE, STOP, Element, Lists
from bot.signs.model.signals import Row

SKIPPED_MOST = 2
"""Filler words that may stand between two places of a phrase."""

Found = tuple[int, int, int]
"""Which phrase, its first word, and the word behind its last."""


@dataclass(slots=True, eq=False)
class _Ways:
    """The ways of one place, word by word; `lists` are those that may stand here."""

    after: dict[str, "_Ways"] = field(default_factory=dict[str, "_Ways"])
    lists: list[tuple[str, "_Ways"]] = field(default_factory=list[tuple[str, "_Ways"]])
    ends: bool = False


@dataclass(slots=True, eq=False)
class _Node:
    """A place that phrases with the same beginning share; `first` and `second` say which words they need."""

    after: dict[str, list[tuple[int, "_Node"]]] = field(default_factory=dict[str, list[tuple[int, "_Node"]]])
    gaps: list[tuple[int, "_Node"]] = field(default_factory=list[tuple[int, "_Node"]])
    ends: list[int] = field(default_factory=list[int])
    children: dict[Element, "_Node"] = field(default_factory=dict[Element, "_Node"])
    first: int = 0
    second: int = 0


class Matcher:
    """All phrases at once, sharing their beginnings; `blocks` are words that no gap passes over."""

    def __init__(self, rows: Iterable[Row], lists: Lists, fillers: frozenset[str], blocks: frozenset[str]) -> None:
        self.fillers = fillers
        self.blocks = blocks | {STOP}
        self.ways: list[_Ways] = []
        self.lists: dict[str, _Ways] = {}
        self._firsts: dict[str, frozenset[str]] = {}
        self._stems: dict[str, tuple[str, ...]] = {}
        self._bits: dict[str, int] = {}
        self._numbers: dict[Element, int] = {}
        for name, listed in lists.items():
            element = Element(listed)
            self.lists[f"<{name}>"] = self.ways[self._number(element)]
            self._firsts[f"<{name}>"] = self._first_words(element)
        self._root = _Node()
        for row in rows:
            self._add(row)

    def _add(self, row: Row) -> None:
        first, second = self._mask(row.first), self._mask(row.second)
        node = self._root
        for element in row.elements:
            node = self._child(node, element)
            node.first |= first
            node.second |= second
        if row.number not in node.ends:
            node.ends.append(row.number)

    def _mask(self, words: Iterable[str]) -> int:
        mask = 0
        for word in words:
            mask |= self._bits.setdefault(word, 1 << len(self._bits))
        return mask

    def _child(self, node: _Node, element: Element) -> _Node:
        found = node.children.get(element)
        if found is not None:
            return found
        child = node.children[element] = _Node()
        if element.gap:
            node.gaps.append((element.gap, child))
            return child
        number = self._number(element)
        for word in self._first_words(element):
            node.after.setdefault(word, []).append((number, child))
        return child

    def _first_words(self, element: Element) -> frozenset[str]:
        return frozenset(
            word for way in element.ways for word in (self._firsts[way[0]] if way[0][0] == "<" else (way[0],))
        )

    def _number(self, element: Element) -> int:
        known = self._numbers.get(element)
        if known is None:
            known = self._numbers[element] = len(self.ways)
            self.ways.append(_Ways())
            for way in sorted(element.ways):
                self._lay(self.ways[known], way)
        return known

    def _lay(self, ways: _Ways, way: Sequence[str]) -> None:
        for word in way:
            if word[0] == "<":
                behind = next((behind for name, behind in ways.lists if name == word), None)
                if behind is None:
                    behind = _Ways()
                    ways.lists.append((word, behind))
            else:
                behind = ways.after.setdefault(word, _Ways())
                if word[-1] == "*" and word not in self._stems.get(word[:3], ()):
                    self._stems[word[:3]] = (*self._stems.get(word[:3], ()), word)
            ways = behind
        ways.ends = True

    def find(self, words: Sequence[str]) -> set[Found]:
        """Answer every phrase and where it stands."""
        stems = [self.stems(word) for word in words]
        present = 0
        bits = self._bits
        for word in words:
            present |= bits.get(word, 0)
        for stem in (stem for some in stems for stem in some):
            present |= bits.get(stem, 0)
        walk = _Walk(self, words, stems, present)
        after = self._root.after
        for start, word in enumerate(words):
            if word in after or stems[start]:
                walk.begin(self._root, start)
        return walk.found

    def stems(self, word: str) -> tuple[str, ...]:
        """Answer the words with an open ending that fit the word."""
        listed = self._stems.get(word[:3])
        return tuple(stem for stem in listed if word.startswith(stem[:-1])) if listed else ()


class _Walk:
    """One text being searched; each place is seen once for each beginning, so the cost is bounded."""

    def __init__(
        self, matcher: Matcher, words: Sequence[str], stems: Sequence[tuple[str, ...]], present: int
    ) -> None:
        self._words, self._stems, self._present = words, stems, present
        self._ways, self._lists = matcher.ways, matcher.lists
        self._fillers, self._blocks = matcher.fillers, matcher.blocks
        self._ends: dict[tuple[int, int], Sequence[int]] = {}
        self._list_ends: dict[tuple[str, int], Sequence[int]] = {}
        self._steps: dict[tuple[int, int], Sequence[tuple[_Node, int]]] = {}
        self.found: set[Found] = set()

    def begin(self, root: _Node, start: int) -> None:
        """Look for every phrase that begins at one word."""
        waiting = list(self._step(root, start))
        if not waiting:
            return
        seen: set[tuple[int, int]] = set()
        while waiting:
            node, place = waiting.pop()
            if (id(node), place) in seen:
                continue
            seen.add((id(node), place))
            for number in node.ends:
                self.found.add((number, start, place))
            if node.after or node.gaps:
                waiting.extend(self._on(node, place))

    def _on(self, node: _Node, place: int) -> Sequence[tuple[_Node, int]]:
        # What can follow a place does not depend on where the phrase began.
        known = self._steps.get((id(node), place))
        if known is None:
            known = self._steps[id(node), place] = tuple(set(self._follow(node, place)))
        return known

    def _follow(self, node: _Node, place: int) -> Iterator[tuple[_Node, int]]:
        skipped = 0
        while place < len(self._words):
            yield from self._step(node, place)
            for most, child in node.gaps:
                yield from self._over(child, place, most)
            word = self._words[place]
            if word != PAUSE:
                skipped += 1
                if word not in self._fillers or skipped > SKIPPED_MOST:
                    return
            place += 1

    def _over(self, child: _Node, place: int, most: int) -> Iterator[tuple[_Node, int]]:
        # What stands behind a gap is looked for at each word the gap may end before.
        for behind in range(place, min(place + most + 1, len(self._words))):
            yield from self._step(child, behind)
            if self._words[behind] in self._blocks:
                return

    def _step(self, node: _Node, place: int) -> Iterator[tuple[_Node, int]]:
        present, after = self._present, node.after
        for word in (self._words[place], *self._stems[place]):
            for number, child in after.get(word, ()):
                if child.first & present and child.second & present:
                    for end in self._reach(number, place):
                        yield child, end

    def _reach(self, number: int, place: int) -> Sequence[int]:
        known = self._ends.get((number, place))
        if known is None:
            known = self._ends[number, place] = tuple(set(self._along(self._ways[number], place, begun=False)))
        return known

    def _along(self, ways: _Ways, place: int, *, begun: bool) -> Iterator[int]:
        if ways.ends and begun:
            yield place
        for name, behind in ways.lists:
            for end in self._listed(name, place):
                yield from self._along(behind, end, begun=True)
        if place >= len(self._words) or not ways.after:
            return
        for word in (self._words[place], *self._stems[place]):
            behind = ways.after.get(word)
            if behind is not None:
                yield from self._along(behind, place + 1, begun=True)
        if begun and self._words[place] in self._fillers and place + 1 < len(self._words):
            behind = ways.after.get(self._words[place + 1])
            if behind is not None:
                yield from self._along(behind, place + 2, begun=True)

    def _listed(self, name: str, place: int) -> Sequence[int]:
        known = self._list_ends.get((name, place))
        if known is None:
            known = tuple(set(self._along(self._lists[name], place, begun=False)))
            self._list_ends[name, place] = known
        return known

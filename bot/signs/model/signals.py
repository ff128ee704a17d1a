"""Which words give a phrase away, so that ordinary texts are known at a glance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.signs.model.phrases import PAUSE, STOP, Element, Lists, Way

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of elements of a phrase; a text that holds it holds a word of `first` and one of `second`."""

    number: int
    elements: tuple[Element, ...]
    first: Words
    second: Words


class Signals:
    """Knows of each row the two places with the rarest words; `common` are words, the most frequent first."""

    def __init__(self, lists: Lists, common: Sequence[str]) -> None:
        self._rank = {word: place for place, word in enumerate((STOP, PAUSE, *common))}
        self._known: dict[frozenset[Way], Words] = {}
        self._ranks: dict[Words, tuple[int, int]] = {}
        self._of_lists: dict[str, Words] = {}
        for name, ways in lists.items():
            self._of_lists[f"<{name}>"] = self._of(ways)

    def row(self, number: int, elements: tuple[Element, ...]) -> Row:
        """Answer a row with its signals; a phrase of one place needs that one alone."""
        places = [self._of(element.ways) for element in elements if element.ways and not _may_end(element)]
        places.sort(key=self._rarity, reverse=True)
        return Row(number, elements, places[0], places[min(1, len(places) - 1)])

    def needs(self, row: Row) -> Iterator[tuple[Words, tuple[Words, ...]]]:
        """Answer the words that give a row away, and the words of its other places, which must stand too.

        A phrase of one place needs the words of one of its ways.
        """
        places = [self._of(element.ways) for element in row.elements if element.ways and not _may_end(element)]
        rows = [places] if len(places) > 1 else self._single(row)
        for signals in rows:
            first, *others = sorted(signals, key=self._rarity, reverse=True)
            yield first, tuple(others)

    def _single(self, row: Row) -> Iterator[list[Words]]:
        for way in (way for element in row.elements for way in element.ways if not _ends(way)):
            yield [self._of_word(word) for word in way if word not in (STOP, PAUSE)]

    def _of(self, ways: frozenset[Way]) -> Words:
        known = self._known.get(ways)
        if known is None:
            known = self._known[ways] = frozenset(word for way in ways for word in self._rarest(way))
        return known

    def _rarest(self, way: Way) -> Words:
        return self._of_word(way[0]) if len(way) == 1 else max(map(self._of_word, way), key=self._rarity)

    def _of_word(self, word: str) -> Words:
        return self._of_lists[word] if word[0] == "<" else frozenset({word})

    def _rarity(self, words: Words) -> tuple[int, int]:
        # Among equals the place with fewer words tells more.
        known = self._ranks.get(words)
        if known is None:
            rank = min(self._rank.get(word, len(self._rank)) for word in words)
            known = self._ranks[words] = rank, -len(words)
        return known


def _may_end(element: Element) -> bool:
    return any(_ends(way) for way in element.ways)


def _ends(way: Way) -> bool:
    return way in ((STOP,), (PAUSE,))

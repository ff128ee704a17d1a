"""Reading one draft with everything that is looked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.guard.model import Find, settled
from bot.guard.model.matching import Rule, Rules
from bot.guard.model.names import Names
from bot.guard.model.online import PLATFORM_OWN, Online
from bot.guard.model.phones import Phones
from bot.guard.model.phrases import Element
from bot.guard.model.places import Places
from bot.guard.model.rows import Is, row_of
from bot.guard.model.views import View, Views
from bot.guard.model.words import Words

NUMERIC = (Is.NUMBER, Is.DATE)
"""Items that hold digits."""

FEWEST = 5
"""Digits below which no telephone number is looked for, letters for digits included."""


class Drafts:
    """Reads drafts with the words and the rules of one configuration."""

    def __init__(self, words: Words, rules: Sequence[Rule], harmless: Sequence[tuple[Element, ...]]) -> None:
        self._words = words
        self._views = Views()
        self._rules = Rules(rules, harmless, words)
        self._online = Online(words)
        self._places = Places(words)

    def names(self, names: Iterable[str]) -> Names:
        """Answer names ready to be looked for."""
        return Names(names, self._views, self._words.ordinary_names)

    def read(self, draft: str, names: Names) -> tuple[Find, ...]:
        """Answer what was found, in the order of the draft."""
        return settled([find for view in self._views.of(draft) for find in self._in(view, names)])

    def _in(self, view: View, names: Names) -> Iterator[Find]:
        own = [found.span() for found in PLATFORM_OWN.finditer(view.text)]
        yield from self._online.finds(view)
        yield from self._places.finds(view)
        row = row_of(view, self._words)
        if not view.together and sum(len(item.text) for item in row if item.what in NUMERIC) >= FEWEST:
            yield from Phones(view, self._words, own).finds()
        yield from self._rules.finds(view, row, self._online.accounts(view))
        yield from names.finds(view)

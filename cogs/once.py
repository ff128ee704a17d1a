"""What is made once and shown to many: worded paragraphs and rows of buttons that hold nobody's words."""

from collections.abc import Callable, Hashable

import discord

from bot.core.notices import Menu, Row, Said

KEPT_MOST = 512
"""How many paragraphs, and how many sets of rows, are kept; the one that was made first goes first."""

Word = Callable[[str, Said], str]
"""Words a paragraph in a language."""

MakeView = Callable[[str, tuple[Row, ...]], discord.ui.View]
"""Makes the buttons of rows in a language; the view is stopped."""


class Once:
    """Keeps what was made, in memory alone."""

    def __init__(self) -> None:
        self._words: dict[tuple[Hashable, str], tuple[Said, str]] = {}
        self._views: dict[Hashable, discord.ui.View] = {}

    def worded(self, locale: str, lasting: Said, word: Word) -> str:
        """Answer the words of a paragraph that is lasting, or that nothing is filled into."""
        # By the very paragraph, which is kept with its words: to compare two would take as long as wording one.
        key = (id(lasting) if lasting.values else lasting.key, locale)
        kept = self._words.get(key)
        if kept is None:
            kept = self._words[key] = (lasting, word(locale, lasting))
            if len(self._words) > KEPT_MOST:
                del self._words[next(iter(self._words))]
        return kept[1]

    def viewed(self, locale: str, rows: tuple[Row, ...], make: MakeView) -> discord.ui.View:
        """Answer rows as buttons.

        A view that was stopped before it is sent holds nothing of its message: the same buttons need only one. Rows
        with a menu, or with somebody's words on a button, are made each time.
        """
        name = _name(locale, rows)
        if name is None:
            return make(locale, rows)
        kept = self._views.get(name)
        if kept is None:
            kept = self._views[name] = make(locale, rows)
            if len(self._views) > KEPT_MOST:
                del self._views[next(iter(self._views))]
        return kept


def _name(locale: str, rows: tuple[Row, ...]) -> Hashable | None:
    named: list[Hashable] = [locale]
    for row in rows:
        if isinstance(row, Menu) or any(one.label.values for one in row):
            return None
        named.append(tuple((one.label.key, one.custom_id, one.style, one.off) for one in row))
    return tuple(named)

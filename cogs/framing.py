"""Words in a frame of their own, covered or not, as Discord's second kind of message shows them."""

from collections.abc import Iterator

import discord

from bot.core.framed import Framed
from bot.core.notices import Notice, Said
from cogs.rendering import MARKS, Rendering, marked

FRAME_MOST = 4000
"""Characters of all texts of such a message together (Discord: Components, Text Display)."""


class TooMuch(Exception):
    """Raised for words that such a message does not hold: nothing is cut, and nothing left out."""


class Framing(Rendering):
    """Also gives words to notices with a frame."""

    def layout(self, notice: Notice, framed: Framed, locale: str, mark: str | None = None) -> discord.ui.LayoutView:
        """Answer the whole message: what stands above the frame, the frame, who can see it, and the rows below.

        What is `covered` is shown once its reader opens it. Otherwise as `view`. Raises `TooMuch`.
        """
        layout = discord.ui.LayoutView(timeout=None)
        above, below = self._texts_around(notice, locale)
        inside = self._joined(locale, framed.said)
        if len(above) + len(inside) + len(below) > FRAME_MOST:
            raise TooMuch
        if above:
            layout.add_item(discord.ui.TextDisplay(above))
        layout.add_item(discord.ui.Container(discord.ui.TextDisplay(inside), spoiler=framed.covered))
        if below:
            layout.add_item(discord.ui.TextDisplay(below))
        for row in self._rows(notice, locale):
            layout.add_item(row)
        if mark is not None:
            marked(layout.walk_children(), mark)
        layout.stop()
        return layout

    def _texts_around(self, notice: Notice, locale: str) -> tuple[str, str]:
        audience = () if notice.audience is None else (Said(f"core.audience.{notice.audience}"),)
        last = () if notice.last is None else (notice.last,)
        small = "\n".join(f"-# {self._say(locale, line)}" for line in (*audience, *last))
        return self._joined(locale, notice.said), MARKS.sub("", small) if self._plainly else small

    def _joined(self, locale: str, said: tuple[Said, ...]) -> str:
        words = "\n\n".join(self._say(locale, one) for one in said)
        return MARKS.sub("", words) if self._plainly else words

    def _rows(self, notice: Notice, locale: str) -> Iterator[discord.ui.ActionRow[discord.ui.LayoutView]]:
        for number, row in enumerate(notice.rows):
            made: discord.ui.ActionRow[discord.ui.LayoutView] = discord.ui.ActionRow()
            for item in self._items(row, number, locale):
                item.row = None
                made.add_item(item)
            yield made

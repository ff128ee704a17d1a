"""Gives words to a notice: texts, escaping, buttons, menus and pictures, in one reader's language."""

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from typing import TypedDict

import discord

from bot.core.notices import (
    Bars,
    Button,
    Choice,
    Countries,
    Dots,
    Form,
    Menu,
    Notice,
    Plain,
    Row,
    Said,
    Style,
    Value,
    Written,
)
from bot.core.pictures import BarChart, DotChart, drawn
from bot.core.texts import Texts
from cogs.escaping import escaped
from cogs.once import Once
from cogs.paper import Paper
from cogs.showing import shown, sorted_as, written_in

LOG = logging.getLogger(__name__)

PICTURE_NAME = "picture.png"
"""What every picture is called: a file's name is seen unopened (R34)."""

ALT_MOST = 1024
"""Characters of a file's description (Discord: Attachment Object)."""

CONTENT_MOST = 2000
"""Characters of a message's content (Discord: Create Message)."""

LABEL_MOST = 80
"""Characters of a button's label (Discord: Components)."""

ENTRY_MOST = 100
"""Characters of a menu entry (Discord: String Select)."""

DELIVERY_MARK = "~"
"""What stands behind it in a custom id names a delivery and is no part of the press."""

STYLES: Mapping[Style, discord.ButtonStyle] = {
    Style.PLAIN: discord.ButtonStyle.secondary,
    Style.MAIN: discord.ButtonStyle.primary,
    Style.CAREFUL: discord.ButtonStyle.danger,
}
"""How a button's weight looks; its words carry the meaning."""


MARKS = re.compile(r"(?<!\\)\*\*|^(?:-# |>+ |#+ )", re.MULTILINE)
"""What a text is marked up with; the same signs in a person's words are escaped, and stay as they wrote them."""


class Body(TypedDict):
    """The words of a message, as discord.py's senders take them."""

    content: str
    embeds: list[discord.Embed]


@dataclass(frozen=True, slots=True)
class Attached:
    """What goes with a message as files, or nothing."""

    image: bytes | None = None
    alt: str = ""
    sheets: tuple[tuple[str, bytes], ...] = ()

    def files(self) -> list[discord.File]:
        """Answer it anew for each try: discord.py closes a file after it was sent."""
        picture = (
            () if self.image is None else (discord.File(BytesIO(self.image), PICTURE_NAME, description=self.alt),)
        )
        return [*picture, *(discord.File(BytesIO(words), name) for name, words in self.sheets)]


class Rendering:
    """Turns notices and forms into what Discord shows."""

    def __init__(self, texts: Texts, command_words: Mapping[str, str], bot_name: str) -> None:
        self._texts = texts
        self._plainly = False
        self._standing: dict[str, Value] = {"bot": Plain(bot_name)}
        self._once = Once()
        self._standing |= {f"{door}_command": Plain(f"/{word}") for door, word in command_words.items()}
        self._paper = Paper(texts, self._standing)

    def plainly(self) -> "Rendering":
        """Answer a rendering of the same words in plain lines: nothing bold, small or set apart, and no picture."""
        plain = copy(self)
        plain._plainly = True
        return plain

    def nearest(self, locale: str | None) -> str:
        """Answer the shipped locale nearest to one a platform names."""
        return self._texts.nearest(locale)

    def content(self, notice: Notice, locale: str) -> str:
        """Answer the message's words; below them, small, who can see it (R1), and the notice's last line."""
        paragraphs = [self._say(locale, said) for said in notice.said]
        if notice.calls is not None and paragraphs:
            paragraphs[0] = f"<@{notice.calls}>\n{paragraphs[0]}"
        audience = () if notice.audience is None else (Said(f"core.audience.{notice.audience}"),)
        last = () if notice.last is None else (notice.last,)
        small = [f"-# {self._say(locale, line)}" for line in (*audience, *last)]
        content = "\n\n".join([*paragraphs, *(("\n".join(small),) if small else ())])
        return MARKS.sub("", content) if self._plainly else content

    def body(self, notice: Notice, locale: str) -> Body:
        """Answer the message's words as Discord takes them, with links left without a preview.

        Words longer than a content may be go in an embed, which holds twice as many: nothing is cut.
        """
        content = self.content(notice, locale)
        if len(content) <= CONTENT_MOST:
            return Body(content=content, embeds=[])
        return Body(content="", embeds=[discord.Embed(description=content)])

    async def attached(self, notice: Notice, locale: str) -> Attached:
        """Answer the notice's sheets, and its picture with words for who does not see it, as far as it has any.

        A picture that cannot be drawn is left out: the words beside it say the same, and must arrive.
        """
        sheets = tuple((sheet.name, self._paper.written(sheet, locale)) for sheet in notice.sheets)
        if notice.picture is None or self._plainly:
            return Attached(sheets=sheets)
        try:
            image = await drawn(self._chart(notice.picture.drawn, locale))
        except Exception as fault:
            LOG.error("a picture could not be drawn: %s", type(fault).__name__)
            return Attached(sheets=sheets)
        return Attached(image, _cut(self._plain(locale, notice.picture.alt), ALT_MOST), sheets)

    def _chart(self, picture: Bars | Dots, locale: str) -> BarChart | DotChart:
        title = self._plain(locale, picture.title)
        if isinstance(picture, Bars):
            return BarChart(title, [(self._label(locale, label), count) for label, count in picture.bars])
        rows = [self._label(locale, label) for label in picture.rows]
        return DotChart(title, rows, [shown(locale, day) for day in picture.days], picture.dots)

    def _label(self, locale: str, value: Value) -> str:
        return self._plain(locale, value) if isinstance(value, Said) else shown(locale, value)

    def view(self, notice: Notice, locale: str, mark: str | None = None) -> discord.ui.View:
        """Answer the message's buttons and menus; a `mark` stands in the last button, where `find` looks for it.

        The view is stopped before it is sent: every press is found by its custom id, so nothing has to be
        remembered in memory and a button works after any restart.
        """
        if mark is None:
            return self._once.viewed(locale, notice.rows, self._made)
        view = self._made(locale, notice.rows)
        marked(view.children, mark)
        return view

    def _made(self, locale: str, rows: tuple[Row, ...]) -> discord.ui.View:
        view = discord.ui.View(timeout=None)
        for number, row in enumerate(rows):
            for item in self._items(row, number, locale):
                view.add_item(item)
        view.stop()
        return view

    def modal(self, form: Form, locale: str) -> discord.ui.Modal:
        """Answer a form."""
        modal = discord.ui.Modal(
            title=self._plain(locale, Said(form.title)), custom_id=form.custom_id, timeout=None
        )
        for box in form.boxes:
            field: discord.ui.TextInput[discord.ui.View] = discord.ui.TextInput(
                custom_id=box.name,
                style=discord.TextStyle.paragraph if box.long else discord.TextStyle.short,
                default=box.filled or None,
                required=box.required,
                max_length=box.most,
            )
            hint = self._plain(locale, Said(box.hint)) if box.hint else None
            modal.add_item(
                discord.ui.Label(text=self._plain(locale, Said(box.label)), description=hint, component=field)
            )
        modal.stop()
        return modal

    def by_name(self, countries: Sequence[str], locale: str) -> tuple[str, ...]:
        """Answer country codes in the order of their names in a language."""
        return tuple(sorted(countries, key=lambda code: sorted_as(shown(locale, Countries((code,))))))

    def words(self, key: str, locale: str) -> str:
        """Answer one text without gaps of its own, such as a command's description."""
        return self._plain(locale, Said(key))

    def _items(self, row: Row, number: int, locale: str) -> list[discord.ui.Item[discord.ui.View]]:
        if isinstance(row, Menu):
            return [self._menu(row, number, locale)]
        return [self._button(button, number, locale) for button in row]

    def _button(self, button: Button, number: int, locale: str) -> discord.ui.Item[discord.ui.View]:
        return discord.ui.Button(
            label=_cut(self._plain(locale, button.label), LABEL_MOST),
            custom_id=button.custom_id,
            style=STYLES[button.style],
            disabled=button.off,
            row=number,
        )

    def _menu(self, menu: Menu, number: int, locale: str) -> discord.ui.Item[discord.ui.View]:
        placeholder = self._plain(locale, Said(menu.placeholder))
        if menu.of_roles:
            return discord.ui.RoleSelect(
                custom_id=menu.custom_id,
                placeholder=placeholder,
                min_values=menu.least,
                max_values=menu.most,
                row=number,
            )
        if menu.of_channels:
            return discord.ui.ChannelSelect(
                custom_id=menu.custom_id,
                channel_types=[discord.ChannelType.text],
                placeholder=placeholder,
                min_values=menu.least,
                max_values=menu.most,
                row=number,
            )
        if menu.of_people:
            return discord.ui.UserSelect(
                custom_id=menu.custom_id,
                placeholder=placeholder,
                min_values=menu.least,
                max_values=menu.most,
                row=number,
            )
        return discord.ui.Select(
            custom_id=menu.custom_id,
            placeholder=placeholder,
            min_values=menu.least,
            max_values=menu.most,
            options=[self._option(choice, locale) for choice in menu.choices],
            row=number,
        )

    def _option(self, choice: Choice, locale: str) -> discord.SelectOption:
        label = self._label(locale, choice.label)
        return discord.SelectOption(label=_cut(label, ENTRY_MOST), value=choice.value, default=choice.chosen)

    def _say(self, locale: str, said: Said) -> str:
        if said.values and not said.lasting:
            return self._worded_now(locale, said)
        return self._once.worded(locale, said, self._worded_now)

    def _worded_now(self, locale: str, said: Said) -> str:
        return self._texts.say(locale, said.key, self._standing | dict(said.values), self._show)

    def _plain(self, locale: str, said: Said) -> str:
        return self._texts.say(locale, said.key, self._standing | dict(said.values), shown)

    def _show(self, locale: str, value: Value) -> str:
        if isinstance(value, Written):
            return escaped(written_in(locale, value))
        if isinstance(value, str) and not isinstance(value, Plain):
            return escaped(value)
        return shown(locale, value)


def marked(items: Iterable[object], mark: str) -> None:
    """Have the last button among items carry what a delivery is known by; ValueError where there is none."""
    buttons = [item for item in items if isinstance(item, discord.ui.Button)]
    if not buttons:
        raise ValueError("a delivery needs a button to be known by")
    buttons[-1].custom_id = f"{buttons[-1].custom_id}{DELIVERY_MARK}{mark}"


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"

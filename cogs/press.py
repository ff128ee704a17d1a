"""What a command, press or form says, the only ways to answer it, and how cogs are marked to hear it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

import discord

from bot.core.ids import HIGHEST, Private
from bot.core.notices import Form, Notice, said
from bot.core.refusals import Refusal
from cogs.answering import Answering
from cogs.heard import Target, boxes_of, target_of, visitor_of
from cogs.rendering import DELIVERY_MARK, Attached, Body, Rendering


class Press:
    """One command, press or form, and the only ways to answer it."""

    def __init__(self, interaction: discord.Interaction, rendering: Rendering, parts: tuple[str, ...]) -> None:
        self._answering = Answering(interaction)
        self._rendering = rendering
        self._parts = parts
        self.locale = rendering.nearest(str(interaction.locale))
        self.waiting: Waiting = _nothing_waits
        self.mentions_mailbox = False
        self.finish: Callable[[Notice], Notice] = _as_it_is
        self.visitor = visitor_of(interaction)
        data: Mapping[str, Any] = interaction.data or {}  # pyright: ignore[reportAssignmentType]
        # A form that was handed in is not pressed again: what it said is given back where it cannot go on.
        is_press = interaction.type is discord.InteractionType.component
        self.custom_id = str(data.get("custom_id", "")).split(DELIVERY_MARK)[0] if is_press else ""
        self.values: tuple[str, ...] = tuple(data.get("values", ()))
        self.boxes: Mapping[str, Private] = dict(boxes_of(data.get("components", ())))
        self._target = target_of(data)

    @property
    def target(self) -> Target:
        """Answer the message that the menu was opened on; raises Refusal where there is none."""
        if self._target is None:
            raise Refusal("core.stale")
        return self._target

    def word(self, place: int) -> str:
        """Answer one part of the custom id behind feature and action; raises Refusal for an old button."""
        if place >= len(self._parts):
            raise Refusal("core.stale")
        return self._parts[place]

    def number(self, place: int) -> int:
        """Answer one part of the custom id as a number; raises Refusal for an old button."""
        return _number(self.word(place))

    def chosen(self) -> int:
        """Answer the first thing chosen in a menu as a number; raises Refusal where it is none that is known."""
        return _number(self.values[0] if self.values else "")

    def all_chosen(self) -> tuple[int, ...]:
        """Answer everything chosen in a menu as numbers; raises Refusal where one is none that is known."""
        return tuple(_number(value) for value in self.values)

    def numbers_from(self, place: int) -> tuple[int, ...]:
        """Answer the parts of the custom id from a place on as numbers; raises Refusal for an old button."""
        return tuple(self.number(one) for one in range(place, len(self._parts)))

    def rest(self, place: int) -> str:
        """Answer all parts of the custom id from a place on, as one."""
        return ":".join(self._parts[place:])

    def in_plain_lines(self) -> None:
        """Have every answer to this press come in plain lines, because its visitor wished for that (F31)."""
        self._rendering = self._rendering.plainly()

    def words(self, key: str) -> str:
        """Answer one text in the visitor's language, to be offered as a draft of their own."""
        return self._rendering.words(key, self.locale)

    def by_name(self, countries: Sequence[str]) -> tuple[str, ...]:
        """Answer country codes in the order of their names in the visitor's language."""
        return self._rendering.by_name(countries, self.locale)

    def in_time(self) -> AbstractContextManager[None]:
        """Hold the press by itself if nothing has answered it after two seconds inside."""
        return self._answering.in_time()

    def require_heard(self) -> None:
        """Raise NotHeard where it is known that the press waits for no answer any more."""
        self._answering.require_heard()

    async def hold(self) -> None:
        """Say at once that the answer takes longer; `show` then completes it.

        Without it a press is held by itself after two seconds. Where it came too late nothing is done any more.
        """
        await self._answering.hold()

    def require_files(self) -> None:
        """Raise Refusal where no file can be sent; asked before anything is done for one."""
        if not self._answering.takes_files:
            raise Refusal("core.no_files")

    async def show(self, notice: Notice) -> None:
        """Answer privately: in place of the private screen that was pressed, or as a new one."""
        if notice.sheets:
            # A picture's words stand beside it; without its files a notice would promise what did not come.
            self.require_files()
        notice = await self._mentioning(notice)
        attached = (
            await self._rendering.attached(notice, self.locale) if self._answering.takes_files else Attached()
        )
        await self._answering.show(*self._worded(notice), attached)

    async def show_beside(self, notice: Notice) -> None:
        """Answer privately and leave the pressed screen as it is, so that nothing on it is lost."""
        await self._answering.show_beside(*self._worded(await self._mentioning(notice)))

    async def _mentioning(self, notice: Notice) -> Notice:
        # Asked now, not before: the press itself may have read, put away or erased what waited.
        count = await self.waiting() if self.mentions_mailbox else 0
        return self.finish(replace(notice, last=said("mailbox.waits", count=count)) if count else notice)

    async def ask(self, form: Form) -> None:
        """Open a form; raises Refusal where that took so long that Discord opens none any more."""
        if not await self._answering.ask(self._rendering.modal(form, self.locale)):
            raise Refusal("core.press_again")

    def _worded(self, notice: Notice) -> tuple[Body, discord.ui.View]:
        return self._rendering.body(notice, self.locale), self._rendering.view(notice, self.locale)


Waiting = Callable[[], Awaitable[int]]
"""Answers how many unread notes wait for the visitor."""


async def _nothing_waits() -> int:
    return 0


def _as_it_is(notice: Notice) -> Notice:
    return notice


Handler = Callable[[Press], Awaitable[None]]
"""What a cog's method looks like to the switchboard."""

Method = TypeVar("Method", bound=Callable[..., Awaitable[None]])


@dataclass(frozen=True, slots=True)
class Door:
    """A command: `everywhere` doors open in direct messages too, `for_moderators` need Manage Messages.

    One `on_messages` stands in the menu of every message of a server.
    """

    name: str
    everywhere: bool = False
    for_moderators: bool = False
    on_messages: bool = False


def command(name: str, *, everywhere: bool = False, for_moderators: bool = False) -> Callable[[Method], Method]:
    """Mark a cog's method as answering a command."""

    def mark(method: Method) -> Method:
        method.door = Door(name, everywhere, for_moderators)  # pyright: ignore[reportFunctionMemberAccess]
        return method

    return mark


def on_messages(name: str) -> Callable[[Method], Method]:
    """Mark a cog's method as answering an entry in the menu of messages."""

    def mark(method: Method) -> Method:
        method.door = Door(name, on_messages=True)  # pyright: ignore[reportFunctionMemberAccess]
        return method

    return mark


def pressed(action: str) -> Callable[[Method], Method]:
    """Mark a cog's method as answering presses and forms whose custom id is `<feature>:<action>:...`."""

    def mark(method: Method) -> Method:
        method.action = action  # pyright: ignore[reportFunctionMemberAccess]
        return method

    return mark


def unmentioned(method: Method) -> Method:
    """Mark a cog's method whose answers never say that notes wait."""
    method.mentions_mailbox = False  # pyright: ignore[reportFunctionMemberAccess]
    return method


def behind_phrase(method: Method) -> Method:
    """Mark a cog's method as showing what is its visitor's own: a phrase, if one is set, is asked for first."""
    method.behind = True  # pyright: ignore[reportFunctionMemberAccess]
    return method


def before_phrase(method: Method) -> Method:
    """Mark a cog's method as answering without the phrase, although its cog stands behind it."""
    method.behind = False  # pyright: ignore[reportFunctionMemberAccess]
    return method


def is_behind(handler: Handler) -> bool:
    """Tell whether the phrase is asked for before a handler (R33, R42)."""
    return getattr(handler, "behind", getattr(getattr(handler, "__self__", None), "behind", False))


class LookUp(StrEnum):
    """How a press's person is looked up before it is answered, and whether their other presses come first."""

    ALWAYS = "always"
    """After their other presses, and however long the files take."""
    QUICKLY = "quickly"
    """Beside their other presses, for their language and what waits, if the files are quick."""
    NEVER = "never"
    """Not at all: the answer needs no file and leaves no trace."""


def looked_up(how: LookUp) -> Callable[[Method], Method]:
    """Mark a cog's method as answering without waiting for whatever is wrong with the files."""

    def mark(method: Method) -> Method:
        method.looked_up = how  # pyright: ignore[reportFunctionMemberAccess]
        return method

    return mark


class Cog:
    """One feature's commands, presses and forms; `feature` is the first part of its custom ids.

    Its private answers end by saying that notes wait, unless `mentions_mailbox` is False: somebody who needs a
    way out or a person now is told of nothing else. One that `stands_alone` answers with the database gone, and
    waits for no earlier press of the same person. Each says of itself whether it shows what is its visitor's own,
    and so stands `behind` the phrase: never a way out, numbers, or reaching somebody.
    """

    feature: str
    behind: bool
    mentions_mailbox: bool = True
    stands_alone: bool = False

    def doors(self) -> dict[Door, Handler]:
        """Answer the commands of this cog."""
        return {method.door: method for method in self._methods() if hasattr(method, "door")}

    def actions(self) -> dict[str, Handler]:
        """Answer the presses and forms of this cog, by action."""
        return {method.action: method for method in self._methods() if hasattr(method, "action")}

    def _methods(self) -> list[Any]:
        return [getattr(self, name) for name in vars(type(self)) if not name.startswith("_")]


def _number(word: str) -> int:
    # The length first: Python reads no number of thousands of digits.
    if not (word.isascii() and word.isdigit()) or len(word) > len(str(HIGHEST)) or int(word) > HIGHEST:
        raise Refusal("core.stale")
    return int(word)

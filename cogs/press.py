"""What a command, press or form says, the only ways to answer it, and how cogs are marked to hear it."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import discord

from bot.core.ids import PlatformId as Platform
from bot.core.ids import Private, RoleId, ServerId, Visitor
from bot.core.notices import Form, Notice, said
from bot.core.refusals import Refusal
from cogs.rendering import Rendering

HELD_AFTER = 2.0
"""Seconds after which a press is told that its answer takes longer; Discord gives up at three."""


class Press:
    """One command, press or form, and the only ways to answer it."""

    def __init__(
        self, interaction: discord.Interaction, rendering: Rendering, locale: str, parts: tuple[str, ...]
    ) -> None:
        self._interaction = interaction
        self._rendering = rendering
        self._parts = parts
        # Discord hears one first answer; while it is on its way, no other may be begun.
        self._answering = asyncio.Lock()
        self.locale = locale
        self.waiting: Waiting = _nothing_waits
        self.mentions_mailbox = False
        self.visitor = visitor_of(interaction)
        data: Mapping[str, Any] = interaction.data or {}  # pyright: ignore[reportAssignmentType]
        self.values: tuple[str, ...] = tuple(data.get("values", ()))
        self.boxes: Mapping[str, Private] = dict(_boxes(data.get("components", ())))

    def word(self, place: int) -> str:
        """Answer one part of the custom id behind feature and action; raises Refusal for an old button."""
        if place >= len(self._parts):
            raise Refusal("core.stale")
        return self._parts[place]

    def number(self, place: int) -> int:
        """Answer one part of the custom id as a number; raises Refusal for an old button."""
        word = self.word(place)
        if not (word.isascii() and word.isdigit()):
            raise Refusal("core.stale")
        return int(word)

    def words(self, key: str) -> str:
        """Answer one text in the visitor's language, to be offered as a draft of their own."""
        return self._rendering.words(key, self.locale)

    async def hold(self) -> None:
        """Say that the answer takes longer than three seconds may allow; `show` then completes it."""
        async with self._answering:
            if self._interaction.response.is_done():
                return
            if self._on_private_screen:
                await self._interaction.response.defer()
            else:
                await self._interaction.response.defer(ephemeral=True, thinking=True)

    @asynccontextmanager
    async def in_time(self) -> AsyncGenerator[None]:
        """Hold by itself if the answer is not there in time, as when the disk is slow."""
        holding = asyncio.create_task(self._hold_late())
        try:
            yield
        finally:
            holding.cancel()
            await asyncio.gather(holding, return_exceptions=True)

    async def _hold_late(self) -> None:
        await asyncio.wait([asyncio.get_running_loop().create_future()], timeout=HELD_AFTER)
        await self.hold()

    async def show(self, notice: Notice) -> None:
        """Answer privately: in place of the private screen that was pressed, or as a new one."""
        notice = await self._mentioning(notice)
        body, view = self._rendering.body(notice, self.locale), self._rendering.view(notice, self.locale)
        response = self._interaction.response
        async with self._answering:
            if response.is_done():
                await self._interaction.edit_original_response(**body, view=view)
            elif self._on_private_screen:
                await response.edit_message(**body, view=view)
            else:
                await response.send_message(**body, view=view, ephemeral=True)

    async def show_beside(self, notice: Notice) -> None:
        """Answer privately and leave the pressed screen as it is, so that nothing on it is lost."""
        notice = await self._mentioning(notice)
        body, view = self._rendering.body(notice, self.locale), self._rendering.view(notice, self.locale)
        response = self._interaction.response
        async with self._answering:
            if not response.is_done():
                await response.send_message(**body, view=view, ephemeral=True)
            elif self._on_private_screen:
                await self._interaction.followup.send(**body, view=view, ephemeral=True)
            else:
                await self._interaction.edit_original_response(**body, view=view)

    async def _mentioning(self, notice: Notice) -> Notice:
        # Counted now, not before: the press itself may have read, put away or erased what waited.
        count = await self.waiting() if self.mentions_mailbox else 0
        return replace(notice, last=said("mailbox.waits", count=count)) if count else notice

    async def ask(self, form: Form) -> None:
        """Open a form; raises Refusal where the press was held, because then Discord opens none."""
        async with self._answering:
            if not self._interaction.response.is_done():
                await self._interaction.response.send_modal(self._rendering.modal(form, self.locale))
                return
        raise Refusal("core.press_again")

    @property
    def _on_private_screen(self) -> bool:
        message = self._interaction.message
        return message is not None and message.flags.ephemeral


Waiting = Callable[[], Awaitable[int]]
"""Answers how many unread notes wait for the visitor."""


async def _nothing_waits() -> int:
    return 0


Handler = Callable[[Press], Awaitable[None]]
"""What a cog's method looks like to the switchboard."""

Method = TypeVar("Method", bound=Callable[..., Awaitable[None]])


@dataclass(frozen=True, slots=True)
class Door:
    """A command: `everywhere` doors open in direct messages too, `for_moderators` need Manage Messages."""

    name: str
    everywhere: bool = False
    for_moderators: bool = False


def command(name: str, *, everywhere: bool = False, for_moderators: bool = False) -> Callable[[Method], Method]:
    """Mark a cog's method as answering a command."""

    def mark(method: Method) -> Method:
        method.door = Door(name, everywhere, for_moderators)  # pyright: ignore[reportFunctionMemberAccess]
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


class Cog:
    """One feature's commands, presses and forms; `feature` is the first part of its custom ids.

    Its private answers end by saying that notes wait, unless `mentions_mailbox` is False: somebody who needs a
    way out or a person now is told of nothing else.
    """

    feature: str
    mentions_mailbox: bool = True

    def doors(self) -> dict[Door, Handler]:
        """Answer the commands of this cog."""
        return {method.door: method for method in self._methods() if hasattr(method, "door")}

    def actions(self) -> dict[str, Handler]:
        """Answer the presses and forms of this cog, by action."""
        return {method.action: method for method in self._methods() if hasattr(method, "action")}

    def _methods(self) -> list[Any]:
        return [getattr(self, name) for name in vars(type(self)) if not name.startswith("_")]


def visitor_of(interaction: discord.Interaction) -> Visitor:
    """Answer who is pressing, as Discord describes them."""
    user = interaction.user
    roles = user.roles if isinstance(user, discord.Member) else []
    # Held in the whole server: a channel's own overwrite makes no moderator.
    held = user.guild_permissions if isinstance(user, discord.Member) else discord.Permissions.none()
    return Visitor(
        platform_id=Platform(user.id),
        server=ServerId(interaction.guild_id) if interaction.guild_id else None,
        roles=frozenset(RoleId(role.id) for role in roles),
        manages_messages=held.manage_messages,
        manages_server=held.manage_guild,
        locale=str(interaction.locale),
    )


def _boxes(components: Any) -> list[tuple[str, Private]]:  # noqa: ANN401 - Discord's own nested shape
    found: list[tuple[str, Private]] = []
    for component in components:
        if "component" in component:
            found += _boxes([component["component"]])
        found += _boxes(component.get("components", ()))
        if "custom_id" in component and "value" in component:
            found.append((component["custom_id"], Private(component["value"] or "")))
    return found

"""The way back to whoever pressed: begun in time, and told again where the line broke."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from functools import partial

import aiohttp
import discord

from cogs.rendering import Attached, Body

LOG = logging.getLogger(__name__)

HELD_AFTER = 2.0
"""Seconds after which a press is held by itself; Discord waits 3 (Discord: Interactions, Responding)."""

TRIES = 3
"""How often one answer is told at most; what a server's own fault needs, discord.py tries by itself."""

ALREADY = 40060
"""Discord's code for a press that has its first answer."""

TOO_LATE = (10062, 10015, 50027)
"""Discord's codes for a press that waits no more: after 3 seconds, or after 15 minutes."""

TOO_MANY = 429
"""From this status on an answer is not wrong: Discord takes none, after discord.py tried for long."""

LOST = (aiohttp.ClientError, OSError)
"""The line broke, before or after Discord did what it was asked; TimeoutError is an OSError."""


class NotHeard(Exception):
    """Raised where an answer did not reach Discord, or Discord takes none any more; holds a kind and numbers."""


Call = Callable[[], Awaitable[object]]
"""One answer to Discord, to be made again if it was lost."""


class Answering:
    """The answers to one press, one after the other: the first within 3 seconds, others in its place or beside.

    Every method raises NotHeard where the line stays broken or the press waits no more, and
    `discord.HTTPException` where Discord refuses the answer itself.
    """

    def __init__(self, interaction: discord.Interaction) -> None:
        self._interaction = interaction
        self._response = interaction.response
        self._begun = False
        self._turn = asyncio.Lock()
        self._holding: asyncio.Task[None] | None = None
        self._gone: NotHeard | None = None

    @property
    def _on_private_screen(self) -> bool:
        message = self._interaction.message
        return message is not None and message.flags.ephemeral

    @contextmanager
    def in_time(self) -> Generator[None]:
        """Hold the press by itself if nothing has answered it after two seconds inside."""
        timer = asyncio.get_running_loop().call_later(HELD_AFTER, self._hold_now)
        try:
            yield
        finally:
            timer.cancel()

    def _hold_now(self) -> None:
        self._holding = asyncio.create_task(self._hold_quietly())

    async def _hold_quietly(self) -> None:
        try:
            await self.hold()
        except (discord.HTTPException, NotHeard) as fault:
            LOG.warning("a press could not be held: %s", type(fault).__name__)

    def require_heard(self) -> None:
        """Raise NotHeard where a first answer came too late already."""
        if self._gone is not None:
            raise self._gone

    async def hold(self) -> None:
        """Say that the answer takes longer; done as well if the press has an answer."""
        async with self._turn:
            if self._begun:
                return
            if self._on_private_screen:
                await self._first(self._response.defer)
            else:
                await self._first(partial(self._response.defer, ephemeral=True, thinking=True))

    @property
    def takes_files(self) -> bool:
        """Tell whether an answer here may carry a file."""
        return self._interaction.app_permissions.attach_files

    async def show(self, body: Body, view: discord.ui.View, attached: Attached) -> None:
        """Answer in place of the private screen that was pressed, or as a new one."""

        # Files are always named: an earlier screen's picture would stay otherwise (Discord: Edit Message).
        def change() -> Awaitable[object]:
            return self._interaction.edit_original_response(**body, attachments=attached.files(), view=view)

        def answer() -> Awaitable[object]:
            if self._on_private_screen:
                return self._response.edit_message(**body, attachments=attached.files(), view=view)
            return self._response.send_message(**body, files=attached.files(), view=view, ephemeral=True)

        async with self._turn:
            # The same words twice in one place are one answer.
            if self._begun or not await self._first(answer):
                await _heard(change)

    async def show_beside(self, body: Body, view: discord.ui.View) -> None:
        """Answer beside the private screen that was pressed, or as a new one."""
        change = partial(self._interaction.edit_original_response, **body, view=view)
        # Discord tells nobody whether a further answer stands: a refusal is rather read twice than never.
        further = partial(self._interaction.followup.send, **body, view=view, ephemeral=True)
        answer = partial(self._response.send_message, **body, view=view, ephemeral=True)
        async with self._turn:
            if self._begun:
                await _heard(further if self._on_private_screen else change)
            elif not await self._first(answer):
                await _heard(change)

    async def ask(self, form: discord.ui.Modal) -> bool:
        """Open a form; False where the press was held before, after which Discord opens none."""
        async with self._turn:
            if self._begun:
                return False
            await self._first(partial(self._response.send_modal, form))
            return True

    async def _first(self, call: Call) -> bool:
        """Make the first answer; False where Discord has one, perhaps this very one, whose receipt was lost."""
        try:
            await _heard(call)
        except NotHeard as fault:
            self._gone = fault
            raise
        except discord.HTTPException as fault:
            if fault.code != ALREADY:
                raise
            self._begun = True
            return False
        self._begun = True
        return True


async def _heard(call: Call) -> None:
    for left in reversed(range(TRIES)):
        try:
            await call()
        except LOST as fault:
            if not left:
                raise NotHeard(type(fault).__name__) from fault
        except discord.HTTPException as fault:
            if fault.code in TOO_LATE or fault.status >= TOO_MANY:
                raise NotHeard(f"status {fault.status}, code {fault.code}") from fault
            raise
        else:
            return

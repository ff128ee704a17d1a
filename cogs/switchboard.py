"""Leads every command, press and form to its cog, and sees to it that each one ends in words."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from functools import partial
from typing import Any

import discord

from bot.core.keeping import KEPT, Kept, NotKept
from bot.core.notices import Notice, Plain, button, said
from bot.core.ports import CannotKeep, Chance
from bot.core.refusals import Asked, Refusal
from bot.device.service import Device
from bot.mailbox.model import Greeting
from bot.mailbox.service import Mailbox
from bot.people.service import People
from cogs.answering import NotHeard
from cogs.press import Cog, Handler, LookUp, Press, is_behind
from cogs.rendering import DELIVERY_MARK, Rendering
from cogs.screens import with_button

LOG = logging.getLogger(__name__)

PATIENCE = 0.8
"""Seconds the database may take to say which language somebody saved, where the answer can do without."""

REMEMBERED = 4_096
"""How many of the last presses are known again, should Discord tell of one twice."""


class Switchboard:
    """Leads every interaction to its cog and sees to it that each one is answered."""

    def __init__(
        self, people: People, mailbox: Mailbox, device: Device, *, rendering: Rendering, chance: Chance
    ) -> None:
        self._people = people
        self._mailbox = mailbox
        self._device = device
        self._rendering = rendering
        self._chance = chance
        self._actions: dict[tuple[str, str], Handler] = {}
        self._taken: dict[int, None] = {}

    def add(self, cog: Cog) -> None:
        """Let a cog's presses and forms through."""
        for action, handler in cog.actions().items():
            self._actions[cog.feature, action] = handler

    async def custom_id(self, interaction: discord.Interaction) -> None:
        """Answer a press or a form by the custom id alone; one that nobody knows gets a kind sentence."""
        data: Mapping[str, Any] = interaction.data or {}  # pyright: ignore[reportAssignmentType]
        parts = str(data.get("custom_id", "")).split(DELIVERY_MARK)[0].split(":")
        handler = self._actions.get((parts[0], parts[1] if len(parts) > 1 else ""), _stale)
        await self.answer(interaction, handler, tuple(parts[2:]))

    async def answer(self, interaction: discord.Interaction, handler: Handler, parts: tuple[str, ...] = ()) -> None:
        """Let a handler answer; one person's presses come one after the other, and each ends in words."""
        if interaction.id in self._taken:
            # Discord may tell of one press twice, as after a lost connection.
            return
        self._take(interaction.id)
        press, kept = None, Kept()
        KEPT.set(kept)
        try:
            press = Press(interaction, self._rendering, parts)
            with press.in_time():
                async with self._turn(press, handler):
                    await self._look_up(press, kept, handler)
                    press.finish = partial(_with_undo, press, kept)
                    press.mentions_mailbox = _mentions(handler)
                    await self._handled(press, handler)
        except NotHeard as fault:
            # They see that nothing answered, and whatever they look at next tells how it is.
            LOG.warning("a reply could not be delivered: %s", fault)
        except Exception as fault:
            await self.apologise(interaction, fault, press, kept)

    def _take(self, press: int) -> None:
        self._taken[press] = None
        if len(self._taken) > REMEMBERED:
            del self._taken[next(iter(self._taken))]

    async def unknown(self, interaction: discord.Interaction) -> None:
        """Answer a command that this version no longer has."""
        await self.answer(interaction, _no_such_command)

    async def _handled(self, press: Press, handler: Handler) -> None:
        # Where they were told that nothing answered, before anything was done, nothing is done.
        press.require_heard()
        # The one place where the phrase is asked for: a fault here shows an apology, and never what is behind it.
        typed = press.boxes.values()
        locked = await self._device.before(press.visitor, press.custom_id, typed) if is_behind(handler) else None
        if locked is not None:
            await self._alone(press).show(locked)
            return
        try:
            await handler(press)
        except Asked as asked:
            await self._alone(press).show(asked.notice())
        except Refusal as refusal:
            await self._alone(press).show_beside(refusal.notice())
        except CannotKeep as fault:
            await self._alone(press).show_beside(Refusal("core.cannot", why=fault.words).notice())

    def _alone(self, press: Press) -> Press:
        # A "no" says nothing but itself.
        press.mentions_mailbox = False
        return press

    def _turn(self, press: Press, handler: Handler) -> AbstractAsyncContextManager[None]:
        # What keeps nothing waits for nothing that may be stuck in the files.
        alone = _look_up(handler) is not LookUp.ALWAYS
        return nullcontext() if alone else self._people.turn(press.visitor.platform_id)

    async def _look_up(self, press: Press, kept: Kept, handler: Handler) -> None:
        match _look_up(handler):
            case LookUp.ALWAYS:
                await self._recognise(press, kept)
            case LookUp.QUICKLY:
                await self._look_up_quickly(press)
            case LookUp.NEVER:
                pass

    async def _look_up_quickly(self, press: Press) -> None:
        """Find what `_recognise` finds, unless that takes long; then it is the language that Discord says."""
        with suppress(Exception):
            # Whatever it is, the slower way waits for what can be waited for, and tells the rest.
            self._met(press, self._greeting_now(press))
            return
        greeting = asyncio.ensure_future(self._greeting(press))
        # Not cancelled: that would wait for a database that does not answer.
        greeting.add_done_callback(_unheard)
        done, _ = await asyncio.wait({greeting}, timeout=PATIENCE)
        if done and greeting.exception() is None:
            self._met(press, greeting.result())

    def _met(self, press: Press, greeting: Greeting) -> None:
        press.locale = self._rendering.nearest(greeting.language or press.locale)
        if greeting.plain:
            press.in_plain_lines()
        press.waiting = partial(_counted, greeting.waiting)

    def _greeting_now(self, press: Press) -> Greeting:
        person = self._people.look(press.visitor.platform_id)
        return Greeting() if person is None else self._mailbox.greet(person)

    async def _greeting(self, press: Press) -> Greeting:
        person = await self._people.find(press.visitor.platform_id)
        return Greeting() if person is None else await self._mailbox.greeting(person)

    async def _recognise(self, press: Press, kept: Kept) -> None:
        """Find who presses, once: for the language they keep and for what waits."""
        person = await self._people.find(press.visitor.platform_id)
        if person is None:
            return
        greeting = await self._mailbox.greeting(person)
        self._met(press, greeting)

        async def waiting() -> int:
            # Counted anew where the press changed anything: it may have read, put away or erased what waited.
            return await self._mailbox.waiting(person.number) if kept.changes else greeting.waiting

        press.waiting = waiting

    async def apologise(
        self,
        interaction: discord.Interaction,
        fault: BaseException,
        press: Press | None = None,
        kept: Kept | None = None,
    ) -> None:
        """Answer a fault of ours with a mark that finds it in the log, or with what was `kept`; never raises."""
        mark = f"{self._chance.number() % 10_000:04d}"
        # The fault's own words could hold a person's; its kind and place are enough to find it.
        LOG.error("fault %s: %s at %s", mark, _kind(fault), place_of(fault))
        try:
            press = press or Press(interaction, self._rendering, ())
            await self._alone(press).show_beside(_apology(fault, mark, kept or Kept()))
        except Exception as second:
            LOG.error("fault %s: no apology, %s at %s", mark, type(second).__name__, place_of(second))


def _with_undo(press: Press, kept: Kept, notice: Notice) -> Notice:
    """Offer to put back what this very press changed, to whoever may (R66)."""
    if kept.act is None or not press.visitor.manages_messages:
        return notice
    return with_button(notice, button("moderation.button.undo", f"moderation:undo:{kept.act}"))


def _look_up(handler: Handler) -> LookUp:
    alone = getattr(getattr(handler, "__self__", None), "stands_alone", False)
    return getattr(handler, "looked_up", LookUp.QUICKLY if alone else LookUp.ALWAYS)


async def _counted(count: int) -> int:
    return count


def _mentions(handler: Handler) -> bool:
    cog = getattr(handler, "__self__", None)
    return getattr(handler, "mentions_mailbox", True) and getattr(cog, "mentions_mailbox", True)


def _unheard(greeting: "asyncio.Future[Greeting]") -> None:
    if not greeting.cancelled() and (fault := greeting.exception()) is not None:
        LOG.warning("somebody was answered without the database: %s", type(fault).__name__)


def _kind(fault: BaseException) -> str:
    return f"NotKept, {fault.why}" if isinstance(fault, NotKept) else type(fault).__name__


def _apology(fault: BaseException, mark: str, kept: Kept) -> Notice:
    if not isinstance(fault, NotKept):
        # Plain: should the escaping of a person's words be what failed, the apology still comes.
        return Notice((said("core.fault", mark=Plain(mark)),))
    # A press may be several transactions; each was kept whole or not at all.
    what = said("core.kept.in_part") if kept.changes else said("core.kept.nothing")
    return Notice((said(f"core.not_kept.{fault.why}"), what, said("core.press_later")))


async def _stale(_: Press) -> None:
    raise Refusal("core.stale")


async def _no_such_command(_: Press) -> None:
    raise Refusal("core.no_such_command")


def place_of(fault: BaseException) -> str:
    """Answer where in the code a fault came up, without its words."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace else "nowhere"

"""Clearing what the bot sent in direct messages; it shows nothing but numbers, so it needs no phrase."""

from bot.device.clearing import Clearings
from bot.device.selfclearing import SelfClearings
from cogs.device import clearing_views as views
from cogs.press import Cog, Press, pressed


class ClearingCog(Cog):
    """Direct messages, cleared by whoever holds the phone: what goes are neutral lines alone."""

    feature = "device"
    behind = False
    mentions_mailbox = False

    def __init__(self, clearings: Clearings) -> None:
        self._clearings = clearings

    @pressed("clear_ask")
    async def clear_ask(self, press: Press) -> None:
        """Say what goes and what stays, before anything does, or how far it is."""
        await press.show(views.ask_screen(await self._clearings.look(press.visitor)))

    @pressed("clear")
    async def clear(self, press: Press) -> None:
        """Clear all of them."""
        await press.hold()
        await press.show(views.cleared_screen(await self._clearings.clear(press.visitor)))

    @pressed("clear_look")
    async def clear_look(self, press: Press) -> None:
        """Show how far it is."""
        await press.show(views.ask_screen(await self._clearings.look(press.visitor)))


class SelfClearingCog(Cog):
    """The choice that the neutral message clears itself."""

    feature = "device"
    behind = True
    mentions_mailbox = False

    def __init__(self, clearings: SelfClearings) -> None:
        self._clearings = clearings

    @pressed("self_ask")
    async def self_ask(self, press: Press) -> None:
        """Say what clears itself and what is kept for that."""
        await press.show(views.self_screen(await self._clearings.look(press.visitor)))

    @pressed("self_on")
    async def self_on(self, press: Press) -> None:
        """Keep a choice."""
        await press.show(views.self_screen(await self._clearings.choose(press.visitor, press.number(0))))

    @pressed("self_off")
    async def self_off(self, press: Press) -> None:
        """Let messages stay again."""
        await self._clearings.switch_off(press.visitor)
        await press.show(views.self_screen(None))

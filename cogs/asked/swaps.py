"""Swaps: asking, taking and ending, by two people who need not know each other."""

from bot.asked.model.swaps import SwapId
from bot.asked.service import Asked
from bot.core.ids import CircleId
from cogs.asked import swap_views as views
from cogs.press import Cog, Press, pressed


class SwapCog(Cog):
    """Swaps of whoever presses."""

    feature = "asked_swap"
    behind = False

    def __init__(self, asked: Asked) -> None:
        self._swapping = asked.swapping

    @pressed("open")
    async def open(self, press: Press) -> None:
        """Show one's swaps, and those that somebody asks for."""
        await press.show(views.swaps_screen(await self._swapping.see(press.visitor, _circle(press))))

    @pressed("ask")
    async def ask(self, press: Press) -> None:
        """Ask the others to take one of one's own times."""
        begins = views.moment_of(press.values)
        await press.show(views.swaps_screen(await self._swapping.ask(press.visitor, _circle(press), begins)))

    @pressed("take")
    async def take(self, press: Press) -> None:
        """Take a time that somebody asks to give."""
        found = await self._swapping.take(press.visitor, _circle(press), SwapId(press.number(1)))
        await press.show(views.swaps_screen(found))

    @pressed("end")
    async def end(self, press: Press) -> None:
        """End one's own side."""
        found = await self._swapping.end(press.visitor, _circle(press), SwapId(press.number(1)))
        await press.show(views.swaps_screen(found))


def _circle(press: Press) -> CircleId:
    return CircleId(press.number(0))

"""The switches: one purpose each, given and taken back with one press."""

from bot.consent.service import Consents
from bot.core.ids import EVERYWHERE, CircleId
from cogs.consent import views
from cogs.press import Cog, Press, pressed


class ConsentCog(Cog):
    """Saying yes, and taking it back from the same place."""

    feature = "consent"
    behind = True

    def __init__(self, consents: Consents) -> None:
        self._consents = consents

    @pressed("circle")
    async def circle(self, press: Press) -> None:
        """Show the switches of one circle."""
        await self._show(press, CircleId(press.number(0)))

    @pressed("everywhere")
    async def everywhere(self, press: Press) -> None:
        """Show the switches that hold for all circles."""
        await self._show(press, EVERYWHERE)

    @pressed("on")
    async def switch_on(self, press: Press) -> None:
        """Keep a yes."""
        circle = CircleId(press.number(0))
        await self._consents.switch_on(press.visitor.platform_id, circle, press.word(1))
        await self._show(press, circle)

    @pressed("off")
    async def switch_off(self, press: Press) -> None:
        """Take a yes back, with what it allowed."""
        circle = CircleId(press.number(0))
        await self._consents.withdraw(press.visitor.platform_id, circle, press.word(1))
        await self._show(press, circle)

    async def _show(self, press: Press, circle: CircleId) -> None:
        standings = await self._consents.standings(press.visitor.platform_id, circle)
        await press.show(views.switches_screen(circle, standings))

"""Checking a circle's numbers, for moderators: at the end of set-up, and from the circle's settings."""

from bot.core.ids import CircleId
from bot.helplines.confirming import Confirming
from cogs.helplines import confirming_views as views
from cogs.press import Cog, Press, pressed


class ConfirmingCog(Cog):
    """Up to six lines on one screen."""

    feature = "helplines"
    behind = False

    def __init__(self, confirming: Confirming) -> None:
        self._confirming = confirming

    @pressed("check")
    async def check(self, press: Press) -> None:
        """Show what there is to check."""
        circle = CircleId(press.number(0))
        await press.show(views.check_screen(await self._confirming.see(press.visitor, circle)))

    @pressed("checked")
    async def checked(self, press: Press) -> None:
        """Take the lines that were chosen for checked."""
        circle = CircleId(press.number(0))
        await press.show(views.check_screen(await self._confirming.choose(press.visitor, circle, press.values)))

    @pressed("right")
    async def right(self, press: Press) -> None:
        """Take the lines on the screen for checked."""
        circle, mark = CircleId(press.number(0)), press.word(1)
        await press.show(views.check_screen(await self._confirming.confirm(press.visitor, circle, mark)))

"""A country of one's own, in `/my`: choosing it, and forgetting it."""

from bot.core.refusals import Refusal
from bot.helplines.country import OwnCountry
from cogs.helplines import views
from cogs.press import Cog, Press, pressed


class OwnCountryCog(Cog):
    """Which country's numbers come first for oneself."""

    feature = "helplines"
    behind = True

    def __init__(self, own: OwnCountry) -> None:
        self._own = own

    @pressed("own")
    async def own(self, press: Press) -> None:
        """Show which country it is, and the others."""
        await self._show(press, await self._own.of(press.visitor))

    @pressed("own_keep")
    async def keep(self, press: Press) -> None:
        """Keep the chosen one."""
        if not press.values:
            raise Refusal("core.stale")
        await self._show(press, await self._own.keep(press.visitor, press.values[0]))

    @pressed("own_forget")
    async def forget(self, press: Press) -> None:
        """Let go of it."""
        await self._own.clear(press.visitor)
        await self._show(press, "")

    async def _show(self, press: Press, country: str) -> None:
        await press.show(views.own_screen(self._own.directory, press.by_name, country))

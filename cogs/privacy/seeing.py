"""See what is kept about me, page by page, in words."""

from bot.privacy.seeing import Seeing
from cogs.press import Cog, Press, pressed
from cogs.privacy import seeing_views as views


class SeeingCog(Cog):
    """Reading what is kept; it changes nothing."""

    feature = "kept"
    behind = True

    def __init__(self, seeing: Seeing) -> None:
        self._seeing = seeing

    @pressed("see")
    async def see(self, press: Press) -> None:
        """Show one page."""
        place = press.number(0) if press.rest(0) else 0
        await press.show(views.seen_screen(await self._seeing.see(press.visitor, place)))

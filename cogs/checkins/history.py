"""My check-ins: a member's own answers, for that member alone."""

from bot.checkins.history import History
from cogs.checkins import history_views as views
from cogs.press import Cog, Press, pressed


class HistoryCog(Cog):
    """Looking at one's own answers, and taking them away."""

    feature = "history"
    behind = True

    def __init__(self, history: History) -> None:
        self._history = history

    @pressed("open")
    async def open(self, press: Press) -> None:
        """Show the newest."""
        await press.show(views.history_screen(await self._history.page(press.visitor)))

    @pressed("page")
    async def page(self, press: Press) -> None:
        """Show another page."""
        await press.show(views.history_screen(await self._history.page(press.visitor, press.number(0))))

    @pressed("away")
    async def away(self, press: Press) -> None:
        """Let go of one."""
        page = await self._history.take_away(press.visitor, press.word(0), press.number(1))
        await press.show(views.history_screen(page))

    @pressed("ask_all")
    async def ask_all(self, press: Press) -> None:
        """Ask before all of them go."""
        await press.show(views.all_screen())

    @pressed("all_away")
    async def all_away(self, press: Press) -> None:
        """Let go of all."""
        await press.show(views.history_screen(await self._history.take_all_away(press.visitor)))

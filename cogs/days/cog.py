"""Quiet days in `/my`: adding one, seeing them, taking them off."""

from bot.days.service import Days
from cogs.days import views
from cogs.press import Cog, Press, pressed


class DayCog(Cog):
    """Somebody's own quiet days."""

    feature = "days"
    behind = True

    def __init__(self, days: Days) -> None:
        self._days = days

    @pressed("open")
    async def open(self, press: Press) -> None:
        """Show them."""
        await press.show(views.days_screen(await self._days.see(press.visitor)))

    @pressed("form")
    async def form(self, press: Press) -> None:
        """Open the form for a day."""
        await press.ask(views.day_form())

    @pressed("typed")
    async def typed(self, press: Press) -> None:
        """Ask what the typed day is to be like; nothing is kept of it yet."""
        day, month, year = (press.boxes.get(box, "") for box in ("day", "month", "year"))
        await press.show(views.kinds_screen(await self._days.consider(press.visitor, day, month, year)))

    @pressed("keep")
    async def keep(self, press: Press) -> None:
        """Keep a day."""
        await press.show(views.days_screen(await self._days.keep(press.visitor, press.word(0), press.word(1))))

    @pressed("off")
    async def off(self, press: Press) -> None:
        """Take days off."""
        await press.show(views.days_screen(await self._days.remove(press.visitor, press.values)))

    @pressed("clear")
    async def clear(self, press: Press) -> None:
        """Let go of all of them."""
        await press.show(views.days_screen(await self._days.clear(press.visitor)))

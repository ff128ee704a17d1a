"""Choosing one's weekly hours: every menu, button and form of it."""

from bot.asked.service import Asked
from bot.core.ids import CircleId
from bot.core.refusals import Refusal
from cogs.asked import weekly_views as views
from cogs.press import Cog, Press, pressed


class WeeklyCog(Cog):
    """The weekly hours of whoever presses."""

    feature = "asked_hours"
    behind = False

    def __init__(self, asked: Asked) -> None:
        self._asked = asked

    @pressed("open")
    async def open(self, press: Press) -> None:
        """Show one's hours, and the ways to change them."""
        await self._show(press)

    @pressed("days")
    async def days(self, press: Press) -> None:
        """Take weekdays, and open the form for a time on them."""
        await press.ask(views.span_form(press.number(0), _days("".join(sorted(press.values)))))

    @pressed("add")
    async def add(self, press: Press) -> None:
        """Keep a typed time on those weekdays."""
        start, end = press.boxes.get("start", ""), press.boxes.get("end", "")
        await self._asked.weekly.add(press.visitor, _circle(press), _days(press.word(1)), start, end)
        await self._show(press)

    @pressed("daily")
    async def daily(self, press: Press) -> None:
        """Keep a suggested time on every day."""
        start, end = press.number(1) % views.MINUTES, press.number(2) % views.MINUTES
        await self._asked.weekly.add_each(press.visitor, _circle(press), range(7), start, end)
        await self._show(press)

    @pressed("away")
    async def away(self, press: Press) -> None:
        """Let go of the chosen times."""
        await self._asked.weekly.take_away(press.visitor, _circle(press), press.values)
        await self._show(press)

    @pressed("zone")
    async def zone(self, press: Press) -> None:
        """Open the form for a time zone."""
        await press.ask(views.zone_form(await self._asked.see(press.visitor, _circle(press))))

    @pressed("zoned")
    async def zoned(self, press: Press) -> None:
        """Keep a typed time zone for one's hours."""
        await self._asked.weekly.choose_zone(press.visitor, _circle(press), press.boxes.get("zone", ""))
        await self._show(press)

    async def _show(self, press: Press) -> None:
        await press.show(views.hours_screen(await self._asked.see(press.visitor, _circle(press))))


def _circle(press: Press) -> CircleId:
    return CircleId(press.number(0))


def _days(words: str) -> tuple[int, ...]:
    if not (words.isascii() and words.isdigit()):
        raise Refusal("core.stale")
    return tuple(int(sign) for sign in words)

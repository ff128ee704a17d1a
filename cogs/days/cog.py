"""Quiet days in `/my`: adding one, seeing them, taking them off."""

from bot.core.ids import CircleId
from bot.days.model import HelloId
from bot.days.service import Days
from bot.mailbox.model import SlipId
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

    @pressed("hello")
    async def hello(self, press: Press) -> None:
        """Say who would hear of such a day, or have one of several circles chosen first."""
        await press.show(views.wish_screen(await self._days.wish(press.visitor, press.word(0))))

    @pressed("hello_in")
    async def hello_in(self, press: Press) -> None:
        """Say the same of the circle that was chosen."""
        found = await self._days.wish(press.visitor, press.word(0))
        await press.show(views.wish_screen(found, CircleId(press.chosen())))

    @pressed("hello_keep")
    async def hello_keep(self, press: Press) -> None:
        """Keep a day of hello."""
        when, circle, tell = press.word(0), CircleId(press.number(1)), press.word(2) == "tell"
        await press.show(views.days_screen(await self._days.keep_hello(press.visitor, when, circle, tell=tell)))

    @pressed("say")
    async def say(self, press: Press) -> None:
        """Show the hellos to choose from, if one would still come in time."""
        number, slip = HelloId(press.number(0)), SlipId(press.number(1))
        stands = await self._days.hellos.look(press.visitor, number)
        await press.show(views.cards_screen(stands, number, slip))

    @pressed("card")
    async def card(self, press: Press) -> None:
        """Say hello with one of them."""
        number, slip = HelloId(press.number(0)), SlipId(press.number(1))
        greeted = await self._days.hellos.say(press.visitor, number, slip, press.number(2))
        await press.show(views.greeted_screen(greeted))

    @pressed("off")
    async def off(self, press: Press) -> None:
        """Take days off."""
        await press.show(views.days_screen(await self._days.remove(press.visitor, press.values)))

    @pressed("clear")
    async def clear(self, press: Press) -> None:
        """Let go of all of them."""
        await press.show(views.days_screen(await self._days.clear(press.visitor)))

"""Leaving kindly: with the place kept for a while, taking it back, letting it go."""

from bot.core.ids import CircleId
from bot.farewells.service import Farewells
from cogs.farewells import views
from cogs.press import Cog, Press, pressed


class FarewellCog(Cog):
    """Ways to leave, and the way back."""

    feature = "farewells"
    behind = True

    def __init__(self, farewells: Farewells) -> None:
        self._farewells = farewells

    @pressed("open")
    async def open(self, press: Press) -> None:
        """Say how one can leave, and what is kept of it."""
        circle = await self._farewells.consider(press.visitor, CircleId(press.number(0)))
        await press.show(views.ways_screen(circle))

    @pressed("leave")
    async def leave(self, press: Press) -> None:
        """Let somebody out, and keep their place."""
        await press.hold()
        candle = press.rest(1) == "candle"
        left = await self._farewells.leave(press.visitor, CircleId(press.number(0)), candle=candle)
        await press.show(views.left_screen(left))

    @pressed("places")
    async def places(self, press: Press) -> None:
        """Show the places one can take back."""
        await press.show(views.places_screen(await self._farewells.places(press.visitor)))

    @pressed("back")
    async def back(self, press: Press) -> None:
        """Take a place back."""
        await press.hold()
        joined = await self._farewells.take_back(press.visitor, press.number(0))
        await press.show(views.back_screen(joined))

    @pressed("let_go")
    async def let_go(self, press: Press) -> None:
        """Keep a place no longer."""
        await press.show(views.places_screen(await self._farewells.let_go(press.visitor, press.number(0))))

"""Leaving kindly: with the place kept for a while, taking it back, letting it go."""

from bot.core.ids import CircleId
from bot.farewells.model import Typed
from bot.farewells.service import Farewells
from cogs.farewells import line_views, views
from cogs.press import Cog, Press, pressed


class FarewellCog(Cog):
    """Ways to leave, and the way back."""

    feature = "farewells"
    behind = True

    def __init__(self, farewells: Farewells) -> None:
        self._farewells = farewells
        self._writing = farewells.writing

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
        await press.show(views.left_screen(left, line=press.rest(1) == "line"))

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

    @pressed("line")
    async def line(self, press: Press) -> None:
        """Show a place's line, or what leaving one means."""
        await press.show(line_views.line_screen(await self._writing.see(press.visitor, press.number(0))))

    @pressed("write")
    async def write(self, press: Press) -> None:
        """Open the form of a line, with the words there are."""
        letter = await self._writing.see(press.visitor, press.number(0))
        await press.ask(line_views.line_form(letter))

    @pressed("written")
    async def written(self, press: Press) -> None:
        """Show a line as it would stand, both ways, before anything comes of it."""
        words, day, month = (press.boxes.get(box, "") for box in ("words", "day", "month"))
        letter = await self._writing.write(press.visitor, press.number(0), Typed(words, day, month))
        await press.show(line_views.line_screen(letter))

    @pressed("decide")
    async def decide(self, press: Press) -> None:
        """Have a line come, with or without a name."""
        letter = await self._writing.decide(press.visitor, press.number(0), press.word(1))
        await press.show(line_views.line_screen(letter))

    @pressed("unwrite")
    async def unwrite(self, press: Press) -> None:
        """Take a line back, or down."""
        letter = await self._writing.drop(press.visitor, press.number(0))
        await press.show(line_views.dropped_screen(letter))

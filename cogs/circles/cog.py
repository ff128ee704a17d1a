"""The door of a circle, `/help`, joining and leaving."""

from bot.circles.service import Circles
from bot.core.ids import CircleId
from cogs.circles import views
from cogs.press import Cog, LookUp, Press, command, looked_up, pressed


class CircleCog(Cog):
    """Doors, joining and leaving."""

    feature = "circles"
    behind = False

    def __init__(self, circles: Circles) -> None:
        self._circles = circles

    @command("help", everywhere=True)
    @looked_up(LookUp.QUICKLY)
    async def help(self, press: Press) -> None:
        """Show four doors, whatever is wrong with the files; keeps nothing."""
        await press.show(views.help_screen())

    @pressed("help")
    @looked_up(LookUp.QUICKLY)
    async def help_again(self, press: Press) -> None:
        """Go back to the doors."""
        await self.help(press)

    @pressed("else")
    async def what_else(self, press: Press) -> None:
        """Show what else is here; keeps nothing."""
        await press.show(views.else_screen(*await self._circles.doors(press.visitor)))

    @pressed("how")
    async def how(self, press: Press) -> None:
        """Say what this is and what it cannot do."""
        await press.show(views.how_screen())

    @pressed("door")
    async def door(self, press: Press) -> None:
        """Show the agreements before anything is kept."""
        await press.show(views.door_screen(await self._circles.door(press.visitor, CircleId(press.number(0)))))

    @pressed("join")
    async def join(self, press: Press) -> None:
        """Let somebody in who agreed."""
        await press.hold()
        joined = await self._circles.join(press.visitor, CircleId(press.number(0)), press.number(1))
        await press.show(views.joined_screen(joined))

    @pressed("leave")
    async def leave(self, press: Press) -> None:
        """Let somebody out in one press."""
        await press.hold()
        await press.show(views.left_screen(await self._circles.leave(press.visitor, CircleId(press.number(0)))))

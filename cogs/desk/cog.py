"""`/desk`: for moderators."""

from bot.core.ids import CircleId
from bot.desk.service import Desk
from cogs.desk import views
from cogs.press import Cog, Press, command, pressed


class DeskCog(Cog):
    """The circles of a server, and what is missing for them."""

    feature = "desk"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @command("desk", for_moderators=True)
    async def desk(self, press: Press) -> None:
        """Open the desk."""
        await press.show(views.desk_screen(await self._desk.open(press.visitor)))

    @pressed("open")
    async def open_again(self, press: Press) -> None:
        """Go back to the desk."""
        await self.desk(press)

    @pressed("card")
    async def card(self, press: Press) -> None:
        """Show one circle."""
        await press.show(views.card_screen(await self._desk.card(press.visitor, CircleId(press.number(0)))))

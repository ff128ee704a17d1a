"""`/desk`: for moderators."""

from bot.core.ids import ChannelId, CircleId
from bot.desk.service import Desk
from cogs.desk import line_views, views
from cogs.press import Cog, Press, command, pressed


class DeskCog(Cog):
    """What waits, the circles of a server, and the silent line."""

    feature = "desk"
    behind = False

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @command("desk", for_moderators=True)
    async def desk(self, press: Press) -> None:
        """Open the desk."""
        await press.show(views.desk_screen(await self._desk.open(press.visitor)))

    @pressed("open")
    async def open_again(self, press: Press) -> None:
        """Open the desk from a post, or go back to it."""
        await self.desk(press)

    @pressed("put_away")
    async def put_away(self, press: Press) -> None:
        """Take the Away lines that were seen off the desk, for the whole server."""
        await press.show(views.desk_screen(await self._desk.put_away(press.visitor, press.number(0))))

    @pressed("card")
    async def card(self, press: Press) -> None:
        """Show one circle."""
        await press.show(views.card_screen(await self._desk.card(press.visitor, CircleId(press.number(0)))))

    @pressed("line")
    async def line(self, press: Press) -> None:
        """Show how the silent line is set."""
        await press.show(line_views.line_screen(await self._desk.daily.see(press.visitor)))

    @pressed("line_channel")
    async def line_channel(self, press: Press) -> None:
        """Take the channel of the line."""
        channel = ChannelId(press.chosen())
        await press.show(line_views.line_screen(await self._desk.daily.choose_channel(press.visitor, channel)))

    @pressed("line_hour")
    async def line_hour(self, press: Press) -> None:
        """Take the hour of the line, which switches it on."""
        channel = ChannelId(press.number(0))
        setting = await self._desk.daily.choose_hour(press.visitor, channel, press.chosen())
        await press.show(line_views.line_screen(setting))

    @pressed("line_off")
    async def line_off(self, press: Press) -> None:
        """Switch the line off."""
        await press.show(line_views.line_screen(await self._desk.daily.switch_off(press.visitor)))

"""Who's around, for moderators: coverage in sentences, and the private channel."""

from bot.asked.service import Asked
from bot.core.ids import ChannelId, CircleId
from cogs.asked import desk_views as views
from cogs.press import Cog, Press, pressed


class AskedDeskCog(Cog):
    """What moderators see of who can be asked."""

    feature = "asked"
    behind = False

    def __init__(self, asked: Asked) -> None:
        self._coverage = asked.coverage

    @pressed("desk")
    async def desk(self, press: Press) -> None:
        """Show how the circle is covered, or ask which circle."""
        circles = await self._coverage.circles(press.visitor)
        if len(circles) == 1:
            await press.show(views.covered_screen(await self._coverage.see(press.visitor, circles[0].circle)))
        else:
            await press.show(views.circles_screen(circles))

    @pressed("desk_of")
    async def desk_of(self, press: Press) -> None:
        """Show how one circle is covered."""
        await press.show(views.covered_screen(await self._coverage.see(press.visitor, _circle(press))))

    @pressed("room")
    async def room(self, press: Press) -> None:
        """Take the private channel."""
        channel = ChannelId(press.chosen())
        await press.show(
            views.covered_screen(await self._coverage.choose_room(press.visitor, _circle(press), channel))
        )

    @pressed("room_off")
    async def room_off(self, press: Press) -> None:
        """Have no private channel any more."""
        await press.show(views.covered_screen(await self._coverage.clear_room(press.visitor, _circle(press))))


def _circle(press: Press) -> CircleId:
    return CircleId(press.number(0))

"""Closing a circle from its card at the desk, and taking that back."""

from bot.circles.closing import Closing
from bot.circles.model import Closed
from bot.core.ids import CircleId
from cogs.circles import closing_views as views
from cogs.press import Cog, Press, pressed


class ClosingCog(Cog):
    """Two presses close a circle, one takes it back for ten minutes."""

    feature = "closing"
    behind = False

    def __init__(self, closing: Closing) -> None:
        self._closing = closing

    @pressed("ask")
    async def ask(self, press: Press) -> None:
        """Say what goes and what stays, before anything does."""
        found = await self._closing.look(press.visitor, _circle(press))
        shown = views.closed_screen(found) if isinstance(found, Closed) else views.ask_screen(found)
        await press.show(shown)

    @pressed("close")
    async def close(self, press: Press) -> None:
        """Close it."""
        await press.show(views.closed_screen(await self._closing.close(press.visitor, _circle(press))))

    @pressed("take_back")
    async def take_back(self, press: Press) -> None:
        """Open it again."""
        await press.show(views.open_again_screen(await self._closing.take_back(press.visitor, _circle(press))))

    @pressed("unmake")
    async def unmake(self, press: Press) -> None:
        """Say what deleting its role and its channels takes, before anything is deleted."""
        found = await self._closing.look(press.visitor, _circle(press))
        shown = views.unmake_screen(found) if isinstance(found, Closed) else views.ask_screen(found)
        await press.show(shown)

    @pressed("unmake_now")
    async def unmake_now(self, press: Press) -> None:
        """Delete its role and its channels on the server."""
        await press.hold()
        await press.show(views.closed_screen(await self._closing.unmake(press.visitor, _circle(press))))


def _circle(press: Press) -> CircleId:
    return CircleId(press.number(0))

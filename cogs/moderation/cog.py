"""What was done here, for moderators: reached from the desk."""

from bot.moderation.done import WhatWasDone
from bot.moderation.undoing import Undoing
from cogs.moderation import views
from cogs.press import Cog, Press, pressed


class DoneCog(Cog):
    """What moderators and facilitators did."""

    feature = "moderation"
    behind = False

    def __init__(self, done: WhatWasDone, undoing: Undoing) -> None:
        self._done = done
        self._undoing = undoing

    @pressed("done")
    async def done(self, press: Press) -> None:
        """Show one page of it."""
        await press.show(views.done_screen(await self._done.page(press.visitor, press.number(0))))

    @pressed("undo")
    async def undo(self, press: Press) -> None:
        """Put back what stood before an act."""
        await press.show(views.undone_screen(await self._undoing.undo(press.visitor, press.number(0))))

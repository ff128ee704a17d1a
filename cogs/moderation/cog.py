"""What was done here, for moderators: reached from the desk."""

from bot.moderation.done import WhatWasDone
from cogs.moderation import views
from cogs.press import Cog, Press, pressed


class DoneCog(Cog):
    """What moderators and facilitators did."""

    feature = "moderation"
    behind = False

    def __init__(self, done: WhatWasDone) -> None:
        self._done = done

    @pressed("done")
    async def done(self, press: Press) -> None:
        """Show one page of it."""
        await press.show(views.done_screen(await self._done.page(press.visitor, press.number(0))))

"""Taking a copy of what is kept along, after what was said of where it will lie."""

from bot.core.ids import Private
from bot.privacy.copying import Copying
from cogs.press import Cog, Press, before_phrase, pressed
from cogs.privacy import copying_views as views


class CopyingCog(Cog):
    """A copy as files: asked for, cancelled, and taken."""

    feature = "copy"
    behind = True

    def __init__(self, copying: Copying) -> None:
        self._copying = copying

    @pressed("open")
    async def open(self, press: Press) -> None:
        """Say where the files would lie, and how they can be had now."""
        await press.show(views.copy_screen(await self._copying.ways(press.visitor)))

    @pressed("ask")
    async def ask(self, press: Press) -> None:
        """Begin the day after which it can be taken."""
        await press.show(views.asked_screen(await self._copying.ask(press.visitor)))

    @pressed("cancel")
    @before_phrase
    async def cancel(self, press: Press) -> None:
        """Let go of it, in one press."""
        await self._copying.cancel(press.visitor)
        await press.show(views.cancelled_screen())

    @pressed("type")
    async def type(self, press: Press) -> None:
        """Open the form for the phrase."""
        press.require_files()
        await press.ask(views.phrase_form())

    @pressed("typed")
    @before_phrase  # it is asked for right here, and what was typed must not be given back on a screen
    async def typed(self, press: Press) -> None:
        """Give the files to whoever typed the phrase."""
        press.require_files()
        words = Private(press.boxes.get("words", ""))
        await press.show(views.given_screen(await self._copying.take_with(press.visitor, words)))

    @pressed("take")
    async def take(self, press: Press) -> None:
        """Give one part of the files."""
        press.require_files()
        part = press.number(0) if press.rest(0) else 0
        await press.show(views.given_screen(await self._copying.take(press.visitor, part)))

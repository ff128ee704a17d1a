"""The phrase before what is one's own: typing it, setting it, letting go of it; and what it cannot do."""

from bot.core.ids import Private
from bot.device.model import Tried
from bot.device.service import Device
from cogs.device import views
from cogs.press import Cog, Press, before_phrase, pressed


class DeviceCog(Cog):
    """One's own phone. Stopping, erasing and keeping the phrase stand before it: nobody is locked out of these."""

    feature = "device"
    behind = True
    mentions_mailbox = False

    def __init__(self, device: Device) -> None:
        self._device = device

    @pressed("home")
    async def home(self, press: Press) -> None:
        """Show how it stands with this phone."""
        await press.show(views.home_screen(await self._device.own(press.visitor)))

    @pressed("limits")
    async def limits(self, press: Press) -> None:
        """Say what nothing here protects against (R50)."""
        await press.show(views.limits_screen())

    @pressed("about")
    async def about(self, press: Press) -> None:
        """Say what a phrase can and cannot do, before one is set."""
        await press.show(views.about_screen())

    @pressed("set_form")
    async def set_form(self, press: Press) -> None:
        """Open the form for a new phrase."""
        await press.ask(views.set_form())

    @pressed("set")
    async def set(self, press: Press) -> None:
        """Keep a phrase."""
        first, again = (press.boxes.get(box, "") for box in ("words", "again"))
        await self._device.set(press.visitor, first, again)
        await press.show(views.set_screen())

    @pressed("remove")
    async def remove(self, press: Press) -> None:
        """Say both ways to let go of the phrase."""
        await press.show(views.remove_screen(await self._device.own(press.visitor)))

    @pressed("remove_form")
    async def remove_form(self, press: Press) -> None:
        """Open the form that lets go of it."""
        await press.ask(views.phrase_form("device:removed"))

    @pressed("removed")
    @before_phrase
    async def removed(self, press: Press) -> None:
        """Let go of it, with it."""
        tried = await self._device.remove(press.visitor, _words(press))
        shown = views.removed_screen() if tried is Tried.RIGHT else views.tried_screen(tried, "device:remove")
        await press.show(shown)

    @pressed("forgot")
    @before_phrase
    async def forgot(self, press: Press) -> None:
        """Let go of it in seven days, for whoever forgot it."""
        await press.show(views.goes_screen(await self._device.remove_later(press.visitor)))

    @pressed("keep")
    @before_phrase
    async def keep(self, press: Press) -> None:
        """Keep it after all, in one press."""
        await self._device.keep(press.visitor)
        await press.show(views.kept_screen())

    @pressed("type")
    @before_phrase
    async def type(self, press: Press) -> None:
        """Open the form for the phrase; what was asked for travels with it."""
        await press.ask(views.phrase_form(f"device:open:{press.rest(0)}"))

    @pressed("open")
    @before_phrase
    async def open(self, press: Press) -> None:
        """Open what is one's own for ten minutes."""
        tried, wanted = await self._device.open(press.visitor, _words(press)), press.rest(0)
        if tried is not Tried.RIGHT:
            await press.show(views.tried_screen(tried, wanted))
            return
        await press.show(views.opened_screen(await self._device.own(press.visitor), wanted))

    @pressed("lock")
    @before_phrase
    async def lock(self, press: Press) -> None:
        """Close it again at once."""
        await self._device.lock(press.visitor)
        await press.show(views.locked_again_screen())

    @pressed("stop")
    @before_phrase
    async def stop(self, press: Press) -> None:
        """Stop everything without the phrase, and show nothing of it."""
        await self._device.stop(press.visitor)
        await press.show(views.stopped_screen())

    @pressed("erase_ask")
    @before_phrase
    async def erase_ask(self, press: Press) -> None:
        """Say what erasing does, before it does."""
        await press.show(views.erase_screen())

    @pressed("erase")
    @before_phrase
    async def erase(self, press: Press) -> None:
        """Erase everything without the phrase, and show nothing of it."""
        await press.hold()
        await press.show(views.erased_screen(await self._device.erase(press.visitor)))


def _words(press: Press) -> Private:
    return Private(press.boxes.get("words", ""))

"""`/my`: everything of one's own."""

from bot.core.ids import PlatformId
from bot.core.refusals import Refusal
from bot.privacy.model import SettingsSaved
from bot.privacy.service import Privacy
from cogs.press import Cog, Press, before_phrase, command, pressed
from cogs.privacy import home, views
from cogs.screens import closed


class PrivacyCog(Cog):
    """Settings, stopping everything, being forgotten."""

    feature = "privacy"
    behind = True

    def __init__(self, privacy: Privacy) -> None:
        self._privacy = privacy

    @command("my", everywhere=True)
    async def my(self, press: Press) -> None:
        """Show everything of one's own."""
        await press.show(home.home_screen(await self._privacy.home(press.visitor), await press.waiting()))

    @pressed("home")
    async def front(self, press: Press) -> None:
        """Go back to one's own home."""
        await self.my(press)

    @pressed("circles")
    async def circles(self, press: Press) -> None:
        """Show the doors of every circle."""
        await press.show(home.circles_screen(await self._privacy.home(press.visitor)))

    @pressed("apart")
    async def apart(self, press: Press) -> None:
        """Show whom one would rather not meet."""
        await press.show(views.apart_screen(await self._privacy.apart.see(press.visitor)))

    @pressed("apart_add")
    async def apart_add(self, press: Press) -> None:
        """Put people on the list."""
        await press.show(views.apart_screen(await self._privacy.apart.add(press.visitor, _chosen(press))))

    @pressed("apart_off")
    async def apart_off(self, press: Press) -> None:
        """Take people off the list."""
        await press.show(views.apart_screen(await self._privacy.apart.remove(press.visitor, _chosen(press))))

    @pressed("apart_clear")
    async def apart_clear(self, press: Press) -> None:
        """Let go of the list."""
        await press.show(views.apart_screen(await self._privacy.apart.clear(press.visitor)))

    @pressed("close")
    @before_phrase
    async def close(self, press: Press) -> None:
        """Put a screen away without a trace."""
        await press.show(closed())

    @pressed("language")
    async def language(self, press: Press) -> None:
        """Ask for a language."""
        await press.show(views.language_screen())

    @pressed("speak")
    async def speak(self, press: Press) -> None:
        """Keep a language."""
        if press.word(0) not in views.LANGUAGES:
            raise Refusal("core.stale")
        saved = await self._privacy.save_language(press.visitor, press.word(0))
        press.locale = press.word(0)
        await press.show(views.saved_screen(saved))

    @pressed("quiet")
    async def quiet(self, press: Press) -> None:
        """Ask for quiet hours."""
        await press.show(views.quiet_screen(await self._kept(press)))

    @pressed("quiet_form")
    async def quiet_form(self, press: Press) -> None:
        """Open the form for quiet hours."""
        await press.ask(views.quiet_form(await self._kept(press)))

    @pressed("save_quiet")
    async def save_quiet(self, press: Press) -> None:
        """Keep quiet hours."""
        start, end, zone = (press.boxes.get(box, "") for box in ("start", "end", "zone"))
        await press.show(views.saved_screen(await self._privacy.save_quiet_hours(press.visitor, start, end, zone)))

    @pressed("forget_settings")
    async def forget_settings(self, press: Press) -> None:
        """Let go of language and quiet hours."""
        await press.show(views.saved_screen(await self._privacy.clear_settings(press.visitor)))

    @pressed("stop")
    @before_phrase
    async def stop(self, press: Press) -> None:
        """Stop everything in one press."""
        await press.show(views.stopped_screen(await self._privacy.stop(press.visitor)))

    @pressed("look")
    async def look(self, press: Press) -> None:
        """Show what erasing would take."""
        await press.show(views.kept_screen(await self._privacy.erasures.kept(press.visitor)))

    @pressed("take_down")
    async def take_down(self, press: Press) -> None:
        """Take what stands in channels down, before anything is erased."""
        await press.hold()
        await press.show(views.took_down_screen(await self._privacy.erasures.take_down(press.visitor)))

    @pressed("erase")
    async def erase(self, press: Press) -> None:
        """Forget the visitor and give the receipt."""
        await press.hold()
        await press.show(views.erased_screen(await self._privacy.erasures.erase(press.visitor)))

    async def _kept(self, press: Press) -> SettingsSaved:
        return SettingsSaved(await self._privacy.settings(press.visitor.platform_id))


def _chosen(press: Press) -> list[PlatformId]:
    return [PlatformId(one) for one in press.all_chosen()]

"""Reminders to oneself in `/my`: making one, ending one, and a light idea once a week."""

from bot.core.refusals import Refusal
from bot.reminders.ideas import Ideas
from bot.reminders.model import Often, Typed, What
from bot.reminders.service import Reminders
from cogs.press import Cog, Press, pressed
from cogs.reminders import views


class ReminderCog(Cog):
    """Somebody's own reminders."""

    feature = "reminders"
    behind = True

    def __init__(self, reminders: Reminders, ideas: Ideas) -> None:
        self._reminders = reminders
        self._ideas = ideas

    @pressed("open")
    async def open(self, press: Press) -> None:
        """Show them."""
        await press.show(views.reminders_screen(await self._reminders.see(press.visitor)))

    @pressed("new")
    async def new(self, press: Press) -> None:
        """Ask what to be reminded of, saying what is kept."""
        await press.show(views.what_screen())

    @pressed("what")
    async def what(self, press: Press) -> None:
        """Ask how often."""
        await press.show(views.often_screen(_what(press), (await self._reminders.see(press.visitor)).zone))

    @pressed("form")
    async def form(self, press: Press) -> None:
        """Open the form for its time."""
        await press.ask(views.reminder_form(_what(press), _often(press)))

    @pressed("typed")
    async def typed(self, press: Press) -> None:
        """Keep a reminder."""
        time, day, month, words = (press.boxes.get(box, "") for box in ("time", "day", "month", "words"))
        typed = Typed(time, day, month, words)
        kept = await self._reminders.keep(press.visitor, _what(press), _often(press), typed)
        await press.show(views.reminders_screen(kept))

    @pressed("end")
    async def end(self, press: Press) -> None:
        """End one, from its note."""
        await press.show(views.reminders_screen(await self._reminders.end(press.visitor, press.number(0))))

    @pressed("away")
    async def away(self, press: Press) -> None:
        """End one, chosen from the list."""
        await press.show(views.reminders_screen(await self._reminders.end(press.visitor, press.chosen())))

    @pressed("ideas")
    async def ideas(self, press: Press) -> None:
        """Say what a light idea is, before it is switched on or off."""
        await press.show(views.ideas_screen(await self._reminders.see(press.visitor)))

    @pressed("ideas_on")
    async def ideas_on(self, press: Press) -> None:
        """Have one come once a week."""
        await press.show(views.ideas_on_screen(await self._ideas.switch_on(press.visitor)))

    @pressed("ideas_off")
    async def ideas_off(self, press: Press) -> None:
        """Have none come any more."""
        await self._ideas.switch_off(press.visitor)
        await press.show(views.ideas_off_screen())


def _what(press: Press) -> What:
    if press.word(0) not in set(What):
        raise Refusal("core.stale")
    return What(press.word(0))


def _often(press: Press) -> Often:
    if press.word(1) not in set(Often):
        raise Refusal("core.stale")
    return Often(press.word(1))

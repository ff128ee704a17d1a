"""`/escape` and "Step out": nobody is looked up for an exercise, and nothing is kept of it (R105)."""

from bot.escape.service import Escape
from cogs.escape import views
from cogs.press import Cog, LookUp, Press, command, looked_up, pressed
from cogs.screens import closed


class EscapeCog(Cog):
    """Exercises, a quiet screen, and the way to a person."""

    feature = "escape"
    behind = False
    mentions_mailbox = False

    def __init__(self, escape: Escape) -> None:
        self._escape = escape

    @command("escape", everywhere=True)
    @looked_up(LookUp.NEVER)
    async def escape(self, press: Press) -> None:
        """Show one short exercise."""
        await press.show(views.opening_screen(self._escape.opening()))

    @pressed("open")
    @looked_up(LookUp.NEVER)
    async def open(self, press: Press) -> None:
        """Show it from any post, however old."""
        await self.escape(press)

    @pressed("other")
    @looked_up(LookUp.NEVER)
    async def other(self, press: Press) -> None:
        """Show a different exercise."""
        await press.show(views.exercise_screen(self._escape.other_than(press.word(0))))

    @pressed("show")
    @looked_up(LookUp.NEVER)
    async def show(self, press: Press) -> None:
        """Show an exercise, or what to know first of a gated one."""
        exercise = self._escape.exercise(press.word(0))
        shown = views.caution_screen if exercise.gated else views.exercise_screen
        await press.show(shown(exercise))

    @pressed("steps")
    @looked_up(LookUp.NEVER)
    async def steps(self, press: Press) -> None:
        """Show the steps of a gated exercise, its caution acknowledged."""
        await press.show(views.exercise_screen(self._escape.exercise(press.word(0))))

    @pressed("quiet")
    @looked_up(LookUp.NEVER)
    async def quiet(self, press: Press) -> None:
        """Show a screen on which nothing is to be done."""
        await press.show(views.quiet_screen())

    @pressed("how")
    @looked_up(LookUp.NEVER)
    async def how(self, press: Press) -> None:
        """Ask how it is."""
        await press.show(views.how_screen(await self._escape.menus(press.visitor, press.number(0))))

    @pressed("menu")
    @looked_up(LookUp.NEVER)
    async def menu(self, press: Press) -> None:
        """Show a few exercises for how it is."""
        name = press.word(0)
        if not self._escape.is_menu(name):
            await press.show(views.how_screen(await self._escape.menus(press.visitor, 0)))
            return
        await press.show(views.menu_screen(name, await self._escape.menu(press.visitor, name, press.number(1))))

    @pressed("away")
    @looked_up(LookUp.NEVER)
    async def away(self, press: Press) -> None:
        """Put a screen away without a trace."""
        await press.show(closed())

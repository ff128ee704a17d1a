"""A list of one's own: kept and hidden exercises, for whoever said yes to it (R106)."""

from bot.core.refusals import Refusal
from bot.escape.model import Own, Wish, page_of
from bot.escape.service import Escape
from cogs.escape import own_views as views
from cogs.press import Cog, Press, pressed


class OwnCog(Cog):
    """Keeping, hiding, and looking through one's own list."""

    feature = "escape"
    behind = False
    mentions_mailbox = False

    def __init__(self, escape: Escape) -> None:
        self._escape = escape

    @pressed("own")
    async def own(self, press: Press) -> None:
        """Ask what is to be done with an exercise for later."""
        exercise = self._escape.exercise(press.word(0))
        await press.show(views.own_screen(exercise, await self._escape.own(press.visitor)))

    @pressed("keep")
    async def keep(self, press: Press) -> None:
        """Put an exercise on the list."""
        await self._mine(press, await self._escape.keep(press.visitor, press.word(0)))

    @pressed("hide")
    async def hide(self, press: Press) -> None:
        """Have something suggested no more."""
        await self._hidden(press, await self._escape.hide(press.visitor, press.word(0)))

    @pressed("yes")
    async def yes(self, press: Press) -> None:
        """Take the yes to a list, and what it was said for."""
        if press.word(0) not in set(Wish):
            raise Refusal("core.stale")
        wish = Wish(press.word(0))
        own = await self._escape.say_yes(press.visitor, wish, press.word(1))
        await (self._mine if wish is Wish.KEEP else self._hidden)(press, own)

    @pressed("take_off")
    async def take_off(self, press: Press) -> None:
        """Take an exercise off the list."""
        await self._mine(press, await self._escape.take_off(press.visitor, press.word(0)))

    @pressed("again")
    async def again(self, press: Press) -> None:
        """Have something suggested again."""
        await self._hidden(press, await self._escape.take_off(press.visitor, press.word(0)))

    @pressed("mine")
    async def mine(self, press: Press) -> None:
        """Show the list."""
        await self._mine(press, await self._escape.own(press.visitor), press.number(0))

    @pressed("hidden")
    async def hidden(self, press: Press) -> None:
        """Show what is hidden."""
        await self._hidden(press, await self._escape.own(press.visitor), press.number(0))

    async def _mine(self, press: Press, own: Own, place: int = 0) -> None:
        await press.show(views.mine_screen(own, page_of(own.kept, (), place)))

    async def _hidden(self, press: Press, own: Own, place: int = 0) -> None:
        await press.show(views.hidden_screen(page_of(sorted(own.hidden), (), place)))

"""Stepping away and coming back."""

from bot.away.service import Away
from cogs.away import views
from cogs.press import Cog, Press, before_phrase, pressed


class AwayCog(Cog):
    """Stepping away hides, so it needs no phrase; coming back shows, so it does (R42)."""

    feature = "away"
    behind = True
    mentions_mailbox = False

    def __init__(self, away: Away) -> None:
        self._away = away

    @pressed("ask")
    @before_phrase
    async def ask(self, press: Press) -> None:
        """Say what stepping away hides and what it cannot, before it does."""
        await press.show(views.ask_screen(await self._away.look(press.visitor)))

    @pressed("go")
    @before_phrase
    async def go(self, press: Press) -> None:
        """Hide everything of one's own here, at once."""
        await press.show(views.away_screen(await self._away.step_away(press.visitor)))

    @pressed("back")
    async def back(self, press: Press) -> None:
        """Come back; nobody is told."""
        await press.show(views.back_screen(await self._away.come_back(press.visitor)))

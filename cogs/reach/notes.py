"""Around an ask: words through the house, thank-you cards and caring notes."""

from bot.core.ids import AskId
from bot.core.refusals import Refusal
from bot.reach.notes import Notes
from cogs.press import Cog, Press, pressed
from cogs.reach import views


class ReachNotesCog(Cog):
    """What goes by mailbox."""

    feature = "reach"
    behind = False
    mentions_mailbox = False

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    @pressed("write")
    async def write(self, press: Press) -> None:
        """Let the two write to each other, with no thread."""
        await self._notes.words_only(press.visitor, AskId(press.number(0)))
        await press.show(views.kept_screen("reach.standing.words_only"))

    @pressed("cards")
    async def cards(self, press: Press) -> None:
        """Show the thank-you cards."""
        await press.show(views.cards_screen(press.number(0)))

    @pressed("thank")
    async def thank(self, press: Press) -> None:
        """Send one of them."""
        await self._notes.thank(press.visitor, AskId(press.number(0)), press.number(1))
        await press.show(views.kept_screen("reach.thanks_sent"))

    @pressed("care")
    async def care(self, press: Press) -> None:
        """Keep when caring notes come."""
        days = {"1": (1,), "7": (7,), "1_7": (1, 7)}.get(press.word(1))
        if days is None:
            raise Refusal("core.stale")
        await self._notes.care(press.visitor, AskId(press.number(0)), days)
        await press.show(views.kept_screen("reach.caring_kept"))

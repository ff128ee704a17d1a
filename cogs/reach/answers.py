"""Being asked: looking, having it, saying hi, handing over, and how it ended."""

from bot.core.ids import AskId
from bot.core.refusals import Refusal
from bot.reach.answering import Answering
from bot.reach.model import How
from cogs.press import Cog, Press, pressed
from cogs.reach import card_views


class ReachAnswerCog(Cog):
    """Whoever can be asked."""

    feature = "reach"
    behind = False
    mentions_mailbox = False

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    @pressed("look")
    async def look(self, press: Press) -> None:
        """Show what is asked for, and how it stands."""
        await press.show(card_views.card_screen(await self._answering.look(press.visitor, _ask(press))))

    @pressed("over")
    async def over(self, press: Press) -> None:
        """Say that it has ended, where nothing of it is kept any more."""
        await press.show(card_views.over_screen())

    @pressed("take")
    async def take(self, press: Press) -> None:
        """Have it."""
        await press.show(card_views.card_screen(await self._answering.take(press.visitor, _ask(press))))

    @pressed("not_me")
    async def not_me(self, press: Press) -> None:
        """Be waited for no longer."""
        await self._answering.not_me(press.visitor, _ask(press))
        await press.show(card_views.quiet_screen())

    @pressed("hi")
    async def hi(self, press: Press) -> None:
        """Say hi."""
        await press.show(card_views.card_screen(await self._answering.say_hi(press.visitor, _ask(press))))

    @pressed("more_people")
    async def more_people(self, press: Press) -> None:
        """Ask whether a second person may come."""
        await press.show(card_views.card_screen(await self._answering.ask_for_second(press.visitor, _ask(press))))

    @pressed("come")
    async def come(self, press: Press) -> None:
        """Come as a second person."""
        await press.hold()
        await press.show(card_views.card_screen(await self._answering.come_second(press.visitor, _ask(press))))

    @pressed("hand_over")
    async def hand_over(self, press: Press) -> None:
        """Have others asked."""
        await press.show(card_views.card_screen(await self._answering.hand_over(press.visitor, _ask(press))))

    @pressed("carry_on")
    async def carry_on(self, press: Press) -> None:
        """Go on as it is."""
        await press.show(card_views.card_screen(await self._answering.carry_on(press.visitor, _ask(press))))

    @pressed("words")
    async def words(self, press: Press) -> None:
        """Show words that can be said."""
        await press.show(card_views.words_screen(_ask(press)))

    @pressed("worried")
    async def worried(self, press: Press) -> None:
        """Show what to do when worried."""
        await press.show(card_views.worried_screen(_ask(press)))

    @pressed("how")
    async def how(self, press: Press) -> None:
        """Ask how it ended."""
        await press.show(card_views.how_screen(_ask(press)))

    @pressed("finish")
    async def finish(self, press: Press) -> None:
        """End it with one word."""
        how = next((how for how in How if how == press.word(1)), None)
        if how is None:
            raise Refusal("core.stale")
        await press.show(card_views.card_screen(await self._answering.finish(press.visitor, _ask(press), how)))


def _ask(press: Press) -> AskId:
    return AskId(press.number(0))

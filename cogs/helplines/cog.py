"""Numbers: for everyone, without a circle, a yes or a database."""

from bot.core.refusals import Refusal
from bot.helplines.model import Numbers
from bot.helplines.service import HelpLines
from cogs.helplines import views
from cogs.press import Cog, Press, pressed
from cogs.screens import closed


class HelplineCog(Cog):
    """Numbers by country and topic; nothing is kept about who looks."""

    feature = "helplines"
    behind = False
    mentions_mailbox = False
    stands_alone = True

    def __init__(self, lines: HelpLines) -> None:
        self._lines = lines

    @pressed("open")
    async def open(self, press: Press) -> None:
        """Show the numbers of the circle's countries at once, or ask for a country where none is known."""
        numbers = await self._lines.for_visitor(press.visitor)
        if not numbers.countries:
            await press.show(views.countries_screen(self._lines.directory, press.by_name))
            return
        await press.show(views.numbers_screen(numbers, self._lines.topics(numbers.countries)))

    @pressed("topic")
    async def topic(self, press: Press) -> None:
        """Show the lines of one topic."""
        await self._show(press, _chosen(press), 0)

    @pressed("more")
    async def more(self, press: Press) -> None:
        """Show the next lines."""
        await self._show(press, press.word(1), press.number(2))

    @pressed("elsewhere")
    async def elsewhere(self, press: Press) -> None:
        """Ask for a country, for one screen."""
        await press.show(views.countries_screen(self._lines.directory, press.by_name))

    @pressed("country")
    async def country(self, press: Press) -> None:
        """Show the numbers of a country that was chosen, and keep it nowhere."""
        country = _chosen(press)
        numbers = await self._of(press, country, views.ALL)
        await press.show(views.numbers_screen(numbers, self._lines.topics(numbers.countries), where=country))

    @pressed("skip")
    async def skip(self, press: Press) -> None:
        """Name a directory of all countries, and no number."""
        await press.show(views.directory_screen(await self._lines.numbers((), press.locale)))

    @pressed("close")
    async def close(self, press: Press) -> None:
        """Put the screen away."""
        await press.show(closed())

    async def _show(self, press: Press, topic: str, after: int) -> None:
        where = press.word(0)
        numbers = await self._of(press, where, topic)
        topics = self._lines.topics(numbers.countries)
        await press.show(views.numbers_screen(numbers, topics, where=where, after=after))

    async def _of(self, press: Press, where: str, topic: str) -> Numbers:
        if where == views.HERE:
            return await self._lines.for_visitor(press.visitor, topic)
        if where not in self._lines.directory.countries:
            raise Refusal("core.stale")
        return await self._lines.numbers((where,), press.visitor.locale, topic)


def _chosen(press: Press) -> str:
    if not press.values:
        raise Refusal("core.stale")
    return press.values[0]

"""The line beside an answer: its form, and what is shown before it goes anywhere."""

from bot.checkins.lines import Lines
from bot.checkins.model import SeenBy
from bot.checkins.model.answers import Waits
from bot.core.ids import RoundId
from bot.core.refusals import Refusal
from cogs.checkins import answer_views, line_views
from cogs.press import Cog, Press, pressed


class LineCog(Cog):
    """Adding a line, having it read first or not, and letting it go or leaving it."""

    feature = "checkins"
    behind = False
    # What is offered here may stand where somebody has a hard hour: nothing else is mentioned (R101).
    mentions_mailbox = False

    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    @pressed("line")
    async def line(self, press: Press) -> None:
        """Open the form for a line that is read first."""
        await press.ask(answer_views.line_form(await self._lines.begin_line(press.visitor, _round(press))))

    @pressed("line_unread")
    async def line_unread(self, press: Press) -> None:
        """Open the form for a line that nothing reads first."""
        writing = await self._lines.begin_line(press.visitor, _round(press))
        await press.ask(answer_views.line_form(writing, unread=True))

    @pressed("lined")
    async def lined(self, press: Press) -> None:
        """Take a line, or offer company before it goes anywhere."""
        typed, seen_by = press.boxes.get("line", ""), _seen_by(press)
        taken = await self._lines.hand_in(press.visitor, _round(press), typed, seen_by, press.locale)
        await press.show(
            line_views.offer_screen(taken) if isinstance(taken, Waits) else answer_views.answered_screen(taken)
        )

    @pressed("lined_unread")
    async def lined_unread(self, press: Press) -> None:
        """Take a line without reading it."""
        typed, seen_by = press.boxes.get("line", ""), _seen_by(press)
        answered = await self._lines.add_line(press.visitor, _round(press), typed, seen_by)
        await press.show(answer_views.answered_screen(answered))

    @pressed("line_as_is")
    async def line_as_is(self, press: Press) -> None:
        """Add the waiting line as it was written."""
        answered = await self._lines.let_go(press.visitor, _round(press))
        await press.show(answer_views.answered_screen(answered))

    @pressed("line_later")
    async def line_later(self, press: Press) -> None:
        """Put the offer away; the line waits."""
        await press.show(line_views.waits_screen(_round(press)))


def _round(press: Press) -> RoundId:
    return RoundId(press.number(0))


def _seen_by(press: Press) -> SeenBy:
    if press.word(1) not in set(SeenBy):
        raise Refusal("core.stale")
    return SeenBy(press.word(1))

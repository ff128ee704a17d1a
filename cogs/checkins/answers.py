"""Answering a check-in: every button and form between a choice and its audience."""

from bot.checkins.answering import Answering
from bot.checkins.model import SeenBy
from bot.core.ids import RoundId
from bot.core.refusals import Refusal
from cogs.checkins import answer_views as views
from cogs.press import Cog, Press, pressed


class AnswerCog(Cog):
    """Choosing, who it is for, a word, passing."""

    feature = "checkins"
    behind = False

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    @pressed("choose")
    async def choose(self, press: Press) -> None:
        """Hear a choice and ask who may see it."""
        await press.show(views.audience_screen(await self._chosen(press)))

    @pressed("more")
    async def more(self, press: Press) -> None:
        """Show the other audiences."""
        await press.show(views.more_screen(await self._chosen(press)))

    async def _chosen(self, press: Press) -> views.Chosen:
        return await self._answering.choose(press.visitor, _round(press), press.word(1))

    @pressed("answer")
    async def answer(self, press: Press) -> None:
        """Take an answer for its audience."""
        seen_by = _seen_by(press, 2)
        answered = await self._answering.answer(press.visitor, _round(press), press.word(1), seen_by)
        await press.show(views.answered_screen(answered))

    @pressed("yes")
    async def yes(self, press: Press) -> None:
        """Take the yes to keeping answers, and the answer."""
        seen_by = _seen_by(press, 2)
        answered = await self._answering.say_yes_and_answer(press.visitor, _round(press), press.word(1), seen_by)
        await press.show(views.answered_screen(answered))

    @pressed("write")
    async def write(self, press: Press) -> None:
        """Ask who a word is for, before it is written."""
        await press.show(views.audience_screen(await self._answering.begin_word(press.visitor, _round(press))))

    @pressed("more_word")
    async def more_word(self, press: Press) -> None:
        """Show the other audiences of a word."""
        await press.show(views.more_screen(await self._answering.begin_word(press.visitor, _round(press))))

    @pressed("word")
    async def word(self, press: Press) -> None:
        """Open the form for a word."""
        writing = await self._answering.may_write(press.visitor, _round(press), _seen_by(press, 1))
        await press.ask(views.word_form(writing))

    @pressed("yes_word")
    async def yes_word(self, press: Press) -> None:
        """Take the yes to keeping answers, and open the form."""
        writing = await self._answering.say_yes_and_write(press.visitor, _round(press), _seen_by(press, 1))
        await press.ask(views.word_form(writing))

    @pressed("worded")
    async def worded(self, press: Press) -> None:
        """Take a word."""
        typed, seen_by = press.boxes.get("word", ""), _seen_by(press, 1)
        answered = await self._answering.write(press.visitor, _round(press), typed, seen_by)
        await press.show(views.answered_screen(answered))

    @pressed("pass")
    async def pass_by(self, press: Press) -> None:
        """Pass, or take an answer back."""
        await press.show(views.passed_screen(await self._answering.pass_by(press.visitor, _round(press))))


def _round(press: Press) -> RoundId:
    return RoundId(press.number(0))


def _seen_by(press: Press, place: int) -> SeenBy:
    if press.word(place) not in set(SeenBy):
        raise Refusal("core.stale")
    return SeenBy(press.word(place))

"""`/reach`: numbers at once, asking people, and how an open ask stands."""

from bot.core.ids import AskId, CircleId, PersonNumber, PlatformId
from bot.core.refusals import Refusal
from bot.reach.model import PHRASES, Answers, How, Kind, What
from bot.reach.service import Reach
from cogs.press import Cog, Press, command, pressed
from cogs.reach import views


class ReachDoorCog(Cog):
    """The first screens; they come with the database gone too, and wait for no earlier press."""

    feature = "reach"
    behind = False
    mentions_mailbox = False
    stands_alone = True

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    @command("reach", everywhere=True)
    async def reach(self, press: Press) -> None:
        """Show how an open ask stands, or numbers and whose people can be asked."""
        await press.show(views.open_screen(await self._reach.open(press.visitor)))

    @pressed("open")
    async def open_again(self, press: Press) -> None:
        """Show the same from any post or screen."""
        await self.reach(press)

    @pressed("more")
    async def more(self, press: Press) -> None:
        """Show the two quieter asks."""
        await press.show(views.more_screen())


class ReachCog(Cog):
    """Whoever asks; its screens mention nothing else."""

    feature = "reach"
    behind = False
    mentions_mailbox = False

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    @pressed("want")
    async def want(self, press: Press) -> None:
        """Lead from a wish to its circle; a member of one circle chooses none."""
        kind = _kind(press)
        await press.show(views.wish_screen(kind, await self._reach.wish(press.visitor, kind)))

    @pressed("in")
    async def in_circle(self, press: Press) -> None:
        """Take the circle that was chosen."""
        found = await self._reach.prospects.prospect(press.visitor, CircleId(press.chosen()), _kind(press))
        await press.show(views.prospect_screen(found))

    @pressed("back")
    async def back(self, press: Press) -> None:
        """Go back to what asking would do."""
        found = await self._reach.prospects.prospect(press.visitor, CircleId(press.number(1)), _kind(press))
        await press.show(views.prospect_screen(found))

    @pressed("leave")
    async def leave(self, press: Press) -> None:
        """Show the choice of people who are not to be asked."""
        await press.show(views.leave_out_screen(_kind(press), press.number(1)))

    @pressed("without")
    async def without(self, press: Press) -> None:
        """Take who is not to be asked; nothing is kept before the ask."""
        who = [PlatformId(one) for one in press.all_chosen()]
        found = await self._reach.prospects.leave_out(press.visitor, CircleId(press.number(1)), _kind(press), who)
        await press.show(views.prospect_screen(found))

    @pressed("young")
    async def young(self, press: Press) -> None:
        """Show what there is for someone under 18."""
        await press.show(
            views.young_screen(await self._reach.prospects.young(press.visitor, CircleId(press.number(0))))
        )

    @pressed("go")
    async def go(self, press: Press) -> None:
        """Ask people now."""
        kind, answers = _kind(press), _answers(press.word(2))
        standing = await self._reach.ask(
            press.visitor,
            CircleId(press.number(1)),
            (kind, answers, press.word(3) == "1"),
            [PersonNumber(number) for number in press.numbers_from(4)],
        )
        await press.show(views.standing_screen(standing))

    @pressed("end")
    async def end(self, press: Press) -> None:
        """End one's own ask in one press."""
        ended = await self._reach.end(press.visitor, AskId(press.number(0)), _how(press.word(1)))
        await press.show(views.ended_screen(ended))

    @pressed("after")
    async def after(self, press: Press) -> None:
        """Show what can be wished for after an ask."""
        await press.show(views.ended_screen(await self._reach.after(press.visitor, AskId(press.number(0)))))

    @pressed("good")
    async def good(self, press: Press) -> None:
        """Meet in a thread."""
        await press.hold()
        await press.show(
            views.standing_screen(await self._reach.good_moment(press.visitor, AskId(press.number(0))))
        )

    @pressed("say")
    async def say(self, press: Press) -> None:
        """Say one of the fixed sentences in the thread."""
        await self._reach.say(press.visitor, AskId(press.number(0)), _phrase(press.word(1)))
        await press.show(views.said_screen())

    @pressed("second")
    async def second(self, press: Press) -> None:
        """Agree to a second person."""
        standing = await self._reach.may_second(press.visitor, AskId(press.number(0)))
        await press.show(views.standing_screen(standing))


def _kind(press: Press) -> Kind:
    found = next((kind for kind in Kind if kind == press.word(0)), None)
    if found is None:
        raise Refusal("core.stale")
    return found


def _answers(word: str) -> Answers:
    return Answers.THREAD if word == Answers.THREAD else Answers.HERE


def _how(word: str) -> How:
    found = next((how for how in How if how == word), None)
    if found is None:
        raise Refusal("core.stale")
    return found


def _phrase(word: str) -> What:
    found = next((what for what in PHRASES if what == word), None)
    if found is None:
        raise Refusal("core.stale")
    return found

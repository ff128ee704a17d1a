"""After an ask: talking it over now, later or not at all, listening to somebody, and looking at oneself."""

from bot.core.ids import CircleId, Private
from bot.core.refusals import Refusal
from bot.debriefs.model import CallId, KeptId, Later, steps_from
from bot.debriefs.service import Debriefs
from cogs.debriefs import views
from cogs.press import Cog, Press, pressed

MOST_PAGES = 1_000
"""No page is further back."""


class DebriefCog(Cog):
    """Whoever answered an ask; its screens mention nothing else."""

    feature = "debriefs"
    behind = False
    mentions_mailbox = False

    def __init__(self, debriefs: Debriefs) -> None:
        self._debriefs = debriefs

    @pressed("open")
    async def open(self, press: Press) -> None:
        """Show what there is after an ask, and how it stands."""
        await press.show(views.ways_screen(await self._debriefs.open(press.visitor, _circle(press))))

    @pressed("now")
    async def now(self, press: Press) -> None:
        """Ask those who are around whether they listen."""
        if await self._debriefs.call(press.visitor, _circle(press)) is None:
            await press.show(views.nobody_screen(_circle(press)))
        else:
            await self.open(press)

    @pressed("stop")
    async def stop(self, press: Press) -> None:
        """Ask nobody any more."""
        await press.show(views.ways_screen(await self._debriefs.stop(press.visitor, _circle(press))))

    @pressed("later")
    async def later(self, press: Press) -> None:
        """Show the times to choose from."""
        await press.show(views.later_screen(_circle(press)))

    @pressed("remind")
    async def remind(self, press: Press) -> None:
        """Keep the chosen time."""
        when = next((one for one in Later if one == press.word(1)), None)
        if when is None:
            raise Refusal("core.stale")
        await press.show(views.later_kept_screen(await self._debriefs.later(press.visitor, _circle(press), when)))

    @pressed("hear")
    async def hear(self, press: Press) -> None:
        """Show the heads-up to somebody who was asked to listen."""
        heads = await self._debriefs.listening.look(press.visitor, CallId(press.number(0)))
        await press.show(views.heads_screen(heads))

    @pressed("listen")
    async def listen(self, press: Press) -> None:
        """Be the one who listens."""
        heads = await self._debriefs.listening.listen(press.visitor, CallId(press.number(0)))
        await press.show(views.heads_screen(heads))

    @pressed("check")
    async def check(self, press: Press) -> None:
        """Show the next question of a look at oneself, or its words; nothing of it is kept (R171)."""
        steps = steps_from(press.word(1))
        if steps is None:
            raise Refusal("core.stale")
        await press.show(views.check_screen(press.number(0), steps))

    @pressed("note")
    async def note(self, press: Press) -> None:
        """Show a moderator words for the circle; nothing is posted."""
        await press.show(views.note_screen(await self._debriefs.note_to_circle(press.visitor, _circle(press))))


class DebriefWordsCog(Cog):
    """Whoever writes."""

    feature = "debriefs"
    behind = True
    mentions_mailbox = False

    def __init__(self, debriefs: Debriefs) -> None:
        self._debriefs = debriefs
        self._writing = debriefs.writing

    @pressed("write")
    async def write(self, press: Press) -> None:
        """Open the form."""
        await press.ask(views.form(_circle(press)))

    @pressed("change")
    async def change(self, press: Press) -> None:
        """Open the form with what was written."""
        draft = await self._writing.draft(press.visitor, _circle(press))
        await press.ask(views.form(_circle(press), draft.words))

    @pressed("written")
    async def written(self, press: Press) -> None:
        """Show the words before they go anywhere, with what could tell who somebody is."""
        words = Private(press.boxes.get("words", ""))
        await press.show(views.draft_screen(await self._writing.look_over(press.visitor, _circle(press), words)))

    @pressed("draft")
    async def draft(self, press: Press) -> None:
        """Show them again."""
        await press.show(views.draft_screen(await self._writing.draft(press.visitor, _circle(press))))

    @pressed("send")
    async def send(self, press: Press) -> None:
        """Put them into the mailbox of whoever listens."""
        await self._writing.send(press.visitor, _circle(press))
        await press.show(views.sent_screen(_circle(press)))

    @pressed("keep")
    async def keep(self, press: Press) -> None:
        """Keep them for their writer alone."""
        await self._writing.keep(press.visitor, _circle(press))
        await press.show(views.kept_screen(_circle(press)))

    @pressed("mine")
    async def mine(self, press: Press) -> None:
        """Show what one kept for oneself."""
        page = await self._writing.own(press.visitor, _circle(press), min(press.number(1), MOST_PAGES))
        await press.show(views.own_screen(_circle(press), page))

    @pressed("away")
    async def away(self, press: Press) -> None:
        """Let go of one of them."""
        kept, place = KeptId(press.number(1)), min(press.number(2), MOST_PAGES)
        left = await self._writing.take_away(press.visitor, _circle(press), kept, place)
        await press.show(views.own_screen(_circle(press), left))


def _circle(press: Press) -> CircleId:
    return CircleId(press.number(0))

"""Opening a check-in, looking at the present one, and closing it with a spread."""

from datetime import datetime

from bot.checkins.answering import Answering
from bot.checkins.closing import CLOSES, ENDS, NAMES_END, Closings
from bot.checkins.drawing import Drawing
from bot.checkins.model import (
    REPEATING,
    STAYS_OPEN,
    Closed,
    Format,
    Opened,
    Round,
    SeenBy,
    spread_of,
)
from bot.checkins.model.answers import Looked, Voices, fitting
from bot.checkins.news import News
from bot.checkins.opening import OPENS, Openings
from bot.checkins.posting import Posting
from bot.checkins.rhythms import Rhythms
from bot.checkins.store import CheckinStore, RhythmStore
from bot.checkins.store.standing import in_circle
from bot.circles.model import Circle
from bot.circles.service import Circles
from bot.consent.service import Consents
from bot.core.acting import Act, Noting, Way
from bot.core.ground import Ground
from bot.core.ids import CircleId, RoundId, Visitor
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.mailbox.service import Mailbox
from bot.moderation.service import may_plan, require_planner
from bot.people.service import People

LINES_ACTS = ("checkins.did.lines_on", "checkins.did.lines_off")
"""Acts that switch the line beside an answer."""


class Checkins:
    """Check-ins of circles."""

    def __init__(
        self,
        ground: Ground,
        store: CheckinStore,
        people: People,
        consents: Consents,
        circles: Circles,
        *,
        mailbox: Mailbox,
    ) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = store
        self._people = people
        self._circles = circles
        ground.acts.undo_with(LINES_ACTS, Way(self._lines_now, self._put_lines_back))
        self.closings = Closings(ground, store, people, circles)
        self.posting = Posting(ground, store, circles, self.closings)
        self.openings = Openings(ground, store, circles, self.posting)
        self.openings.watch(self.closings)
        self.rhythms = Rhythms(ground, people, consents, circles)
        self.news = News(ground, people, mailbox, self.openings)
        self.drawing = Drawing(ground, store, circles, self.closings)
        self.answering = Answering(ground, store, people, consents, circles, drawing=self.drawing)

    def expire(self, tx: Transaction, now: datetime) -> int:
        """Let go of names and words after 14 days and of counts after 90 (R177); answer how many."""
        return self.drawing.expire(tx, now) + self.closings.expire(tx, now)

    def let_go_of(self, tx: Transaction, circle: CircleId) -> None:
        """Have nothing come by itself any more, and no post stay, inside the transaction in which a circle goes."""
        found = in_circle(tx, circle)
        self.closings.take_down(tx, found)
        for one in found:
            for kind in (CLOSES, ENDS, NAMES_END):
                self._ground.dues.drop(tx, kind, one.round)
        for rhythm in RhythmStore().of_circle(tx, circle):
            self._ground.dues.drop(tx, OPENS, rhythm.rhythm)

    async def plannable(self, visitor: Visitor) -> list[Circle]:
        """Answer the circles of this server in which the visitor may open a check-in."""
        return [circle for circle in await self._circles.open_in_server(visitor) if may_plan(visitor, circle)]

    async def plan(self, visitor: Visitor, circle_id: CircleId) -> tuple[Circle, Round | None]:
        """Answer a circle to someone who may plan for it, with its open check-in if there is one."""
        circle = await self._plans(visitor, circle_id)
        return circle, await self._open_in(circle_id)

    async def formats(self, visitor: Visitor, circle_id: CircleId) -> tuple[Format, ...]:
        """Answer the ways of asking; a circle's first check-in may be about its agreements."""
        await self._plans(visitor, circle_id)
        had_any = await self._database.read(lambda tx: self._store.had_any(tx, circle_id))
        return REPEATING if had_any else (*REPEATING, Format.AGREE)

    async def preview(self, visitor: Visitor, circle_id: CircleId, format_: str) -> tuple[Circle, Round]:
        """Answer a check-in as it would stand; nothing is kept or posted."""
        circle = await self._plans(visitor, circle_id)
        return circle, self._new(circle, _format(format_))

    async def open_now(self, visitor: Visitor, circle_id: CircleId, format_: str) -> Opened:
        """Open a check-in in the circle's room; where one is open already, that one is answered.

        Raises Refusal, with nothing opened, where the room cannot be posted in.
        """
        circle = await self._plans(visitor, circle_id)
        new = self._new(circle, _format(format_))
        if await self._ground.acts.do(visitor, lambda tx, noting: self._start(tx, noting, circle, new)):
            return Opened(await self.posting.posted(circle, new))
        present = await self._present(circle.circle)
        if present.post is None:
            # An earlier answer of the platform was lost: the same post again, which is not doubled.
            return Opened(await self.posting.posted(circle, present))
        return Opened(present, already=True)

    def _start(self, tx: Transaction, noting: Noting, circle: Circle, new: Round) -> bool:
        if not self.posting.start(tx, circle, new):
            return False
        with noting(Act("checkins.did.opened", circle.server, circle.circle, new.round)):
            return True

    def _new(self, circle: Circle, format_: Format) -> Round:
        now = self._ground.clock.now()
        number = RoundId(self._ground.chance.number())
        return Round(number, circle.circle, format_, True, now, now + STAYS_OPEN)

    async def get(self, round_: RoundId) -> Round:
        """Answer a round; one that is gone means an old button."""
        found = await self._database.glance(lambda tx: self._store.get(tx, round_))
        if found is None:
            raise Refusal("checkins.gone")
        return found

    async def open_round(self, round_: RoundId) -> Round:
        """Answer a round that can still be answered."""
        found = await self.get(round_)
        if not found.is_open:
            raise Refusal("checkins.is_closed")
        return found

    async def open_for(self, visitor: Visitor) -> list[tuple[Circle, Round]]:
        """Answer the open check-ins of the visitor's circles here."""
        if visitor.server is None:
            raise Refusal("circles.only_in_a_server")
        circles = await self._circles.of_member(visitor)
        found = [(circle, await self._open_in(circle.circle)) for circle in circles]
        return [(circle, round_) for circle, round_ in found if round_ is not None]

    async def here(self, visitor: Visitor) -> tuple[list[tuple[Circle, Round]], datetime | None]:
        """Answer the open check-ins of the visitor's circles here, and when the next planned one comes."""
        open_here = await self.open_for(visitor)
        return open_here, await self.rhythms.next_for(await self._circles.of_member(visitor))

    async def _open_in(self, circle: CircleId) -> Round | None:
        return await self._database.glance(lambda tx: self._store.open_in(tx, circle))

    async def _present(self, circle: CircleId) -> Round:
        found = await self._open_in(circle)
        if found is None:
            raise Refusal("checkins.gone")
        return found

    async def close(self, visitor: Visitor, round_: RoundId) -> Closed:
        """Close a check-in by hand and answer its spread; closing a closed one answers the same again."""
        found = await self.get(round_)
        circle = await self._plans(visitor, found.circle)
        await self._ground.acts.do(visitor, lambda tx, noting: self._close(tx, noting, circle, round_))
        return await self.closings.close_now(found)

    def _close(self, tx: Transaction, noting: Noting, circle: Circle, round_: RoundId) -> None:
        found = self._store.get(tx, round_)
        if found is not None and found.is_open:
            with noting(Act("checkins.did.closed", circle.server, circle.circle, round_)):
                self.closings.mark_closed(tx, round_)

    async def look(self, visitor: Visitor, round_: RoundId) -> Looked:
        """Answer the present round to whoever plans: a merged spread, and what is meant for them (R122).

        Nothing of an earlier round, and nothing once it closes.
        """
        found = await self.open_round(round_)
        await self._plans(visitor, found.circle)
        if found.closes_at <= self._ground.clock.now():
            raise Refusal("checkins.is_closed")
        answers = self._store.answers
        sealed = await self._database.read(lambda tx: answers.sealed(tx, round_))
        given = answers.unsealed(round_, sealed, await self._people.get(sealed)).values()
        unnamed = (one.choice for one in given if one.seen_by is SeenBy.UNNAMED)
        voices = Voices(await self.closings.named(found, sealed, SeenBy.PLANNERS))
        return Looked(found, spread_of(unnamed, found.format.choices), fitting(voices))

    async def lines(self, visitor: Visitor, circle_id: CircleId) -> bool:
        """Tell whoever plans whether a line may be added to answers here; off until it is switched on (R123)."""
        await self._plans(visitor, circle_id)
        return await self._database.glance(lambda tx: self._store.answers.lines_allowed(tx, circle_id))

    async def allow_lines(self, visitor: Visitor, circle_id: CircleId, *, allowed: bool) -> bool:
        """Switch the line on or off; what was added already goes where its answer goes."""
        circle = await self._plans(visitor, circle_id)

        def work(tx: Transaction, noting: Noting) -> None:
            if self._store.answers.lines_allowed(tx, circle_id) is not allowed:
                kind = "checkins.did.lines_on" if allowed else "checkins.did.lines_off"
                with noting(Act(kind, circle.server, circle_id)):
                    self._store.answers.allow_lines(tx, circle_id, allowed=allowed)

        await self._ground.acts.do(visitor, work)
        return allowed

    def _lines_now(self, tx: Transaction, act: Act) -> str:
        allowed = act.circle is not None and self._store.answers.lines_allowed(tx, act.circle)
        return "on" if allowed else ""

    def _put_lines_back(self, tx: Transaction, act: Act, before: str) -> None:
        if act.circle is not None:
            self._store.answers.allow_lines(tx, act.circle, allowed=bool(before))

    async def recover(self) -> None:
        """Finish what an earlier version or a crash left between a row and its message."""
        await self.posting.recover()
        await self.closings.recover()

    async def _plans(self, visitor: Visitor, circle_id: CircleId) -> Circle:
        circle = await self._circles.get(circle_id)
        require_planner(visitor, circle)
        return circle


def _format(words: str) -> Format:
    if words not in set(Format):
        raise Refusal("core.stale")
    return Format(words)

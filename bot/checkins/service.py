"""Opening a check-in, answering it, passing, and closing it with a spread."""

from collections.abc import Callable
from datetime import datetime

from bot.checkins import ANSWERS
from bot.checkins.closing import Closings
from bot.checkins.model import (
    REPEATING,
    STAYS_OPEN,
    Answered,
    Chosen,
    Closed,
    Format,
    Opened,
    Passed,
    Round,
    SeenBy,
)
from bot.checkins.news import News
from bot.checkins.opening import Openings
from bot.checkins.posting import Posting
from bot.checkins.rhythms import Rhythms
from bot.checkins.store import CheckinStore
from bot.circles.model import Circle
from bot.circles.service import Circles
from bot.consent.service import Consents
from bot.core.ground import Ground
from bot.core.ids import CircleId, Person, PersonNumber, RoundId, Visitor
from bot.core.notices import Style, button
from bot.core.refusals import Asked, Refusal
from bot.core.storage.database import Transaction
from bot.mailbox.service import Mailbox
from bot.moderation.service import may_plan, require_planner
from bot.people.service import People

OnAnswer = Callable[[Transaction, Person, Round, str], bool]
"""Told inside the transaction that takes an answer, whoever it is for; True if it was kept for its member."""

OnPass = Callable[[Transaction, PersonNumber, RoundId], bool]
"""Told inside the transaction in which somebody passes; True if an answer of theirs went."""


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
        self._consents = consents
        self._circles = circles
        self.closings = Closings(ground, store, people, circles)
        self.posting = Posting(ground, store, circles, self.closings)
        self.openings = Openings(ground, store, circles, self.posting)
        self.openings.watch(self.closings)
        self.rhythms = Rhythms(ground, people, consents, circles)
        self.news = News(ground, people, mailbox, self.openings)
        self._on_answer: list[OnAnswer] = []
        self._on_pass: list[OnPass] = []
        consents.on_withdrawal(self._forget_answers)

    def on_answer(self, answered: OnAnswer, passed: OnPass) -> None:
        """Have somebody told of every answer and every pass."""
        self._on_answer.append(answered)
        self._on_pass.append(passed)

    def _forget_answers(self, tx: Transaction, person: PersonNumber, circle: CircleId, purpose: str) -> None:
        if purpose == ANSWERS:
            self._store.drop_answers_of(tx, person, circle)

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
        if await self._database.write(lambda tx: self.posting.start(tx, circle, new)):
            return Opened(await self.posting.posted(circle, new))
        present = await self._present(circle.circle)
        if present.post is None:
            # An earlier answer of the platform was lost: the same post again, which is not doubled.
            return Opened(await self.posting.posted(circle, present))
        return Opened(present, already=True)

    def _new(self, circle: Circle, format_: Format) -> Round:
        now = self._ground.clock.now()
        number = RoundId(self._ground.chance.number())
        return Round(number, circle.circle, format_, True, now, now + STAYS_OPEN)

    async def get(self, round_: RoundId) -> Round:
        """Answer a round; one that is gone means an old button."""
        found = await self._database.read(lambda tx: self._store.get(tx, round_))
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
        return await self._database.read(lambda tx: self._store.open_in(tx, circle))

    async def _present(self, circle: CircleId) -> Round:
        found = await self._open_in(circle)
        if found is None:
            raise Refusal("checkins.gone")
        return found

    async def choose(self, visitor: Visitor, round_: RoundId, choice: str) -> Chosen:
        """Hear a choice and keep nothing: who may see it is asked first, each time anew."""
        found, person = await self._answerable(visitor, round_, choice)
        earlier = await self._database.read(lambda tx: self._store.has_answer(tx, found.round, person.number))
        return Chosen(found, choice, earlier)

    async def answer(self, visitor: Visitor, round_: RoundId, choice: str, seen_by: SeenBy) -> Answered:
        """Take an answer. "The circle" needs a yes to being counted; "only me" is kept in one's own history alone.

        A second answer stands instead of the first, whatever its audience was.
        """
        found, person = await self._answerable(visitor, round_, choice)
        if seen_by is SeenBy.CIRCLE:
            await self._require_yes(visitor, found, choice)
        taken = await self._database.write(lambda tx: self._take(tx, found.round, person, choice, seen_by))
        return Answered(found, choice, seen_by, changed=taken[0], remembered=taken[1])

    async def say_yes_and_answer(self, visitor: Visitor, round_: RoundId, choice: str) -> Answered:
        """Keep the yes to being counted, and the answer it was asked for."""
        found, _ = await self._answerable(visitor, round_, choice)
        await self._consents.give(visitor.platform_id, found.circle, ANSWERS)
        return await self.answer(visitor, round_, choice, SeenBy.CIRCLE)

    async def _require_yes(self, visitor: Visitor, round_: Round, choice: str) -> None:
        yes = button("checkins.button.yes_count_me", f"checkins:yes:{round_.round}:{choice}", Style.MAIN)
        only_me = button("checkins.button.only_me", f"checkins:answer:{round_.round}:{choice}:{SeenBy.ONLY_ME}")
        asked = Asked("checkins.ask_to_count", yes, only_me)
        await self._consents.require(visitor.platform_id, round_.circle, ANSWERS, asked)

    def _take(
        self, tx: Transaction, round_: RoundId, person: Person, choice: str, seen_by: SeenBy
    ) -> tuple[bool, bool]:
        # Read again inside the transaction: a round may close between the press and this line.
        present = self._store.get(tx, round_)
        if present is None or not present.is_open:
            raise Refusal("checkins.is_closed")
        changed = self._store.drop_answer(tx, round_, person.number)
        if seen_by is SeenBy.CIRCLE:
            self._store.answer(tx, round_, person, choice)
        self._store.mark_answered(tx, round_)
        remembered = [told(tx, person, present, choice) for told in self._on_answer]
        return changed, any(remembered)

    async def _answerable(self, visitor: Visitor, round_: RoundId, choice: str) -> tuple[Round, Person]:
        found = await self.get(round_)
        _, person = await self._circles.access(visitor, found.circle)
        if not found.is_open:
            raise Refusal("checkins.is_closed")
        if choice not in found.format.choices:
            raise Refusal("core.stale")
        return found, person

    async def pass_by(self, visitor: Visitor, round_: RoundId) -> Passed:
        """Pass: free, kept nowhere, open to everyone; an earlier counted answer is taken back."""
        person = await self._people.find(visitor.platform_id)
        if person is None:
            return Passed(took_back=False)
        number = person.number
        return await self._database.write(lambda tx: self._take_back(tx, round_, number))

    def _take_back(self, tx: Transaction, round_: RoundId, person: PersonNumber) -> Passed:
        present = self._store.get(tx, round_)
        if present is not None and not present.is_open:
            raise Refusal("checkins.closed_already")
        counted = self._store.drop_answer(tx, round_, person)
        return Passed(any([counted, *(told(tx, person, round_) for told in self._on_pass)]))

    async def close(self, visitor: Visitor, round_: RoundId) -> Closed:
        """Close a check-in by hand and answer its spread; closing a closed one answers the same again."""
        found = await self.get(round_)
        await self._plans(visitor, found.circle)
        return await self.closings.close_now(found)

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

"""Reach, as whoever asks uses it: how things stand, asking, and everything they can say to their own ask."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.circles.service import Circles
from bot.core.ground import Ground
from bot.core.ids import AskId, CircleId, Person, PersonNumber, Visitor
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.helplines.service import HelpLines
from bot.people.service import People
from bot.reach.answering import Answering
from bot.reach.asking import Asking
from bot.reach.model import (
    PHRASES,
    Answers,
    Ask,
    How,
    Kind,
    Role,
    State,
    What,
    together,
)
from bot.reach.model.seen import Ended, Prospect, Standing, Welcome
from bot.reach.notes import Notes
from bot.reach.opening import Opening
from bot.reach.prospects import Prospects
from bot.reach.rooms import Rooms
from bot.reach.store import ReachStore
from bot.reach.talking import Talking

Wish = tuple[Kind, Answers, bool]
"""What is asked for, where answers come, and that whoever asks is 18 or over."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The other use cases of reaching people, made first."""

    asking: Asking
    talking: Talking
    answering: Answering
    notes: Notes
    rooms: Rooms


class Reach:
    """Asking for people, from the press to the end; the first screen works even where nothing else does."""

    def __init__(
        self,
        ground: Ground,
        store: ReachStore,
        people: People,
        circles: Circles,
        *,
        lines: HelpLines,
        parts: Parts,
    ) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = store
        self._people = people
        self._circles = circles
        self._lines = lines
        self.asking = self._asking = parts.asking
        self._talking = parts.talking
        self.answering = parts.answering
        self.notes = parts.notes
        self.rooms = parts.rooms
        self.prospects = Prospects(ground, people, circles, lines=lines, asking=parts.asking)
        self._opening = Opening(ground, store, people, circles, lines=lines, asking=parts.asking)

    async def recover(self) -> None:
        """Open the threads that a crash left unopened."""
        await self._talking.recover()

    async def open(self, visitor: Visitor) -> Welcome | Standing:
        """Answer how the visitor's open ask stands, or numbers and whose people can be asked.

        Never raises: where the database does not answer, the numbers come all the same, with the truth (R89).
        """
        return await self._opening.open(visitor)

    async def wish(self, visitor: Visitor, kind: Kind) -> Welcome | Standing | Prospect:
        """Answer what asking for this would do where one circle's people can be asked; else what `open` does."""
        opened = await self.open(visitor)
        if isinstance(opened, Standing) or len(opened.there) != 1:
            return opened
        return await self.prospects.prospect(visitor, opened.there[0].circle, kind)

    async def ask(
        self,
        visitor: Visitor,
        circle_id: CircleId,
        wish: Wish,
        left_out: Sequence[PersonNumber] = (),
    ) -> Standing:
        """Ask people now; the press that names who is told is the yes to it (promise 1).

        Somebody who has an open ask is shown that one. Raises Refusal where nobody can be asked any more.
        """
        _, person = await self._circles.access_from_anywhere(visitor, circle_id)
        kind, answers, adult = wish
        # A child and an adult are brought together by nobody here (R179).
        kind = kind if adult else Kind.KNOW
        if kind is Kind.KNOW:
            # Nobody meets for it, whatever an old button says.
            answers = Answers.HERE
        number = AskId(self._ground.chance.number())
        now = self._ground.clock.now()
        ask = Ask(number, circle_id, person.number, kind, answers, adult, 0, State.ASKING, now, now)
        await self._database.write(lambda tx: self._begin(tx, ask, person, left_out))
        # The first pages go now: opening a thread keeps nobody waiting.
        self._ground.changed()
        if answers is Answers.THREAD:
            await self._talking.open(number)
        return await self._standing(visitor, person)

    def _begin(self, tx: Transaction, ask: Ask, person: Person, left_out: Sequence[PersonNumber]) -> None:
        if self._store.open_of(tx, person.number) is not None:
            return
        _, level = self.prospects.reachable(tx, ask.circle, ask.kind, person, left_out)
        if not level:
            raise Refusal("reach.refused.nobody")
        self._asking.begin(tx, replace(ask, level=level), left_out)

    async def _standing(self, visitor: Visitor, person: Person) -> Standing:
        standing = await self._database.read(lambda tx: self._opening.own(tx, person))
        if standing is None or not standing.ask.is_open:
            raise Refusal("reach.refused.over")
        return await self._opening.with_holder(replace(standing, numbers=await self._lines.for_visitor(visitor)))

    async def end(self, visitor: Visitor, number: AskId, how: How) -> Ended:
        """End the visitor's own ask in one press, whatever its state; nobody is asked why (R92)."""
        person = await self._require_own(visitor, number)
        await self._database.write(lambda tx: self._asking.end(tx, self._require(tx, person, number), how))
        self._ground.changed()
        return await self.after(visitor, number)

    async def after(self, visitor: Visitor, number: AskId) -> Ended:
        """Answer what can be wished for after an ask of the visitor's own that ended within a day."""
        person = await self._people.find(visitor.platform_id)
        ask, pages = await self._database.read(
            lambda tx: (self._store.get(tx, number), self._store.pages(tx, number))
        )
        if ask is None or person is None or ask.person != person.number:
            raise Refusal("reach.refused.over")
        return Ended(number, had_someone=any(one.role is Role.HAS for one in pages))

    async def say(self, visitor: Visitor, number: AskId, what: What) -> None:
        """Say one of the fixed sentences in the thread; raises Refusal for anyone else's ask."""
        person = await self._require_own(visitor, number)
        await self._database.write(lambda tx: self._say(tx, person, number, what))
        self._ground.changed()

    def _say(self, tx: Transaction, person: Person, number: AskId, what: What) -> None:
        ask = self._require(tx, person, number)
        if what in PHRASES and ask.state is State.TOGETHER:
            self._asking.tell(tx, ask, what)
        else:
            raise Refusal("reach.refused.not_now")

    async def good_moment(self, visitor: Visitor, number: AskId) -> Standing:
        """Bring whoever has the ask into the thread, which is opened now if there was none."""
        person = await self._require_own(visitor, number)
        ask, holder = await self._database.read(lambda tx: self._hello(tx, person, number))
        if not ask.may_meet:
            raise Refusal("reach.refused.no_thread")
        if not await self._talking.open(number):
            raise Refusal("reach.refused.thread_not_opened")
        opened = await self._database.read(lambda tx: self._require(tx, person, number))
        if not await self._talking.bring_in(opened, holder):
            raise Refusal("reach.refused.not_brought_in")
        await self._database.write(lambda tx: self._together(tx, person, number, holder))
        self._ground.changed()
        return await self._standing(visitor, person)

    def _hello(self, tx: Transaction, person: Person, number: AskId) -> tuple[Ask, PersonNumber]:
        ask, pages = self._require(tx, person, number), self._store.pages(tx, number)
        holder = next((one.person for one in pages if one.role is Role.HAS), None)
        if holder is None or ask.state not in (State.SAID_HI, State.TOGETHER):
            raise Refusal("reach.refused.not_now")
        return ask, holder

    def _together(self, tx: Transaction, person: Person, number: AskId, came: PersonNumber) -> None:
        ask, holder = self._hello(tx, person, number)
        if holder != came:
            # Handed on in this very moment: whoever has it now was not brought in.
            raise Refusal("reach.refused.not_now")
        if ask.state is State.SAID_HI:
            after = together(ask)
            self._store.save(tx, after)
            self._asking.tell(tx, after, What.TOGETHER)

    async def may_second(self, visitor: Visitor, number: AskId) -> Standing:
        """Agree to a second person: everybody who is around is asked."""
        person = await self._require_own(visitor, number)
        await self._database.write(lambda tx: self._may_second(tx, person, number))
        self._ground.changed()
        return await self._standing(visitor, person)

    def _may_second(self, tx: Transaction, person: Person, number: AskId) -> None:
        ask = self._require(tx, person, number)
        if ask.state is not State.TOGETHER:
            raise Refusal("reach.refused.not_now")
        if ask.wants_second:
            return
        agreed = replace(ask, wants_second=True)
        self._store.save(tx, agreed)
        if not self._asking.ask_second(tx, agreed):
            raise Refusal("reach.refused.no_second_around")

    async def _require_own(self, visitor: Visitor, number: AskId) -> Person:
        person = await self._people.find(visitor.platform_id)
        if person is None:
            raise Refusal("reach.refused.not_yours")
        await self._database.read(lambda tx: self._require(tx, person, number))
        return person

    def _require(self, tx: Transaction, person: Person, number: AskId) -> Ask:
        ask = self._store.get(tx, number)
        if ask is None or not ask.is_open:
            raise Refusal("reach.refused.over")
        if ask.person != person.number:
            raise Refusal("reach.refused.not_yours")
        return ask

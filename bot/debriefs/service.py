"""After an ask: talking it over now or later, and how it stands with somebody who would like to be heard."""

from datetime import datetime

from bot.asked import WILLING
from bot.circles import MEMBERSHIP
from bot.circles.model import Circle
from bot.core.ground import Ground
from bot.core.ids import CircleId, Person, PersonNumber, Visitor
from bot.core.lanes import Lane
from bot.core.notices import said
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.debriefs.listening import Known, Listening
from bot.debriefs.model import HEARS_FOR, KNOWN_FOR, LOOKS_FOR, OFFERED_AFTER, Call, Later, Ways
from bot.debriefs.store import DebriefStore
from bot.debriefs.writing import Writing
from bot.moderation.service import moderated

NOTES = "debriefs.notes"
"""The kind of due row at which a note offers to talk an ask over."""


class Debriefs:
    """What whoever answered an ask can do for themselves; none of it is for anyone else to see (R167)."""

    def __init__(
        self, ground: Ground, store: DebriefStore, *, known: Known, listening: Listening, writing: Writing
    ) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = store
        self._known = known
        self.listening = self._listening = listening
        self.writing = self._writing = writing
        ground.dues.handle(NOTES, self._comes)
        known.consents.on_withdrawal(self._taken_back)

    def _taken_back(self, tx: Transaction, person: PersonNumber, circle: CircleId, purpose: str) -> None:
        if purpose in (WILLING, MEMBERSHIP):
            for note in self._store.drop_of(tx, circle, person):
                self._ground.dues.drop(tx, NOTES, note)
            call = self._store.of(tx, circle, person)
            if call is not None:
                self._listening.end(tx, call)

    def ended(self, tx: Transaction, circle: CircleId, asker: PersonNumber, holder: PersonNumber | None) -> None:
        """Hear inside the transaction of an ask that ended, and offer to talk it over to whoever had it (R98).

        Who asked is kept for three days, so that they are never asked to listen to it.
        """
        if holder is None or not self._known.consents.holds_in(tx, holder, circle, WILLING):
            return
        now = self._ground.clock.now()
        self._store.add_ended(tx, self._ground.chance.number(), circle, (holder, asker), now)
        if self._store.note_of(tx, circle, holder) is None:
            self._note(tx, circle, holder, now + OFFERED_AFTER, wished=False)

    def _note(self, tx: Transaction, circle: CircleId, person: PersonNumber, at: datetime, *, wished: bool) -> None:
        self._drop_note(tx, circle, person)
        note = self._ground.chance.number()
        self._store.add_note(tx, note, circle, person, wished=wished)
        self._ground.dues.add(tx, NOTES, note, at, Lane.REMINDER)

    def _drop_note(self, tx: Transaction, circle: CircleId, person: PersonNumber) -> None:
        note = self._store.note_of(tx, circle, person)
        if note is not None:
            self._store.drop_note(tx, note)
            self._ground.dues.drop(tx, NOTES, note)

    async def _comes(self, subject: int) -> None:
        found = await self._database.read(lambda tx: self._store.note(tx, subject))
        if found is None:
            return
        circle, number, wished = found
        person = (await self._known.people.get([number])).get(number)

        def work(tx: Transaction) -> None:
            if self._store.note(tx, subject) is None:
                return
            self._store.drop_note(tx, subject)
            key = "debriefs.slip.wished" if wished else "debriefs.slip.offered"
            self._listening.slip(tx, circle, person, said(key))

        await self._database.write(work)
        self._ground.changed()

    async def open(self, visitor: Visitor, circle_id: CircleId) -> Ways:
        """Answer what there is after an ask, and how it stands; whoever looks needs no note that offers it."""
        person = await self._known.asked.is_willing(visitor.platform_id, circle_id)
        circle = await self._known.circles.get(circle_id)
        ways, offered = await self._database.read(lambda tx: self._ways(tx, circle, person))
        if offered:
            await self._database.write(lambda tx: self._drop_offer(tx, circle_id, person.number))
        return ways

    def _ways(self, tx: Transaction, circle: Circle, person: Person) -> tuple[Ways, bool]:
        call = self._store.of(tx, circle.circle, person.number)
        ways = Ways(circle.circle, circle.name, call, keeps=self._writing.keeps(tx, circle.circle, person))
        return ways, self._store.note_of(tx, circle.circle, person.number) is not None

    def _drop_offer(self, tx: Transaction, circle: CircleId, person: PersonNumber) -> None:
        note = self._store.note_of(tx, circle, person)
        found = None if note is None else self._store.note(tx, note)
        if found is not None and not found[2]:
            self._drop_note(tx, circle, person)

    async def later(self, visitor: Visitor, circle_id: CircleId, when: Later) -> datetime:
        """Have a note come at a time somebody chose, in place of an earlier one; answer when."""
        person = await self._known.asked.is_willing(visitor.platform_id, circle_id)
        at = self._ground.clock.now() + when.after
        await self._database.write(lambda tx: self._note(tx, circle_id, person.number, at, wished=True))
        self._ground.changed()
        return at

    async def stop(self, visitor: Visitor, circle_id: CircleId) -> Ways:
        """Ask nobody any more in one press, and keep nothing of it; done as well if nobody was asked."""
        person = await self._known.asked.is_willing(visitor.platform_id, circle_id)

        def work(tx: Transaction) -> None:
            call = self._store.of(tx, circle_id, person.number)
            if call is not None:
                self._listening.end(tx, call)

        await self._database.write(work)
        return await self.open(visitor, circle_id)

    async def call(self, visitor: Visitor, circle_id: CircleId) -> Call | None:
        """Ask those who are around whether they listen; what offered it goes with the press."""
        call = await self._listening.call(visitor, circle_id)
        await self.open(visitor, circle_id)
        return call

    async def note_to_circle(self, visitor: Visitor, circle_id: CircleId) -> Circle:
        """Let a moderator see words for the circle (R99); nothing is posted, and nothing tells of an ask."""
        server = moderated(visitor)
        circle = await self._known.circles.get(circle_id)
        if circle.server != server:
            raise Refusal("circles.gone")
        return circle

    def forget(self, tx: Transaction, person: PersonNumber) -> None:
        """Let go of everything of somebody inside the transaction that erases them."""
        self._listening.forget(tx, person)
        self._writing.forget(tx, person)

    def expire(self, tx: Transaction, now: datetime) -> int:
        """Let go of what is past its age, and answer how many rows went."""
        longest = LOOKS_FOR + HEARS_FOR
        return self._store.expire(tx, now - KNOWN_FOR, now - longest) + self._writing.expire(tx)

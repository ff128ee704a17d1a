"""Words of somebody who answered: looked over before they go, sent to who listens, or kept for oneself."""

from bot.circles import MEMBERSHIP
from bot.core.ground import Ground
from bot.core.ids import CircleId, Person, PersonNumber, Private, Visitor
from bot.core.lanes import Lane
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.core.words import can_be_seen, straight
from bot.debriefs import KEPT
from bot.debriefs.listening import Known, Listening
from bot.debriefs.model import (
    DRAFT_STAYS,
    KEPT_STAYS,
    OWN_MOST,
    WORDS_MOST,
    CallId,
    Draft,
    KeptId,
    OwnPage,
    State,
    telling,
)
from bot.debriefs.store import DebriefStore
from bot.debriefs.store.words import WordStore
from bot.mailbox.model import End, Slip

DRAFT_ENDS = "debriefs.draft_ends"
"""The kind of due row that lets go of words that were not sent."""


class Writing:
    """What somebody writes, which nobody reads but the one person who said that they listen."""

    def __init__(
        self, ground: Ground, store: DebriefStore, words: WordStore, *, known: Known, listening: Listening
    ) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = store
        self._words = words
        self._known = known
        self._listening = listening
        ground.dues.handle_within(DRAFT_ENDS, lambda tx, draft, _: self._words.drop_old_draft(tx, draft))
        known.consents.on_withdrawal(self._taken_back)

    def _taken_back(self, tx: Transaction, person: PersonNumber, circle: CircleId, purpose: str) -> None:
        if purpose in (KEPT, MEMBERSHIP):
            self._words.drop_all_own(tx, circle, person)

    async def look_over(self, visitor: Visitor, circle_id: CircleId, words: Private) -> Draft:
        """Answer words as they would go, with what is pointed out in them (R166); they are kept for 15 minutes.

        Raises Refusal, with nothing kept, for no words or too many.
        """
        words = Private(straight(words).strip())
        if not can_be_seen(words):
            raise Refusal("debriefs.refused.nothing_written")
        if len(words) > WORDS_MOST:
            raise Refusal("debriefs.refused.too_long", most=WORDS_MOST)
        person = await self._known.asked.is_willing(visitor.platform_id, circle_id)
        number, until = self._ground.chance.number(), self._ground.clock.now() + DRAFT_STAYS

        def work(tx: Transaction) -> None:
            self._words.save_draft(tx, number, circle_id, person, words=words, until=until)
            self._ground.dues.add(tx, DRAFT_ENDS, number, until, Lane.CLEAN_UP)

        await self._database.write(work)
        self._ground.changed()
        return await self.draft(visitor, circle_id)

    async def draft(self, visitor: Visitor, circle_id: CircleId) -> Draft:
        """Answer the visitor's words that were not sent yet; raises Refusal once they are gone."""
        person = await self._known.asked.is_willing(visitor.platform_id, circle_id)
        return await self._database.read(lambda tx: self._draft(tx, circle_id, person))

    def _draft(self, tx: Transaction, circle_id: CircleId, person: Person) -> Draft:
        words = self._words.draft(tx, circle_id, person, self._ground.clock.now())
        if words is None:
            raise Refusal("debriefs.refused.draft_gone")
        call = self._store.of(tx, circle_id, person.number)
        heard = call is not None and call.state is State.HEARD and call.ends_at > self._ground.clock.now()
        return Draft(circle_id, words, telling(words), heard)

    async def send(self, visitor: Visitor, circle_id: CircleId) -> None:
        """Put the words into the mailbox of whoever listens, who can answer; neither is told who the other is.

        Raises Refusal, with the words still there, where nobody listens any more.
        """
        person = await self._known.asked.is_willing(visitor.platform_id, circle_id)
        call = await self._database.read(lambda tx: self._store.of(tx, circle_id, person.number))
        number = None if call is None else await self._listener(call.call)
        listener = None if number is None else (await self._known.people.get([number])).get(number)
        if listener is None:
            raise Refusal("debriefs.refused.nobody_listens")
        await self._database.write(lambda tx: self._send(tx, circle_id, person, listener))
        self._ground.changed()

    async def _listener(self, call: CallId) -> PersonNumber | None:
        return await self._database.read(lambda tx: self._store.listener(tx, call))

    def _send(self, tx: Transaction, circle_id: CircleId, person: Person, listener: Person) -> None:
        draft, call = self._draft(tx, circle_id, person), self._store.of(tx, circle_id, person.number)
        if call is None or not draft.heard or self._store.listener(tx, call.call) != listener.number:
            raise Refusal("debriefs.refused.nobody_listens")
        ends = End(person, "debriefs.about.own"), End(listener, "debriefs.about.listened")
        thread = self._known.mailbox.begin(tx, circle_id, *ends)
        if thread.other is None or self._known.mailbox.slip(tx, listener, Slip(thread.other, draft.words)) is None:
            raise Refusal("debriefs.refused.nobody_listens")
        self._words.drop_draft(tx, person.number)
        self._listening.end(tx, call)

    async def keep(self, visitor: Visitor, circle_id: CircleId) -> None:
        """Keep the words for their writer alone, for 30 days; the press that says so is the yes to it (R167)."""
        person = await self._known.asked.is_willing(visitor.platform_id, circle_id)
        await self._database.read(lambda tx: self._draft(tx, circle_id, person))
        await self._known.consents.give(visitor.platform_id, circle_id, KEPT)
        kept, day = KeptId(self._ground.chance.number()), self._ground.clock.now().date()

        def work(tx: Transaction) -> None:
            draft = self._draft(tx, circle_id, person)
            self._words.keep(tx, kept, circle_id, person, words=draft.words, day=day)
            if not draft.heard:
                # Where somebody listens the same words may still go to them; else a second press keeps no second.
                self._words.drop_draft(tx, person.number)

        await self._database.write(work)

    async def own(self, visitor: Visitor, circle_id: CircleId, place: int = 0) -> OwnPage:
        """Answer one page of the visitor's own words in a circle; nobody else can call them up."""
        person = await self._known.people.find(visitor.platform_id)
        if person is None:
            return OwnPage(())
        return await self._database.read(lambda tx: self._page(tx, circle_id, person, place))

    def _page(self, tx: Transaction, circle_id: CircleId, person: Person, place: int) -> OwnPage:
        found = self._words.own(tx, circle_id, person, OWN_MOST + 1, place * OWN_MOST)
        if not found and place:
            return self._page(tx, circle_id, person, place - 1)
        return OwnPage(tuple(found[:OWN_MOST]), place, last=len(found) <= OWN_MOST)

    async def take_away(self, visitor: Visitor, circle_id: CircleId, kept: KeptId, place: int) -> OwnPage:
        """Let go of one of the visitor's own texts; done as well if it was gone."""
        person = await self._known.people.find(visitor.platform_id)
        if person is not None:
            await self._database.write(lambda tx: self._words.drop_own(tx, kept, person.number))
        return await self.own(visitor, circle_id, place)

    def keeps(self, tx: Transaction, circle_id: CircleId, person: Person) -> bool:
        """Tell whether somebody keeps words for themselves in a circle."""
        return self._words.holds_own(tx, circle_id, person.number)

    def forget(self, tx: Transaction, person: PersonNumber) -> None:
        """Let go of what somebody wrote and did not send, before they are erased."""
        self._words.drop_draft(tx, person)

    def expire(self, tx: Transaction) -> int:
        """Let go of what is past its age, and answer how much that was."""
        now = self._ground.clock.now()
        return self._words.expire(tx, now, (now - KEPT_STAYS).date())

"""Finding somebody who listens: a heads-up first, the first to say yes listens, and a "not now" is nothing."""

from dataclasses import dataclass, replace

from bot.asked import WILLING
from bot.asked.notices import page
from bot.asked.service import Asked
from bot.circles.service import Circles
from bot.consent.service import Consents
from bot.core.delivery.errand import Errand, Outgoing
from bot.core.delivery.outbox import Delivery
from bot.core.ground import Ground
from bot.core.ids import CircleId, MessageId, Person, PersonNumber, Visitor
from bot.core.lanes import Lane
from bot.core.notices import Moment, Said, button, said
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.debriefs.model import HEARS_FOR, LOOKS_FOR, Call, CallId, Heads, State
from bot.debriefs.store import DebriefStore
from bot.mailbox.model import HouseSlip
from bot.mailbox.service import Mailbox
from bot.people.service import People

PAGES = "debriefs.pages"
"""The kind of delivery that asks one person whether they are in a place to listen."""

ENDS = "debriefs.ends"
"""The kind of due row at which nobody is waited for any more."""


@dataclass(frozen=True, slots=True)
class Known:
    """The parts of the house that care for those who answer stands on."""

    people: People
    circles: Circles
    consents: Consents
    asked: Asked
    mailbox: Mailbox


class Listening:
    """Asks people to listen, in their own hours alone, and tells whoever waits how it stands."""

    def __init__(self, ground: Ground, store: DebriefStore, known: Known) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = store
        self._known = known
        ground.sender.handle(PAGES, Errand(self._compose, _nothing_more, self._lost))
        ground.dues.handle(ENDS, self._time_is_up)
        known.asked.on_stopped(self._stopped)

    async def call(self, visitor: Visitor, circle_id: CircleId) -> Call | None:
        """Ask everybody who is around whether they are in a place to listen (R166); None where nobody is.

        Never whoever presses, and never whoever asked for them. Somebody who waits already goes on waiting.
        """
        person = await self._known.asked.is_willing(visitor.platform_id, circle_id)
        call = await self._database.write(lambda tx: self._begin(tx, person, circle_id))
        self._ground.changed()
        return call

    def _begin(self, tx: Transaction, person: Person, circle_id: CircleId) -> Call | None:
        before = self._store.of(tx, circle_id, person.number)
        if before is not None and before.state is not State.NOBODY:
            return before
        now = self._ground.clock.now()
        willing = self._known.asked.willing_in(tx, circle_id, now)
        apart = self._known.people.apart.from_in(tx, person.number, [one.person for one in willing])
        without = {person.number, *self._store.askers(tx, person.number), *apart}
        around = [one.person for one in willing if one.around and one.person not in without]
        if before is not None:
            self._store.drop(tx, before.call)
        if not around:
            return None
        number = CallId(self._ground.chance.number())
        call = Call(number, circle_id, person.number, State.LOOKING, now, now + LOOKS_FOR)
        self._store.save(tx, call)
        self._ground.dues.add(tx, ENDS, number, call.ends_at, Lane.REMINDER)
        for one in around:
            self._store.add_listener(tx, number, one)
            self._put(tx, call, one)
        return call

    def _put(self, tx: Transaction, call: Call, person: PersonNumber) -> None:
        circle = self._known.circles.get_in(tx, call.circle)
        server = None if circle is None else circle.server
        delivery = Delivery(PAGES, call.call, call.begun_at, Lane.REMINDER, server=server, person=person)
        self._ground.outbox.put(tx, replace(delivery, expires_at=call.ends_at))

    async def _compose(self, delivery: Delivery) -> Outgoing | None:
        call = await self._database.read(lambda tx: self._wanted(tx, delivery))
        if call is None or delivery.person is None:
            return None
        who = await self._known.people.reveal(delivery.person)
        person = (await self._known.people.get([delivery.person])).get(delivery.person)
        if who is None or person is None:
            return None
        language = (await self._known.people.settings(person)).language
        circle = await self._known.circles.get(call.circle)
        notice = page(button("debriefs.button.look", f"debriefs:hear:{call.call}"), rings=False)
        return Outgoing(notice, language or circle.settings.language, who=who)

    def _wanted(self, tx: Transaction, delivery: Delivery) -> Call | None:
        """Answer what a page is for, where it is wanted still and its person is around still."""
        call = self._store.get(tx, CallId(delivery.subject))
        if call is None or call.state is not State.LOOKING or delivery.person is None:
            return None
        if not self._store.was_asked(tx, call.call, delivery.person):
            return None
        willing = self._known.asked.willing_in(tx, call.circle, self._ground.clock.now())
        return call if any(one.person == delivery.person and one.around for one in willing) else None

    def _lost(self, tx: Transaction, delivery: Delivery, _: str) -> None:
        call = self._store.get(tx, CallId(delivery.subject))
        if call is not None and delivery.person is not None:
            self._without(tx, call, delivery.person)

    def _stopped(self, tx: Transaction, circle: CircleId, person: PersonNumber) -> None:
        for call in self._store.heard_by(tx, person):
            if call.circle == circle:
                self._without(tx, call, person)

    def _without(self, tx: Transaction, call: Call, person: PersonNumber) -> None:
        """Wait for somebody no longer; where they were the last, the truth comes at once."""
        listened = self._store.listener(tx, call.call) == person
        nobody_left = self._store.drop_listener(tx, call.call, person)
        if call.state is not State.NOBODY and (listened or nobody_left):
            now = self._ground.clock.now()
            self._store.save(tx, replace(call, ends_at=now))
            self._ground.dues.add(tx, ENDS, call.call, now, Lane.REMINDER)

    def forget(self, tx: Transaction, person: PersonNumber) -> None:
        """Let go of somebody's own wish to be heard, and of what they were to others': erased, or away."""
        for call in self._store.of_person(tx, person):
            self.end(tx, call)
        for call in self._store.heard_by(tx, person):
            self._without(tx, call, person)

    def end(self, tx: Transaction, call: Call) -> None:
        """Ask nobody any more, and keep nothing of it."""
        self._ground.outbox.take_back(tx, PAGES, call.call)
        self._ground.dues.drop(tx, ENDS, call.call)
        self._store.drop(tx, call.call)

    async def _time_is_up(self, subject: int) -> None:
        call = await self._database.read(lambda tx: self._store.get(tx, CallId(subject)))
        if call is None:
            return
        person = (await self._known.people.get([call.person])).get(call.person)
        await self._database.write(lambda tx: self._tell_nobody(tx, CallId(subject), person))
        self._ground.changed()

    def _tell_nobody(self, tx: Transaction, number: CallId, person: Person | None) -> None:
        call, now = self._store.get(tx, number), self._ground.clock.now()
        # Somebody may have said yes meanwhile, which set another time.
        if call is None or call.state is State.NOBODY or call.ends_at > now:
            return
        self._ground.outbox.take_back(tx, PAGES, number)
        self._store.save(tx, replace(call, state=State.NOBODY))
        key = "debriefs.slip.nobody" if call.state is State.LOOKING else "debriefs.slip.no_more"
        self.slip(tx, call.circle, person, said(key))

    def slip(self, tx: Transaction, circle: CircleId, person: Person | None, body: Said) -> None:
        """Put a note into somebody's mailbox inside a transaction, about an ask that they answered."""
        if person is not None and self._known.consents.holds_in(tx, person.number, circle, WILLING):
            self._known.mailbox.slip(tx, person, HouseSlip(circle, "debriefs.about.own", body))

    async def look(self, visitor: Visitor, number: CallId) -> Heads:
        """Answer the heads-up to somebody who was asked, and whether it is still free; keeps nothing."""
        _, _, heads = await self._heads(visitor, number)
        return heads

    async def listen(self, visitor: Visitor, number: CallId) -> Heads:
        """Be the one who listens, as the only one; pressed twice it is the same as once."""
        call, person, heads = await self._heads(visitor, number)
        if heads.listens or not heads.free:
            return heads
        asker = (await self._known.people.get([call.person])).get(call.person)
        await self._database.write(lambda tx: self._listen(tx, number, person, asker))
        self._ground.changed()
        return await self.look(visitor, number)

    def _listen(self, tx: Transaction, number: CallId, person: Person, asker: Person | None) -> None:
        call, now = self._store.get(tx, number), self._ground.clock.now()
        if call is None or asker is None or call.state is not State.LOOKING or call.ends_at <= now:
            return
        if not self._store.was_asked(tx, number, person.number):
            return
        heard = replace(call, state=State.HEARD, ends_at=now + HEARS_FOR)
        self._store.save(tx, heard)
        self._store.listens(tx, number, person.number)
        self._ground.outbox.take_back(tx, PAGES, number)
        self._ground.dues.add(tx, ENDS, number, heard.ends_at, Lane.REMINDER)
        self.slip(tx, call.circle, asker, said("debriefs.slip.someone", until=Moment(heard.ends_at)))

    async def _heads(self, visitor: Visitor, number: CallId) -> tuple[Call, Person, Heads]:
        call = await self._database.read(lambda tx: self._store.get(tx, number))
        if call is None or call.state is State.NOBODY:
            raise Refusal("debriefs.refused.over")
        person = await self._known.asked.is_willing(visitor.platform_id, call.circle)
        circle = await self._known.circles.get(call.circle)
        listener = await self._database.read(lambda tx: self._store.listener(tx, number))
        asked = await self._database.read(lambda tx: self._store.was_asked(tx, number, person.number))
        # Those who were not chosen are let go of: whoever else presses was one of them, or nobody's.
        free = call.state is State.LOOKING and call.ends_at > self._ground.clock.now() and asked
        heads = Heads(number, circle.name, call.ends_at, listens=listener == person.number, free=free)
        return call, person, heads


def _nothing_more(_: Transaction, __: Delivery, ___: MessageId) -> None:
    pass

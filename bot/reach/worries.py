"""Being worried about somebody: people who can be asked are told, never that person nor who raised it."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.asked.notices import page as page_notice
from bot.asked.service import Asked
from bot.circles.model import Circle
from bot.circles.service import Circles
from bot.core.delivery.errand import Errand, Outgoing
from bot.core.delivery.outbox import Delivery
from bot.core.ground import Ground
from bot.core.ids import CircleId, MessageId, Person, PersonNumber, Private, Visitor
from bot.core.lanes import Lane
from bot.core.notices import Said, button, said
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.core.words import straight
from bot.mailbox.model import HouseSlip
from bot.mailbox.service import Mailbox
from bot.people.service import People
from bot.reach.model.worry import (
    FIRST_MOST,
    LOOKED_AT_UNTIL,
    NOTE_MOST,
    ONCE_IN,
    OTHERS_AFTER,
    SEEN_BY_MOST,
    WORRY_STAYS,
    About,
    LookIn,
    Looking,
    Told,
    Worry,
    WorryId,
    next_to_ask,
)
from bot.reach.store.worries import WorryStore

PAGES = "reach.worry_pages"
"""The kind of delivery that asks one person to look in."""

LOOKS = "reach.worry_looks"
"""The kind of due row at which others are asked, and later its raiser told the truth."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The parts of the house that a worry goes through."""

    people: People
    circles: Circles
    asked: Asked
    mailbox: Mailbox


class Worries:
    """Tells people who can be asked about somebody; the raiser learns only that it was seen (R82)."""

    def __init__(self, ground: Ground, store: WorryStore, known: Neighbours) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = store
        self._known = known
        ground.sender.handle(PAGES, Errand(self._compose, _nothing_more, self._lost))
        ground.dues.handle(LOOKS, self._time_has_come)
        known.asked.on_stopped(self._stopped)

    async def begin(self, visitor: Visitor, about: About) -> Looking | tuple[Circle, ...]:
        """Answer what telling would do, or the circles to choose from; keeps nothing and tells nobody.

        Raises Refusal for a worry about oneself, and for who is in no circle here.
        """
        if about.who == visitor.platform_id:
            raise Refusal("reach.refused.worry_self", button("reach.button.open", "reach:open"))
        circles = tuple(await self._known.circles.of_member(visitor))
        here = [circle for circle in circles if circle.room is not None and circle.room == about.channel]
        if not circles:
            raise Refusal("reach.refused.worry_outside", button("reach.button.numbers", "helplines:open"))
        if not here and len(circles) > 1:
            return circles
        return await self.look(visitor, (here or list(circles))[0].circle, about)

    async def look(self, visitor: Visitor, circle_id: CircleId, about: About) -> Looking:
        """Answer what telling the people of one circle would do."""
        circle, person = await self._known.circles.access(visitor, circle_id)
        target = await self._known.people.find(about.who)
        anyone = await self._database.read(
            lambda tx: bool(self._around(tx, circle_id, _both(person, target), set(), None))
        )
        return Looking(circle_id, circle.name, about, anyone)

    def _around(
        self,
        tx: Transaction,
        circle: CircleId,
        two: set[PersonNumber],
        before: set[PersonNumber],
        most: int | None,
    ) -> list[PersonNumber]:
        """Answer who can be told now: neither of the two, nor anybody to be kept apart from one of them (R28)."""
        willing = self._known.asked.willing_in(tx, circle, self._ground.clock.now())
        found, apart = [one.person for one in willing], self._known.people.apart
        kept_apart = {one for either in two for one in apart.from_in(tx, either, found)}
        return next_to_ask(willing, two | before | kept_apart, most)

    async def tell(self, visitor: Visitor, circle_id: CircleId, about: About, note: Private) -> bool:
        """Tell people who can be asked; the press that says who is told is the yes. False where nobody is around.

        Raises Refusal, with nobody told, where the visitor told of the same person within a day, and for a note of
        more than 140 characters.
        """
        note = Private(straight(note).strip())
        if len(note) > NOTE_MOST:
            raise Refusal("reach.refused.worry_too_long", most=NOTE_MOST)
        if about.who == visitor.platform_id:
            raise Refusal("reach.refused.worry_self", button("reach.button.open", "reach:open"))
        _, person = await self._known.circles.access(visitor, circle_id)
        target = await self._known.people.find(about.who)
        number, mark = WorryId(self._ground.chance.number()), self._store.mark(circle_id, about.who)
        sealed = self._store.sealed(number, Told(about, note), person, target)
        worry = Worry(number, circle_id, person.number, mark, sealed, self._ground.clock.now())
        told = await self._database.write(lambda tx: self._tell(tx, worry, person, target))
        self._ground.changed()
        return told

    def _tell(self, tx: Transaction, worry: Worry, person: Person, target: Person | None) -> bool:
        if self._store.told_since(tx, person.number, worry.about, worry.raised_at - ONCE_IN):
            raise Refusal("reach.refused.worry_told", button("reach.button.numbers", "helplines:open"))
        around = self._around(tx, worry.circle, _both(person, target), set(), FIRST_MOST)
        if not around:
            return False
        self._store.add(tx, worry, None if target is None else target.number)
        self._page(tx, worry, around)
        self._ground.dues.add(tx, LOOKS, worry.worry, worry.raised_at + OTHERS_AFTER, Lane.REACH)
        return True

    def _page(self, tx: Transaction, worry: Worry, people: list[PersonNumber]) -> None:
        circle, now = self._known.circles.get_in(tx, worry.circle), self._ground.clock.now()
        server = None if circle is None else circle.server
        until = worry.raised_at + LOOKED_AT_UNTIL
        for one in people:
            self._store.add_page(tx, worry.worry, one, now)
            delivery = Delivery(PAGES, worry.worry, now, Lane.REACH, server=server, person=one)
            self._ground.outbox.put(tx, replace(delivery, expires_at=until))

    async def _compose(self, delivery: Delivery) -> Outgoing | None:
        worry = await self._database.read(lambda tx: self._wanted(tx, delivery))
        if worry is None or delivery.person is None:
            return None
        who = await self._known.people.reveal(delivery.person)
        person = (await self._known.people.get([delivery.person])).get(delivery.person)
        if who is None or person is None:
            return None
        language = (await self._known.people.settings(person)).language
        circle = await self._known.circles.get(worry.circle)
        notice = page_notice(button("reach.button.look", f"reach:worry_look:{worry.worry}"))
        return Outgoing(notice, language or circle.settings.language, who=who)

    def _wanted(self, tx: Transaction, delivery: Delivery) -> Worry | None:
        pages = self._store.pages(tx, WorryId(delivery.subject))
        waits = any(one.person == delivery.person and not one.lost for one in pages)
        if sum(one.seen for one in pages) >= SEEN_BY_MOST or not waits:
            return None
        return self._store.get(tx, WorryId(delivery.subject))

    def _lost(self, tx: Transaction, delivery: Delivery, _: str) -> None:
        if delivery.person is not None:
            self._without(tx, WorryId(delivery.subject), delivery.person)

    def _stopped(self, tx: Transaction, circle: CircleId, person: PersonNumber) -> None:
        for worry in self._store.unseen_of(tx, person, circle):
            self._without(tx, worry, person)

    def _without(self, tx: Transaction, worry: WorryId, person: PersonNumber) -> None:
        """Wait for somebody no longer; where they were the last, the next step comes at once."""
        self._store.mark_lost(tx, worry, person)
        pages = self._store.pages(tx, worry)
        if pages and all(one.lost and not one.seen for one in pages):
            self._ground.dues.add(tx, LOOKS, worry, self._ground.clock.now(), Lane.REACH)

    async def _time_has_come(self, subject: int) -> None:
        worry, about = await self._database.read(
            lambda tx: (self._store.get(tx, WorryId(subject)), self._store.about(tx, WorryId(subject)))
        )
        if worry is None:
            return
        found = await self._known.people.get([one for one in (worry.person, about) if one is not None])
        person, target = found.get(worry.person), None if about is None else found.get(about)
        if about is None and person is not None:
            # They may have joined since.
            target = await self._known.people.find(self._store.open(worry, person, None).about.who)
        await self._database.write(lambda tx: self._next(tx, WorryId(subject), person, target))
        self._ground.changed()

    def _next(self, tx: Transaction, number: WorryId, person: Person | None, target: Person | None) -> None:
        worry, pages = self._store.get(tx, number), self._store.pages(tx, number)
        if worry is None or any(one.seen for one in pages):
            return
        ends, now = worry.raised_at + LOOKED_AT_UNTIL, self._ground.clock.now()
        before, two = {one.person for one in pages}, _both(person, target) | {worry.person}
        others = [] if now >= ends else self._around(tx, worry.circle, two, before, None)
        self._page(tx, worry, others)
        if now < ends and (others or not all(one.lost for one in pages)):
            self._ground.dues.add(tx, LOOKS, number, ends, Lane.REACH)
            return
        # Nobody is left to look in: its raiser must not go on relying on it.
        self._slip(tx, worry, person, said("reach.worry.slip.nobody"))

    def _slip(self, tx: Transaction, worry: Worry, person: Person | None, body: Said) -> None:
        if person is not None:
            self._known.mailbox.slip(tx, person, HouseSlip(worry.circle, "reach.about.worry", body))

    async def open(self, visitor: Visitor, number: WorryId) -> LookIn:
        """Answer what somebody reads who was asked to look in; raises Refusal for anyone else."""
        worry, person, told = await self._let_in(visitor, number)
        circle = await self._known.circles.get(worry.circle)
        pages = await self._database.read(lambda tx: self._store.pages(tx, number))
        mine = next(one for one in pages if one.person == person.number)
        return LookIn(
            worry=number,
            server=circle.server,
            circle_name=circle.name,
            told=told,
            raised_at=worry.raised_at,
            seen=mine.seen,
            seen_by_enough=sum(one.seen for one in pages) >= SEEN_BY_MOST,
            writes=mine.writes,
            somebody_writes=any(one.writes for one in pages),
        )

    async def seen(self, visitor: Visitor, number: WorryId, *, writes: bool) -> LookIn:
        """Keep that the visitor has seen it, or is the one who writes to them; twice is the same as once."""
        worry, person, _ = await self._let_in(visitor, number)
        raiser = (await self._known.people.get([worry.person])).get(worry.person)
        await self._database.write(lambda tx: self._see(tx, worry, person, raiser, writes=writes))
        self._ground.changed()
        return await self.open(visitor, number)

    def _see(self, tx: Transaction, worry: Worry, person: Person, raiser: Person | None, *, writes: bool) -> None:
        pages = self._store.pages(tx, worry.worry)
        mine = next((one for one in pages if one.person == person.number), None)
        if mine is None:
            raise Refusal("reach.refused.over_for_you")
        count = sum(one.seen for one in pages)
        if writes and not any(one.writes for one in pages):
            self._store.mark_writes(tx, worry.worry, person.number)
        elif writes or (count >= SEEN_BY_MOST and not mine.seen):
            return
        if not mine.seen:
            self._store.mark_seen(tx, worry.worry, person.number)
            if count < SEEN_BY_MOST:
                self._slip(tx, worry, raiser, said("reach.worry.slip.seen", count=count + 1))

    async def _let_in(self, visitor: Visitor, number: WorryId) -> tuple[Worry, Person, Told]:
        worry = await self._database.read(lambda tx: self._store.get(tx, number))
        if worry is None:
            raise Refusal("reach.refused.over_for_you")
        person = await self._known.asked.is_willing(visitor.platform_id, worry.circle)
        pages = await self._database.read(lambda tx: self._store.pages(tx, number))
        if all(one.person != person.number for one in pages):
            raise Refusal("reach.refused.over_for_you")
        told = await self._told(worry)
        if told is None or told.about.who == visitor.platform_id:
            raise Refusal("reach.refused.over_for_you")
        return worry, person, told

    async def _told(self, worry: Worry) -> Told | None:
        """Answer what is told, or None where one of the two was forgotten meanwhile."""
        about = await self._database.read(lambda tx: self._store.about(tx, worry.worry))
        found = await self._known.people.get([one for one in (worry.person, about) if one is not None])
        raiser, target = found.get(worry.person), None if about is None else found.get(about)
        if raiser is None or (about is not None and target is None):
            return None
        return self._store.open(worry, raiser, target)

    def forget(self, tx: Transaction, person: PersonNumber) -> None:
        """Let go of worries that somebody raised or that are about them, before they are erased."""
        for worry in self._store.of_person(tx, person):
            self._ground.outbox.take_back(tx, PAGES, worry)
            self._ground.dues.drop(tx, LOOKS, worry)
            self._store.drop(tx, worry)

    def expire(self, tx: Transaction, now: datetime) -> int:
        """Let go of what is seven days old, and answer how many that were."""
        return self._store.expire(tx, now - WORRY_STAYS)


def _both(person: Person | None, target: Person | None) -> set[PersonNumber]:
    return {one.number for one in (person, target) if one is not None}


def _nothing_more(_: Transaction, __: Delivery, ___: MessageId) -> None:
    pass

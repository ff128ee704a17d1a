"""Test pages: the very message that would ask, at once for whoever presses, and monthly in their own hours."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.asked.model import (
    FIRST_TEST_AFTER,
    SEEN_WITHIN,
    TESTED_EVERY,
    PageTest,
    Switch,
    SwitchId,
    around_at,
)
from bot.asked.model.hours import around_until, next_within
from bot.asked.notices import test_page
from bot.asked.store import AskedStore
from bot.asked.switches import Switches
from bot.circles.model import Circle
from bot.circles.service import Circles
from bot.core.delivery.errand import Errand, NotKnown, Outcome, Outgoing, Sent
from bot.core.delivery.outbox import Delivery, Dropped
from bot.core.ground import Ground
from bot.core.ids import CircleId, MessageId, Person, Visitor
from bot.core.lanes import Lane
from bot.core.refusals import Refusal
from bot.core.scheduling.due import microseconds
from bot.core.storage.database import Transaction
from bot.people.service import People

TESTS = "asked.tests"
"""The kind of due row that sends a test page in somebody's own hours."""

UNSEEN = "asked.unseen"
"""The kind of due row that looks whether a test page was seen."""

SENDS = "asked.test"
"""The kind of delivery that is a test page."""

AT_ONCE_WITHIN = timedelta(minutes=10)
"""How late a test page may come that somebody waits for."""

NOT_AGAIN_FOR = timedelta(minutes=2)
"""A second press within this time sends no second one."""


class PageTests:
    """Sends test pages, and keeps whether the last one was seen (R90)."""

    def __init__(
        self, ground: Ground, store: AskedStore, people: People, circles: Circles, switches: Switches
    ) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = store
        self._people = people
        self._circles = circles
        self._switches = switches
        ground.dues.handle_within(TESTS, lambda tx, subject, at: self._due(tx, SwitchId(subject), at))
        ground.dues.handle_within(UNSEEN, lambda tx, subject, _: self._unseen(tx, SwitchId(subject)))
        ground.sender.handle(SENDS, Errand(self._compose, self._sent, self._dropped))
        switches.on_ended(self._end)

    def _end(self, tx: Transaction, switch: Switch) -> None:
        for kind in (TESTS, UNSEEN):
            self._ground.dues.drop(tx, kind, switch.switch)
        self._ground.outbox.take_back(tx, SENDS, switch.switch)

    def plan(self, tx: Transaction, switch: Switch, circle: Circle) -> None:
        """Note inside a transaction when the next test page comes by itself: a month later, in own hours."""
        now = self._ground.clock.now()
        at = now + FIRST_TEST_AFTER
        if switch.test_at is not None and switch.test is not PageTest.LATE:
            at = max(now, switch.test_at + TESTED_EVERY)
        if switch.around_until is not None and at < switch.around_until:
            self._ground.dues.add(tx, TESTS, switch.switch, at, Lane.REMINDER)
            return
        coming = next_within(switch.hours.spans, switch.hours.zone or circle.settings.zone, at)
        if coming is None:
            self._ground.dues.drop(tx, TESTS, switch.switch)
        else:
            self._ground.dues.add(tx, TESTS, switch.switch, coming, Lane.REMINDER)

    def _due(self, tx: Transaction, subject: SwitchId, due_at: datetime) -> None:
        found = self._store.get(tx, subject)
        switch = None if found is None else self._switches.valid_in(tx, found.person, found.circle)
        circle = None if switch is None else self._circles.get_in(tx, switch.circle)
        if switch is None or circle is None:
            return
        now = self._ground.clock.now()
        if around_at(switch, circle.settings.zone, None, now) and not self._switches.rests(tx, switch.person):
            ends = around_until(switch.hours.spans, switch.hours.zone or circle.settings.zone, now)
            self._put(tx, switch, max(filter(None, (ends, switch.around_until))), due_at)
            switch = self._store.get(tx, subject) or switch
        # As after a time away: their hours are over, they stepped back meanwhile, or want less of it today.
        self._plan_after(tx, switch, circle, now)

    def _plan_after(self, tx: Transaction, switch: Switch, circle: Circle, now: datetime) -> None:
        self.plan(tx, switch, circle)
        due_at = self._ground.dues.due_at(tx, TESTS, switch.switch)
        if due_at is not None and due_at <= now:
            # Stepped back within their own hours, or a quiet day: looked at again the next day.
            self._ground.dues.add(tx, TESTS, switch.switch, now + FIRST_TEST_AFTER, Lane.REMINDER)

    def _put(self, tx: Transaction, switch: Switch, expires: datetime, due_at: datetime) -> str:
        # By the moment it was due: from a copy that was put back it is known to be the same one. The switch names
        # its last test by that very moment, and no clock stands still between two looks at it.
        self._store.save(tx, replace(switch, test=PageTest.WAITING, test_at=due_at))
        return self._ground.outbox.put(
            tx, Delivery(SENDS, switch.switch, due_at, Lane.REMINDER, person=switch.person, expires_at=expires)
        )

    async def send(self, visitor: Visitor, circle_id: CircleId) -> PageTest:
        """Send one now, for whoever pressed, and answer how it stands; pressed twice, one is sent.

        Raises Refusal where the switch is off, or where Discord has not answered yet.
        """
        person = await self._switches.person(visitor.platform_id, circle_id)
        ident = await self._database.write(lambda tx: self._begin(tx, person, circle_id))
        outcome: Outcome | None = None
        if ident is not None:
            self._ground.changed()
            outcome = await self._ground.sender.deliver(ident)
        switch = await self._database.read(lambda tx: self._store.of(tx, person.number, circle_id))
        if switch is None:
            raise Refusal("core.stale")
        if isinstance(outcome, NotKnown) and switch.test is PageTest.WAITING:
            raise Refusal("asked.refused.test_not_answered")
        return PageTest.SENT if isinstance(outcome, Sent) and switch.test is PageTest.WAITING else switch.test

    def _begin(self, tx: Transaction, person: Person, circle_id: CircleId) -> str | None:
        switch, circle = self._switches.valid_in(tx, person.number, circle_id), self._circles.get_in(tx, circle_id)
        if switch is None or circle is None:
            raise Refusal("core.stale")
        now = self._ground.clock.now()
        lately = switch.test_at is not None and now < switch.test_at + NOT_AGAIN_FOR
        if lately and switch.test in (PageTest.WAITING, PageTest.SENT, PageTest.SEEN):
            return None
        ident = self._put(tx, switch, now + AT_ONCE_WITHIN, now)
        self.plan(tx, replace(switch, test_at=now), circle)
        return ident

    async def seen(self, visitor: Visitor, switch_id: SwitchId, test: int) -> bool:
        """Note that the visitor saw their own test page; False for one of an earlier time, which changes nothing.

        `test` is the moment it was made for, in microseconds since 1970.
        """
        person = await self._people.find(visitor.platform_id)
        if person is None:
            raise Refusal("core.stale")
        return await self._database.write(lambda tx: self._see(tx, person, switch_id, test))

    def _see(self, tx: Transaction, person: Person, switch_id: SwitchId, test: int) -> bool:
        switch = self._store.get(tx, switch_id)
        if switch is None or switch.person != person.number:
            raise Refusal("core.stale")
        if switch.test_at is None or microseconds(switch.test_at) != test:
            return False
        self._ground.dues.drop(tx, UNSEEN, switch_id)
        self._store.save(tx, replace(switch, test=PageTest.SEEN, tested=True))
        return True

    def _unseen(self, tx: Transaction, subject: SwitchId) -> None:
        switch = self._store.get(tx, subject)
        if switch is not None and switch.test is PageTest.SENT:
            self._store.save(tx, replace(switch, test=PageTest.UNSEEN, tested=False))

    async def _compose(self, delivery: Delivery) -> Outgoing | None:
        found = await self._database.read(lambda tx: self._wanted(tx, delivery))
        if found is None:
            return None
        switch, circle = found
        person = (await self._people.get([switch.person])).get(switch.person)
        who = await self._people.reveal(switch.person)
        if person is None or who is None:
            return None
        language = (await self._people.settings(person)).language or circle.settings.language
        return Outgoing(test_page(switch.switch, microseconds(delivery.due_at)), language, who=who)

    def _wanted(self, tx: Transaction, delivery: Delivery) -> tuple[Switch, Circle] | None:
        switch = self._meant(tx, delivery)
        valid = None if switch is None else self._switches.valid_in(tx, switch.person, switch.circle)
        circle = None if valid is None else self._circles.get_in(tx, valid.circle)
        return None if valid is None or circle is None else (valid, circle)

    def _meant(self, tx: Transaction, delivery: Delivery) -> Switch | None:
        """Answer the switch a delivery is the last test of; None where it went, or a later test was made."""
        switch = self._store.get(tx, SwitchId(delivery.subject))
        return switch if switch is not None and switch.test_at == delivery.due_at else None

    def _sent(self, tx: Transaction, delivery: Delivery, _: MessageId) -> None:
        switch = self._meant(tx, delivery)
        # Whoever is quick has pressed before Discord's answer came.
        if switch is None or switch.test is not PageTest.WAITING:
            return
        self._store.save(tx, replace(switch, test=PageTest.SENT))
        at = self._ground.clock.now() + SEEN_WITHIN
        self._ground.dues.add(tx, UNSEEN, switch.switch, at, Lane.REMINDER)

    def _dropped(self, tx: Transaction, delivery: Delivery, why: str) -> None:
        switch = self._meant(tx, delivery)
        if switch is None or switch.test is not PageTest.WAITING:
            return
        if why == Dropped.UNKNOWN:
            # It may stand, and then its button must do what it says.
            self._sent(tx, delivery, MessageId(0))
        elif why in (Dropped.EXPIRED, Dropped.NOT_WANTED):
            self._late(tx, replace(switch, test=PageTest.LATE))
        else:
            self._store.save(tx, replace(switch, test=PageTest.NOT_DELIVERED, tested=False))

    def _late(self, tx: Transaction, switch: Switch) -> None:
        """Note that a test page was not sent in its time; whether an earlier one was seen stays as it is."""
        self._store.save(tx, switch)
        circle = self._circles.get_in(tx, switch.circle)
        if circle is not None:
            self.plan(tx, switch, circle)

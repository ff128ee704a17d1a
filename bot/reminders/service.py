"""Reminders to oneself: kept, put into one's own mailbox when their time comes, and ended in one press."""

from bot.circles.model import NOWHERE
from bot.core.ground import Ground
from bot.core.ids import EVERYWHERE, CircleId, Person, PersonNumber, Visitor
from bot.core.lanes import Lane
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.days.model import local_date
from bot.mailbox.model import HouseSlip, WithWay
from bot.people.model import NotATime, minutes_from
from bot.reminders import OWN
from bot.reminders.ideas import Known
from bot.reminders.model import (
    FRESH_FOR,
    MOST,
    NO_WORDS,
    TIMES,
    WORDS_MOST,
    Kept,
    NotUsable,
    Often,
    Plan,
    Reminder,
    Typed,
    What,
    came,
    comes_next,
    first_day,
    own_words,
    words_of,
)
from bot.reminders.store import ReminderStore, Sealed

COMES = "reminders.comes"
"""The kind of due row at which a reminder goes into its own person's mailbox."""


class Reminders:
    """What somebody reminds themselves of; it comes by their own mailbox, and by no other way (F38)."""

    def __init__(self, ground: Ground, store: ReminderStore, known: Known) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = store
        self._people = known.people
        self._consents = known.consents
        self._circles = known.circles
        self._days = known.days
        self._mailbox = known.mailbox
        ground.dues.handle(COMES, self._comes)
        known.consents.on_withdrawal(self._withdrawn)

    def _withdrawn(self, tx: Transaction, person: PersonNumber, circle: CircleId, purpose: str) -> None:
        if (circle, purpose) == (EVERYWHERE, OWN):
            self.forget(tx, person)

    def forget(self, tx: Transaction, person: PersonNumber) -> None:
        """Let go of somebody's reminders, and of what is due about them, inside the caller's transaction."""
        for one in self._store.of(tx, person):
            self._drop(tx, one.reminder)

    def _drop(self, tx: Transaction, reminder: int) -> None:
        self._ground.dues.drop(tx, COMES, reminder)
        self._store.drop(tx, reminder)

    async def see(self, visitor: Visitor) -> Kept:
        """Answer the visitor's own reminders; keeps nothing."""
        person = await self._people.find(visitor.platform_id)
        if person is None:
            return Kept((), ideas=False, zone=NOWHERE)
        return await self._database.read(lambda tx: self._kept(tx, person))

    def _kept(self, tx: Transaction, person: Person) -> Kept:
        found = self._store.of(tx, person.number)
        reminders = tuple(Reminder(one.reminder, self._store.open(person, one), one.at) for one in found)
        ideas = self._store.idea_of(tx, person.number) is not None
        return Kept(reminders, ideas, self._circles.zone_in(tx, person))

    async def keep(self, visitor: Visitor, what: str, often: str, typed: Typed) -> Kept:
        """Keep a reminder; handing the form in, below the words that say what is kept, is the yes to it.

        Raises Refusal, with nothing kept, for what cannot be read, for a time that is over, and for one too many.
        """
        if what not in set(What) or often not in set(Often):
            raise Refusal("core.stale")
        before = await self.see(visitor)
        if len(before.reminders) >= MOST:
            raise Refusal("reminders.refused.most", most=MOST)
        plan = self._plan(What(what), Often(often), typed, before.zone)
        at = comes_next(plan, self._ground.clock.now())
        if at is None:
            raise Refusal("reminders.refused.over")
        await self._consents.give(visitor.platform_id, EVERYWHERE, OWN)
        person = await self._people.admit(visitor.platform_id)
        reminder = Reminder(self._ground.chance.number(), plan, at)
        await self._database.write(lambda tx: self._put(tx, person, reminder))
        self._ground.changed()
        return await self.see(visitor)

    def _plan(self, what: What, often: Often, typed: Typed, zone: str) -> Plan:
        today = local_date(self._ground.clock.now(), zone)
        try:
            words = own_words(typed.words) if what is What.OWN else NO_WORDS
            first = first_day(typed.day, typed.month, today)
            return Plan(what, often, minutes_from(typed.time), zone, first, words, left=TIMES)
        except NotATime as fault:
            raise Refusal("reminders.refused.time") from fault
        except NotUsable as fault:
            most = {"most": WORDS_MOST} if fault.reason == "too_long" else {}
            raise Refusal(f"reminders.refused.{fault.reason}", **most) from fault

    def _put(self, tx: Transaction, person: Person, reminder: Reminder) -> None:
        if len(self._store.of(tx, person.number)) >= MOST:
            raise Refusal("reminders.refused.most", most=MOST)
        self._store.save(tx, person, reminder)
        self._ground.dues.add(tx, COMES, reminder.reminder, reminder.at, Lane.REMINDER)

    async def end(self, visitor: Visitor, reminder: int) -> Kept:
        """End one of the visitor's own reminders; done as well if it had ended."""
        person = await self._people.find(visitor.platform_id)

        def work(tx: Transaction) -> None:
            found = self._store.get(tx, reminder)
            if found is not None and person is not None and found.person == person.number:
                self._drop(tx, reminder)

        await self._database.write(work)
        return await self.see(visitor)

    async def _comes(self, number: int) -> None:
        found = await self._database.read(lambda tx: self._store.get(tx, number))
        person = None if found is None else (await self._people.get([found.person])).get(found.person)
        if person is not None:
            await self._database.write(lambda tx: self._come(tx, number, person))
            self._ground.changed()

    def _come(self, tx: Transaction, number: int, person: Person) -> None:
        """Put it into the mailbox and note when it comes next, in one transaction: neither is done twice."""
        found, now = self._store.get(tx, number), self._ground.clock.now()
        if found is None or found.at > now:
            return
        plan = self._store.open(person, found)
        if self._is_wanted(tx, found, plan):
            body = WithWay(words_of(plan), "reminders.button.end_number", f"reminders:end:{number}")
            self._mailbox.slip(tx, person, HouseSlip(EVERYWHERE, "reminders.about", body))
            plan = came(plan)
        at = comes_next(plan, now)
        if at is None:
            self._drop(tx, number)
        else:
            self._store.save(tx, person, Reminder(number, plan, at))
            self._ground.dues.add(tx, COMES, number, at, Lane.REMINDER)

    def _is_wanted(self, tx: Transaction, found: Sealed, plan: Plan) -> bool:
        if self._days.is_silent(tx, found.person):
            return False
        # One that comes again is left out where it would come at the wrong time of day; it is said nowhere.
        return plan.often is Often.ONCE or self._ground.clock.now() < found.at + FRESH_FOR

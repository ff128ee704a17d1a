"""A light idea once a week, for who switched it on: one of a few fixed texts, drawn by chance (F38)."""

from dataclasses import dataclass
from datetime import datetime

from bot.circles.service import Circles
from bot.consent.service import Consents
from bot.core.ground import Ground
from bot.core.ids import EVERYWHERE, CircleId, Person, PersonNumber, Visitor
from bot.core.lanes import Lane
from bot.core.notices import said
from bot.core.storage.database import Transaction
from bot.days.model import local_date
from bot.days.service import Days
from bot.mailbox.model import HouseSlip, WithWay
from bot.mailbox.service import Mailbox
from bot.people.service import People
from bot.reminders import IDEAS
from bot.reminders.model import FRESH_FOR, next_idea
from bot.reminders.model import IDEAS as HOW_MANY
from bot.reminders.store import Idea, ReminderStore

IDEA = "reminders.idea_comes"
"""The kind of due row at which a light idea goes into somebody's mailbox."""


@dataclass(frozen=True, slots=True)
class Known:
    """Whom a reminder needs: who people are, what they said yes to, their clock, their days, their mailbox."""

    people: People
    consents: Consents
    circles: Circles
    days: Days
    mailbox: Mailbox


class Ideas:
    """Nothing is kept but that somebody wished for them, and when the next one comes."""

    def __init__(self, ground: Ground, store: ReminderStore, known: Known) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = store
        self._people = known.people
        self._consents = known.consents
        self._circles = known.circles
        self._days = known.days
        self._mailbox = known.mailbox
        ground.dues.handle(IDEA, self._comes)
        known.consents.on_withdrawal(self._withdrawn)

    def _withdrawn(self, tx: Transaction, person: PersonNumber, circle: CircleId, purpose: str) -> None:
        if (circle, purpose) == (EVERYWHERE, IDEAS):
            self.forget(tx, person)

    def forget(self, tx: Transaction, person: PersonNumber) -> None:
        """Let go of somebody's wish, and of what is due about it, inside the caller's transaction."""
        found = self._store.idea_of(tx, person)
        if found is not None:
            self._ground.dues.drop(tx, IDEA, found.idea)
            self._store.drop_idea(tx, found.idea)

    async def switch_on(self, visitor: Visitor) -> datetime:
        """Have one come once a week, and answer when the first one does; pressed twice it is as once."""
        await self._consents.give(visitor.platform_id, EVERYWHERE, IDEAS)
        person = await self._people.admit(visitor.platform_id)
        at = await self._database.write(lambda tx: self._begin(tx, person))
        self._ground.changed()
        return at

    def _begin(self, tx: Transaction, person: Person) -> datetime:
        found = self._store.idea_of(tx, person.number)
        if found is not None:
            return found.at
        return self._plan(tx, self._ground.chance.number(), person, self._ground.clock.now())

    def _plan(self, tx: Transaction, number: int, person: Person, near: datetime) -> datetime:
        zone, now = self._circles.zone_in(tx, person), self._ground.clock.now()
        at = next_idea(local_date(near, zone).weekday(), zone, now)
        self._store.save_idea(tx, Idea(number, person.number, at))
        self._ground.dues.add(tx, IDEA, number, at, Lane.REMINDER)
        return at

    async def switch_off(self, visitor: Visitor) -> None:
        """Have none come any more; done as well if none did."""
        await self._consents.withdraw(visitor.platform_id, EVERYWHERE, IDEAS)

    async def _comes(self, number: int) -> None:
        found = await self._database.read(lambda tx: self._store.idea(tx, number))
        person = None if found is None else (await self._people.get([found.person])).get(found.person)
        if person is not None:
            await self._database.write(lambda tx: self._come(tx, number, person))
            self._ground.changed()

    def _come(self, tx: Transaction, number: int, person: Person) -> None:
        found, now = self._store.idea(tx, number), self._ground.clock.now()
        if found is None or found.at > now:
            return
        # On a quiet day, gentler ones included, and long after its time, it is left out.
        if self._days.rests_until(tx, person.number) is None and now < found.at + FRESH_FOR:
            which = self._ground.chance.number() % HOW_MANY + 1
            body = WithWay(said(f"reminders.idea.{which}"), "reminders.button.no_ideas", "reminders:ideas_off")
            self._mailbox.slip(tx, person, HouseSlip(EVERYWHERE, "reminders.about_idea", body))
        self._plan(tx, number, person, found.at)

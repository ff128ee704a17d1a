"""Keeping quiet days, and telling whoever would come what today is like: never which day it is."""

from collections.abc import Callable
from datetime import datetime

from bot.circles.model import NOWHERE
from bot.circles.service import Circles
from bot.consent.service import Consents
from bot.core.ground import Ground
from bot.core.ids import EVERYWHERE, CircleId, Person, PersonNumber, Visitor
from bot.core.lanes import Lane
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.days import DAYS
from bot.days.hellos import Hellos
from bot.days.model import (
    MOST,
    Asked,
    Day,
    Kept,
    Kind,
    NotADay,
    When,
    Wish,
    Wishing,
    kind_on,
    local_date,
    missed,
    next_midnight,
    read_day,
    when_from,
    wish_on,
    with_day,
)
from bot.days.store import DayStore, Head
from bot.mailbox.service import Mailbox
from bot.people.service import People

LOOKS = "days.look"
"""The kind of due row that looks at each midnight of somebody's zone what their day is like."""

Change = Callable[[tuple[Day, ...]], tuple[Day, ...]]
"""Answers days in place of others."""


class Days:
    """Somebody's quiet days; nobody else sees, counts or is told of them."""

    def __init__(
        self,
        ground: Ground,
        store: DayStore,
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
        self.hellos = Hellos(ground, people, consents, circles, mailbox)
        self.hellos.rests_with(lambda tx, person: self.rests_until(tx, person) is not None)
        ground.dues.handle(LOOKS, self._look)
        consents.on_withdrawal(self._withdrawn)

    def _withdrawn(self, tx: Transaction, person: PersonNumber, circle: CircleId, purpose: str) -> None:
        if (circle, purpose) == (EVERYWHERE, DAYS):
            self.forget(tx, person)

    def forget(self, tx: Transaction, person: PersonNumber) -> None:
        """Let go of somebody's days, and of what is due about them, inside the caller's transaction."""
        row = self._store.of(tx, person)
        if row is not None:
            self._ground.dues.drop(tx, LOOKS, row.list)
            self._store.drop(tx, row.list)
        self.hellos.forget(tx, person)

    def is_silent(self, tx: Transaction, person: PersonNumber) -> bool:
        """Tell inside a transaction whether nobody is to be sent to somebody now."""
        row = self._store.of(tx, person)
        return row is not None and row.today is Kind.SILENT and self._ground.clock.now() < row.until

    def rests_until(self, tx: Transaction, person: PersonNumber) -> datetime | None:
        """Answer inside a transaction until when nothing is to be sent to somebody by itself, or None.

        Where their day has begun and was not looked at yet, that is until it was.
        """
        row, now = self._store.of(tx, person), self._ground.clock.now()
        if row is None:
            return None
        if row.until <= now:
            return self._ground.dues.due_at(tx, LOOKS, row.list)
        return row.until if row.today in (Kind.SILENT, Kind.GENTLER) else None

    async def see(self, visitor: Visitor) -> Kept:
        """Answer the visitor's own days; keeps nothing."""
        person = await self._people.find(visitor.platform_id)
        if person is None:
            return Kept((), NOWHERE)
        return await self._database.read(lambda tx: self._kept(tx, person))

    def _kept(self, tx: Transaction, person: Person) -> Kept:
        row = self._store.of(tx, person.number)
        zone = self._circles.zone_in(tx, person)
        days = () if row is None else self._store.open(person, row)
        coming = _coming(days, self._ground.clock.now(), zone)
        return Kept(coming, zone, self.hellos.left(tx, person.number, coming))

    async def consider(self, visitor: Visitor, day: str, month: str, year: str) -> Asked:
        """Answer the day that was typed, before anything is kept; raises Refusal for what is none."""
        zone = (await self.see(visitor)).zone
        try:
            when = read_day(day, month, year, local_date(self._ground.clock.now(), zone))
        except NotADay as fault:
            raise _no_day(fault) from fault
        return Asked(when, zone)

    async def keep(self, visitor: Visitor, when: str, kind: str) -> Kept:
        """Keep a day; the press below the words that say what is kept is the yes to it.

        Raises Refusal for one day more than twelve; nothing is kept then.
        """
        if kind not in set(Kind) - {Kind.HELLO}:
            raise Refusal("core.stale")
        return await self._keep(visitor, Day(_when(when), Kind(kind)))

    async def wish(self, visitor: Visitor, when: str) -> Wishing:
        """Answer in which circles somebody could say hello on a day, before anything is kept of it.

        Raises Refusal for who is in no circle here, and for this very day of this year alone.
        """
        day, person = _when(when), await self._people.find(visitor.platform_id)
        found = await self._database.read(lambda tx: self.hellos.greeters(tx, visitor, person)) if person else ()
        if not found:
            raise Refusal("days.refused.no_circle")
        zone = (await self.see(visitor)).zone
        if day.year is not None and day.on(local_date(self._ground.clock.now(), zone)):
            # It would have begun at midnight; nobody hears of a day twice because it was kept twice.
            raise Refusal("days.refused.today")
        return Wishing(day, found)

    async def keep_hello(self, visitor: Visitor, when: str, circle: CircleId, *, tell: bool) -> Kept:
        """Keep a day on which people of a circle hear, without a name, that a hello would be welcome.

        The press below the words that say who hears what is the yes to it. Raises Refusal as `wish` and `keep` do.
        """
        wishing = await self.wish(visitor, when)
        if circle not in [one.circle for one in wishing.circles]:
            raise Refusal("days.refused.no_circle")
        return await self._keep(visitor, Day(wishing.when, Kind.HELLO, Wish(circle, tell)))

    async def _keep(self, visitor: Visitor, new: Day) -> Kept:
        try:
            with_day((await self.see(visitor)).days, new)
        except NotADay as fault:
            raise _no_day(fault) from fault
        await self._consents.give(visitor.platform_id, EVERYWHERE, DAYS)
        person = await self._people.admit(visitor.platform_id)
        return await self._change(person, lambda days: with_day(days, new))

    async def remove(self, visitor: Visitor, whens: tuple[str, ...]) -> Kept:
        """Take days off; with the last one, the yes to keeping them goes too."""
        away = {_when(one) for one in whens}
        person = await self._people.find(visitor.platform_id)
        if person is None:
            return Kept((), NOWHERE)
        left = [one for one in (await self.see(visitor)).days if one.when not in away]
        if not left:
            return await self.clear(visitor)
        return await self._change(person, lambda days: tuple(one for one in days if one.when not in away))

    async def clear(self, visitor: Visitor) -> Kept:
        """Let go of all days, and of the yes to keeping them."""
        await self._consents.withdraw(visitor.platform_id, EVERYWHERE, DAYS)
        return await self.see(visitor)

    async def _change(self, person: Person, change: Change) -> Kept:
        kept = await self._database.write(lambda tx: self._changed(tx, person, change))
        self._ground.changed()
        return kept

    def _changed(self, tx: Transaction, person: Person, change: Change) -> Kept:
        if not self._consents.holds_in(tx, person.number, EVERYWHERE, DAYS):
            # Taken back meanwhile, as by a second phone: nothing is kept again by an older press.
            return Kept((), self._circles.zone_in(tx, person))
        row = self._store.of(tx, person.number)
        before = () if row is None else self._store.open(person, row)
        number = self._ground.chance.number() if row is None else row.list
        try:
            days = change(before)
        except NotADay as fault:
            raise _no_day(fault) from fault
        return self._settle(tx, number, person, days)

    def _settle(self, tx: Transaction, number: int, person: Person, days: tuple[Day, ...]) -> Kept:
        """Keep what is still to come, what today is like, and when to look again."""
        now, zone = self._ground.clock.now(), self._circles.zone_in(tx, person)
        coming, until = _coming(days, now, zone), next_midnight(now, zone)
        today = kind_on(coming, local_date(now, zone))
        # A day of hello asks nothing of what would come to them, and the file need not tell it.
        self._store.save(tx, Head(number, None if today is Kind.HELLO else today, until), person, coming)
        self._ground.dues.add(tx, LOOKS, number, until, Lane.START)
        self.hellos.follow(tx, person, wish_on(coming, local_date(now, zone)))
        return Kept(coming, zone, self.hellos.left(tx, person.number, coming))

    async def _look(self, number: int) -> None:
        row = await self._database.read(lambda tx: self._store.get(tx, number))
        person = None if row is None else (await self._people.get([row.person])).get(row.person)
        if person is not None:
            await self._database.write(lambda tx: self._look_in(tx, number, person))

    def _look_in(self, tx: Transaction, number: int, person: Person) -> None:
        row = self._store.get(tx, number)
        if row is not None:
            days = self._store.open(person, row)
            zone = self._settle(tx, number, person, days).zone
            self._greet(tx, person, days, row.until, zone)

    def _greet(self, tx: Transaction, person: Person, days: tuple[Day, ...], before: datetime, zone: str) -> None:
        """Have a day of hello begin with its midnight, and those told truly of whose nobody was home for."""
        now = self._ground.clock.now()
        today = local_date(now, zone)
        self.hellos.missed(tx, person, missed(days, local_date(before, zone), today))
        wish = wish_on(days, today)
        if wish is not None:
            self.hellos.begin(tx, person, wish, zone, next_midnight(now, zone))

    async def look_again(self, person: PersonNumber) -> None:
        """Look anew at what somebody's day is like, as when they settled another zone."""
        row = await self._database.read(lambda tx: self._store.of(tx, person))
        if row is not None:
            await self._look(row.list)
            self._ground.changed()


def _coming(days: tuple[Day, ...], now: datetime, zone: str) -> tuple[Day, ...]:
    today = local_date(now, zone)
    return tuple(one for one in days if not one.when.is_over(today))


def _when(told: str) -> When:
    try:
        return when_from(told)
    except NotADay as fault:
        raise Refusal("core.stale") from fault


def _no_day(fault: NotADay) -> Refusal:
    return Refusal(f"days.refused.{fault.reason}", **({"most": MOST} if fault.reason == "most" else {}))

"""Days of hello: somebody of a circle is told, without a name, that a hello would be welcome, and may give one."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from bot.circles import MEMBERSHIP
from bot.circles.service import Circles
from bot.consent.service import Consents
from bot.core.ground import Ground
from bot.core.ids import CircleId, Person, PersonNumber, Visitor
from bot.core.lanes import Lane
from bot.core.notices import said
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.days import HELLOS
from bot.days.model import (
    ASKED_MOST,
    CARDS,
    HELLOS_MOST,
    Day,
    Greeted,
    Greeters,
    Hello,
    HelloId,
    Wish,
    hello_time,
)
from bot.days.store import HelloStore
from bot.mailbox.model import HouseSlip, SlipId, WithWay
from bot.mailbox.service import Mailbox
from bot.people.service import People

COMES = "days.hello"
"""The kind of due row at which others hear of a day of hello, and later at which it is over."""

MINE, THEIRS = "days.hello.about_mine", "days.hello.about_theirs"
"""What the reader of a note began: a day of hello, or the wish to hear of those of others."""

Told = Callable[[Transaction, PersonNumber], bool]
"""Tells inside a transaction something about somebody."""


class Hellos:
    """Days of hello while they last; neither side is ever told who the other is, nor what the day is about."""

    def __init__(
        self, ground: Ground, people: People, consents: Consents, circles: Circles, mailbox: Mailbox
    ) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = HelloStore()
        self._people = people
        self._consents = consents
        self._circles = circles
        self._mailbox = mailbox
        self._rests: Told = _never
        self._away: Told = _never
        ground.dues.handle(COMES, lambda subject: self._comes(HelloId(subject)))
        consents.on_withdrawal(self._withdrawn)

    def rests_with(self, rests: Told) -> None:
        """Have nobody told on whose own day nothing is to come by itself."""
        self._rests = rests

    def away_with(self, away: Told) -> None:
        """Have nobody told who is away."""
        self._away = away

    def _withdrawn(self, tx: Transaction, person: PersonNumber, circle: CircleId, purpose: str) -> None:
        row = self._store.of(tx, person) if purpose == MEMBERSHIP else None
        if row is not None and row.wish.circle == circle:
            self._drop(tx, row)

    def forget(self, tx: Transaction, person: PersonNumber) -> None:
        """Let go of somebody's day of hello, and of what is due about it, inside the caller's transaction."""
        row = self._store.of(tx, person)
        if row is not None:
            self._drop(tx, row)

    def _drop(self, tx: Transaction, row: Hello) -> None:
        self._ground.dues.drop(tx, COMES, row.hello)
        self._store.drop(tx, row.hello)

    def greeters(self, tx: Transaction, visitor: Visitor, person: Person) -> tuple[Greeters, ...]:
        """Answer inside a transaction each of the visitor's circles here, and how many there could be told now."""
        return tuple(
            Greeters(one.circle, one.name, len(self._others(tx, one.circle, person.number)))
            for one in self._circles.of_member_in(tx, visitor, person)
        )

    def _others(self, tx: Transaction, circle: CircleId, person: PersonNumber) -> list[PersonNumber]:
        """Answer whoever said yes to hearing of it, and is there: nobody to be kept apart from them (R28)."""
        found = self._circles.get_in(tx, circle)
        if found is None or not found.is_open:
            return []
        willing = [one for one in self._consents.people_in(tx, circle) if self._hears(tx, one, circle)]
        away = {person, *self._circles.gone_from(tx, circle), *self._people.apart.from_in(tx, person, willing)}
        return [one for one in willing if one not in away]

    def _hears(self, tx: Transaction, person: PersonNumber, circle: CircleId) -> bool:
        if not self._consents.holds_in(tx, person, circle, HELLOS):
            return False
        return not self._rests(tx, person) and not self._away(tx, person)

    def begin(self, tx: Transaction, person: Person, wish: Wish, zone: str, ends: datetime) -> None:
        """Have others hear inside a transaction of a day that began; begun before, it goes on as it is."""
        if self._store.of(tx, person.number) is not None or not self._is_inside(tx, person.number, wish.circle):
            return
        number = HelloId(self._ground.chance.number())
        self._store.add(tx, Hello(number, person.number, wish, None, 0, ends))
        self._ground.dues.add(tx, COMES, number, hello_time(self._ground.clock.now(), zone), Lane.REMINDER)

    def _is_inside(self, tx: Transaction, person: PersonNumber, circle: CircleId) -> bool:
        given = self._consents.every_yes_in(tx, person)
        return any((yes.circle, yes.purpose) == (circle, MEMBERSHIP) for yes in given)

    def follow(self, tx: Transaction, person: Person, wish: Wish | None) -> None:
        """End inside a transaction a day that is over, and let go of one that is to be none any more."""
        row = self._store.of(tx, person.number)
        if row is not None and row.ends_at <= self._ground.clock.now():
            self._end(tx, row, person)
        elif row is not None and row.wish != wish:
            self._drop(tx, row)

    def left(self, tx: Transaction, person: PersonNumber, days: Iterable[Day]) -> frozenset[CircleId]:
        """Answer inside a transaction the circles of somebody's days of hello that they are in no more."""
        wished = {day.wish.circle for day in days if day.wish is not None}
        return frozenset(one for one in wished if not self._is_inside(tx, person, one))

    def missed(self, tx: Transaction, person: Person, wishes: Sequence[Wish]) -> None:
        """Tell somebody who wished for it, inside a transaction, that nobody was asked on a day that is over."""
        for wish in wishes:
            if wish.tell and self._is_inside(tx, person.number, wish.circle):
                self._tell(tx, person, wish.circle, "missed")

    def _tell(self, tx: Transaction, person: Person, circle: CircleId, what: str) -> None:
        self._mailbox.slip(tx, person, HouseSlip(circle, MINE, said(f"days.hello.truth.{what}")))

    async def _comes(self, number: HelloId) -> None:
        row, others = await self._database.read(lambda tx: self._look(tx, number))
        if row is None:
            return
        found = await self._people.get([row.person, *others])
        whose = found.pop(row.person, None)
        chosen = sorted(found.values(), key=lambda _: self._ground.chance.number())[:ASKED_MOST]
        await self._database.write(lambda tx: self._next(tx, number, whose, chosen))
        self._ground.changed()

    def _look(self, tx: Transaction, number: HelloId) -> tuple[Hello | None, list[PersonNumber]]:
        row = self._store.get(tx, number)
        return row, [] if row is None else self._others(tx, row.wish.circle, row.person)

    def _next(self, tx: Transaction, number: HelloId, whose: Person | None, chosen: Sequence[Person]) -> None:
        row = self._store.get(tx, number)
        if row is None:
            return
        if whose is None or row.ends_at <= self._ground.clock.now():
            self._end(tx, row, whose)
        elif row.asked is None:
            self._ask(tx, row, whose, chosen)

    def _end(self, tx: Transaction, row: Hello, whose: Person | None) -> None:
        self._drop(tx, row)
        if whose is not None and row.wish.tell and not row.said and row.asked != 0:
            self._tell(tx, whose, row.wish.circle, "missed" if row.asked is None else "nobody")

    def _ask(self, tx: Transaction, row: Hello, whose: Person, chosen: Sequence[Person]) -> None:
        # As it stands now: somebody may have taken their yes back while the keys were fetched.
        still = self._others(tx, row.wish.circle, row.person)
        told = [one for one in chosen if one.number in still]
        way = WithWay(said("days.hello.note"), "days.button.say_hello", f"days:say:{row.hello}")
        for one in told:
            self._mailbox.slip(tx, one, HouseSlip(row.wish.circle, THEIRS, way))
        self._store.mark_asked(tx, row.hello, len(told))
        if not told and row.wish.tell:
            self._tell(tx, whose, row.wish.circle, "nobody_there")
        # The same row, moved in the transaction that told them: after a crash nobody is told twice.
        self._ground.dues.add(tx, COMES, row.hello, row.ends_at, Lane.REMINDER)

    async def look(self, visitor: Visitor, number: HelloId) -> Greeted:
        """Answer whether a hello would still come in time; keeps nothing."""
        person = await self._people.find(visitor.platform_id)
        if person is None:
            return Greeted.OVER
        return await self._database.read(lambda tx: self._stands(tx, number, person))

    def _stands(self, tx: Transaction, number: HelloId, person: Person) -> Greeted:
        row = self._store.get(tx, number)
        if row is None or row.ends_at <= self._ground.clock.now():
            return Greeted.OVER
        if person.number not in self._others(tx, row.wish.circle, row.person):
            return Greeted.OVER
        return Greeted.ENOUGH if row.said >= HELLOS_MOST else Greeted.OPEN

    async def say(self, visitor: Visitor, number: HelloId, slip: SlipId, card: int) -> Greeted:
        """Put a fixed hello into the mailbox of whose day it is; the note that asked for it goes with the press.

        Pressed twice it is said once. Raises Refusal for a card there is not.
        """
        if not 0 <= card < CARDS:
            raise Refusal("core.stale")
        person = await self._people.find(visitor.platform_id)
        row = await self._database.read(lambda tx: self._store.get(tx, number))
        whose = None if row is None else (await self._people.get([row.person])).get(row.person)
        if person is None or row is None or whose is None:
            return Greeted.OVER
        hello = HouseSlip(row.wish.circle, MINE, said(f"days.hello.card.{card}"))

        def work(tx: Transaction) -> Greeted:
            stands = self._stands(tx, number, person)
            # Only who holds the note was asked; it is theirs to use once.
            if not self._mailbox.take(tx, person, slip):
                return Greeted.OVER
            if stands is not Greeted.OPEN:
                return stands
            self._mailbox.slip(tx, whose, hello)
            self._store.mark_said(tx, number)
            return Greeted.SAID

        greeted = await self._database.write(work)
        self._ground.changed()
        return greeted

    async def expire(self, now: datetime) -> None:
        """End every day that is over, should what was due about it be lost."""
        for number in await self._database.read(lambda tx: self._store.over(tx, now)):
            await self._comes(number)


def _never(_: Transaction, __: PersonNumber) -> bool:
    return False

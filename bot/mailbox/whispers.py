"""The neutral direct message for who chose it: when it goes, and what stops it (R31 to R33)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.circles.model import NOWHERE
from bot.circles.service import Circles
from bot.consent.service import Consents
from bot.core.delivery.errand import Errand, Outgoing
from bot.core.delivery.outbox import Delivery, Dropped
from bot.core.ground import Ground
from bot.core.ids import EVERYWHERE, CircleId, MessageId, Person, PersonNumber, Visitor
from bot.core.lanes import Lane
from bot.core.ports import CannotKeep, Why
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.core.texts import DEFAULT_LOCALE
from bot.mailbox import WHISPER
from bot.mailbox.model import DEFAULT_QUIET, WHISPER_RESTS, WhisperOn
from bot.mailbox.notices import whisper as neutral_line
from bot.mailbox.store import MailboxStore, Whisper
from bot.people.model import QuietHours, next_quiet, quiet_until
from bot.people.service import People

WHISPERS = "mailbox.whispers"
"""The kind of due row that looks whether a direct message may go, and of the delivery that sends it."""

Heard = Callable[[Transaction, PersonNumber], None]
"""Hears inside the transaction that the neutral line was sent to somebody."""

Away = Callable[[Transaction, PersonNumber], bool]
"""Tells inside a transaction whether somebody wants to hear nothing for now."""

_ONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class _Unread:
    """What is kept of somebody's direct messages, and how they are met where they settled nothing themselves."""

    kept: Whisper
    zone: str
    language: str
    rest: datetime | None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Something unread waits for a person who said yes: when they are to be left alone, and their language."""

    person: Person
    quiet: QuietHours
    language: str
    rests_until: datetime

    def from_when(self, now: datetime) -> datetime:
        """Answer when the direct message may go: after the last one's rest and outside quiet hours (R9)."""
        at = max(now, self.rests_until)
        return quiet_until(self.quiet, at) or at


Rests = Callable[[Transaction, PersonNumber], datetime | None]
"""Answers inside a transaction until when nothing is to come to somebody by itself, or None."""


def _no_rest(_: Transaction, __: PersonNumber) -> datetime | None:
    return None


class Whispers:
    """At most one unopened direct message at a time, one a day, and never in quiet hours."""

    def __init__(
        self, ground: Ground, store: MailboxStore, people: People, consents: Consents, circles: Circles
    ) -> None:
        self._ground = ground
        self._store = store
        self._people = people
        self._consents = consents
        self._circles = circles
        self._away: Away = _nobody
        self._on_sent: list[Heard] = []
        ground.dues.handle(WHISPERS, self._look)
        ground.sender.handle(WHISPERS, Errand(self._compose, self._sent, self._dropped))
        consents.on_withdrawal(self._stop)
        self._rests_until: Rests = _no_rest

    def quiet_when(self, rests_until: Rests) -> None:
        """Have days of somebody's own honoured, on which no direct message comes."""
        self._rests_until = rests_until

    def on_sent(self, told: Heard) -> None:
        """Have somebody told of every neutral line that stands, or may stand."""
        self._on_sent.append(told)

    def away_with(self, away: Away) -> None:
        """Have nothing said to whoever is away, until `came_back`."""
        self._away = away

    def came_back(self, tx: Transaction, person: PersonNumber) -> None:
        """Look inside a transaction at what waited for somebody while they were away."""
        if self._store.whisper_of(tx, person) is not None:
            self.wanted(tx, person)

    def _stop(self, tx: Transaction, person: PersonNumber, circle: CircleId, purpose: str) -> None:
        found = self._store.whisper_of(tx, person)
        if (circle, purpose) != (EVERYWHERE, WHISPER) or found is None:
            return
        self._ground.dues.drop(tx, WHISPERS, found.whisper)
        self._ground.outbox.take_back(tx, WHISPERS, found.whisper)
        self._store.drop_whisper(tx, person)

    async def switch_on(self, visitor: Visitor) -> WhisperOn:
        """Keep the yes, given on the screen that shows exactly what will appear (R32)."""
        await self._consents.give(visitor.platform_id, EVERYWHERE, WHISPER)
        return WhisperOn()

    async def sample(self, visitor: Visitor, locale: str) -> None:
        """Send the exact line now, because somebody pressed for it; nothing is kept of it.

        `locale` is spoken where they settled none and are in no circle. Raises Refusal where their direct
        messages are closed.
        """
        once = self._ground.chance.bytes(_ONCE_BYTES).hex()
        language = await self._language(visitor) or locale
        try:
            await self._ground.front.whisper(visitor.platform_id, neutral_line(), language, once)
        except CannotKeep as fault:
            if fault.why is not Why.NO_PERMISSION:
                raise
            raise Refusal("mailbox.sample_closed") from fault

    async def _language(self, visitor: Visitor) -> str | None:
        person = await self._people.find(visitor.platform_id)
        if person is None:
            return None
        circles = await self._circles.memberships(visitor.platform_id)
        circle_language = circles[0].settings.language if circles else None
        return (await self._people.settings(person)).language or circle_language

    def wanted(self, tx: Transaction, person: PersonNumber) -> None:
        """Note inside a transaction that something new waits, for somebody who said yes."""
        if not self._consents.holds_in(tx, person, EVERYWHERE, WHISPER):
            return
        found = self._store.whisper_of(tx, person)
        if found is None:
            self._store.add_whisper(tx, self._ground.chance.number(), person)
            found = self._store.whisper_of(tx, person)
        if found is not None and not found.unopened:
            self._ground.dues.add(tx, WHISPERS, found.whisper, self._ground.clock.now(), Lane.REMINDER)

    async def _look(self, whisper: int) -> None:
        wanted = await self._wanted(whisper)
        if wanted is None:
            return
        await self._ground.database.write(lambda tx: self._note(tx, whisper, wanted))
        self._ground.changed()

    def _note(self, tx: Transaction, whisper: int, wanted: _Wanted) -> None:
        now = self._ground.clock.now()
        at = wanted.from_when(now)
        if at > now:
            self._ground.dues.add(tx, WHISPERS, whisper, at, Lane.REMINDER)
        elif not self._ground.outbox.waits(tx, WHISPERS, whisper) and self._store.whisper(tx, whisper) is not None:
            # By the moment it was due: from a copy that was put back it is known to be the same one.
            due_at = min(self._ground.dues.due_at(tx, WHISPERS, whisper) or now, now)
            delivery = Delivery(WHISPERS, whisper, due_at, Lane.REMINDER, person=wanted.person.number)
            self._ground.outbox.put(tx, replace(delivery, expires_at=next_quiet(wanted.quiet, now)))

    async def _wanted(self, whisper: int) -> _Wanted | None:
        found = await self._ground.database.read(lambda tx: self._unread(tx, whisper))
        if found is None or found.kept.unopened:
            return None
        person = (await self._people.get([found.kept.person])).get(found.kept.person)
        if person is None or not await self._consents.holds(person.number, EVERYWHERE, WHISPER):
            return None
        settled = await self._people.settings(person)
        quiet = settled.quiet or QuietHours(*DEFAULT_QUIET, found.zone)
        until = found.kept.rests_until if found.rest is None else max(found.rest, found.kept.rests_until)
        return _Wanted(person, quiet, settled.language or found.language, until)

    def _unread(self, tx: Transaction, whisper: int) -> _Unread | None:
        kept = self._store.whisper(tx, whisper)
        newest = None if kept is None else self._store.newest_unseen(tx, kept.person)
        if kept is None or newest is None or self._away(tx, kept.person):
            return None
        rest = self._rests_until(tx, kept.person)
        circle = self._circles.get_in(tx, newest) or self._circles.some_of_in(tx, kept.person)
        if circle is None:
            # A note that belongs to no circle, for somebody who is in none.
            return _Unread(kept, NOWHERE, DEFAULT_LOCALE, rest)
        return _Unread(kept, circle.settings.zone, circle.settings.language, rest)

    async def _compose(self, delivery: Delivery) -> Outgoing | None:
        # Asked anew: meanwhile it may have been read or taken back, or other quiet hours settled.
        wanted = await self._wanted(delivery.subject)
        now = self._ground.clock.now()
        # Past its end the sender drops it by itself, after a look whether an earlier try stands.
        over = delivery.expires_at is not None and delivery.expires_at <= now
        if wanted is None or (not over and wanted.from_when(now) > now):
            return None
        who = await self._people.reveal(wanted.person.number)
        return None if who is None else Outgoing(neutral_line(), wanted.language, who=who)

    def _sent(self, tx: Transaction, delivery: Delivery, _: MessageId) -> None:
        self._rest(tx, delivery, unopened=True)

    def _dropped(self, tx: Transaction, delivery: Delivery, why: str) -> None:
        if why in (Dropped.EXPIRED, Dropped.NOT_WANTED):
            # Quiet hours came first: looked at again, and sent when they end if it is wanted still.
            if self._store.whisper(tx, delivery.subject) is not None:
                self._ground.dues.add(tx, WHISPERS, delivery.subject, self._ground.clock.now(), Lane.REMINDER)
            return
        # Closed direct messages are not knocked at again the same day; what may stand is not sent twice.
        self._rest(tx, delivery, unopened=why == Dropped.UNKNOWN)

    def _rest(self, tx: Transaction, delivery: Delivery, *, unopened: bool) -> None:
        until = self._ground.clock.now() + WHISPER_RESTS
        self._store.mark_whispered(tx, delivery.subject, unopened=unopened, rests_until=until)
        for told in self._on_sent if unopened and delivery.person is not None else ():
            told(tx, PersonNumber(delivery.person or 0))


def _nobody(_: Transaction, __: PersonNumber) -> bool:
    return False

"""One try of one delivery: made now, looked for if an earlier try may stand, sent, and noted."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from weakref import WeakValueDictionary

from bot.core.delivery import reconcile
from bot.core.delivery.errand import Errand, NotKnown, NotSent, Outcome, Outgoing, Sent
from bot.core.delivery.outbox import Claimed, Dropped, Outbox
from bot.core.ids import ChannelId, MessageId, PersonNumber
from bot.core.lanes import Lane
from bot.core.ports import CannotKeep, Clock, Front, Why
from bot.core.refusals import Refusal
from bot.core.storage.database import Database, Transaction
from bot.core.storage.frozen import frozen_since

LOG = logging.getLogger(__name__)

RESTS: Sequence[timedelta] = tuple(timedelta(seconds=seconds) for seconds in (1, 3, 10, 30, 60, 120, 300))
"""How long a delivery rests after each try that got no answer; the last one from then on."""

URGENT_RESTS: Sequence[timedelta] = tuple(timedelta(seconds=seconds) for seconds in (1, 2, 4, 8, 10))
"""The same for somebody who asks for help."""

NeverTo = Callable[[Transaction, PersonNumber], bool]
"""Tells inside a transaction whether somebody wants no direct message of any kind now."""


class Trying:
    """Makes tries; a feature's errand says what each is."""

    def __init__(self, database: Database, outbox: Outbox, front: Front, clock: Clock) -> None:
        self._database = database
        self._outbox = outbox
        self._front = front
        self._clock = clock
        self._errands: dict[str, Errand] = {}
        self.on_lost: Callable[[PersonNumber], None] = lambda _: None
        self._never_to: NeverTo | None = None
        self._changing: WeakValueDictionary[tuple[ChannelId, MessageId], asyncio.Lock] = WeakValueDictionary()

    def handle(self, kind: str, errand: Errand) -> None:
        """Have deliveries of a kind made by this errand."""
        self._errands[kind] = errand

    def never_to(self, away: NeverTo) -> None:
        """Have no direct message go to whoever this tells."""
        self._never_to = away

    async def once(self, claimed: Claimed) -> Outcome:
        """Try once, and note how it ended in the same transaction in which the feature hears of it."""
        errand = self._errands[claimed.delivery.kind]
        try:
            return await self._carried(claimed, errand)
        except CannotKeep as fault:
            if fault.why is Why.NOT_ANSWERED:
                return await self._rests(claimed)
            return await self._dropped(claimed, errand, fault.why, fault.why)
        except reconcile.MayStand:
            await self._dropped(claimed, errand, Dropped.UNKNOWN, None)
            return NotKnown()

    async def _carried(self, claimed: Claimed, errand: Errand) -> Outcome:
        outgoing = await self._composed(claimed, errand)
        if outgoing is not None and outgoing.message is not None:
            return await self._revised(claimed, errand, outgoing)
        # What an earlier try left is looked for even if the thing is not wanted any more: the feature must know it.
        who = None if outgoing is None else outgoing.who
        known = await reconcile.found(self._front, claimed, who, self._clock.now())
        if known is not None:
            return await self._sent(claimed, errand, known)
        if self._is_over(claimed):
            return await self._dropped(claimed, errand, Dropped.EXPIRED, None)
        if outgoing is None:
            return await self._dropped(claimed, errand, Dropped.NOT_WANTED, None)
        if await self._is_frozen(claimed):
            return await self._dropped(claimed, errand, Dropped.FROZEN, None)
        return await self._sent(claimed, errand, await self._send(claimed, outgoing))

    async def _composed(self, claimed: Claimed, errand: Errand) -> Outgoing | None:
        try:
            outgoing = await errand.compose(claimed.delivery)
            # Looked at last: meanwhile they may have stepped away.
            return None if outgoing is None or await self._wants_nothing(claimed, outgoing) else outgoing
        except Refusal:
            # What it was about is gone, as a circle that was closed meanwhile.
            return None
        except Exception as fault:
            if isinstance(fault, CannotKeep) or not self._is_over(claimed):
                raise
            # What can never be made would otherwise be tried for ever.
            LOG.error("delivery: making a %s failed with %s", claimed.delivery.kind, type(fault).__name__)
            return None

    async def _wants_nothing(self, claimed: Claimed, outgoing: Outgoing) -> bool:
        never_to, person = self._never_to, claimed.delivery.person
        if never_to is None or person is None or outgoing.who is None:
            return False
        return await self._database.glance(lambda tx: never_to(tx, person))

    async def _send(self, claimed: Claimed, outgoing: Outgoing) -> MessageId:
        if outgoing.who is not None:
            return await self._front.whisper(outgoing.who, outgoing.notice, outgoing.locale, claimed.id)
        if outgoing.place is None:
            raise CannotKeep(Why.CHANNEL_GONE)
        return await self._front.post(outgoing.place, outgoing.notice, outgoing.locale, claimed.id)

    async def _revised(self, claimed: Claimed, errand: Errand, outgoing: Outgoing) -> Outcome:
        # Saying the same twice changes nothing, so nothing has to be looked for.
        if self._is_over(claimed):
            return await self._dropped(claimed, errand, Dropped.EXPIRED, None)
        if outgoing.place is None or outgoing.message is None:
            raise CannotKeep(Why.MESSAGE_GONE)
        async with self._changing.setdefault((outgoing.place, outgoing.message), asyncio.Lock()):
            # Made once more in its turn: an earlier look that arrives last would bring back what was taken out.
            now = await self._composed(claimed, errand)
            if now is None:
                return await self._dropped(claimed, errand, Dropped.NOT_WANTED, None)
            await self._front.revise(outgoing.place, outgoing.message, now.notice, now.locale)
        return await self._sent(claimed, errand, outgoing.message)

    async def _is_frozen(self, claimed: Claimed) -> bool:
        """Tell whether routine direct messages stop (R180); whoever is asked for help is always written to."""
        routine = claimed.delivery.person is not None and claimed.delivery.lane is not Lane.REACH
        return routine and await self._database.read(frozen_since) is not None

    def _is_over(self, claimed: Claimed) -> bool:
        expires_at = claimed.delivery.expires_at
        return expires_at is not None and expires_at <= self._clock.now()

    async def _sent(self, claimed: Claimed, errand: Errand, message: MessageId) -> Outcome:
        def note(tx: Transaction) -> None:
            self._outbox.sent(tx, claimed.id)
            errand.sent(tx, claimed.delivery, message)

        await self._database.write(note)
        return Sent(message)

    async def _dropped(self, claimed: Claimed, errand: Errand, record: str, why: Why | None) -> Outcome:
        def note(tx: Transaction) -> None:
            self._outbox.dropped(tx, claimed.id, record)
            errand.dropped(tx, claimed.delivery, record)

        await self._database.write(note)
        if why is not None and claimed.delivery.person is not None:
            self.on_lost(claimed.delivery.person)
        return NotSent(why)

    async def _rests(self, claimed: Claimed) -> Outcome:
        rests = URGENT_RESTS if claimed.delivery.lane is Lane.REACH else RESTS
        until = self._clock.now() + rests[min(claimed.attempts, len(rests)) - 1]
        await self._database.write(lambda tx: self._outbox.rest(tx, claimed.id, until))
        return NotKnown()

"""A check-in's own post follows what changes in it: candles that are lit, names that go."""

import asyncio
import logging
from datetime import datetime, timedelta

from bot.checkins.closing import NAMES_END, Closings
from bot.checkins.model import Round
from bot.checkins.model.answers import MOST_CANDLES, NAMES_STAY, Lit
from bot.checkins.notices import open_post
from bot.checkins.store import CheckinStore
from bot.circles.service import Circles
from bot.core.delivery.errand import Errand, NotSent, Outcome, Outgoing, Sent
from bot.core.delivery.outbox import Delivery
from bot.core.ground import Ground
from bot.core.ids import MessageId, PersonNumber, RoundId, Visitor
from bot.core.lanes import Lane
from bot.core.ports import Why
from bot.core.posted import TakenDown
from bot.core.refusals import Refusal
from bot.core.scheduling.due import EPOCH
from bot.core.storage.database import Transaction
from bot.core.storage.keyring import Unreadable

LOG = logging.getLogger(__name__)

REDRAWS = "checkins.redraws"
"""The kind of delivery that makes a check-in's post show what has changed in it."""

TAKES_OUT = "checkins.takes_out"
"""The same for somebody who waits until their name is out of it; like it, it never expires."""

BEAT = timedelta(seconds=2)
"""How far apart two changes of one post are: many presses at once are one change (Discord takes 5 in 5 s)."""


class Drawing:
    """Changes posts that stand; a post is drawn as its round is in the moment of sending."""

    def __init__(self, ground: Ground, store: CheckinStore, circles: Circles, closings: Closings) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = store
        self._circles = circles
        self._closings = closings
        ground.sender.handle(REDRAWS, Errand(self._compose, _nothing_more, _nothing_more))
        ground.sender.handle(TAKES_OUT, Errand(self._compose, _nothing_more, _nothing_more))
        ground.dues.handle_within(NAMES_END, self._names_end)

    def redraw(self, tx: Transaction, number: RoundId, lane: Lane = Lane.CHECK_IN) -> None:
        """Have a round's post drawn anew, inside the transaction that changes the round."""
        found = self._store.get(tx, number)
        circle = None if found is None else self._circles.get_in(tx, found.circle)
        if found is None or found.post is None or circle is None:
            return
        # It never expires: a name that was taken back must go, however long the platform is away.
        delivery = Delivery(
            REDRAWS, number, self._next_beat(), lane, server=circle.server, channel=circle.room, expires_at=None
        )
        self._ground.outbox.put(tx, delivery)

    def _next_beat(self) -> datetime:
        # Always later than now: a delivery of this beat cannot have been taken up yet.
        return EPOCH + ((self._ground.clock.now() - EPOCH) // BEAT + 1) * BEAT

    async def _compose(self, delivery: Delivery) -> Outgoing | None:
        found = await self._database.read(lambda tx: self._store.get(tx, RoundId(delivery.subject)))
        if found is None or not found.is_open:
            return await self._closings.compose(delivery)
        if found.post is None:
            # Without one it would be posted anew.
            return None
        circle = await self._circles.get(found.circle)
        notice = open_post(found, circle.settings.limits)
        return Outgoing(notice, circle.settings.language, place=circle.room, message=found.post)

    def _names_end(self, tx: Transaction, subject: int, _: datetime) -> None:
        # What was said goes whatever else can be read: one unreadable round must not hold up all the others.
        self._store.answers.drop_voices(tx, RoundId(subject))
        try:
            self.redraw(tx, RoundId(subject), Lane.CLEAN_UP)
        except (Unreadable, ValueError) as fault:
            LOG.error(
                "checkins: a post past its age cannot be drawn anew (%s); the others are", type(fault).__name__
            )

    def expire(self, tx: Transaction, now: datetime) -> int:
        """Take out what stands 14 days after the opening, whatever became of its due row; answer how many posts."""
        late = self._store.with_voices(tx, now - NAMES_STAY)
        for number in late:
            self._names_end(tx, number, now)
        return len(late)

    def forget(self, tx: Transaction, person: PersonNumber) -> None:
        """Have every closing that names somebody drawn anew; called before their answers go."""
        for number, _ in self._store.answers.rounds_of(tx, person):
            self.redraw_closed(tx, number)

    def redraw_closed(self, tx: Transaction, number: RoundId) -> None:
        """Have a closing drawn anew; the post of an open round shows no answers."""
        found = self._store.get(tx, number)
        if found is not None and not found.is_open:
            self.redraw(tx, number)

    def standing(self, tx: Transaction, person: PersonNumber) -> int:
        """Answer how many closings show somebody's answer beside their name."""
        return len(self._showing(tx, person))

    def _showing(self, tx: Transaction, person: PersonNumber) -> list[Round]:
        # Once counted, a check-in keeps answers with a name alone.
        found = [self._store.get(tx, number) for number, _ in self._store.answers.rounds_of(tx, person)]
        return [one for one in found if one is not None and one.spread is not None and one.post is not None]

    async def take_down(self, person: PersonNumber) -> TakenDown:
        """Take somebody's answers out of closings, and answer what became of each post."""
        idents = await self._database.write(
            lambda tx: [self._take_out(tx, r, person) for r in self._showing(tx, person)]
        )
        self._ground.changed()
        outcomes = await asyncio.gather(*(self._ground.sender.deliver(one) for one in idents if one is not None))
        return sum((_became(one) for one in outcomes), TakenDown(missing=idents.count(None)))

    def _take_out(self, tx: Transaction, round_: Round, person: PersonNumber) -> str | None:
        """Let go of an answer and put the post's change; None where its channel is gone."""
        self._store.answers.drop(tx, round_.round, person)
        circle = self._circles.get_in(tx, round_.circle)
        if circle is None or circle.room is None:
            return None
        # What an earlier one of this moment did is done: this one is to be waited for by itself.
        self._ground.outbox.take_back(tx, TAKES_OUT, round_.round)
        now = self._ground.clock.now()
        return self._ground.outbox.put(
            tx, Delivery(TAKES_OUT, round_.round, now, Lane.START, server=circle.server, channel=circle.room)
        )

    async def light(self, visitor: Visitor, number: RoundId) -> Lit:
        """Light a candle and keep nothing of whoever did; raises Refusal where five are lit, or time is over."""
        found = await self._database.read(lambda tx: self._store.get(tx, number))
        if found is None:
            raise Refusal("checkins.gone")
        await self._circles.access(visitor, found.circle)
        self._in_time(found)
        candles = await self._database.write(lambda tx: self._light(tx, number))
        self._ground.changed()
        return Lit(candles)

    def _in_time(self, round_: Round) -> None:
        if self._ground.clock.now() >= round_.opened_at + NAMES_STAY:
            raise Refusal("checkins.candles.over")

    def _light(self, tx: Transaction, number: RoundId) -> int:
        if not self._store.light(tx, number, MOST_CANDLES):
            raise Refusal("checkins.candles.full")
        self.redraw(tx, number)
        found = self._store.get(tx, number)
        return MOST_CANDLES if found is None else found.candles


def _became(outcome: Outcome) -> TakenDown:
    if isinstance(outcome, Sent):
        return TakenDown(went=1)
    if not isinstance(outcome, NotSent):
        return TakenDown(waits=1)
    gone = outcome.why in (None, Why.CHANNEL_GONE, Why.MESSAGE_GONE)
    return TakenDown(missing=1) if gone else TakenDown(not_let=1)


def _nothing_more(_: Transaction, __: Delivery, ___: MessageId | str) -> None:
    """Every change puts its own row, so nothing is noted when one stands or cannot."""

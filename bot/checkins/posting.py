"""Posting a check-in: its row, its delivery, and what becomes of it when it cannot be posted."""

from bot.checkins.closing import CLOSES, POSTS, Closings, Told
from bot.checkins.model import POSTED_WITHIN, Round
from bot.checkins.notices import open_post
from bot.checkins.store import CheckinStore
from bot.circles.model import Circle
from bot.circles.service import Circles
from bot.core.delivery.errand import Errand, NotSent, Outgoing
from bot.core.delivery.outbox import Delivery, Dropped
from bot.core.ground import Ground
from bot.core.ids import MessageId, RoundId
from bot.core.lacking import named
from bot.core.lanes import Lane
from bot.core.ports import Why
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction

TO_POST = ("view_channel", "send_messages")
"""The permissions that posting takes, by the platform's names."""


class Posting:
    """What happens to a round before its first answer."""

    def __init__(self, ground: Ground, store: CheckinStore, circles: Circles, closings: Closings) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = store
        self._circles = circles
        self._closings = closings
        self._on_drop: list[Told] = []
        ground.sender.handle(POSTS, Errand(self._compose, self._posted, self._dropped))

    def on_drop(self, told: Told) -> None:
        """Have somebody told, inside the transaction, of an open round that could not be posted and is gone."""
        self._on_drop.append(told)

    def start(self, tx: Transaction, circle: Circle, new: Round) -> bool:
        """Begin a round inside a transaction; False where the circle has an open one."""
        if not self._store.add(tx, new):
            return False
        self._ground.dues.add(tx, CLOSES, new.round, new.closes_at)
        self._ground.outbox.put(tx, self._delivery(circle, new))
        return True

    def _delivery(self, circle: Circle, round_: Round) -> Delivery:
        return Delivery(
            kind=POSTS,
            subject=round_.round,
            due_at=round_.opened_at,
            lane=Lane.CHECK_IN,
            server=circle.server,
            channel=circle.room,
            # As in `Rhythm.window`: half its time is left at least.
            expires_at=round_.opened_at + min(POSTED_WITHIN, (round_.closes_at - round_.opened_at) / 2),
        )

    async def posted(self, circle: Circle, round_: Round) -> Round:
        """Post a round for somebody who waits; raises Refusal where it does not stand, or may not."""
        delivery = self._delivery(circle, round_)
        ident = await self._database.write(lambda tx: self._ground.outbox.put(tx, delivery))
        self._ground.changed()
        outcome = await self._ground.sender.deliver(ident)
        if isinstance(outcome, NotSent):
            why = Why.NOT_ANSWERED if outcome.why is None else outcome.why
            words = await named(why, self._ground.front, circle.server, TO_POST, circle.room)
            raise Refusal("checkins.not_opened", circle=circle.name, why=words)
        found = await self._database.read(lambda tx: self._store.get(tx, round_.round))
        if found is None or found.post is None:
            raise Refusal("checkins.not_answered", circle=circle.name)
        return found

    async def recover(self) -> None:
        """Have every open round posted whose post is not known to stand."""
        for round_ in await self._database.read(self._store.unposted):
            await self._database.write(lambda tx, one=round_: self._post_again(tx, one))

    def _post_again(self, tx: Transaction, round_: Round) -> None:
        circle = self._circles.get_in(tx, round_.circle)
        if circle is not None:
            self._ground.outbox.put(tx, self._delivery(circle, round_))

    async def _compose(self, delivery: Delivery) -> Outgoing | None:
        found = await self._database.read(lambda tx: self._store.get(tx, RoundId(delivery.subject)))
        if found is None or not found.is_open:
            return None
        circle = await self._circles.get(found.circle)
        if circle.closed_at is not None:
            return None
        # Where it was noted for: a room made anew has a delivery of its own.
        place = delivery.channel
        return Outgoing(open_post(found, circle.settings.limits), circle.settings.language, place=place)

    def _posted(self, tx: Transaction, delivery: Delivery, message: MessageId) -> None:
        round_ = RoundId(delivery.subject)
        if self._store.get(tx, round_) is None:
            # Its circle went while it was on the way: nothing else would ever know of it.
            if delivery.server is not None and delivery.channel is not None:
                self._ground.posts.take_down(tx, delivery.server, delivery.channel, (message,))
            return
        self._store.mark_posted(tx, round_, message)
        # It may have been closed while its post was on the way.
        self._closings.show(tx, round_)

    def _dropped(self, tx: Transaction, delivery: Delivery, why: str) -> None:
        round_ = RoundId(delivery.subject)
        found = self._store.get(tx, round_)
        if why == Dropped.UNKNOWN:
            # Its post may stand, and then its buttons must do what they say; only its closing cannot be shown.
            return
        if found is not None and (found.post is not None or self._ground.outbox.waits(tx, POSTS, round_)):
            # It stands in a room made anew, or is on its way there.
            return
        if found is not None and found.is_open:
            self._store.drop(tx, round_)
            self._ground.dues.drop(tx, CLOSES, round_)
            for told in self._on_drop:
                told(tx, found)
        else:
            self._store.mark_shown(tx, round_)

"""A candle for who left: lit once in the circle's room, without a name, and only if they did leave."""

from datetime import datetime

from bot.circles import MEMBERSHIP
from bot.circles.model import Circle
from bot.circles.service import Circles
from bot.consent.service import Consents
from bot.core.delivery.errand import Errand, Outgoing
from bot.core.delivery.outbox import Delivery
from bot.core.ground import Ground
from bot.core.ids import CircleId, MessageId
from bot.core.lanes import Lane
from bot.core.storage.database import Transaction
from bot.farewells import notices
from bot.farewells.model import STANDS, WITHIN, Candle, Place, Post
from bot.farewells.store import CandleStore

LIGHTS = "farewells.candle"
"""The kind of delivery that lights a candle."""

ENDS = "farewells.candle_ends"
"""The kind of delivery, and of due row, at which its post says that it has burnt down."""


class Candles:
    """Candles in circles' rooms."""

    def __init__(self, ground: Ground, consents: Consents, circles: Circles) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = CandleStore()
        self._consents = consents
        self._circles = circles
        ground.sender.handle(LIGHTS, Errand(self._compose, self._stands, self._lost))
        ground.sender.handle(ENDS, Errand(self._compose_end, self._ended, self._not_ended))
        ground.dues.handle_within(ENDS, self._end)

    def wish(self, tx: Transaction, place: Place, circle: Circle) -> None:
        """Have a candle lit inside the transaction that keeps a place; it is looked at again before it is."""
        if circle.room is None:
            return
        now = self._ground.clock.now()
        candle = Candle(self._ground.chance.number(), place.person, place.place, place.circle, circle.room)
        self._store.add(tx, candle)
        delivery = Delivery(LIGHTS, candle.candle, now, Lane.REMINDER, circle.server, circle.room)
        self._put(tx, delivery, now)

    def _put(self, tx: Transaction, delivery: Delivery, now: datetime) -> None:
        kept = (delivery.kind, delivery.subject, delivery.due_at, delivery.lane, delivery.server, delivery.channel)
        self._ground.outbox.put(tx, Delivery(*kept, expires_at=now + WITHIN))

    def drop(self, tx: Transaction, place: int) -> None:
        """Light no candle any more inside the transaction in which its place goes."""
        candle = self._store.of(tx, place)
        if candle is not None:
            self._ground.outbox.take_back(tx, LIGHTS, candle.candle)
            self._store.drop(tx, candle.candle)

    def unlit(self, tx: Transaction, place: int) -> bool:
        """Tell inside a transaction whether a place's candle could not be lit."""
        candle = self._store.of(tx, place)
        return candle is not None and bool(candle.lost)

    def let_go_of(self, tx: Transaction, circle: CircleId) -> None:
        """Look after no candle any more inside the transaction in which a circle goes."""
        for post in self._store.posts_in(tx, circle):
            self._ground.dues.drop(tx, ENDS, post)
            self._store.drop_post(tx, post)

    async def _compose(self, delivery: Delivery) -> Outgoing | None:
        candle = await self._database.read(lambda tx: self._wanted(tx, delivery.subject))
        if candle is None:
            return None
        circle = await self._circles.get(candle.circle)
        return Outgoing(notices.candle(), circle.settings.language, place=candle.channel)

    def _wanted(self, tx: Transaction, number: int) -> Candle | None:
        candle = self._store.get(tx, number)
        circle = None if candle is None else self._circles.get_in(tx, candle.circle)
        if candle is None or circle is None or not circle.is_open:
            return None
        given = self._consents.every_yes_in(tx, candle.person)
        inside = any((yes.circle, yes.purpose) == (candle.circle, MEMBERSHIP) for yes in given)
        # A crash may have left them inside: a room must not say that somebody is gone who is there.
        return None if inside else candle

    def _stands(self, tx: Transaction, delivery: Delivery, message: MessageId) -> None:
        candle = self._store.get(tx, delivery.subject)
        if candle is None:
            return
        now = self._ground.clock.now()
        post = Post(self._ground.chance.number(), candle.circle, candle.channel, message, now)
        self._store.drop(tx, candle.candle)
        self._store.add_post(tx, post)
        self._ground.dues.add(tx, ENDS, post.post, now + STANDS, Lane.CLEAN_UP)

    def _lost(self, tx: Transaction, delivery: Delivery, why: str) -> None:
        self._store.mark_lost(tx, delivery.subject, why)

    def _end(self, tx: Transaction, number: int, _: datetime) -> None:
        post, now = self._store.post(tx, number), self._ground.clock.now()
        circle = None if post is None else self._circles.get_in(tx, post.circle)
        if post is not None and circle is not None:
            self._put(tx, Delivery(ENDS, number, now, Lane.CLEAN_UP, circle.server, post.channel), now)

    async def _compose_end(self, delivery: Delivery) -> Outgoing | None:
        post = await self._database.read(lambda tx: self._store.post(tx, delivery.subject))
        if post is None:
            return None
        circle = await self._circles.get(post.circle)
        return Outgoing(notices.burnt_down(), circle.settings.language, place=post.channel, message=post.message)

    def _ended(self, tx: Transaction, delivery: Delivery, _: MessageId) -> None:
        self._store.drop_post(tx, delivery.subject)

    def _not_ended(self, tx: Transaction, delivery: Delivery, _: str) -> None:
        # The post or its room is gone, or nobody lets Hearth change it: it names nobody either way.
        self._store.drop_post(tx, delivery.subject)

"""A candle for who left: lit once in the circle's room, without a name, and only if they did leave."""

from collections.abc import Iterable
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


class Candles:
    """Candles in circles' rooms."""

    def __init__(self, ground: Ground, consents: Consents, circles: Circles) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = CandleStore()
        self._consents = consents
        self._circles = circles
        ground.sender.handle(LIGHTS, Errand(self._compose, self._stands, self._lost))

    def wish(self, tx: Transaction, place: Place, circle: Circle) -> None:
        """Have a candle lit inside the transaction that keeps a place; it is looked at again before it is."""
        if circle.room is None:
            return
        now = self._ground.clock.now()
        candle = Candle(self._ground.chance.number(), place.person, place.place, place.circle, circle.room)
        self._store.add(tx, candle)
        kept = (LIGHTS, candle.candle, now, Lane.REMINDER, circle.server, circle.room)
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
        """Have every candle taken down, inside the transaction in which a circle goes."""
        self._take_down(tx, self._store.posts_in(tx, circle))

    def expire(self, tx: Transaction, now: datetime) -> int:
        """Have some candles taken down that have stood for 90 days (R177); answer how many."""
        past = self._store.posted_by(tx, now - STANDS)
        self._take_down(tx, past)
        return len(past)

    def _take_down(self, tx: Transaction, posts: Iterable[Post]) -> None:
        for post in posts:
            circle = self._circles.get_in(tx, post.circle)
            if circle is not None:
                self._ground.posts.take_down(tx, circle.server, post.channel, (post.message,))
            self._store.drop_post(tx, post.post)

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
        self._store.drop(tx, candle.candle)
        self._store.add_post(tx, Post(self._ground.chance.number(), candle.circle, candle.channel, message, now))

    def _lost(self, tx: Transaction, delivery: Delivery, why: str) -> None:
        self._store.mark_lost(tx, delivery.subject, why)

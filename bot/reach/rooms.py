"""The channel of people who can be asked, where a circle has one: an ask stands there too until it is held."""

from dataclasses import dataclass
from datetime import datetime

from bot.asked.service import Asked
from bot.circles.service import Circles
from bot.core.delivery.errand import Errand, Outgoing
from bot.core.delivery.outbox import Delivery
from bot.core.ground import Ground
from bot.core.ids import AskId, ChannelId, CircleId, MessageId
from bot.core.lanes import Lane
from bot.core.scheduling.due import moment
from bot.core.storage.ageing import AT_ONCE
from bot.core.storage.database import Transaction
from bot.reach.asking import Asking
from bot.reach.farewells import Farewells
from bot.reach.model import Ask, Event
from bot.reach.notices import room_over, room_post
from bot.reach.store import ReachStore
from bot.reach.store.rooms import RoomStore

STANDS = "reach.room"
"""The kind of delivery that posts an ask where people who can be asked meet (R84)."""

SAYS = "reach.room_says"
"""The kind of delivery that makes the post say how the ask stands now."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """Posts asks in the channels of people who can be asked."""

    ground: Ground
    store: ReachStore
    rooms: RoomStore
    circles: Circles
    asked: Asked
    farewells: Farewells

    def begin(self, asking: Asking) -> None:
        """Hear of asks, and carry posts."""
        asking.on_event(self._happened)
        self.ground.sender.handle(STANDS, Errand(self._compose, self._stands, _nothing_more))
        self.ground.sender.handle(SAYS, Errand(self._compose_change, _nothing_more, _nothing_more))

    def _happened(self, tx: Transaction, ask: Ask, _: Event, place: int) -> None:
        room, post = self.rooms.get(tx, ask.ask)
        if room is None and not place:
            # Whoever was left out may be able to read there: then nothing stands there at all.
            room = None if self.store.left_out(tx, ask.ask) else self.asked.room_in(tx, ask.circle)
            if room is not None:
                self.rooms.add(tx, ask.ask, ask.circle, room)
                self._put(tx, STANDS, ask, 0)
        elif post is not None:
            self._put(tx, SAYS, ask, 2 * place)

    def _put(self, tx: Transaction, kind: str, ask: Ask, place: int) -> None:
        room, _ = self.rooms.get(tx, ask.ask)
        circle = self.circles.get_in(tx, ask.circle)
        server = None if circle is None else circle.server
        delivery = Delivery(kind, ask.ask, moment(place), Lane.REACH, server=server, channel=room)
        self.ground.outbox.put(tx, delivery)

    async def _compose(self, delivery: Delivery) -> Outgoing | None:
        ask = await self.ground.database.read(lambda tx: self.store.get(tx, AskId(delivery.subject)))
        if ask is None or not ask.is_open:
            return None
        circle = await self.circles.get(ask.circle)
        return Outgoing(room_post(ask), circle.settings.language, place=delivery.channel)

    async def _compose_change(self, delivery: Delivery) -> Outgoing | None:
        ask, (_, post), circle_id = await self.ground.database.read(lambda tx: self._all(tx, delivery.subject))
        if post is None or circle_id is None:
            return None
        circle = await self.circles.get(circle_id)
        # Whoever asked may have been erased: what stands there does not go on asking for them.
        notice = room_over() if ask is None else room_post(ask)
        return Outgoing(notice, circle.settings.language, place=delivery.channel, message=post)

    def _all(
        self, tx: Transaction, subject: int
    ) -> tuple[Ask | None, tuple[ChannelId | None, MessageId | None], CircleId | None]:
        number = AskId(subject)
        return self.store.get(tx, number), self.rooms.get(tx, number), self.rooms.circle_of(tx, number)

    def expire(self, tx: Transaction, _: datetime) -> int:
        """Let go of where asks stood that are gone, once what stood there says so; answer how many rows went."""
        gone = [one for one in self.rooms.without_ask(tx) if not self._waits(tx, one)][:AT_ONCE]
        for one in gone:
            self.rooms.drop(tx, one)
        return len(gone)

    def _waits(self, tx: Transaction, number: AskId) -> bool:
        return self.ground.outbox.waits(tx, SAYS, number) or self.farewells.waits(tx, number)

    def _stands(self, tx: Transaction, delivery: Delivery, message: MessageId) -> None:
        ask = self.store.get(tx, AskId(delivery.subject))
        if ask is not None:
            self.rooms.mark_post(tx, ask.ask, message)
            # What happened while the post was on its way.
            # Between two events, so that it is not taken for what the next one says.
            self._put(tx, SAYS, ask, 2 * len(self.store.events(tx, ask.ask)) - 1)


def _nothing_more(_: Transaction, __: Delivery, ___: object) -> None:
    pass

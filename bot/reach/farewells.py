"""An ask whose person was erased: nothing of it is kept any more, and who is in it is told that it ended."""

from dataclasses import replace

from bot.asked.notices import page
from bot.circles.service import Circles
from bot.core.delivery.errand import Errand, Outgoing
from bot.core.delivery.outbox import Delivery
from bot.core.ground import Ground
from bot.core.ids import AskId, CircleId, PersonNumber
from bot.core.lanes import Lane
from bot.core.notices import Notice, button
from bot.core.storage.database import Transaction
from bot.people.service import People
from bot.reach.model import Ask, Role, State
from bot.reach.notices import ended_line, ended_post
from bot.reach.store import ReachStore
from bot.reach.store.rooms import RoomStore

TELLS = "reach.tells"
"""The kind of delivery that leads whoever had the ask to the sentence that it has ended."""

CLOSES = "reach.closes"
"""The kind of delivery that makes the first message of the thread say so."""

PARTS = "reach.parts"
"""The kind of delivery that adds the last line to the thread."""


class Farewells:
    """Tells in neutral words, and to those alone who were in it; none of it says why, or names anybody."""

    def __init__(self, ground: Ground, people: People, circles: Circles) -> None:
        self._ground = ground
        self._database = ground.database
        self._people = people
        self._circles = circles
        self._store = ReachStore()
        self._rooms = RoomStore()
        ground.sender.handle(TELLS, Errand(self._compose_telling, _nothing_more, _nothing_more))
        ground.sender.handle(CLOSES, Errand(self._compose_post, _nothing_more, _nothing_more))
        ground.sender.handle(PARTS, Errand(self._compose_line, _nothing_more, _nothing_more))

    def forget(self, tx: Transaction, person: PersonNumber) -> None:
        """Tell of somebody's own ask before it ends and goes with them, inside the transaction that erases them."""
        ask = self._store.open_of(tx, person)
        if ask is not None:
            self._part_from(tx, ask)

    def _part_from(self, tx: Transaction, ask: Ask) -> None:
        pages = self._store.pages(tx, ask.ask)
        holder = next((one.person for one in pages if one.role is Role.HAS), None)
        if holder is not None and not (ask.state is State.TOGETHER and ask.thread is not None):
            # Whoever is in the thread reads it there.
            self._tell(tx, ask, holder)
        if ask.thread is not None:
            self._part(tx, ask)

    def _tell(self, tx: Transaction, ask: Ask, holder: PersonNumber) -> None:
        self._put(tx, ask, Delivery(TELLS, ask.circle, self._ground.clock.now(), Lane.REACH, person=holder))

    def _part(self, tx: Transaction, ask: Ask) -> None:
        # The thread is kept under a number of its own until it says so: nothing leads from there to the ask.
        stands = AskId(self._ground.chance.number())
        if ask.thread is None:
            return
        self._rooms.add(tx, stands, ask.circle, ask.thread)
        line = Delivery(PARTS, stands, self._ground.clock.now(), Lane.REACH, channel=ask.thread)
        self._put(tx, ask, line)
        if ask.post is not None:
            self._rooms.mark_post(tx, stands, ask.post)
            self._put(tx, ask, replace(line, kind=CLOSES))

    def _put(self, tx: Transaction, ask: Ask, delivery: Delivery) -> None:
        circle = self._circles.get_in(tx, ask.circle)
        self._ground.outbox.put(tx, replace(delivery, server=None if circle is None else circle.server))

    def waits(self, tx: Transaction, stands: AskId) -> bool:
        """Tell whether a thread is still to say so."""
        return any(self._ground.outbox.waits(tx, kind, stands) for kind in (CLOSES, PARTS))

    async def _compose_telling(self, delivery: Delivery) -> Outgoing | None:
        known = None if delivery.person is None else await self._people.known(delivery.person)
        if known is None:
            return None
        person, who = known
        own = (await self._people.settings(person)).language
        language = own or await self._language(CircleId(delivery.subject))
        return (
            None
            if language is None
            else Outgoing(page(button("reach.button.look", "reach:over")), language, who=who)
        )

    async def _compose_line(self, delivery: Delivery) -> Outgoing | None:
        return await self._in_thread(delivery, ended_line())

    async def _compose_post(self, delivery: Delivery) -> Outgoing | None:
        _, post = await self._database.read(lambda tx: self._rooms.get(tx, AskId(delivery.subject)))
        outgoing = await self._in_thread(delivery, ended_post())
        return None if outgoing is None or post is None else replace(outgoing, message=post)

    async def _in_thread(self, delivery: Delivery, notice: Notice) -> Outgoing | None:
        circle = await self._database.read(lambda tx: self._rooms.circle_of(tx, AskId(delivery.subject)))
        language = None if circle is None else await self._language(circle)
        return None if language is None else Outgoing(notice, language, place=delivery.channel)

    async def _language(self, number: CircleId) -> str | None:
        circle = await self._database.read(lambda tx: self._circles.get_in(tx, number))
        return None if circle is None else circle.settings.language


def _nothing_more(_: Transaction, __: Delivery, ___: object) -> None:
    pass

"""The thread of an ask: opened at once, holding how things stand, and closed to everyone who was not brought in."""

from dataclasses import replace
from datetime import datetime

from bot.circles.service import Circles
from bot.core.delivery.errand import Errand, Outgoing
from bot.core.delivery.outbox import Delivery
from bot.core.ground import Ground
from bot.core.ids import AskId, ChannelId, MessageId, PersonNumber
from bot.core.lanes import Lane
from bot.core.ports import CannotKeep, Why
from bot.core.scheduling.due import microseconds, moment
from bot.core.storage.database import Transaction
from bot.people.service import People
from bot.reach.asking import Asking
from bot.reach.model import LINES, TALK_NAMES, Answers, Ask, Event, Role, What
from bot.reach.notices import line, status_post
from bot.reach.store import ReachStore

OPENS_WITH = "reach.opens_with"
"""The kind of delivery that is the first message of a thread: how things stand."""

SAYS = "reach.says"
"""The kind of delivery that makes that message say how things stand now."""

LINE = "reach.line"
"""The kind of delivery that adds one line to a thread."""


class Talking:
    """What is said in the threads of asks, and who is brought in."""

    def __init__(self, ground: Ground, store: ReachStore, people: People, circles: Circles, asking: Asking) -> None:
        self._ground = ground
        self._database = ground.database
        self._front = ground.front
        self._store = store
        self._people = people
        self._circles = circles
        self._asking = asking
        asking.on_event(self._happened)
        ground.sender.handle(OPENS_WITH, Errand(self._compose_status, self._opened, self._lost))
        ground.sender.handle(SAYS, Errand(self._compose_change, _nothing_more, self._lost))
        ground.sender.handle(LINE, Errand(self._compose_line, _nothing_more, self._lost))

    async def recover(self) -> None:
        """Open what a crash left unopened, and never a second time."""
        for ask in await self._database.read(self._store.all_open):
            if ask.answers is Answers.THREAD and ask.thread is None:
                await self.open(ask.ask)

    async def open(self, number: AskId) -> bool:
        """Open the thread of an ask and bring in whoever asked.

        Where that cannot be done answers come behind Reach instead, and the ask goes on: answers False then.
        """
        ask = await self._database.read(lambda tx: self._store.get(tx, number))
        if ask is None or not ask.is_open:
            return False
        if ask.thread is not None:
            return True
        thread = await self._made(ask)
        await self._database.write(lambda tx: self._keep(tx, number, thread))
        self._ground.changed()
        return thread is not None

    async def _made(self, ask: Ask) -> ChannelId | None:
        circle, once = await self._circles.get(ask.circle), f"reach{ask.ask}"
        who = await self._people.reveal(ask.person)
        if circle.room is None or who is None:
            return None
        try:
            thread = await self._front.find_talk(circle.room, once, ask.begun_at)
            if thread is None:
                name = TALK_NAMES.get(circle.settings.language, TALK_NAMES["en"])
                thread = await self._front.open_talk(circle.room, name, once)
            await self._front.bring_in(thread, who)
        except CannotKeep:
            return None
        return thread

    def _keep(self, tx: Transaction, number: AskId, thread: ChannelId | None) -> None:
        ask = self._store.get(tx, number)
        if ask is None or ask.thread is not None:
            return
        if thread is None:
            self._store.save(tx, replace(ask, answers=Answers.HERE))
            return
        opened = replace(ask, thread=thread, answers=Answers.THREAD)
        self._store.save(tx, opened)
        self._put(tx, OPENS_WITH, opened, moment(0))

    async def bring_in(self, ask: Ask, person: PersonNumber) -> bool:
        """Bring somebody into the thread of an ask; False where they cannot come."""
        who = await self._people.reveal(person)
        if who is None or ask.thread is None:
            return False
        try:
            await self._front.bring_in(ask.thread, who)
        except CannotKeep:
            return False
        return True

    async def take_out(self, ask: Ask, person: PersonNumber) -> None:
        """Take somebody out of the thread of an ask, as far as the platform lets it be done."""
        who = await self._people.reveal(person)
        if who is None or ask.thread is None:
            return
        try:
            await self._front.take_out(ask.thread, who)
        except CannotKeep:
            return

    def _happened(self, tx: Transaction, ask: Ask, event: Event, place: int) -> None:
        if ask.thread is None:
            return
        # What tells one line of an ask from another, and is never in the future, wherever the clock was set.
        at = moment(place)
        if ask.post is not None:
            self._put(tx, SAYS, ask, at)
        if event.what in LINES:
            self._put(tx, LINE, ask, at)

    def _put(self, tx: Transaction, kind: str, ask: Ask, at: datetime) -> None:
        circle = self._circles.get_in(tx, ask.circle)
        server = None if circle is None else circle.server
        self._ground.outbox.put(tx, Delivery(kind, ask.ask, at, Lane.REACH, server=server, channel=ask.thread))

    async def _compose_status(self, delivery: Delivery) -> Outgoing | None:
        ask = await self._in_thread(delivery)
        if ask is None:
            return None
        standing = await self._database.read(lambda tx: self._asking.standing(tx, ask))
        return Outgoing(status_post(standing), await self._language(ask), place=ask.thread)

    async def _compose_change(self, delivery: Delivery) -> Outgoing | None:
        ask = await self._in_thread(delivery)
        outgoing = None if ask is None or ask.post is None else await self._compose_status(delivery)
        return None if ask is None or outgoing is None else replace(outgoing, message=ask.post)

    async def _compose_line(self, delivery: Delivery) -> Outgoing | None:
        ask = await self._in_thread(delivery)
        if ask is None:
            return None
        events, pages = await self._database.read(
            lambda tx: (self._store.events(tx, ask.ask), self._store.pages(tx, ask.ask))
        )
        event = events[microseconds(delivery.due_at)]
        role = Role.SECOND if event.what is What.SECOND else Role.HAS
        holder = next((one.person for one in pages if one.role is role), None)
        name = None if holder is None else await self._people.reveal(holder)
        asker = await self._people.reveal(ask.person)
        return Outgoing(line(ask, event, name, asker), await self._language(ask), place=ask.thread)

    async def _in_thread(self, delivery: Delivery) -> Ask | None:
        ask = await self._database.read(lambda tx: self._store.get(tx, AskId(delivery.subject)))
        return ask if ask is not None and ask.thread == delivery.channel else None

    async def _language(self, ask: Ask) -> str:
        person = (await self._people.get([ask.person])).get(ask.person)
        own = None if person is None else (await self._people.settings(person)).language
        return own or (await self._circles.get(ask.circle)).settings.language

    def _opened(self, tx: Transaction, delivery: Delivery, message: MessageId) -> None:
        ask = self._store.get(tx, AskId(delivery.subject))
        if ask is not None and ask.thread == delivery.channel:
            self._store.save(tx, replace(ask, post=message))
            # What happened while the message was on its way.
            self._put(tx, SAYS, ask, moment(len(self._store.events(tx, ask.ask))))

    def _lost(self, tx: Transaction, delivery: Delivery, why: str) -> None:
        ask = self._store.get(tx, AskId(delivery.subject))
        if ask is None or ask.thread != delivery.channel or why != Why.CHANNEL_GONE:
            return
        # Somebody deleted it: nothing that is promised there would ever be seen.
        here = replace(ask, thread=None, post=None, answers=Answers.HERE)
        self._store.save(tx, here)
        if ask.is_open:
            self._asking.tell(tx, here, What.THREAD_GONE)


def _nothing_more(_: Transaction, __: Delivery, ___: object) -> None:
    pass

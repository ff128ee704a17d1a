"""The thread of an ask: opened at once, holding how things stand, and closed to everyone who was not brought in."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from bot.circles.service import Circles
from bot.core.delivery.errand import Errand, Outgoing
from bot.core.delivery.outbox import Delivery
from bot.core.ground import Ground
from bot.core.ids import AskId, ChannelId, MessageId, PersonNumber, ServerId
from bot.core.lanes import Lane
from bot.core.ports import CannotKeep, Why
from bot.core.scheduling.due import moment
from bot.core.storage.database import Transaction
from bot.core.storage.restored import RESTORED
from bot.people.service import People
from bot.reach.asking import Asking
from bot.reach.model import LINES, TALK_NAMES, Answers, Ask, Event, Role, State, What
from bot.reach.notices import line, status_post
from bot.reach.store import ReachStore

OPENS_WITH = "reach.opens_with"
"""The kind of delivery that is the first message of a thread: how things stand."""

SAYS = "reach.says"
"""The kind of delivery that makes that message say how things stand now."""

LINE = "reach.line"
"""The kind of delivery that adds one line to a thread."""

_STEP = timedelta(microseconds=1)


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
        self._opening: WeakValueDictionary[AskId, asyncio.Lock] = WeakValueDictionary()
        asking.on_event(self._happened)
        ground.dues.handle_within(RESTORED, lambda tx, _, __: self._time_was_lost(tx))
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
        # Two presses at once would look for it together, find none, and open two.
        async with self._opening.setdefault(number, asyncio.Lock()):
            return await self._open(number)

    async def _open(self, number: AskId) -> bool:
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
            if await self._could_be_read(ask, circle.server, circle.room):
                return None
            thread = await self._front.find_talk(circle.room, once, ask.begun_at)
            if thread is None:
                name = TALK_NAMES.get(circle.settings.language, TALK_NAMES["en"])
                thread = await self._front.open_talk(circle.room, name, once)
            await self._front.bring_in(thread, who)
        except CannotKeep:
            return None
        return thread

    async def _could_be_read(self, ask: Ask, server: ServerId, room: ChannelId) -> bool:
        """Tell whether somebody who was left out could read along; not knowing counts as yes."""
        for number in await self._database.read(lambda tx: self._store.left_out(tx, ask.ask)):
            who = await self._people.reveal(number)
            if who is not None and await self._front.could_open(server, room, who) is not False:
                return True
        return False

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
        if ask.post is not None:
            self._put(tx, SAYS, ask, moment(2 * place))
        if event.what in LINES:
            self._put(tx, LINE, ask, self._line_at(place))

    def _line_at(self, place: int) -> datetime:
        # After a copy was put back, lines stand there that this file knows nothing of. Always a whole second of the
        # past, so that what is left of it tells the place.
        restored = self._ground.restored
        begin = moment(0) if restored is None else restored.until.replace(microsecond=0) - timedelta(seconds=1)
        return begin + place * _STEP

    def _time_was_lost(self, tx: Transaction) -> None:
        restored, now = self._ground.restored, self._ground.clock.now()
        if restored is None:
            return
        for ask in self._store.all_open(tx):
            self._asking.tell(tx, ask, What.LOST, int((now - restored.copied_at) / timedelta(minutes=1)))

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
        event = events[delivery.due_at.microsecond]
        if event.what is What.HI and not ask.state.is_held:
            # Whoever said it has handed it on since: nobody is there to be answered.
            return None
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
            # Between two events, so that it is not taken for what the next one says.
            self._put(tx, SAYS, ask, moment(2 * len(self._store.events(tx, ask.ask)) - 1))

    def _lost(self, tx: Transaction, delivery: Delivery, why: str) -> None:
        ask = self._store.get(tx, AskId(delivery.subject))
        if ask is None or ask.thread != delivery.channel or why != Why.CHANNEL_GONE:
            return
        # Somebody deleted it: nothing that is promised there would ever be seen.
        here = replace(ask, thread=None, post=None, answers=Answers.HERE)
        if ask.state is State.TOGETHER and self._met_there(tx, ask):
            # Where they meet is chosen anew by whoever asked.
            here = replace(here, state=State.SAID_HI)
        self._store.save(tx, here)
        if ask.is_open:
            self._asking.tell(tx, here, What.THREAD_GONE)

    def _met_there(self, tx: Transaction, ask: Ask) -> bool:
        ways = [event.what for event in self._store.events(tx, ask.ask)]
        return (
            next((one for one in reversed(ways) if one in (What.TOGETHER, What.WORDS_ONLY)), None) is What.TOGETHER
        )


def _nothing_more(_: Transaction, __: Delivery, ___: object) -> None:
    pass

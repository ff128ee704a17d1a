"""What the server is asked for when somebody steps away or comes back, in one place, and again after a crash."""

import asyncio
from collections.abc import Awaitable, Iterable, Sequence
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from bot.away import store
from bot.away.model import ROOM_NAME, Entry, Left, State
from bot.away.notices import way_back
from bot.circles.model import Circle
from bot.circles.service import TO_LET_IN, Circles
from bot.core.delivery.errand import Errand, Outgoing
from bot.core.delivery.outbox import Delivery
from bot.core.ground import Ground
from bot.core.ids import ChannelId, MessageId, PersonNumber, PlatformId, ServerId
from bot.core.lacking import named
from bot.core.lanes import Lane
from bot.core.ports import CannotKeep, Why
from bot.core.storage.database import Transaction
from bot.people.service import People

FINISHES = "away.finishes"
"""The kind of due row that finishes what a crash or a silent platform left half done."""

POSTS = "away.posts"
"""The kind of delivery that is the one post of a blank room; its subject is the room."""

AGAIN_AFTER = timedelta(seconds=10)
"""How long after a press it is looked at again, where its end was not noted."""

ROOM_STAYS = timedelta(minutes=1)
"""How long the blank room stays open to whoever came back, so that its answer can be read there."""

GONE = (Why.CHANNEL_GONE, Why.ROLE_GONE, Why.PERSON_GONE, Why.SERVER_GONE)
"""Reasons for which there is nothing left to hide or to close."""

Pairs = Sequence[tuple[Entry, Circle]]
"""Entries, each with its circle."""


class Hiding:
    """Takes roles and gives them back; every step can be repeated, so that a crash between two does no harm."""

    def __init__(self, ground: Ground, people: People, circles: Circles) -> None:
        self._ground = ground
        self._database = ground.database
        self._front = ground.front
        self._people = people
        self._circles = circles
        self._turns: WeakValueDictionary[PersonNumber, asyncio.Lock] = WeakValueDictionary()
        self._making = asyncio.Lock()
        ground.beside.handle(FINISHES, self._finish, Lane.START)
        ground.sender.handle(POSTS, Errand(self._compose, self._stands, _nothing_more))

    def finish_later(self, tx: Transaction, entry: int) -> None:
        """Note inside a transaction that an entry is finished soon, if nothing finishes it before."""
        self._ground.dues.add(tx, FINISHES, entry, self._ground.clock.now() + AGAIN_AFTER, Lane.START)

    def forget(self, tx: Transaction, entries: Iterable[Entry]) -> None:
        """Let go of what is due about entries that go."""
        for one in entries:
            self._ground.dues.drop(tx, FINISHES, one.entry)

    async def _finish(self, number: int) -> datetime | None:
        entry = await self._database.read(lambda tx: store.get(tx, number))
        if entry is None or entry.state is State.AWAY:
            return None
        if entry.state is State.BACK:
            return await self._close(entry)
        await (self.hide(entry.person) if entry.state is State.HIDING else self.show(entry.person))
        left = await self._database.read(lambda tx: store.get(tx, number))
        unfinished = left is not None and left.state is entry.state
        return self._ground.clock.now() + AGAIN_AFTER if unfinished else None

    async def _close(self, entry: Entry) -> datetime | None:
        circle = await self._database.read(lambda tx: self._circles.get_in(tx, entry.circle))
        who = await self._people.reveal(entry.person)
        if circle is not None and who is not None and not await self._close_room(circle.server, who, entry.person):
            return self._ground.clock.now() + AGAIN_AFTER
        await self._database.write(lambda tx: store.drop(tx, entry.entry, State.BACK))
        return None

    async def hide(self, person: PersonNumber) -> tuple[list[Left], bool, ChannelId | None]:
        """Take the roles of what somebody steps away from, all at once, then open the blank room to them.

        Answers what still shows, whether the platform has not answered for something, and the room.
        """
        async with self._turns.setdefault(person, asyncio.Lock()):
            pairs, who = await self._meant(person, State.HIDING)
            if who is None or not pairs:
                return [], False, None
            whys = await asyncio.gather(*(self._hide_one(circle, who) for _, circle in pairs))
            done = [pair for pair, why in zip(pairs, whys, strict=True) if why is not Why.NOT_ANSWERED]
            rooms = [await self._open_room(circle, who) for circle in _one_a_server(done)]
            room = next((one for one in rooms if one is not None), None)
            await self._database.write(lambda tx: self._hidden(tx, done))
            self._ground.changed()
            return await self._left(pairs, whys), len(done) < len(pairs), room

    def _hidden(self, tx: Transaction, done: Pairs) -> None:
        for entry, _ in done:
            store.mark(tx, entry.entry, State.HIDING, State.AWAY)
            self._ground.dues.drop(tx, FINISHES, entry.entry)

    async def _hide_one(self, circle: Circle, who: PlatformId) -> Why | None:
        """Take a circle's role and hide its door, which everyone else goes on seeing."""
        wishes: list[Awaitable[None]] = []
        if circle.role is not None:
            wishes.append(self._front.let_out(circle.server, circle.role, who))
        if circle.door is not None:
            wishes.append(self._front.hide_from(circle.door, who))
        return _worst(await asyncio.gather(*(_tried(one) for one in wishes)))

    async def show(self, person: PersonNumber) -> tuple[list[Left], bool]:
        """Give the roles back and close the blank room; answers what is missing and whether the platform is silent.

        What the server refuses is refused for good: their yes stands, and the door gives the role back later.
        """
        async with self._turns.setdefault(person, asyncio.Lock()):
            pairs, who = await self._meant(person, State.SHOWING)
            if who is None or not pairs:
                return [], False
            whys = await asyncio.gather(*(self._show_one(circle, who) for _, circle in pairs))
            done = [pair for pair, why in zip(pairs, whys, strict=True) if why is not Why.NOT_ANSWERED]
            await self._database.write(lambda tx: self._shown(tx, done))
            self._ground.changed()
            return await self._left(pairs, whys), len(done) < len(pairs)

    def _shown(self, tx: Transaction, done: Pairs) -> None:
        for entry, _ in done:
            store.mark(tx, entry.entry, State.SHOWING, State.BACK)
            at = self._ground.clock.now() + ROOM_STAYS
            self._ground.dues.add(tx, FINISHES, entry.entry, at, Lane.REMINDER)

    async def _show_one(self, circle: Circle, who: PlatformId) -> Why | None:
        if circle.door is not None and await _tried(self._front.as_everyone(circle.door, who)) is Why.NOT_ANSWERED:
            return Why.NOT_ANSWERED
        if circle.role is None:
            return Why.ROLE_GONE
        why = await _tried(self._front.let_in(circle.server, circle.role, who), gone_is_done=False)
        if why in (Why.NO_PERMISSION, Why.ROLE_TOO_HIGH):
            # Where it could not be taken before, it is held still.
            held = await self._front.roles_of(circle.server, who)
            return None if held is not None and circle.role in held else why
        return why

    async def let_out(self, circle: Circle, who: PlatformId) -> None:
        """Have a circle's door seen again by somebody who left for good, and the blank room no longer."""
        if await self._database.read(lambda tx: store.room(tx, circle.server)) is None:
            return
        if circle.door is not None:
            await _tried(self._front.as_everyone(circle.door, who))
        person = await self._people.find(who)
        await self._close_room(circle.server, who, None if person is None else person.number)

    async def _close_room(self, server: ServerId, who: PlatformId, person: PersonNumber | None) -> bool:
        """Let somebody see the blank room of a server no longer, unless it leads back from a circle still.

        False where the platform did not answer.
        """
        room, leads_back = await self._database.read(
            lambda tx: (store.room(tx, server), self._leads_back(tx, server, person))
        )
        if room is None or leads_back:
            return True
        return await _tried(self._front.as_everyone(room[0], who)) is not Why.NOT_ANSWERED

    def _leads_back(self, tx: Transaction, server: ServerId, person: PersonNumber | None) -> bool:
        entries = () if person is None else store.of_person(tx, person)
        circles = [self._circles.get_in(tx, one.circle) for one in entries if one.state is not State.BACK]
        return any(circle is not None and circle.server == server for circle in circles)

    async def _open_room(self, circle: Circle, who: PlatformId) -> ChannelId | None:
        """Show somebody the blank room of a server, made on first use; None where the server does not let it be."""
        # Two who step away at once would make two.
        async with self._making:
            try:
                room = await self._room(circle.server)
                await self._front.show_to(room, who)
            except CannotKeep:
                return None
        return room

    async def _room(self, server: ServerId) -> ChannelId:
        known = await self._database.read(lambda tx: store.room(tx, server))
        if known is not None and not await self._front.gone(server, None, (known[0],)):
            room, posted = known[0], known[1] is not None
        else:
            room, posted = await self._front.make_room(server, ROOM_NAME, ()), False
            await self._database.write(lambda tx: store.save_room(tx, server, room))
        if not posted:
            delivery = Delivery(POSTS, room, self._ground.clock.now(), Lane.START, server=server, channel=room)
            await self._database.write(lambda tx: self._ground.outbox.put(tx, delivery))
        return room

    async def _compose(self, delivery: Delivery) -> Outgoing | None:
        server = delivery.server
        if server is None or await self._database.read(lambda tx: _stands_already(tx, server)):
            return None
        circles = await self._circles.in_server(server)
        language = circles[0].settings.language if circles else "en"
        return Outgoing(way_back(), language, place=delivery.channel)

    def _stands(self, tx: Transaction, delivery: Delivery, post: MessageId) -> None:
        if delivery.channel is not None:
            store.save_post(tx, delivery.channel, post)

    async def _meant(self, person: PersonNumber, state: State) -> tuple[Pairs, PlatformId | None]:
        def look(tx: Transaction) -> Pairs:
            found = [(one, self._circles.get_in(tx, one.circle)) for one in store.of_person(tx, person)]
            return [(one, circle) for one, circle in found if one.state is state and circle is not None]

        return await self._database.read(look), await self._people.reveal(person)

    async def _left(self, pairs: Pairs, whys: Sequence[Why | None]) -> list[Left]:
        return [
            Left(circle.name, await named(why, self._front, circle.server, TO_LET_IN))
            for (_, circle), why in zip(pairs, whys, strict=True)
            if why is not None and why is not Why.NOT_ANSWERED
        ]


def _one_a_server(pairs: Pairs) -> list[Circle]:
    return list({circle.server: circle for _, circle in pairs}.values())


def _stands_already(tx: Transaction, server: ServerId) -> bool:
    known = store.room(tx, server)
    return known is not None and known[1] is not None


async def _tried(wish: Awaitable[None], *, gone_is_done: bool = True) -> Why | None:
    try:
        await wish
    except CannotKeep as fault:
        return None if gone_is_done and fault.why in GONE else fault.why
    return None


def _worst(whys: Iterable[Why | None]) -> Why | None:
    told = [why for why in whys if why is not None]
    return Why.NOT_ANSWERED if Why.NOT_ANSWERED in told else next(iter(told), None)


def _nothing_more(_: Transaction, __: Delivery, ___: str) -> None:
    pass

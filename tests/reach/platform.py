"""A platform that is played: it keeps what arrived, and does to each sending what a test settled."""

import asyncio
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import cast

from bot.core.delivery.reconcile import NONCE_HOLDS
from bot.core.ids import ChannelId, MessageId, Onlookers, PlatformId, RoleId, ServerId
from bot.core.notices import Notice
from bot.core.ports import CannotKeep, Clock, Front, Why


class Fate(Enum):
    """What happens to one sending."""

    ARRIVES = "arrives"
    LOST_ON_THE_WAY = "lost on the way"
    """No answer comes, and nothing stands."""
    ANSWER_LOST = "answer lost"
    """No answer comes, and it stands all the same."""
    DIES_BEFORE = "dies before"
    """The process dies before it was sent."""
    DIES_AFTER = "dies after"
    """The process dies when it was sent, before it heard so."""


LOST = (Fate.LOST_ON_THE_WAY, Fate.ANSWER_LOST, Fate.DIES_AFTER, Fate.DIES_BEFORE)


@dataclass(frozen=True)
class Arrived:
    """One message that really stands."""

    message: MessageId
    who: PlatformId | None
    place: ChannelId | None
    once: str
    at: datetime

    @property
    def where(self) -> int | None:
        return self.who if self.who is not None else self.place


class Platform:
    """The chat platform in memory."""

    def __init__(self, clock: Clock, onlooking: set[PlatformId]) -> None:
        self._clock = clock
        self._ids = 10_000
        self.arrived: list[Arrived] = []
        self.shows: dict[MessageId, Notice] = {}
        self.talks: dict[ChannelId, tuple[str, set[PlatformId]]] = {}
        self.opened: list[str] = []
        self.closed: dict[PlatformId, Why] = {}
        """Who cannot be written to, and why."""
        self.fates: deque[Fate] = deque()
        self.down = False
        self.is_connected = True
        self.readable = True
        self.onlooking = onlooking
        self.died = asyncio.Event()
        self.unheard: set[str] = set()
        """Sendings that stand although nobody heard so."""
        self.unsure: set[str] = set()
        """Sendings whose outcome could not be read back."""

    @property
    def front(self) -> Front:
        return cast("Front", self)

    def _next(self) -> int:
        self._ids += 1
        return self._ids

    async def _dies(self) -> None:
        self.died.set()
        await asyncio.Event().wait()

    async def whisper(self, who: PlatformId, notice: Notice, _locale: str, once: str) -> MessageId:
        return await self._send(notice, once, who=who)

    async def post(self, place: ChannelId, notice: Notice, _locale: str, once: str) -> MessageId:
        return await self._send(notice, once, place=place)

    async def _send(
        self, notice: Notice, once: str, who: PlatformId | None = None, place: ChannelId | None = None
    ) -> MessageId:
        fate = self.fates.popleft() if self.fates else Fate.ARRIVES
        if self.down or fate is Fate.LOST_ON_THE_WAY:
            raise CannotKeep(Why.NOT_ANSWERED)
        if fate is Fate.DIES_BEFORE:
            await self._dies()
        if who is not None and who in self.closed:
            raise CannotKeep(self.closed[who])
        if place is not None and self._is_gone(place):
            raise CannotKeep(Why.CHANNEL_GONE)
        message = self._kept(notice, Arrived(MessageId(self._next()), who, place, once, self._clock.now()))
        if fate in (Fate.DIES_AFTER, Fate.ANSWER_LOST):
            self.unheard.add(once)
        if fate is Fate.DIES_AFTER:
            await self._dies()
        if fate is Fate.ANSWER_LOST:
            raise CannotKeep(Why.NOT_ANSWERED)
        return message

    def _kept(self, notice: Notice, new: Arrived) -> MessageId:
        for one in self.arrived:
            if (one.once, one.where) == (new.once, new.where) and abs(new.at - one.at) <= NONCE_HOLDS:
                return one.message
        self.arrived.append(new)
        self.shows[new.message] = notice
        return new.message

    def _is_gone(self, place: ChannelId) -> bool:
        return place >= 10_000 and place not in self.talks

    async def find(self, place: ChannelId, once: str, since: datetime) -> MessageId | None:
        return self._found(place, once, since)

    async def find_whisper(self, who: PlatformId, once: str, since: datetime) -> MessageId | None:
        return self._found(who, once, since)

    def _found(self, where: int, once: str, since: datetime) -> MessageId | None:
        if self.down:
            raise CannotKeep(Why.NOT_ANSWERED)
        if not self.readable:
            self.unsure.add(once)
            raise CannotKeep(Why.NO_PERMISSION)
        near = since - timedelta(seconds=1)
        found = [one for one in self.arrived if (one.where, one.once) == (where, once) and one.at >= near]
        return found[0].message if found else None

    async def revise(self, place: ChannelId, message: MessageId, notice: Notice, _locale: str) -> None:
        if self.down:
            raise CannotKeep(Why.NOT_ANSWERED)
        if self._is_gone(place):
            raise CannotKeep(Why.CHANNEL_GONE)
        self.shows[message] = notice

    def connected(self) -> bool:
        return self.is_connected

    async def let_in(self, _server: ServerId, _role: RoleId, _who: PlatformId) -> None:
        return

    async def let_out(self, _server: ServerId, _role: RoleId, _who: PlatformId) -> None:
        return

    async def missing_permissions(self, _server: ServerId, _wanted: tuple[str, ...]) -> tuple[str, ...]:
        return ()

    async def open_talk(self, _place: ChannelId, _name: str, once: str) -> ChannelId:
        if self.down:
            raise CannotKeep(Why.NOT_ANSWERED)
        talk = ChannelId(self._next())
        self.talks[talk] = (once, set())
        self.opened.append(once)
        return talk

    async def find_talk(self, _place: ChannelId, once: str, _since: datetime) -> ChannelId | None:
        if self.down:
            raise CannotKeep(Why.NOT_ANSWERED)
        return next((talk for talk, (known, _) in self.talks.items() if known == once), None)

    async def bring_in(self, talk: ChannelId, who: PlatformId) -> None:
        if self.down:
            raise CannotKeep(Why.NOT_ANSWERED)
        if talk not in self.talks:
            raise CannotKeep(Why.CHANNEL_GONE)
        if self.closed.get(who) is Why.PERSON_GONE:
            raise CannotKeep(Why.PERSON_GONE)
        self.talks[talk][1].add(who)

    async def take_out(self, talk: ChannelId, who: PlatformId) -> None:
        if talk in self.talks:
            self.talks[talk][1].discard(who)

    async def talk_gone(self, talk: ChannelId) -> bool:
        return talk not in self.talks

    async def who_could_open(self, _server: ServerId, _place: ChannelId) -> Onlookers:
        return Onlookers(PlatformId(1), (), tuple(self.onlooking), everyone=False)

    async def roles_of(self, _server: ServerId, who: PlatformId) -> frozenset[RoleId]:
        return frozenset()

    async def could_open(self, _server: ServerId, _place: ChannelId, who: PlatformId) -> bool:
        return who in self.onlooking

"""The real outbox and sender over a real SQLite file; only the platform and the clock are played."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest

from bot.core.delivery.errand import Errand, Outcome, Outgoing
from bot.core.delivery.outbox import Claimed, Delivery, Outbox
from bot.core.delivery.reconcile import NONCE_HOLDS
from bot.core.delivery.sender import Sender
from bot.core.ids import ChannelId, MessageId, PersonNumber, PlatformId, ServerId
from bot.core.lanes import LANE, Lane
from bot.core.notices import Notice
from bot.core.ports import CannotKeep, Front, Why
from bot.core.storage.database import Transaction
from bot.core.storage.keyring import Keyring
from bot.core.storage.migrate import MAIN, migrate
from bot.core.storage.reading import text
from bot.core.storage.sqlite import SqliteDatabase
from bot.core.world import SystemChance

KIND = "tests.posts"
NOW = datetime(2027, 3, 20, 18, 0, tzinfo=UTC)


class FakeClock:
    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        return self.moment

    def forward(self, by: timedelta) -> None:
        self.moment += by


class Platform:
    """A platform that remembers what it was asked and merges a second sending while a nonce holds."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.standing: dict[MessageId, tuple[int, str]] = {}
        self.asked: list[tuple[str, int, str]] = []
        self.lanes: list[Lane] = []
        self.lost_answers = 0
        """How many of the next messages are recorded without an answer."""
        self.refuses: list[Why] = []
        """What the next requests to post are refused with."""
        self.unreadable: Why | None = None
        """Why nobody may look back."""
        self.gates: dict[int, asyncio.Event | asyncio.Barrier] = {}
        """Places whose requests hang until their gate lets them through."""
        self.at_work = 0
        self.most_at_work = 0
        self._nonces: dict[str, tuple[MessageId, datetime]] = {}

    @property
    def posted(self) -> list[int]:
        """The places of everything that stands, in the order in which it was posted."""
        return [place for place, _ in self.standing.values()]

    async def post(self, place: ChannelId, _notice: Notice, _locale: str, once: str) -> MessageId:
        return await self._sent("post", place, once)

    async def whisper(self, who: PlatformId, _notice: Notice, _locale: str, once: str) -> MessageId:
        return await self._sent("whisper", who, once)

    async def _sent(self, what: str, place: int, once: str) -> MessageId:
        self.asked.append((what, place, once))
        self.lanes.append(LANE.get())
        self.at_work += 1
        self.most_at_work = max(self.most_at_work, self.at_work)
        try:
            if place in self.gates:
                await self.gates[place].wait()
        finally:
            self.at_work -= 1
        if self.refuses:
            raise CannotKeep(self.refuses.pop(0))
        message = self._recorded(place, once)
        if self.lost_answers:
            self.lost_answers -= 1
            raise CannotKeep(Why.NOT_ANSWERED)
        return message

    def _recorded(self, place: int, once: str) -> MessageId:
        before = self._nonces.get(once)
        if before is not None and self._clock.now() - before[1] <= NONCE_HOLDS:
            if before[0] not in self.standing:
                raise CannotKeep(Why.MESSAGE_GONE)
            return before[0]
        message = MessageId(len(self._nonces) + 1000 + len(self.standing))
        self.standing[message] = (place, once)
        self._nonces[once] = (message, self._clock.now())
        return message

    async def find(self, place: ChannelId, once: str, _since: datetime) -> MessageId | None:
        return self._found("find", place, once)

    async def find_whisper(self, who: PlatformId, once: str, _since: datetime) -> MessageId | None:
        return self._found("find_whisper", who, once)

    def _found(self, what: str, place: int, once: str) -> MessageId | None:
        self.asked.append((what, place, once))
        if self.unreadable is not None:
            raise CannotKeep(self.unreadable)
        return next((message for message, stands in self.standing.items() if stands == (place, once)), None)

    async def revise(self, place: ChannelId, message: MessageId, _notice: Notice, _locale: str) -> None:
        self.asked.append(("revise", place, str(message)))
        if self.refuses:
            raise CannotKeep(self.refuses.pop(0))

    def looks(self) -> int:
        """How often somebody looked back."""
        return sum(what.startswith("find") for what, _, _ in self.asked)


@dataclass
class Feature:
    """A feature that puts deliveries and is told how they end."""

    database: SqliteDatabase
    clock: FakeClock
    outbox: Outbox
    sender: Sender
    platform: Platform
    told: list[tuple[int, object]] = field(default_factory=list)
    not_wanted: set[int] = field(default_factory=set)
    cannot_be_made: set[int] = field(default_factory=set)
    edits: dict[int, MessageId] = field(default_factory=dict)
    sent_fails: int = 0
    """How many of the next transactions that note a sending fail."""

    def hears(self) -> Errand:
        return Errand(self._compose, self._sent, lambda _, delivery, why: self.told.append((delivery.subject, why)))

    async def _compose(self, delivery: Delivery) -> Outgoing | None:
        if delivery.subject in self.cannot_be_made:
            raise RuntimeError
        if delivery.subject in self.not_wanted:
            return None
        who = None if delivery.person is None else PlatformId(delivery.person)
        return Outgoing(Notice(()), "en", delivery.channel, who, self.edits.get(delivery.subject))

    def _sent(self, _: Transaction, delivery: Delivery, message: MessageId) -> None:
        if self.sent_fails:
            self.sent_fails -= 1
            raise OSError
        self.told.append((delivery.subject, message))

    async def put(self, *deliveries: Delivery) -> list[str]:
        return await self.database.write(lambda tx: [self.outbox.put(tx, delivery) for delivery in deliveries])

    async def carry(self, *deliveries: Delivery) -> list[str]:
        idents = await self.put(*deliveries)
        await self.sender.settle()
        return idents

    async def claim(self, most: int = 5, routine: int = 4) -> list[Claimed]:
        return await self.outbox.claim(most, routine, ())

    async def subjects(self, most: int = 5, routine: int = 4) -> list[int]:
        return [claimed.delivery.subject for claimed in await self.claim(most, routine)]

    async def later(self, by: timedelta) -> None:
        """Let time pass and carry what is due then."""
        self.clock.forward(by)
        await self.sender.settle()

    async def state(self, ident: str) -> tuple[str, str | None]:
        row = await self.database.read(
            lambda tx: tx.one("SELECT state, why FROM outbox WHERE delivery = :ident", ident=ident)
        )
        assert row is not None
        why = row["why"]
        return text(row, "state"), None if why is None else str(why)

    async def deliver(self, ident: str) -> Outcome:
        return await self.sender.deliver(ident)


def post(
    subject: int = 1, lane: Lane = Lane.CHECK_IN, server: int = 1, within: timedelta | None = None
) -> Delivery:
    """A post in the channel that has the subject's number."""
    return Delivery(
        KIND,
        subject,
        NOW,
        lane,
        server=ServerId(server),
        channel=ChannelId(subject),
        expires_at=None if within is None else NOW + within,
    )


def page(subject: int = 1) -> Delivery:
    """A direct message for somebody who asked for help to reach."""
    return Delivery(KIND, subject, NOW, Lane.REACH, person=PersonNumber(subject))


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    # Keys first: none are made where there is data.
    Keyring.open(tmp_path / "keys" / "hearth.key", SystemChance(), tmp_path / "data")
    opened = await SqliteDatabase.open(tmp_path / "data" / "hearth.db")
    await migrate(opened, MAIN)
    yield opened
    await opened.close()


def a_run(database: SqliteDatabase, clock: FakeClock, platform: Platform, tmp_path: Path) -> Feature:
    """One run of Hearth over the database; a second one is a restart."""
    keyring = Keyring.open(tmp_path / "keys" / "hearth.key", SystemChance(), tmp_path / "data")
    outbox = Outbox(database, clock, keyring)
    sender = Sender(database, outbox, cast(Front, platform), clock)
    feature = Feature(database, clock, outbox, sender, platform)
    sender.handle(KIND, feature.hears())
    return feature


@pytest.fixture
async def feature(database: SqliteDatabase, tmp_path: Path) -> AsyncIterator[Feature]:
    clock = FakeClock()
    made = a_run(database, clock, Platform(clock), tmp_path)
    yield made
    await made.sender.stop()

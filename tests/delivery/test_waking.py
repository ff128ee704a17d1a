"""What rests in the outbox is tried again in time, with the alarm that wakes a running Hearth."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from bot.core.delivery.errand import Errand, Outgoing
from bot.core.delivery.outbox import Delivery, Outbox
from bot.core.delivery.sender import Sender
from bot.core.ids import ChannelId, MessageId
from bot.core.lanes import Lane
from bot.core.notices import Notice
from bot.core.ports import CannotKeep, Front, Why
from bot.core.scheduling.alarm import Alarm
from bot.core.scheduling.due import Dues
from bot.core.storage.database import Transaction
from bot.core.storage.keyring import Keyring
from bot.core.storage.sqlite import SqliteDatabase
from bot.core.world import SystemChance, SystemClock

DEADLINE = 5.0
"""Seconds; the first rest is one, and the alarm looks by itself only after sixty."""


class Stubborn:
    """A platform that does not answer the first time."""

    def __init__(self) -> None:
        self.tries = 0

    async def post(self, _place: ChannelId, _notice: Notice, _locale: str, _once: str) -> MessageId:
        self.tries += 1
        if self.tries == 1:
            raise CannotKeep(Why.NOT_ANSWERED)
        return MessageId(1)

    async def find(self, *_: object) -> None:
        return None


@dataclass
class Running:
    database: SqliteDatabase
    outbox: Outbox
    sender: Sender
    stands: asyncio.Event


@pytest.fixture
async def running(database: SqliteDatabase, tmp_path: Path) -> AsyncIterator[Running]:
    clock = SystemClock()
    keyring = Keyring.open(tmp_path / "keys" / "hearth.key", SystemChance(), tmp_path / "data")
    outbox = Outbox(database, clock, keyring)
    sender = Sender(database, outbox, cast(Front, Stubborn()), clock)
    stands = asyncio.Event()
    here = asyncio.get_running_loop()

    async def compose(delivery: Delivery) -> Outgoing:
        return Outgoing(Notice(()), "en", delivery.channel)

    def sent(_: Transaction, __: Delivery, ___: MessageId) -> None:
        here.call_soon_threadsafe(stands.set)

    sender.handle("tests.posts", Errand(compose, sent, lambda *_: None))
    alarm = Alarm(Dues(database, clock), clock, (outbox.next_try,))
    alarm.on_settled(sender.look_now)
    sender.on_rest(alarm.look_now)
    await alarm.start()
    yield Running(database, outbox, sender, stands)
    alarm.stop()
    await sender.stop()


async def test_what_got_no_answer_is_tried_again_when_its_rest_is_over(running: Running) -> None:
    delivery = Delivery("tests.posts", 1, SystemClock().now(), Lane.REACH, channel=ChannelId(1))
    await running.database.write(lambda tx: running.outbox.put(tx, delivery))
    running.sender.look_now()
    async with asyncio.timeout(DEADLINE):
        await running.stands.wait()

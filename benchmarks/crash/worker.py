"""The worker that is killed: the real Dues, Outbox, Sender and Alarm over a real SQLite file.

`python -m benchmarks.crash.worker FOLDER ADDRESS RATE AHEAD` prints "begun", works until nothing is left to do,
and ends with 0. AHEAD moves its clock forward by that many seconds.
"""

import asyncio
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

import aiohttp

from bot.core.delivery.errand import Errand, Outgoing
from bot.core.delivery.outbox import Delivery, Outbox
from bot.core.delivery.pacer import Pacer
from bot.core.delivery.sender import Sender
from bot.core.ids import ChannelId, MessageId, PlatformId, ServerId
from bot.core.lanes import LANE, Lane
from bot.core.notices import Notice
from bot.core.ports import CannotKeep, Clock, Front, Why
from bot.core.scheduling.alarm import Alarm
from bot.core.scheduling.due import Dues
from bot.core.storage.database import Transaction
from bot.core.storage.keyring import Keyring
from bot.core.storage.migrate import MAIN, migrate
from bot.core.storage.sqlite import SqliteDatabase
from bot.core.world import LedClock, SystemChance

KIND = "proofs.posts"
"""The kind of the due rows and of the deliveries."""

AGAIN_IN = timedelta(days=7)
"""How far a due row goes on once it has put its delivery."""

SERVERS = 40
"""On how many servers the rows are."""

ASKED_WITHIN = 15.0
"""Seconds a request may take, as on Discord (cogs/pacing.py)."""

LOOKED_AFTER = 0.1
"""Seconds between two looks at whether anything is left."""


class SinkFront:
    """What a sender asks of a front, spoken to the sink over HTTP."""

    def __init__(self, http: aiohttp.ClientSession, address: str, pacer: Pacer) -> None:
        self._http = http
        self._address = address
        self._pacer = pacer

    async def post(self, _place: ChannelId, _notice: Notice, _locale: str, once: str) -> MessageId:
        """Post once let out by the pacer."""
        return MessageId(await self._ask("POST", once) or 0)

    async def find(self, _place: ChannelId, once: str, _since: datetime) -> MessageId | None:
        """Ask whether it is there."""
        found = await self._ask("GET", once)
        return None if found is None else MessageId(found)

    async def whisper(self, _who: PlatformId, _notice: Notice, _locale: str, _once: str) -> MessageId:
        """Never asked for here."""
        raise CannotKeep(Why.PERSON_GONE)

    async def _ask(self, method: str, once: str) -> int | None:
        await self._pacer.permit(LANE.get())
        try:
            async with self._http.request(method, f"{self._address}/messages/{once}") as answer:
                answer.raise_for_status()
                return (await answer.json())["message"]
        except (aiohttp.ClientError, OSError) as fault:
            raise CannotKeep(Why.NOT_ANSWERED) from fault


@dataclass
class Parts:
    """The wired parts of one worker."""

    database: SqliteDatabase
    dues: Dues
    outbox: Outbox
    sender: Sender
    alarm: Alarm
    clock: Clock

    async def begin(self) -> None:
        """Take up what a dead process left, as the product does, and begin to work."""
        await self.outbox.free_own()
        print("begun", flush=True)
        await self.alarm.start()

    async def is_done(self) -> bool:
        """Tell whether nothing is due and nothing is on its way."""
        earliest = await self.dues.earliest()
        if earliest is not None and earliest <= self.clock.now():
            return False
        row = await self.database.read(
            lambda tx: tx.one("SELECT 1 AS found FROM outbox WHERE state IN ('waiting', 'sending') LIMIT 1")
        )
        return row is None


def delivery_of(subject: int, due_at: datetime) -> Delivery:
    """Answer the one delivery of a due row."""
    server, channel = ServerId(subject % SERVERS + 1), ChannelId(subject)
    return Delivery(KIND, subject, due_at, Lane.CHECK_IN, server=server, channel=channel)


@asynccontextmanager
async def working(folder: Path, address: str, rate: float, ahead: float) -> AsyncGenerator[Parts]:
    """Wire a worker as the product is wired, over the database in `folder`."""
    clock = LedClock()
    clock.offset = timedelta(seconds=ahead)
    keyring = Keyring.open(folder / "keys" / "hearth.key", SystemChance(), folder / "data")
    database = await SqliteDatabase.open(folder / "data" / "hearth.db")
    await migrate(database, MAIN)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ASKED_WITHIN)) as http:
        dues, outbox = Dues(database, clock), Outbox(database, clock, keyring)
        sender = Sender(database, outbox, cast(Front, SinkFront(http, address, Pacer(rate))), clock)
        alarm = Alarm(dues, clock, (outbox.next_try,))
        alarm.on_settled(sender.look_now)

        def fire(tx: Transaction, subject: int, due_at: datetime) -> None:
            outbox.put(tx, delivery_of(subject, due_at))
            dues.add(tx, KIND, subject, due_at + AGAIN_IN)

        dues.handle_within(KIND, fire)
        sender.handle(KIND, Errand(_compose, lambda *_: None, lambda *_: None))
        yield Parts(database, dues, outbox, sender, alarm, clock)
        alarm.stop()
        await sender.stop()
        await database.close()


async def _compose(delivery: Delivery) -> Outgoing | None:
    return Outgoing(Notice(()), "en", place=delivery.channel)


async def _work(folder: Path, address: str, rate: float, ahead: float) -> None:
    async with working(folder, address, rate, ahead) as parts:
        await parts.begin()
        while not await parts.is_done():  # noqa: ASYNC110 - it looks at rows, which have no event
            await asyncio.sleep(LOOKED_AFTER)


if __name__ == "__main__":
    asyncio.run(_work(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]), float(sys.argv[4])))

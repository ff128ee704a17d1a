"""Taking Hearth's own posts out of channels: rows that outlive what they were of, a few requests at a time."""

import asyncio
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.core.ids import ChannelId, MessageId, ServerId
from bot.core.lanes import Lane
from bot.core.ports import CannotKeep, Clock, Front, Why
from bot.core.scheduling.beside import Beside
from bot.core.scheduling.due import Dues, microseconds
from bot.core.storage.database import Database, Transaction
from bot.core.storage.reading import number

LOG = logging.getLogger(__name__)

TAKES_DOWN = "delivery.takes_down"
"""The kind of due row that takes posts out of one channel."""

AGAIN_AFTER = timedelta(minutes=5)
"""How long a channel rests where the platform does not answer."""

NOT_LET_AGAIN = timedelta(hours=6)
"""How long it rests where the server does not let Hearth, or Hearth is not in it now."""

NOT_LET_FOR = timedelta(days=30)
"""How long it is tried where the server does not let Hearth."""

STEP = 100
"""Posts that are handed to the platform at once."""

CHANNELS_AT_ONCE = 5
"""Channels in which posts are taken down at a time, however many are due after a long time off."""


class Posts:
    """Deletes posts of Hearth's own; it knows a channel and a message, and nobody's words."""

    def __init__(self, database: Database, clock: Clock, front: Front, dues: Dues, beside: Beside) -> None:
        self._database = database
        self._clock = clock
        self._front = front
        self._dues = dues
        self._free = asyncio.Semaphore(CHANNELS_AT_ONCE)
        beside.handle(TAKES_DOWN, self._go_on, Lane.CLEAN_UP)

    def take_down(
        self, tx: Transaction, server: ServerId, channel: ChannelId, messages: Iterable[MessageId]
    ) -> None:
        """Have posts deleted, inside the transaction that lets go of what they were of; asked twice, once."""
        some = False
        for message in messages:
            some = True
            tx.run(
                "INSERT INTO post_going (message, channel, server) VALUES (:message, :channel, :server)"
                " ON CONFLICT DO NOTHING",
                message=message,
                channel=channel,
                server=server,
            )
        if some:
            self._dues.add(tx, TAKES_DOWN, channel, self._clock.now(), Lane.CLEAN_UP)

    async def recover(self) -> None:
        """Go on in every channel in which something is left; called at start."""
        now = self._clock.now()

        def work(tx: Transaction) -> None:
            for row in tx.all("SELECT DISTINCT channel FROM post_going"):
                self._dues.add(tx, TAKES_DOWN, number(row, "channel"), now, Lane.CLEAN_UP)

        await self._database.write(work)

    def servers(self, tx: Transaction) -> set[ServerId]:
        """Answer every server in which something is to be deleted still."""
        return {ServerId(number(row, "server")) for row in tx.all("SELECT DISTINCT server FROM post_going")}

    def let_go(self, tx: Transaction, server: ServerId) -> None:
        """Let go of what can be deleted no more, because Hearth was put out of the server."""
        for row in tx.all("SELECT DISTINCT channel FROM post_going WHERE server = :server", server=server):
            self._dues.drop(tx, TAKES_DOWN, number(row, "channel"))
        tx.run("DELETE FROM post_going WHERE server = :server", server=server)

    async def _go_on(self, subject: int) -> datetime | None:
        channel = ChannelId(subject)
        async with self._free:
            while True:
                server, some = await self._database.read(lambda tx: _next(tx, channel))
                if server is None:
                    return None
                here = self._front.servers()
                if here is None:
                    # Not known while the connection is away.
                    return self._clock.now() + AGAIN_AFTER
                if server not in here:
                    # Invited again within seven days, it goes on; otherwise the rows go with all of the server's.
                    return self._clock.now() + NOT_LET_AGAIN
                try:
                    gone = await self._front.take_back(channel, some, self._clock.now())
                except CannotKeep as fault:
                    return await self._cannot(channel, fault.why)
                # After each step, so that a crash repeats one at most; what is gone already is done as well.
                await self._database.write(lambda tx, gone=gone: _drop(tx, gone))

    async def _cannot(self, channel: ChannelId, why: Why) -> datetime | None:
        now = self._clock.now()
        if why is Why.NOT_ANSWERED:
            return now + AGAIN_AFTER
        if why is Why.CHANNEL_GONE:
            await self._database.write(lambda tx: _drop_all(tx, channel))
            return None
        if await self._database.write(lambda tx: _not_let(tx, channel, now)):
            LOG.warning("delivery: posts that were to go stay, as their server did not let them go for 30 days")
        return now + NOT_LET_AGAIN


def _next(tx: Transaction, channel: ChannelId) -> tuple[ServerId | None, tuple[MessageId, ...]]:
    rows = tx.all(
        "SELECT message, server FROM post_going WHERE channel = :channel ORDER BY message DESC LIMIT :most",
        channel=channel,
        most=STEP,
    )
    server = ServerId(number(rows[0], "server")) if rows else None
    return server, tuple(MessageId(number(row, "message")) for row in rows)


def _drop(tx: Transaction, gone: Iterable[MessageId]) -> None:
    for message in gone:
        tx.run("DELETE FROM post_going WHERE message = :message", message=message)


def _drop_all(tx: Transaction, channel: ChannelId) -> None:
    tx.run("DELETE FROM post_going WHERE channel = :channel", channel=channel)


def _not_let(tx: Transaction, channel: ChannelId, now: datetime) -> int:
    """Note since when it is not let, and let go of what was not for a month; answer how many went so."""
    tx.run(
        "UPDATE post_going SET refused_at = :now WHERE channel = :channel AND refused_at IS NULL",
        channel=channel,
        now=microseconds(now),
    )
    return tx.run(
        "DELETE FROM post_going WHERE channel = :channel AND refused_at <= :by",
        channel=channel,
        by=microseconds(now - NOT_LET_FOR),
    )

"""What the records of the outbox tell: where something was lost, and why."""

from datetime import datetime

from bot.core.ids import ChannelId, ServerId
from bot.core.ports import Why
from bot.core.scheduling.due import microseconds
from bot.core.storage.database import Transaction
from bot.core.storage.reading import number


def lost_in(tx: Transaction, server: ServerId, why: Why, after: datetime) -> list[ChannelId]:
    """Answer the channels of a server for which something was dropped after a moment, for a front's reason."""
    rows = tx.all(
        "SELECT DISTINCT channel FROM outbox WHERE state = 'dropped' AND settled_at > :after"
        " AND server = :server AND why = :why AND channel IS NOT NULL ORDER BY channel",
        after=microseconds(after),
        server=server,
        why=why,
    )
    return [ChannelId(number(row, "channel")) for row in rows]

"""The SQL of check-ins as they stand in channels; nothing sealed is opened for it."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.ids import ChannelId, CircleId, MessageId, RoundId, ServerId
from bot.core.scheduling.due import microseconds
from bot.core.storage.ageing import AT_ONCE
from bot.core.storage.database import Row, Transaction
from bot.core.storage.reading import number, number_or_none


@dataclass(frozen=True, slots=True)
class Standing:
    """A check-in, and where its post stands if it has one."""

    round: RoundId
    server: ServerId
    channel: ChannelId | None
    post: MessageId | None


_WHERE = "SELECT r.round, r.post, c.server, c.room FROM checkin_round r JOIN circle c ON c.circle = r.circle WHERE "


def of_round(tx: Transaction, round_: RoundId) -> Standing | None:
    """Answer where one check-in stands, or None where it is gone."""
    row = tx.one(_WHERE + "r.round = :round", round=round_)
    return None if row is None else _standing(row)


def in_circle(tx: Transaction, circle: CircleId) -> list[Standing]:
    """Answer every check-in of a circle."""
    return [_standing(row) for row in tx.all(_WHERE + "r.circle = :circle ORDER BY r.round", circle=circle)]


def past(tx: Transaction, closed_by: datetime) -> list[Standing]:
    """Answer some check-ins whose closing stands, or never can, and that closed then or earlier."""
    rows = tx.all(
        _WHERE + "r.closes_at <= :at AND r.state = 'closed' AND r.shown = 1 LIMIT :most",
        at=microseconds(closed_by),
        most=AT_ONCE,
    )
    return [_standing(row) for row in rows]


def _standing(row: Row) -> Standing:
    channel, post = number_or_none(row, "room"), number_or_none(row, "post")
    return Standing(
        round=RoundId(number(row, "round")),
        server=ServerId(number(row, "server")),
        channel=ChannelId(channel) if channel else None,
        post=MessageId(post) if post else None,
    )

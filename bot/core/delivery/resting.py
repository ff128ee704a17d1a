"""How long rows of the outbox rest, and when they are free again: the SQL of waiting."""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.core.lanes import Lane
from bot.core.scheduling.due import microseconds
from bot.core.storage.database import Transaction
from bot.core.storage.reading import number, text

ROUTINE_IN_FLIGHT = timedelta(seconds=15)
"""How long after a start something of the process that died may still reach the platform.

A request is given 15 seconds (cogs/pacing.py); whoever looks earlier may find nothing, send, and then stand twice.
"""

URGENT_IN_FLIGHT = timedelta(seconds=1)
"""The same for somebody who asks for help: nearly every request is through by then, and told twice is better than
told late."""

NO_REST_IS_LONGER = timedelta(minutes=10)
"""A row that rests longer waits for a time that a wrong clock once told."""


def earliest(tx: Transaction, now: int) -> int | None:
    """Answer when a row that rests, or is being sent, is to be looked at next, in microseconds since 1970."""
    rows = (
        tx.one("SELECT min(next_try_at) AS at FROM outbox WHERE state = 'waiting' AND next_try_at > :now", now=now),
        tx.one("SELECT min(lease_until) AS at FROM outbox WHERE state = 'sending' AND lease_until > :now", now=now),
    )
    return min((number(row, "at") for row in rows if row is not None and row["at"] is not None), default=None)


def hurried(tx: Transaction, ident: str) -> bool:
    """Have a delivery go before routine ones; False where it is not on its way."""
    tx.run(
        "UPDATE outbox SET lane = :start WHERE delivery = :delivery AND state = 'waiting' AND lane > :start",
        start=Lane.START,
        delivery=ident,
    )
    row = tx.one("SELECT state FROM outbox WHERE delivery = :delivery", delivery=ident)
    return row is not None and text(row, "state") in ("waiting", "sending")


def rest_no_longer(tx: Transaction, now: datetime, than: datetime) -> None:
    """Let nothing rest longer than until a moment."""
    tx.run(
        "UPDATE outbox SET next_try_at = :now WHERE state = 'waiting' AND next_try_at > :than",
        now=microseconds(now),
        than=microseconds(than),
    )


def free_soon(tx: Transaction, now: datetime) -> None:
    """Free what an earlier run was sending, once nothing of it can be in flight any more."""
    in_flight = ((Lane.REACH, Lane.REACH, URGENT_IN_FLIGHT), (Lane.START, Lane.CLEAN_UP, ROUTINE_IN_FLIGHT))
    for first, last, rest in in_flight:
        # Never later than before: a Hearth that ends again and again must come to it all the same.
        tx.run(
            "UPDATE outbox SET lease_until = :until"
            " WHERE state = 'sending' AND lane >= :first AND lane <= :last AND lease_until > :until",
            until=microseconds(now + rest),
            first=first,
            last=last,
        )


def free_lapsed(tx: Transaction, now: int, busy: Collection[str]) -> None:
    """Free what took longer than its lease, except what this process is sending (`busy`)."""
    for row in tx.all("SELECT delivery FROM outbox WHERE state = 'sending' AND lease_until <= :now", now=now):
        if text(row, "delivery") not in busy:
            tx.run(
                "UPDATE outbox SET state = 'waiting', lease_until = NULL WHERE delivery = :delivery",
                delivery=text(row, "delivery"),
            )

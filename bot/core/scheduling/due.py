"""What is due: rows tell it, so that nothing is forgotten by a crash or a restart."""

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from bot.core.ports import Clock
from bot.core.storage.database import Database, Transaction
from bot.core.storage.reading import number, text

Handler = Callable[[int], Awaitable[None]]
"""Does what is due for one subject; it may be called again for the same one after a crash."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

LOG = logging.getLogger(__name__)

TRIED_AGAIN = timedelta(minutes=5)
"""How long a row whose handler failed rests."""

BATCH = 100
"""How many due rows are looked at in one go."""


def microseconds(moment: datetime) -> int:
    """Answer a moment as whole microseconds since 1970 in UTC, the form in which rows keep time."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment(microseconds_since_1970: int) -> datetime:
    """Answer the moment a row keeps."""
    return EPOCH + timedelta(microseconds=microseconds_since_1970)


class Dues:
    """The list of what is due when; the database is the truth about it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._handlers: dict[str, Handler] = {}
        self._on_change: Callable[[], None] = lambda: None

    def handle(self, kind: str, handler: Handler) -> None:
        """Have `handler` called for each row of this kind once its time has come."""
        self._handlers[kind] = handler

    def on_change(self, told: Callable[[], None]) -> None:
        """Have the alarm told that an earlier row may have come."""
        self._on_change = told

    def add(self, tx: Transaction, kind: str, subject: int, at: datetime) -> None:
        """Note inside a transaction that something is due; an earlier note for the same subject moves."""
        tx.run(
            "INSERT INTO due (kind, subject, next_run_at) VALUES (:kind, :subject, :at)"
            " ON CONFLICT (kind, subject) DO UPDATE SET next_run_at = excluded.next_run_at",
            kind=kind,
            subject=subject,
            at=microseconds(at),
        )

    def drop(self, tx: Transaction, kind: str, subject: int) -> None:
        """Note inside a transaction that it is no longer due."""
        tx.run("DELETE FROM due WHERE kind = :kind AND subject = :subject", kind=kind, subject=subject)

    def changed(self) -> None:
        """Tell the alarm to look again; called after the transaction that added a row."""
        self._on_change()

    async def earliest(self) -> datetime | None:
        """Answer when the next row is due, or None where nothing is."""
        row = await self._database.read(lambda tx: tx.one("SELECT min(next_run_at) AS at FROM due"))
        return None if row is None or row["at"] is None else moment(number(row, "at"))

    async def settle(self) -> int:
        """Do everything whose time has come, and answer how much that was.

        A row goes only after its handler returned; one that fails is tried again later and stops no other.
        """
        now = microseconds(self._clock.now())
        rows = await self._database.read(
            lambda tx: tx.all(
                "SELECT kind, subject FROM due WHERE next_run_at <= :now ORDER BY next_run_at LIMIT :batch",
                now=now,
                batch=BATCH,
            )
        )
        for row in rows:
            await self._settle_one(text(row, "kind"), number(row, "subject"))
        return len(rows)

    async def _settle_one(self, kind: str, subject: int) -> None:
        handler = self._handlers.get(kind)
        looked = self._clock.now()
        try:
            if handler is not None:
                await handler(subject)
        except Exception as fault:
            # One circle that cannot be served must not keep the time of all others.
            LOG.error("due: %s failed with %s and is tried again", kind, type(fault).__name__)
            await self._database.write(lambda tx: self.add(tx, kind, subject, looked + TRIED_AGAIN))
            return
        await self._database.write(lambda tx: self._drop_if_due(tx, kind, subject, looked))

    def _drop_if_due(self, tx: Transaction, kind: str, subject: int, looked: datetime) -> None:
        # A handler may have set its own row to a later time.
        tx.run(
            "DELETE FROM due WHERE kind = :kind AND subject = :subject AND next_run_at <= :looked",
            kind=kind,
            subject=subject,
            looked=microseconds(looked),
        )

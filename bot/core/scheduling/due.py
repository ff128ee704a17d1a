"""What is due: rows tell it, so that nothing is forgotten by a crash or a restart."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from bot.core.lanes import Lane
from bot.core.ports import Clock
from bot.core.storage.database import Database, Row, Transaction
from bot.core.storage.reading import number, text

Handler = Callable[[int], Awaitable[None]]
"""Does what is due for one subject; it may be called again for the same one after a crash.

It never speaks to the platform: what is to be said goes to the outbox, so that no slow answer stops the time.
"""

Within = Callable[[Transaction, int, datetime], None]
"""Does what is due for one subject inside the transaction that ends its row; the moment is when it was due."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

LOG = logging.getLogger(__name__)

TRIED_AGAIN = timedelta(minutes=5)
"""How long a row whose handler failed rests."""

URGENT_TRIED_AGAIN = timedelta(seconds=10)
"""The same for somebody who asks for help."""

BATCH = 8
"""How many due rows are looked at in one go: few, so that an urgent one is seen soon."""


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
        self._within: dict[str, Within] = {}
        self._on_change: Callable[[], None] = lambda: None
        self._on_set_back: list[Callable[[Transaction, timedelta], None]] = []
        self._settling = asyncio.Lock()

    def handle(self, kind: str, handler: Handler) -> None:
        """Have `handler` called for each row of this kind once its time has come."""
        self._handlers[kind] = handler

    def handle_within(self, kind: str, handler: Within) -> None:
        """Have `handler` called inside the transaction that lets go of the row, so that it is done exactly once.

        It may set the same row to a later time.
        """
        self._within[kind] = handler

    def on_change(self, told: Callable[[], None]) -> None:
        """Have the alarm told that an earlier row may have come."""
        self._on_change = told

    def on_set_back(self, told: Callable[[Transaction, timedelta], None]) -> None:
        """Have a feature told, inside the transaction, by how much what somebody waits for was moved."""
        self._on_set_back.append(told)

    def add(self, tx: Transaction, kind: str, subject: int, at: datetime, lane: Lane = Lane.CHECK_IN) -> None:
        """Note inside a transaction that something is due; an earlier note for the same subject moves."""
        tx.run(
            "INSERT INTO due (kind, subject, next_run_at, lane) VALUES (:kind, :subject, :at, :lane)"
            " ON CONFLICT (kind, subject) DO UPDATE SET next_run_at = excluded.next_run_at, lane = excluded.lane",
            kind=kind,
            subject=subject,
            at=microseconds(at),
            lane=lane,
        )

    async def ensure(self, kind: str, subject: int, at: datetime, lane: Lane = Lane.CLEAN_UP) -> None:
        """Note that something is due unless it is noted already, as for a sweep that comes back by itself."""

        def work(tx: Transaction) -> None:
            if _row(tx, kind, subject) is None:
                self.add(tx, kind, subject, at, lane)

        await self._database.write(work)

    def at_latest(self, tx: Transaction, kind: str, subject: int, at: datetime) -> None:
        """Note inside a transaction that something is due at this moment if it was to be later."""
        tx.run(
            "UPDATE due SET next_run_at = :at WHERE kind = :kind AND subject = :subject AND next_run_at > :at",
            kind=kind,
            subject=subject,
            at=microseconds(at),
        )

    def due_at(self, tx: Transaction, kind: str, subject: int) -> datetime | None:
        """Answer inside a transaction when something is due, or None where it is not noted."""
        row = _row(tx, kind, subject)
        return None if row is None else moment(number(row, "next_run_at"))

    def drop(self, tx: Transaction, kind: str, subject: int) -> None:
        """Note inside a transaction that it is no longer due."""
        tx.run("DELETE FROM due WHERE kind = :kind AND subject = :subject", kind=kind, subject=subject)

    def changed(self) -> None:
        """Tell the alarm to look again; called after the transaction that added a row."""
        self._on_change()

    def set_back(self, tx: Transaction, by: timedelta) -> None:
        """Move what somebody waits for along with a clock that was set back, so that it comes no later.

        Everything else keeps its time of day, and comes when the clock shows it.
        """
        tx.run(
            "UPDATE due SET next_run_at = next_run_at - :by WHERE lane = :lane",
            by=by // timedelta(microseconds=1),
            lane=Lane.REACH,
        )
        for told in self._on_set_back:
            told(tx, by)

    async def earliest(self, least_urgent: Lane = Lane.CLEAN_UP) -> datetime | None:
        """Answer when the next row of these lanes is due, or None where nothing is."""
        found = await self._database.read(lambda tx: _earliest(tx, least_urgent))
        return None if found is None else moment(found)

    async def settle(self) -> int:
        """Do a few of the things whose time has come, urgent ones first, and answer how many.

        A row goes only after its handler returned; one that fails is tried again later and stops no other.
        """
        async with self._settling:
            now = microseconds(self._clock.now())
            rows = await self._database.read(lambda tx: _due(tx, now))
            for row in rows:
                await self._settle_one(text(row, "kind"), number(row, "subject"))
            return len(rows)

    async def _settle_one(self, kind: str, subject: int) -> None:
        looked = self._clock.now()
        try:
            if kind in self._within:
                await self._database.write(lambda tx: self._settle_within(tx, kind, subject, looked))
                return
            handler = self._handlers.get(kind)
            if handler is not None:
                await handler(subject)
        except Exception as fault:
            # One circle that cannot be served must not keep the time of all others.
            LOG.error("due: %s failed with %s and is tried again", kind, type(fault).__name__)
            await self._database.write(lambda tx: self._again(tx, kind, subject, looked))
            return
        await self._database.write(lambda tx: self._drop_if_due(tx, kind, subject, looked))

    def _settle_within(self, tx: Transaction, kind: str, subject: int, looked: datetime) -> None:
        row = _row(tx, kind, subject)
        if row is None or number(row, "next_run_at") > microseconds(looked):
            return
        self._within[kind](tx, subject, moment(number(row, "next_run_at")))
        self._drop_if_due(tx, kind, subject, looked)

    def _again(self, tx: Transaction, kind: str, subject: int, looked: datetime) -> None:
        tx.run(
            "UPDATE due SET next_run_at = CASE lane WHEN :urgent THEN :soon ELSE :at END"
            " WHERE kind = :kind AND subject = :subject AND next_run_at <= :looked",
            urgent=Lane.REACH,
            soon=microseconds(looked + URGENT_TRIED_AGAIN),
            at=microseconds(looked + TRIED_AGAIN),
            kind=kind,
            subject=subject,
            looked=microseconds(looked),
        )

    def _drop_if_due(self, tx: Transaction, kind: str, subject: int, looked: datetime) -> None:
        # A handler may have set its own row to a later time.
        tx.run(
            "DELETE FROM due WHERE kind = :kind AND subject = :subject AND next_run_at <= :looked",
            kind=kind,
            subject=subject,
            looked=microseconds(looked),
        )


def _row(tx: Transaction, kind: str, subject: int) -> Row | None:
    return tx.one(
        "SELECT next_run_at FROM due WHERE kind = :kind AND subject = :subject", kind=kind, subject=subject
    )


def _earliest(tx: Transaction, least_urgent: Lane) -> int | None:
    # One look-up a lane, each a step in the index, however many rows there are.
    rows = [
        tx.one("SELECT min(next_run_at) AS at FROM due WHERE lane = :lane", lane=lane)
        for lane in Lane
        if lane <= least_urgent
    ]
    return min((number(row, "at") for row in rows if row is not None and row["at"] is not None), default=None)


def _due(tx: Transaction, now: int) -> list[Row]:
    found: list[Row] = []
    for lane in Lane:
        found += tx.all(
            "SELECT kind, subject FROM due WHERE lane = :lane AND next_run_at <= :now"
            # By kind as well: what is due in one moment has a fixed order, and a closing comes before an opening.
            " ORDER BY next_run_at, kind, subject LIMIT :most",
            lane=lane,
            now=now,
            most=BATCH - len(found),
        )
    return found

"""Outages: times in which nobody could press anything, known by a beat that was kept and then was not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.ports import Clock
from bot.core.scheduling.due import microseconds, moment
from bot.core.storage.database import Database, Row, Transaction
from bot.core.storage.reading import number

LONGEST_PAUSE = timedelta(minutes=5)
"""A longer time without a beat is an outage (R89); a restart or a short loss of the network is none."""

BEAT_KEPT = timedelta(seconds=30)
"""The beat is written no oftener, so that it costs little."""

OUTAGE_STAYS = timedelta(days=30)
"""How long an outage stays after its end."""


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which no press reached Hearth: switched off, crashed, asleep, or cut off from the platform.

    It is known to within two minutes, which is how far apart beats may be.
    """

    begun_at: datetime
    ended_at: datetime

    @property
    def number(self) -> int:
        """Answer what the outage goes by in rows and buttons: its begin in microseconds since 1970."""
        return microseconds(self.begun_at)


Told = Callable[[Transaction, Outage], None]
"""Hears of an outage inside the transaction that keeps it."""


class Outages:
    """The beat and what it tells; `connected` answers whether presses reach Hearth now."""

    def __init__(self, database: Database, clock: Clock, connected: Callable[[], bool]) -> None:
        self._database = database
        self._clock = clock
        self._connected = connected
        self._told: list[Told] = []
        self._kept: datetime | None = None

    def on_outage(self, told: Told) -> None:
        """Have somebody told of every outage, inside the transaction that keeps it."""
        self._told.append(told)

    async def beat(self) -> None:
        """Keep the present moment while presses reach Hearth, and the outage that lies before it, if there was one.

        None is kept on the first beat of all, nor where the computer's clock was set back.
        """
        if self._connected():
            await self._keep(self._beat)

    async def set_back_by(self) -> timedelta:
        """Answer by how much the clock stands before the last beat: it was set back while Hearth was off."""
        row = await self._database.read(lambda tx: tx.one("SELECT at FROM beat"))
        return timedelta(0) if row is None else max(moment(number(row, "at")) - self._clock.now(), timedelta(0))

    async def walked(self) -> None:
        """Keep the present moment of a clock that is led: the time it was led over is no outage."""
        await self._keep(_set_beat)

    async def _keep(self, work: Callable[[Transaction, datetime], None]) -> None:
        now = self._clock.now()
        if self._kept is not None and timedelta(0) <= now - self._kept < BEAT_KEPT:
            return
        await self._database.write(lambda tx: work(tx, now))
        self._kept = now

    def _beat(self, tx: Transaction, now: datetime) -> None:
        row = tx.one("SELECT at FROM beat")
        if row is not None and now - moment(number(row, "at")) > LONGEST_PAUSE:
            self._add(tx, Outage(moment(number(row, "at")), now))
        _set_beat(tx, now)

    def _add(self, tx: Transaction, outage: Outage) -> None:
        tx.run(
            "INSERT INTO outage (begun_at, ended_at) VALUES (:begun_at, :ended_at)"
            " ON CONFLICT (begun_at) DO UPDATE SET ended_at = excluded.ended_at",
            begun_at=outage.number,
            ended_at=microseconds(outage.ended_at),
        )
        for told in self._told:
            told(tx, outage)

    def get(self, tx: Transaction, number_: int) -> Outage | None:
        """Answer an outage by its number, or None once it has gone."""
        row = tx.one("SELECT * FROM outage WHERE begun_at = :begun_at", begun_at=number_)
        return None if row is None else _outage(row)

    def ended_after(self, tx: Transaction, after: datetime) -> list[Outage]:
        """Answer the outages that ended after a moment, the earliest first."""
        rows = tx.all("SELECT * FROM outage WHERE ended_at > :after ORDER BY begun_at", after=microseconds(after))
        return [_outage(row) for row in rows]

    def expire(self, tx: Transaction, now: datetime) -> int:
        """Let go of the outages whose time is over, and answer how many."""
        return tx.run("DELETE FROM outage WHERE ended_at <= :before", before=microseconds(now - OUTAGE_STAYS))


def _set_beat(tx: Transaction, now: datetime) -> None:
    tx.run(
        "INSERT INTO beat (one, at) VALUES (1, :at) ON CONFLICT (one) DO UPDATE SET at = excluded.at",
        at=microseconds(now),
    )


def _outage(row: Row) -> Outage:
    return Outage(moment(number(row, "begun_at")), moment(number(row, "ended_at")))

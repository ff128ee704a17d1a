"""Sweeps come back by themselves: hourly, nightly, weekly; at start, after weeks off, after a crash."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.scheduling.due import Dues
from bot.core.scheduling.sweeps import Sweeps, next_night, next_week
from bot.core.storage.database import Transaction
from bot.core.storage.migrate import MAIN, migrate
from bot.core.storage.reading import number
from bot.core.storage.sqlite import SqliteDatabase

EVENING = datetime(2027, 3, 20, 18, 0, tzinfo=UTC)


class Hands:
    """A clock that tests lead, and a note of everything the sweeps did."""

    def __init__(self, database: SqliteDatabase) -> None:
        self.moment = EVENING
        self.database = database
        self.done: list[tuple[str, datetime]] = []
        self.past_age = 0
        self.begin_anew()

    def now(self) -> datetime:
        return self.moment

    def begin_anew(self) -> None:
        self.dues = Dues(self.database, self)
        self.sweeps = Sweeps(self.dues, self.database, self, expiring=(self.expire,))
        self.sweeps.every_hour(self._noting("hour"))
        self.sweeps.every_night(self._noting("night"))
        self.sweeps.every_week(self._noting("week"))

    def _noting(self, what: str):  # noqa: ANN202 - a small function made on the spot
        async def note(now: datetime) -> None:
            self.done.append((what, now))

        return note

    def expire(self, tx: Transaction, now: datetime) -> int:
        some = min(self.past_age, 10)
        self.past_age -= some
        return some

    async def settle(self) -> None:
        while await self.dues.settle() + await self.sweeps.settle():
            pass

    async def pass_time(self, by: timedelta) -> None:
        end = self.moment + by
        while (due := await self.dues.earliest()) is not None and due <= end:
            self.moment = max(self.moment, due)
            await self.settle()
        self.moment = end

    def times(self, what: str) -> list[datetime]:
        return [at for done, at in self.done if done == what]

    async def due_in(self, kind: str) -> timedelta:
        row = await self.database.read(
            lambda tx: tx.one("SELECT next_run_at AS at FROM due WHERE kind = :kind", kind=kind)
        )
        assert row is not None
        return timedelta(microseconds=number(row, "at")) - (self.moment - datetime(1970, 1, 1, tzinfo=UTC))


@pytest.fixture
async def hands(tmp_path: Path) -> AsyncIterator[Hands]:
    database = await SqliteDatabase.open(tmp_path / "hearth.db")
    await migrate(database, MAIN)
    hands = Hands(database)
    yield hands
    await hands.sweeps.stop()
    await database.close()


@pytest.mark.parametrize(
    ("now", "night", "week"),
    [
        ("2027-03-20T18:00", "2027-03-21T03:10", "2027-03-22T04:10"),  # a Saturday
        ("2027-03-22T03:10", "2027-03-23T03:10", "2027-03-22T04:10"),  # Monday at the very moment
        ("2027-03-22T04:10", "2027-03-23T03:10", "2027-03-29T04:10"),
        ("2027-03-28T01:30", "2027-03-28T03:10", "2027-03-29T04:10"),  # clocks change in Berlin, not here
    ],
)
def test_nights_and_weeks_come_at_the_same_moment_for_everybody(now: str, night: str, week: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert next_night(moment) == datetime.fromisoformat(night).replace(tzinfo=UTC)
    assert next_week(moment) == datetime.fromisoformat(week).replace(tzinfo=UTC)


async def test_a_start_sweeps_at_once_and_then_every_hour_and_night(hands: Hands) -> None:
    await hands.sweeps.begin()
    await hands.settle()
    assert hands.times("hour") == [EVENING]
    await hands.pass_time(timedelta(days=3))
    assert len(hands.times("hour")) == 3 * 24 + 1 + 3  # each night begins with an hourly one
    assert hands.times("night") == [EVENING.replace(day=day, hour=3, minute=10) for day in (21, 22, 23)]
    assert hands.times("week") == [EVENING.replace(day=22, hour=4, minute=10)]


async def test_a_restart_sweeps_at_once_and_repeats_no_night(hands: Hands) -> None:
    await hands.sweeps.begin()
    await hands.pass_time(timedelta(hours=10))
    hands.begin_anew()
    await hands.sweeps.begin()
    await hands.settle()
    assert hands.times("hour")[-1] == hands.moment
    assert len(hands.times("night")) == 1


async def test_after_sixty_days_off_one_night_is_caught_up_and_no_more(hands: Hands) -> None:
    await hands.sweeps.begin()
    await hands.settle()
    hands.moment += timedelta(days=60)
    hands.begin_anew()
    await hands.sweeps.begin()
    await hands.settle()
    assert hands.times("night") == [hands.moment]
    assert hands.times("week") == [hands.moment]
    assert hands.times("hour").count(hands.moment) == 2
    await hands.pass_time(timedelta(hours=10))
    assert len(hands.times("night")) == 2


async def test_everything_past_its_age_goes_in_small_steps(hands: Hands) -> None:
    hands.past_age = 95
    await hands.sweeps.begin()
    await hands.settle()
    assert hands.past_age == 0


async def test_a_sweep_holds_up_nothing_else_and_is_begun_anew_after_a_crash(hands: Hands) -> None:
    reached, other = asyncio.Event(), asyncio.Event()

    async def long(_: datetime) -> None:
        reached.set()
        await asyncio.Event().wait()

    async def note(_: int) -> None:
        other.set()

    hands.sweeps.every_night(long)
    hands.dues.handle("test.other", note)
    await hands.sweeps.begin()
    await hands.settle()
    hands.moment = next_night(hands.moment)
    await hands.dues.settle()
    await reached.wait()
    await hands.database.write(lambda tx: hands.dues.add(tx, "test.other", 1, hands.moment))
    await hands.dues.settle()
    assert other.is_set()
    await hands.sweeps.stop()
    assert len(hands.times("night")) == 1
    hands.begin_anew()
    await hands.sweeps.begin()
    await hands.pass_time(timedelta(hours=1))
    assert len(hands.times("night")) == 2
    await hands.pass_time(timedelta(hours=3))
    assert len(hands.times("night")) == 2


async def test_one_thing_that_fails_keeps_nothing_else_from_its_time(
    hands: Hands, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: object) -> int:
        raise RuntimeError("words of a person")

    hands.sweeps = Sweeps(hands.dues, hands.database, hands, expiring=(breaks, hands.expire))
    hands.past_age = 5
    with caplog.at_level(logging.DEBUG):
        await hands.sweeps.begin()
        await hands.settle()
    assert hands.past_age == 0
    assert "RuntimeError" in caplog.text
    assert "words of a person" not in caplog.text
    assert await hands.due_in("sweeps.hourly") == timedelta(hours=1)


async def test_a_clock_set_back_makes_no_sweep_wait_for_days(hands: Hands) -> None:
    await hands.sweeps.begin()
    await hands.settle()
    hands.moment -= timedelta(days=2)
    await hands.sweeps.clock_set_back()
    assert await hands.due_in("sweeps.hourly") == timedelta(hours=1)
    assert await hands.due_in("sweeps.nightly") == timedelta(hours=9, minutes=10)

"""Outages: a beat that was kept and then was not."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.scheduling.outages import Outage, Outages
from bot.core.storage.database import Transaction
from bot.core.storage.migrate import MAIN, migrate
from bot.core.storage.sqlite import SqliteDatabase

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
EVENING = datetime(2027, 3, 20, 18, 0, tzinfo=UTC)


class Host:
    """A computer that is switched on and off, with a clock and a connection."""

    def __init__(self, database: SqliteDatabase) -> None:
        self.database = database
        self.moment = EVENING
        self.hears = True
        self.switch_on()

    def now(self) -> datetime:
        return self.moment

    def switch_on(self) -> None:
        self.outages = Outages(self.database, self, lambda: self.hears)

    async def runs(self, long: timedelta) -> None:
        """Live through a time, waking every minute as the alarm does."""
        end = self.moment + long
        while self.moment < end:
            self.moment = min(self.moment + MINUTE, end)
            await self.outages.beat()

    async def known(self) -> list[Outage]:
        return await self.database.read(lambda tx: self.outages.ended_after(tx, datetime(2000, 1, 1, tzinfo=UTC)))


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[Host]:
    database = await SqliteDatabase.open(tmp_path / "hearth.db")
    await migrate(database, MAIN)
    yield Host(database)
    await database.close()


async def test_a_fresh_install_was_never_away(host: Host) -> None:
    await host.outages.beat()
    await host.runs(HOUR)
    assert await host.known() == []


async def test_a_night_switched_off_is_known_from_its_last_beat_to_its_first(host: Host) -> None:
    await host.runs(HOUR)
    last = host.moment
    host.moment += timedelta(hours=4, minutes=30)
    host.switch_on()
    await host.outages.beat()
    assert await host.known() == [Outage(last, host.moment)]
    host.switch_on()
    await host.runs(HOUR)
    assert await host.known() == [Outage(last, last + timedelta(hours=4, minutes=30))]


@pytest.mark.parametrize(("away", "outages"), [(5 * MINUTE, 0), (5 * MINUTE + timedelta(seconds=1), 1)])
async def test_up_to_five_minutes_are_a_restart_and_no_outage(host: Host, away: timedelta, outages: int) -> None:
    await host.outages.beat()
    host.moment += away
    host.switch_on()
    await host.outages.beat()
    assert len(await host.known()) == outages


async def test_a_sleeping_host_that_never_ended_is_an_outage_too(host: Host) -> None:
    await host.runs(HOUR)
    host.moment += 3 * HOUR
    await host.outages.beat()
    assert [outage.ended_at - outage.begun_at for outage in await host.known()] == [3 * HOUR]


async def test_while_no_press_reaches_it_a_running_host_is_away(host: Host) -> None:
    await host.runs(HOUR)
    last = host.moment
    host.hears = False
    await host.runs(20 * MINUTE)
    assert await host.known() == []
    host.hears = True
    await host.runs(MINUTE)
    assert await host.known() == [Outage(last, last + 21 * MINUTE)]


async def test_a_clock_that_was_set_back_tells_of_no_outage_and_counts_anew(host: Host) -> None:
    await host.runs(HOUR)
    host.moment -= 3 * HOUR
    await host.runs(HOUR)
    assert await host.known() == []
    last = host.moment
    host.moment += HOUR
    await host.outages.beat()
    assert await host.known() == [Outage(last, last + HOUR)]


async def test_eight_days_that_a_clock_was_led_over_are_no_outage(host: Host) -> None:
    await host.runs(HOUR)
    host.moment += 8 * DAY
    await host.outages.walked()
    await host.runs(HOUR)
    assert await host.known() == []
    host.moment += HOUR
    await host.outages.beat()
    assert len(await host.known()) == 1


async def test_the_beat_is_written_no_oftener_than_every_thirty_seconds(host: Host) -> None:
    async def beat() -> object:
        await host.outages.beat()
        row = await host.database.read(lambda tx: tx.one("SELECT at FROM beat"))
        return row and row["at"]

    first = await beat()
    host.moment += timedelta(seconds=29)
    assert await beat() == first
    host.moment += timedelta(seconds=1)
    assert await beat() != first


async def test_who_listens_hears_of_it_once_and_a_fault_of_theirs_loses_nothing(host: Host) -> None:
    heard: list[Outage] = []
    faults = [RuntimeError()]

    def told(_: Transaction, outage: Outage) -> None:
        if faults:
            raise faults.pop()
        heard.append(outage)

    host.outages.on_outage(told)
    await host.outages.beat()
    host.moment += HOUR
    with pytest.raises(RuntimeError):
        await host.outages.beat()
    assert await host.known() == []
    await host.outages.beat()
    await host.runs(HOUR)
    assert heard == await host.known() == [Outage(EVENING, EVENING + HOUR)]


async def test_an_outage_goes_thirty_days_after_its_end(host: Host) -> None:
    await host.outages.beat()
    host.moment += HOUR
    await host.outages.beat()
    gone = [host.moment + 30 * DAY - MINUTE, host.moment + 30 * DAY]
    assert [await host.database.write(lambda tx, at=at: host.outages.expire(tx, at)) for at in gone] == [0, 1]
    assert await host.known() == []

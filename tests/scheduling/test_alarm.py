"""The alarm: it always wakes again."""

import asyncio
import logging
import time
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import apscheduler.schedulers.base
import pytest

from bot.core.scheduling import alarm as alarms
from bot.core.scheduling.alarm import Alarm
from bot.core.scheduling.due import Dues
from bot.core.storage.migrate import MAIN, migrate
from bot.core.storage.sqlite import SqliteDatabase
from bot.core.world import SystemClock

DEADLINE = 5.0


async def test_an_alarm_that_has_to_look_again_at_once_wakes_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    database = await SqliteDatabase.open(tmp_path / "hearth.db")
    await migrate(database, MAIN)
    wakes: list[datetime] = []
    often_enough = asyncio.Event()

    async def woken() -> None:
        wakes.append(datetime.now(UTC))
        if len(wakes) == 3:
            often_enough.set()

    async def due_already() -> datetime:
        return datetime.now(UTC) - timedelta(seconds=1)

    clock = SystemClock()
    alarm = Alarm(Dues(database, clock), clock, (due_already,))
    alarm.on_wake(woken)
    try:
        with caplog.at_level(logging.WARNING):
            await alarm.start()
            async with asyncio.timeout(DEADLINE):
                await often_enough.wait()
        assert caplog.text == ""
    finally:
        alarm.stop()
        await database.close()


class SetBack(datetime):
    """The computer's clock, which a test sets back."""

    by = timedelta(0)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "SetBack":
        return cls.fromtimestamp(time.time() - cls.by.total_seconds(), tz)


async def test_a_computer_whose_clock_is_set_back_while_the_alarm_sleeps_wakes_it_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SetBack, "by", timedelta(0))
    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", SetBack)
    monkeypatch.setattr(alarms, "datetime", SetBack)
    monkeypatch.setattr(alarms, "HORIZON", timedelta(seconds=0.2))
    monkeypatch.setattr(alarms, "OVERSLEPT", timedelta(seconds=0.2))
    database = await SqliteDatabase.open(tmp_path / "hearth.db")
    await migrate(database, MAIN)
    wakes: list[datetime] = []
    woken_since = asyncio.Event()

    async def woken() -> None:
        wakes.append(SystemClock().now())
        if len(wakes) == 1:
            # Once the alarm sleeps, and before it would wake.
            asyncio.get_running_loop().call_later(0.1, setattr, SetBack, "by", timedelta(hours=3))
        else:
            woken_since.set()

    clock = SystemClock()
    alarm = Alarm(Dues(database, clock), clock)
    alarm.on_wake(woken)
    try:
        await alarm.start()
        async with asyncio.timeout(DEADLINE):
            await woken_since.wait()
    finally:
        alarm.stop()
        await database.close()


async def test_a_clock_set_back_that_could_not_be_seen_to_is_seen_to_at_the_next_look(tmp_path: Path) -> None:
    database = await SqliteDatabase.open(tmp_path / "hearth.db")
    await migrate(database, MAIN)
    by: list[timedelta] = []
    woken, seen_to = asyncio.Event(), asyncio.Event()

    class LateClock:
        moment = datetime(2027, 3, 20, 18, 0, tzinfo=UTC)

        def now(self) -> datetime:
            return self.moment

    async def on_wake() -> None:
        woken.set()

    async def on_set_back(told: timedelta) -> None:
        by.append(told)
        if len(by) == 1:
            asyncio.get_running_loop().call_later(0.05, alarm.look_now)
            raise OSError
        seen_to.set()

    clock = LateClock()
    alarm = Alarm(Dues(database, clock), clock)
    alarm.on_wake(on_wake)
    alarm.on_set_back(on_set_back)
    try:
        await alarm.start()
        async with asyncio.timeout(DEADLINE):
            await woken.wait()
            clock.moment -= timedelta(hours=1)
            alarm.look_now()
            await seen_to.wait()
        assert by == [timedelta(hours=1)] * 2
    finally:
        alarm.stop()
        await database.close()

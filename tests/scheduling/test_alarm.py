"""The alarm: it always wakes again."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

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

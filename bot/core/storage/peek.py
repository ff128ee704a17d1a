"""A look into a database file without holding it: while the bot runs too, and changing nothing."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

from bot.core.refusals import SettingsFault
from bot.core.storage.database import T, Transaction
from bot.core.storage.line import Line
from bot.core.storage.sqlite import statements


async def peek(file: Path, work: Callable[[Transaction], T]) -> T:
    """Answer what `work` reads in a file that another process may be using.

    Raises `SettingsFault` if it cannot be read.
    """
    if not await asyncio.to_thread(file.exists):
        raise SettingsFault(f'{file} is missing: see README, "Getting data back".')
    try:
        line = await Line.open(f"{file.as_uri()}?mode=ro")
        try:
            return await line.run(lambda connection, _: work(statements(connection)))
        finally:
            await line.close()
    except sqlite3.Error as fault:
        raise SettingsFault(f'{file} cannot be read ({fault}): see README, "Getting data back".') from None

"""The process that is killed while it erases somebody, telling before each thing that it does to its files.

`python -m benchmarks.crash.erase FOLDER WHO` prints a line before each of them, and "done" at the end.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from benchmarks.member import product, visitor
from bot.core.ids import PlatformId
from bot.core.storage.sqlite import SqliteDatabase

DONE = "done"

TOLD = ("write", "scrub", "empty_log", "copy_to")
"""Everything that changes a file."""


def _told(real: Callable[..., Awaitable[Any]], name: str) -> Callable[..., Awaitable[Any]]:
    async def does(database: SqliteDatabase, *args: object) -> object:
        print(database.file.name, name, flush=True)
        return await real(database, *args)

    return does


async def _erase(folder: Path, who: PlatformId) -> None:
    async with product(folder) as (hearth, _):
        for name in TOLD:
            setattr(SqliteDatabase, name, _told(getattr(SqliteDatabase, name), name))
        await hearth.privacy.erasures.erase(visitor(who))
        print(DONE, flush=True)


if __name__ == "__main__":
    asyncio.run(_erase(Path(sys.argv[1]), PlatformId(int(sys.argv[2]))))

"""Copies a host asks for, made beside a running bot: of the main file, and of the people file, each apart."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.core.storage.backups import BY_HAND, drop_older, name_of
from bot.core.storage.sqlite import copy_into

_TRIES = 50
"""How often the people file is copied anew because it changed meanwhile."""


class NotCopied(Exception):
    """Raised with a reason for a host where a copy could not be kept."""


@dataclass(frozen=True, slots=True)
class HandCopies:
    """What was made: both copies, and how many copies of the main file were too old to stay beside them."""

    main: Path
    people: Path
    too_old: int


async def copy_by_hand(main: Path, people: Path, folder: Path, now: datetime) -> HandCopies:
    """Copy both files into a folder for their owner alone, each in place of its older copy; the bot may run.

    Raises `NotCopied` if a copy cannot be written or read back. Then the older ones are as they were, but for a
    copy of the people file that may be from before somebody was forgotten: that one goes.
    """
    try:
        return await asyncio.to_thread(_both, main, people, folder, now)
    except OSError as fault:
        raise NotCopied(fault.strerror or "the disk does not answer") from None
    except sqlite3.Error as fault:
        raise NotCopied(str(fault)) from None


def _both(main: Path, people: Path, folder: Path, now: datetime) -> HandCopies:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    of_main, of_people = folder / name_of(now), folder / people.name
    with closing(_reading(main)) as connection:
        copy_into(connection, of_main, BY_HAND)
    with closing(_reading(people)) as connection:
        _until_steady(connection, of_people)
    return HandCopies(of_main, of_people, drop_older(folder, now))


def _until_steady(connection: sqlite3.Connection, target: Path) -> None:
    """Copy until nothing changed from the begin to the end: a copy must not outlive a forgetting beside it."""
    fault: Exception = sqlite3.OperationalError("the people file changes all the time")
    for tried in range(_TRIES):
        before = _version(connection)
        try:
            copy_into(connection, target, BY_HAND)
        except (OSError, sqlite3.Error) as error:
            # The bot takes an unfinished copy away when it forgets somebody; then it is begun anew.
            if tried == 0 and _version(connection) == before:
                raise
            fault = error
        else:
            if _version(connection) == before:
                return
    # Rather none than one from before somebody was forgotten.
    target.unlink(missing_ok=True)
    raise fault


def _version(connection: sqlite3.Connection) -> int:
    """Answer a number that changes with every change another process makes."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def _reading(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.execute("PRAGMA busy_timeout = 5000")
    return connection

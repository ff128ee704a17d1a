"""The bot with faults planted: `python -m tests.privacy.planted FAULT,FAULT --folder CONFIG run`."""

import logging
import sqlite3
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime

from bot.cli import main
from bot.core.ids import Person, PlatformId, Visitor
from bot.core.notices import Sheet
from bot.core.storage.backups import Backups, dated
from bot.core.storage.database import Transaction
from bot.people.service import People
from bot.privacy.model import SettingsSaved
from bot.privacy.service import Privacy
from cogs.paper import Paper

LOG = logging.getLogger("bot.privacy")

WORDS = "it was a long hour"
"""What another typed, as the story knows."""


def table() -> None:
    """Keep somebody's account in a table that no feature declares."""
    before = Privacy.save_language

    async def save(self: Privacy, visitor: Visitor, language: str) -> SettingsSaved:
        def keep(tx: Transaction) -> None:
            tx.run("CREATE TABLE IF NOT EXISTS lately (account INTEGER)")
            tx.run("INSERT INTO lately VALUES (:one)", one=int(visitor.platform_id))

        await self._database.write(keep)
        return await before(self, visitor, language)

    Privacy.save_language = save


def log_line() -> None:
    """Write an account into the log, at its quietest level."""
    before = Privacy.save_language

    async def save(self: Privacy, visitor: Visitor, language: str) -> SettingsSaved:
        LOG.debug("language: kept for %s", visitor.platform_id)
        return await before(self, visitor, language)

    Privacy.save_language = save


def export() -> None:
    """Put another's words into the copy that somebody takes along."""
    before = Paper.written

    def written(self: Paper, sheet: Sheet, locale: str) -> bytes:
        return before(self, sheet, locale) + WORDS.encode()

    Paper.written = written


def backup() -> None:
    """Write who is known by their account into the night's copy."""
    known, admit, nightly = set[int](), People.admit, Backups.nightly

    async def admitted(self: People, platform_id: PlatformId) -> Person:
        known.add(int(platform_id))
        return await admit(self, platform_id)

    async def night(self: Backups, now: datetime) -> None:
        await nightly(self, now)
        with closing(sqlite3.connect(dated(self._folder)[0][1], isolation_level=None)) as copy:
            copy.execute("CREATE TABLE IF NOT EXISTS lately (account INTEGER)")
            copy.executemany("INSERT INTO lately VALUES (?)", [(one,) for one in known])

    People.admit = admitted
    Backups.nightly = night


def people_copy() -> None:
    """Leave the copy of the people file as it is when somebody is forgotten."""

    async def nothing(self: Backups) -> None:
        del self

    Backups.follow_people = nothing


FAULTS: Mapping[str, Callable[[], None]] = {
    "table": table,
    "log line": log_line,
    "export": export,
    "backup": backup,
    "copy of the people file": people_copy,
}

if __name__ == "__main__":
    for fault in filter(None, sys.argv.pop(1).split(",")):
        FAULTS[fault]()
    sys.exit(main())

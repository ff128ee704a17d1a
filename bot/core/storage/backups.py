"""Backups: a copy of the main file for each of the last nights, and of the people file the newest alone."""

import asyncio
import logging
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.core.storage.database import NotScrubbed
from bot.core.storage.migrate import copies_before
from bot.core.storage.sqlite import Check, SqliteDatabase, is_sound

LOG = logging.getLogger(__name__)

NIGHTS = 7
"""How many nights' copies of the main file are kept."""

OLDEST = timedelta(days=14)
"""No copy is older, so that what is past its age in the main file goes from the copies too (R177)."""

BY_HAND = "hand.part"
"""How the unfinished file of a copy ends that a host makes beside a running bot."""

_NAME = re.compile(r"hearth-(\d{4}-\d{2}-\d{2})\.db")


class Backups:
    """Keeps the copies in `backups` beside the main file.

    Copies of the main file outlive what is erased: all they keep of a person is a random number and what nobody
    can open. The people file holds the keys, so its one copy follows every forgetting at once.
    """

    def __init__(self, main: SqliteDatabase, people_file: SqliteDatabase) -> None:
        self._main = main
        self._people_file = people_file
        self._folder = folder_beside(main.file)
        self._people_copy = self._folder / people_file.file.name
        # A copy begun before somebody was forgotten must not land after the one that forgets them.
        self._people_turn = asyncio.Lock()

    async def nightly(self, now: datetime) -> None:
        """Copy both files, let go of old copies, then write both files anew without what was deleted.

        A copy that cannot be written or read back is not kept, and leaves the older ones as they are.
        """
        await asyncio.to_thread(self._drop_old, now)
        try:
            await asyncio.to_thread(self._make_folder)
            await self._main.copy_to(self._folder / name_of(now))
            async with self._people_turn:
                await self._people_file.copy_to(self._people_copy)
            await asyncio.to_thread(self._drop_beyond, now)
        except (OSError, sqlite3.Error) as fault:
            LOG.error("backups: tonight's copies could not be kept (%s); the older ones stay", type(fault).__name__)
        for file in (self._main, self._people_file):
            await _scrubbed(file)

    async def prove(self, _: datetime) -> None:
        """Read the newest copies through with every index; one that is damaged is not kept."""
        newest = [copy for _, copy in dated(self._folder)[:1]]
        for copy in (*newest, self._people_copy):
            if copy.exists() and not await asyncio.to_thread(is_sound, copy, _WHOLE):
                copy.unlink(missing_ok=True)
                LOG.error("backups: the newest copy of a file was damaged and is not kept")

    async def follow_people(self) -> None:
        """Have the copy of the people file hold what that file holds now, or none at all.

        Raises `NotScrubbed` if it can neither be written anew nor removed.
        """
        async with self._people_turn:
            # What a host's own copying left when it was killed; if it runs still, it begins anew.
            for part in self._folder.glob(f"{self._people_copy.name}.{BY_HAND}*"):
                _removed(part)
            if not self._people_copy.exists():
                return
            try:
                await self._people_file.copy_to(self._people_copy)
            except (OSError, sqlite3.Error) as fault:
                LOG.error("backups: the people file's copy had to be removed (%s)", type(fault).__name__)
                _removed(self._people_copy)

    async def tidy(self) -> None:
        """Finish at start what a crash left: half copies, and a people copy from before somebody was forgotten.

        Raises `NotScrubbed` if something of it cannot be removed.
        """
        for part in left_over(self._main.file):
            _removed(part)
        await self.follow_people()

    def _make_folder(self) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)

    def _drop_old(self, now: datetime) -> None:
        drop_older(self._folder, now)
        _drop(copy for copy in copies_before(self._main.file) if abs(now - _changed(copy)) > OLDEST)

    def _drop_beyond(self, now: datetime) -> None:
        # What is dated after tonight was written under a wrong clock, and nobody can tell its age.
        copies = [(day, copy) for day, copy in dated(self._folder) if day <= now.astimezone(UTC).date()]
        _drop({copy for _, copy in dated(self._folder)} - {copy for _, copy in copies[:NIGHTS]})


_WHOLE: Check = "integrity_check"


@dataclass(frozen=True, slots=True)
class BackupState:
    """The newest copy of the main file: its name, its size in bytes, and how many copies there are."""

    name: str
    size: int
    kept: int


def name_of(now: datetime) -> str:
    """Answer what the copy of the main file is called that is made now."""
    return f"hearth-{now.astimezone(UTC):%Y-%m-%d}.db"


def drop_older(folder: Path, now: datetime) -> int:
    """Let go of a folder's copies of the main file that are older than 14 days, and answer how many."""
    today = now.astimezone(UTC).date()
    old = [copy for day, copy in dated(folder) if today - day > OLDEST]
    _drop(old)
    return len(old)


def folder_beside(file: Path) -> Path:
    """Answer where the copies of a database file lie."""
    return file.parent / "backups"


def left_over(main: Path) -> list[Path]:
    """Answer the files that unfinished copies left beside a main file and in its backups."""
    return [part for folder in (folder_beside(main), main.parent) for part in folder.glob("*.part*")]


def look_at_backups(folder: Path) -> BackupState | None:
    """Answer how the copies in a folder stand, or None where there is none; changes nothing."""
    copies = dated(folder)
    return BackupState(copies[0][1].name, copies[0][1].stat().st_size, len(copies)) if copies else None


def dated(folder: Path) -> list[tuple[date, Path]]:
    """Answer a folder's copies of the main file with their days, the newest first."""
    named = [(_NAME.fullmatch(file.name), file) for file in folder.glob("hearth-*.db")]
    found = [(day, file) for name, file in named if name is not None and (day := _day(name[1])) is not None]
    return sorted(found, reverse=True)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _changed(copy: Path) -> datetime:
    return datetime.fromtimestamp(copy.stat().st_mtime, UTC)


def _drop(copies: Iterable[Path]) -> None:
    for copy in copies:
        copy.unlink(missing_ok=True)


def _removed(copy: Path) -> None:
    try:
        copy.unlink(missing_ok=True)
    except OSError:
        raise NotScrubbed from None


async def _scrubbed(file: SqliteDatabase) -> None:
    try:
        await file.scrub()
    except NotScrubbed:
        LOG.warning("backups: a file could not be written anew tonight; it is tried again tomorrow night")

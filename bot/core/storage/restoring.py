"""Putting copies back: everything is made ready beside the data, then swapped at once; whole, also at kill -9."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from bot.core.refusals import SettingsFault
from bot.core.storage.database import Transaction
from bot.core.storage.migrate import copies_before, is_new, migrate
from bot.core.storage.sqlite import SqliteDatabase, copy_into, is_sound

_READY = "ready"
"""The last file that is made: before it nothing was changed, after it the swap is finished whatever happens."""

_ASIDE = "before"
"""Where the files that were there lie until the new ones are proved."""

_PARTS = ("", "-wal", "-shm")
"""A database file and what may lie beside it; an old log beside a new file would destroy it."""


def folder_in(data: Path) -> Path:
    """Answer where copies are made ready."""
    return data / "restoring"


async def make_ready(copy: Path, name: str, data: Path, steps: Path, mark: Callable[[Transaction], None]) -> None:
    """Copy a file, bring it to this version and mark it; the file in use is not touched.

    Raises `SettingsFault` if the copy is damaged, newer than this Hearth or no file of it, or if there is no room.
    """
    ready = folder_in(data) / name
    try:
        ready.parent.mkdir(mode=0o700, exist_ok=True)
        with closing(_reading(copy)) as connection:
            copy_into(connection, ready)
        await _bring_up(copy, ready, steps, mark)
        _only(ready)
        if not is_sound(ready, "integrity_check"):
            raise sqlite3.DatabaseError("not every index agrees")
        _synced(ready)
    except OSError as fault:
        raise SettingsFault(
            f"{copy} could not be made ready ({fault.strerror}): make room on the disk; all is as it was."
        ) from None
    except sqlite3.Error as fault:
        raise SettingsFault(f"{copy} cannot be restored ({fault}): name another copy; all is as it was.") from None


def _reading(copy: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)


async def _bring_up(copy: Path, ready: Path, steps: Path, mark: Callable[[Transaction], None]) -> None:
    database = await SqliteDatabase.open(ready)
    try:
        if await is_new(database):
            raise SettingsFault(f"{copy} is no copy of {ready.name}: name another; all is as it was.")
        await migrate(database, steps)
        await database.write(mark)
        await database.scrub()
    finally:
        await database.close()


def _only(ready: Path) -> None:
    for part in (*copies_before(ready), ready.with_name(f"{ready.name}.lock")):
        part.unlink(missing_ok=True)


def swap(data: Path, names: Sequence[str]) -> None:
    """Put in place what was made ready; call it with both files held. Raises `SettingsFault` if that fails."""
    folder = folder_in(data)
    part = folder / f"{_READY}.part"
    try:
        part.write_text(" ".join(names), encoding="ascii")
        _synced(part)
        part.replace(folder / _READY)
        _synced(folder)
    except OSError as fault:
        raise SettingsFault(f"{folder} cannot be written ({fault.strerror}); all is as it was.") from None
    finish_restoring(data)


def finish_restoring(data: Path) -> bool:
    """Finish a swap that was cut off, or clear away what was not ready yet; True where something was put in place.

    Call it with the files held, before they are opened. Raises `SettingsFault` if the disk does not let it.
    """
    folder = folder_in(data)
    if not folder.exists():
        return False
    try:
        marker = folder / _READY
        names = marker.read_text(encoding="ascii").split() if marker.exists() else []
        for name in names:
            _put_in_place(data, name)
        _proved(data, names)
        # The marker goes after the old files: while one of them stands, this comes again.
        if (folder / _ASIDE).exists():
            shutil.rmtree(folder / _ASIDE)
        shutil.rmtree(folder)
        if names:
            _synced(data)
    except OSError as fault:
        raise SettingsFault(
            f"A restore in {folder} could not be finished ({fault.strerror}): mend that, then start Hearth again."
        ) from None
    return bool(names)


def _put_in_place(data: Path, name: str) -> None:
    folder = folder_in(data)
    if not (folder / name).exists():
        return
    aside = folder / _ASIDE
    aside.mkdir(mode=0o700, exist_ok=True)
    for part in _PARTS:
        old = data / f"{name}{part}"
        if old.exists():
            old.replace(aside / old.name)
    (folder / name).replace(data / name)
    _synced(data)


def _proved(data: Path, names: Sequence[str]) -> None:
    for name in names:
        if not is_sound(data / name, "integrity_check"):
            raise SettingsFault(
                f"{data / name} was put in place and cannot be read back: check the disk. What was there lies in "
                f"{folder_in(data) / _ASIDE}."
            )


def _synced(path: Path) -> None:
    if os.name == "posix" or path.is_file():
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

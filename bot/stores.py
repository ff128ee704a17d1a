"""The keys and the two database files, opened together and in the one safe order."""

import asyncio
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from bot.core.ports import Chance
from bot.core.refusals import SettingsFault
from bot.core.storage.backups import Backups, BackupState, folder_beside, look_at_backups
from bot.core.storage.keyring import Keyring
from bot.core.storage.lockfile import LockFile
from bot.core.storage.migrate import MAIN, PEOPLE, is_new, migrate, pending
from bot.core.storage.restoring import finish_restoring, folder_in
from bot.core.storage.sqlite import SqliteDatabase
from bot.settings import Settings

FILES: Mapping[str, Path] = MappingProxyType({"hearth.db": MAIN, "people.db": PEOPLE})
"""The two database files by name, each with the folder of its migrations."""


@dataclass(frozen=True, slots=True)
class Stores:
    """What an instance keeps, open; `applied` names the migrations that opening applied, by file."""

    main: SqliteDatabase
    people_file: SqliteDatabase
    keyring: Keyring
    backups: Backups
    key_file: Path
    applied: Mapping[str, list[str]] = field(default_factory=dict[str, list[str]])


@asynccontextmanager
async def open_stores(settings: Settings, chance: Chance) -> AsyncGenerator[Stores]:
    """Open the keys, then both databases with their migrations applied; close them at the end.

    Raises `SettingsFault` if one of them cannot be used.
    """
    # Keys first: databases without their keys must not be touched (R75).
    keyring = Keyring.open(settings.key_file, chance, settings.data_dir)
    await asyncio.to_thread(finish_cut_off, settings.data_dir)
    async with AsyncExitStack() as opened:
        files: list[SqliteDatabase] = []
        for name in FILES:
            database = await SqliteDatabase.open(settings.data_dir / name)
            opened.push_async_callback(database.close)
            files.append(database)
        main, people_file = files
        if await is_new(people_file) and not await is_new(main):
            # Going on would take everybody for forgotten, and delete what is theirs.
            raise SettingsFault(
                f"{people_file.file} is missing or empty, but {main.file} holds data: put its copy back as README "
                'says under "Getting data back", or move both away to begin anew.'
            )
        # The people file first, so that a crash in between does not look as if it had been lost.
        late = {people_file.file.name: await migrate(people_file, PEOPLE)}
        applied = {main.file.name: await migrate(main, MAIN), **late}
        yield Stores(main, people_file, keyring, Backups(main, people_file), settings.key_file, applied)


def finish_cut_off(data: Path) -> None:
    """Finish a restore that was cut off; raises `SettingsFault` where one runs, or its disk does not let it."""
    if folder_in(data).exists():
        with held(data):
            finish_restoring(data)


@contextmanager
def held(data: Path) -> Generator[None]:
    """Keep every other process from opening the files; raises `SettingsFault` where one uses them."""
    with ExitStack() as locks:
        for name in FILES:
            locks.callback(LockFile.hold(data / name).let_go)
        yield


@dataclass(frozen=True, slots=True)
class FileState:
    """How one database file stands: its size if there is one, and what it lacks (None while it is in use)."""

    name: str
    size: int | None
    pending: list[str] | None


async def look_at_files(settings: Settings) -> list[FileState]:
    """Answer how the database files stand, changing nothing in them and making none."""
    return [await _look_at(settings.data_dir / name, steps) for name, steps in FILES.items()]


async def look_at_copies(settings: Settings) -> BackupState | None:
    """Answer how the backups stand, or None where there is none."""
    folder = folder_beside(settings.data_dir / next(iter(FILES)))
    return await asyncio.to_thread(look_at_backups, folder)


async def _look_at(file: Path, steps: Path) -> FileState:
    size = await asyncio.to_thread(_size, file)
    if size is None or in_use(file):
        return FileState(file.name, size, None)
    database = await SqliteDatabase.open(file)
    try:
        return FileState(file.name, size, await pending(database, steps))
    finally:
        await database.close()


def _size(file: Path) -> int | None:
    return file.stat().st_size if file.exists() else None


def in_use(file: Path) -> bool:
    """Tell whether a running Hearth holds the database file."""
    try:
        LockFile.hold(file).let_go()
    except SettingsFault:
        return True
    except OSError as fault:
        raise SettingsFault(
            f"{file} cannot be reached ({fault.strerror}): give its folder to the user who runs Hearth."
        ) from None
    return False

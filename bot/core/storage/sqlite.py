"""A database in one SQLite file: one writer, one reader, each in its own thread."""

import asyncio
import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack, closing
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from bot.core.keeping import KEPT, NotKept, WhyNot
from bot.core.refusals import SettingsFault
from bot.core.storage.database import NotNow, NotScrubbed, T, Transaction, Value
from bot.core.storage.glances import Glances, Memory, table_written
from bot.core.storage.line import GivenUp, Line
from bot.core.storage.lockfile import LockFile
from bot.core.storage.statements import Statements

_WRITER_SETTINGS = (
    "PRAGMA busy_timeout = 5000",  # milliseconds
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)
_READER_SETTINGS = ("PRAGMA busy_timeout = 5000", "PRAGMA query_only = ON")

_NOT_KEPT: Mapping[int, WhyNot] = MappingProxyType(
    {sqlite3.SQLITE_FULL: WhyNot.FULL, sqlite3.SQLITE_BUSY: WhyNot.BUSY}
)
"""The faults after which it is certain that nothing of a transaction happened, and that it may be tried again."""

Check = Literal["quick_check", "integrity_check"]


class SqliteDatabase:
    """Keeps rows in one SQLite file; `await SqliteDatabase.open(path)` makes one, `close()` lets go of it."""

    def __init__(self, file: Path, writer: Line, reader: Line, lock: LockFile) -> None:
        self.file = file
        self._writer = writer
        self._reader = reader
        self._lock = lock
        self._memory = Memory()
        self._glances = Glances(file, self._memory)

    @classmethod
    async def open(cls, path: Path) -> "SqliteDatabase":
        """Open the file, or make it readable by its owner alone.

        Raises `SettingsFault` if it is damaged, no database, in use by another process, or cannot be reached.
        """
        file, lock = await asyncio.to_thread(_claimed, path)
        async with AsyncExitStack() as undo:
            undo.callback(lock.let_go)
            try:
                writer = await _opened(file, _prepare_writer, undo)
                reader = await _opened(file, _prepare_reader, undo)
            except sqlite3.Error as error:
                raise _fault(file, error) from None
            undo.pop_all()
        return cls(file, writer, reader, lock)

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` as one transaction: all of it is durable when this returns, or none of it happened.

        `work` is an ordinary function and runs in another thread: it gets all it needs beforehand, and cannot
        ask for a second `write`. If the asking task is cancelled, the transaction is undone, unless it was
        already being made durable, and the cancellation is heard when that is settled. Raises `NotKept` where
        the disk is full, or another program held the file for longer than 5 seconds.
        """

        def job(connection: sqlite3.Connection, given_up: GivenUp) -> tuple[T, int]:
            before = connection.total_changes
            return _whole(connection, work, given_up, self._memory), connection.total_changes - before

        result, changes = await self._writer.run(job)
        kept = KEPT.get()
        if kept is not None:
            kept.changes += changes
        return result

    async def read(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` on a steady picture of the data, not holding up a writer; it changes nothing."""

        def job(connection: sqlite3.Connection, _: GivenUp) -> T:
            connection.execute("BEGIN")
            try:
                return work(Statements(connection))
            finally:
                connection.execute("ROLLBACK")

        return await self._reader.run(job)

    def look(self, work: Callable[[Transaction], T]) -> T:
        """Answer what `work` reads at once, without another thread; it changes nothing.

        Only for a few rows by their keys. Raises `NotNow` where the loop would be kept waiting, or where somebody
        reads already: a file that answers nobody is not looked into.
        """
        if not self._reader.is_free:
            raise NotNow
        return self._glances.look(work)

    async def glance(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` as `look` does, and where that is not possible now as `read` does."""
        try:
            return self.look(work)
        except NotNow:
            return await self.read(work)

    async def scrub(self) -> None:
        """Leave no copy of deleted rows in the file or its log.

        Raises `NotScrubbed` if another program, such as a database viewer, uses the file at the same time, or
        if the disk has no room to write the file anew.
        """
        await self._writer.run(_vacuum)
        await self.empty_log()

    async def empty_log(self) -> None:
        """Leave no copy of deleted rows in the log; in the file itself SQLite overwrites what is deleted.

        Raises `NotScrubbed` as `scrub` does.
        """
        # An open read would keep the log from being emptied.
        async with self._reader.paused():
            await self._writer.run(_empty_log)

    async def copy_to(self, target: Path) -> None:
        """Make a whole copy at `target`, readable by its owner alone, without holding up a writer.

        An older file there is replaced at the end, in one step. Raises `OSError` or `sqlite3.Error` if it
        cannot be written, or cannot be read back; then `target` is as it was.
        """
        line = await Line.open(f"{self.file.as_uri()}?mode=ro")
        try:
            await line.run(lambda connection, _: copy_into(connection, target))
        finally:
            await line.close()

    async def close(self) -> None:
        """Finish what runs and let go of the file; done as well if it was closed before."""
        self._glances.close()
        await self._reader.close()
        await self._writer.close()
        self._lock.let_go()


def statements(connection: sqlite3.Connection) -> Transaction:
    """Answer the statements of a connection that somebody else opened."""
    return Statements(connection)


class _Writing(Statements):
    """The statements of one transaction that writes; it knows which tables, or that it cannot tell (None)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self.tables: set[str] | None = set()

    def run(self, sql: str, **values: Value) -> int:
        table = table_written(sql)
        if table is None:
            self.tables = None
        elif self.tables is not None:
            self.tables.add(table)
        return super().run(sql, **values)


class _Undo(Exception):
    """Raised inside a transaction whose asker is gone; nobody hears it."""


def _whole(
    connection: sqlite3.Connection, work: Callable[[Transaction], T], given_up: GivenUp, memory: Memory
) -> T:
    writing = _Writing(connection)
    # IMMEDIATE: a transaction that reads first and locks later fails at once when another writes (scale.md
    # 4.1).
    try:
        connection.execute("BEGIN IMMEDIATE")
        result = work(writing)
        if given_up():
            raise _Undo
        with memory.committing(writing.tables):
            connection.execute("COMMIT")
    except BaseException as fault:
        # SQLite may have rolled back by itself, for instance on a full disk.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if isinstance(fault, sqlite3.OperationalError) and (why := _why_not(fault)) is not None:
            raise NotKept(why, str(fault)) from fault
        raise
    return result


def _why_not(fault: sqlite3.OperationalError) -> WhyNot | None:
    # The low byte is the kind, what stands above it a shade of it.
    return _NOT_KEPT.get(fault.sqlite_errorcode & 0xFF)


def _vacuum(connection: sqlite3.Connection, _: GivenUp) -> None:
    try:
        connection.execute("VACUUM")
    except sqlite3.OperationalError:
        raise NotScrubbed from None


def _empty_log(connection: sqlite3.Connection, _: GivenUp) -> None:
    busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise NotScrubbed


def copy_into(connection: sqlite3.Connection, target: Path, part_name: str = "part") -> None:
    """Copy what a connection reads as `SqliteDatabase.copy_to` does; two at once need two names for their part."""
    part = target.with_name(f"{target.name}.{part_name}")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        connection.execute("VACUUM INTO :part", {"part": str(part)})
        os.fsync(handle)
        if not is_sound(part):
            raise sqlite3.DatabaseError("the copy cannot be read back")
        part.replace(target)
    finally:
        os.close(handle)
        part.unlink(missing_ok=True)


def is_sound(copy: Path, check: Check = "quick_check") -> bool:
    """Tell whether a file that nobody uses is a whole database; `integrity_check` reads every index as well."""
    # immutable: looking leaves no log beside the copy.
    with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        try:
            return connection.execute(f"PRAGMA {check}(1)").fetchone()[0] == "ok"
        except sqlite3.DatabaseError:
            return False


def _claimed(path: Path) -> tuple[Path, LockFile]:
    file = path.resolve()
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = LockFile.hold(file)
        try:
            os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError:
            lock.let_go()
            raise
    except OSError as error:
        raise SettingsFault(
            f"{file} cannot be opened ({error.strerror}): give it to the user who runs Hearth, "
            "or choose another data folder."
        ) from None
    return file, lock


async def _opened(file: Path, prepare: Callable[[sqlite3.Connection, Path], None], undo: AsyncExitStack) -> Line:
    line = await Line.open(file.as_uri())
    undo.push_async_callback(line.close)
    await line.run(lambda connection, _: prepare(connection, file))
    return line


def _prepare_writer(connection: sqlite3.Connection, file: Path) -> None:
    for setting in _WRITER_SETTINGS:
        connection.execute(setting)
    if connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
        raise SettingsFault(
            f"{file} lies where SQLite cannot keep a log beside it: move the data folder to a local disk."
        )
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(found)


def _prepare_reader(connection: sqlite3.Connection, _: Path) -> None:
    for setting in _READER_SETTINGS:
        connection.execute(setting)


def _fault(file: Path, error: sqlite3.Error) -> SettingsFault:
    if isinstance(error, sqlite3.OperationalError):
        return SettingsFault(
            f"{file} cannot be opened ({error}): check its disk, and that it belongs to the user who runs Hearth."
        )
    return SettingsFault(f"{file} is damaged or is no database: move it away and restore a backup in its place.")

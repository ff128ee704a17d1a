"""Numbered migrations: each is applied once, whole, in order, and recorded."""

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.core.keeping import NotKept
from bot.core.refusals import SettingsFault
from bot.core.storage.database import Transaction
from bot.core.storage.sqlite import SqliteDatabase

_SHIPPED = Path(__file__).parent / "migrations"

MAIN = _SHIPPED / "main"
"""The steps of the main file."""

PEOPLE = _SHIPPED / "people"
"""The steps of the people file."""

_FILE_NAME = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the tables' history: `NNNN_name.sql` and its statements."""

    number: int
    name: str
    statements: tuple[str, ...]

    @property
    def label(self) -> str:
        """Answer the number and name as the file has them."""
        return f"{self.number:04}_{self.name}"


async def pending(db: SqliteDatabase, folder: Path) -> list[str]:
    """Answer the migrations of a folder the database lacks, in order, as "0001_name".

    Raises `SettingsFault` if the database is newer than this Hearth or was made by other migrations, or if
    the folder's numbers have a gap.
    """
    return [migration.label for migration in await _missing(db, folder)]


async def migrate(db: SqliteDatabase, folder: Path) -> list[str]:
    """Apply what is pending and answer it as "0001_name"; a step that fails leaves nothing of itself behind.

    A main file that holds anything is copied first to `<file>.before-NNNN`; only the newest such copy stays.
    A database whose folder of steps is not called `main` is never copied: a copy of the people file would keep
    keys that a person wants destroyed (promise 6). Raises `SettingsFault` as `pending` does, and if a step
    fails.
    """
    missing = await _missing(db, folder)
    if missing and folder.name == MAIN.name and await db.read(_recorded):
        await _copy_before(db, missing[0])
    for migration in missing:
        await _apply(db, migration)
    return [migration.label for migration in missing]


async def is_new(db: SqliteDatabase) -> bool:
    """Tell whether no migration was ever applied."""
    return not await db.read(_recorded)


def lacking(tx: Transaction, file: Path, folder: Path) -> list[str]:
    """Answer the same as `pending` inside a look at a file that another process may be using."""
    known, recorded = _known(folder), _recorded(tx)
    _check_history(file, known, recorded)
    return [migration.label for migration in known[len(recorded) :]]


async def _missing(db: SqliteDatabase, folder: Path) -> list[Migration]:
    known = _known(folder)
    recorded = await db.read(_recorded)
    _check_history(db.file, known, recorded)
    return known[len(recorded) :]


async def _apply(db: SqliteDatabase, migration: Migration) -> None:
    def work(tx: Transaction) -> None:
        tx.run("CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL)")
        for statement in migration.statements:
            tx.run(statement)
        tx.run(
            "INSERT INTO migration (number, name) VALUES (:number, :name)",
            number=migration.number,
            name=migration.name,
        )

    try:
        await db.write(work)
    except (sqlite3.Error, NotKept) as error:
        raise SettingsFault(
            f"Migration {migration.label} could not change {db.file} ({error}): nothing of it was kept, "
            "so go back to the version of Hearth you ran before and report this."
        ) from None


async def _copy_before(db: SqliteDatabase, first: Migration) -> None:
    copy = db.file.with_name(f"{db.file.name}.before-{first.number:04}")
    try:
        await db.copy_to(copy)
    except (OSError, sqlite3.Error) as error:
        raise SettingsFault(
            f"{copy} could not be written before changing {db.file.name} ({error}): make room on the disk."
        ) from None
    for older in copies_before(db.file):
        if older != copy:
            older.unlink()


def copies_before(file: Path) -> list[Path]:
    """Answer the copies of a database file that were made before its tables were changed."""
    return sorted(file.parent.glob(f"{file.name}.before-[0-9][0-9][0-9][0-9]"))


def _recorded(tx: Transaction) -> list[tuple[int, str]]:
    if tx.one("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'migration'") is None:
        return []
    rows = tx.all("SELECT number, name FROM migration ORDER BY number")
    return [(int(str(row["number"])), str(row["name"])) for row in rows]


def _check_history(file: Path, known: Sequence[Migration], recorded: Sequence[tuple[int, str]]) -> None:
    if recorded and recorded[-1][0] > len(known):
        raise SettingsFault(
            f"{file} was last used by a newer Hearth (its migration {recorded[-1][0]:04}, this one knows "
            f"{len(known):04}): install that version again, or restore a backup from before it."
        )
    expected = [(migration.number, migration.name) for migration in known[: len(recorded)]]
    for found, wanted in zip(recorded, expected, strict=True):
        if found != wanted:
            raise SettingsFault(
                f"{file} was made by other migrations than these (found {found[0]:04}_{found[1]}, "
                f"expected {wanted[0]:04}_{wanted[1]}): run the Hearth that made it, or restore a backup."
            )


def _known(folder: Path) -> list[Migration]:
    migrations = [_parsed(file) for file in sorted(folder.glob("*.sql"))]
    if not migrations:
        raise SettingsFault(f"{folder} holds no migrations: install Hearth again, it is incomplete.")
    for place, migration in enumerate(migrations, start=1):
        if migration.number != place:
            raise SettingsFault(
                f"{folder} has {migration.label}.sql where number {place:04} should come: "
                "install Hearth again, its migrations are incomplete."
            )
    return migrations


def _parsed(file: Path) -> Migration:
    name = _FILE_NAME.fullmatch(file.name)
    text = file.read_text(encoding="utf-8")
    if name is None or not text.startswith("-- "):
        raise SettingsFault(
            f"{file} is no migration: it needs a name like 0001_words.sql and a first line '-- why it exists'."
        )
    return Migration(int(name[1]), name[2], split_statements(file, text))


def split_statements(file: Path, text: str) -> tuple[str, ...]:
    """Answer the SQL statements of a file's text; raises `SettingsFault` if the last one is unfinished.

    Never `executescript`: it would commit the open transaction first.
    """
    statements: list[str] = []
    statement = ""
    for piece in text.split(";")[:-1]:
        statement += f"{piece};"
        # A semicolon inside a string, a comment or a trigger does not end a statement.
        if sqlite3.complete_statement(statement):
            statements.append(statement.strip())
            statement = ""
    rest = statement + text.rpartition(";")[2]
    if any(line.strip() and not line.strip().startswith("--") for line in rest.splitlines()):
        raise SettingsFault(f"{file} ends in the middle of a statement: install Hearth again.")
    return tuple(statements)

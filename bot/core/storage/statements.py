"""The statements of one transaction, run on a SQLite connection."""

import sqlite3
from collections.abc import Callable, Hashable, Sequence
from types import MappingProxyType

from bot.core.storage.database import Row, T, Transaction, Value


class Statements:
    """Statements on one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @property
    def connection(self) -> sqlite3.Connection:
        """Answer what the statements run on."""
        return self._connection

    def run(self, sql: str, **values: Value) -> int:
        """Run a statement and answer how many rows it touched."""
        cursor = self.connection.execute(sql, values)
        try:
            return max(cursor.rowcount, 0)
        finally:
            cursor.close()

    def one(self, sql: str, **values: Value) -> Row | None:
        """Answer the first row, or None."""
        cursor = self.connection.execute(sql, values)
        try:
            row = cursor.fetchone()
            return None if row is None else _row(cursor, row)
        finally:
            # A statement left half-read would keep VACUUM from running.
            cursor.close()

    def all(self, sql: str, **values: Value) -> Sequence[Row]:
        """Answer every row."""
        cursor = self.connection.execute(sql, values)
        try:
            return [_row(cursor, row) for row in cursor]
        finally:
            cursor.close()

    def known(self, key: Hashable, read: Callable[[Transaction], T]) -> T:
        """Answer what `read` answers; nothing is remembered here."""
        del key
        return read(self)


def _row(cursor: sqlite3.Cursor, row: tuple[Value, ...]) -> Row:
    return MappingProxyType({about[0]: value for about, value in zip(cursor.description, row, strict=True)})

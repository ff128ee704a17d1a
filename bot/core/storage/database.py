"""The contract of a database: a transaction is one function, run whole or not at all."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")

Value = int | float | str | bytes | None
"""What a column can hold."""

Row = Mapping[str, Value]
"""One row, by column name."""


class Transaction(Protocol):
    """Statements inside one transaction, in the SQL that SQLite and PostgreSQL share.

    Parameters are named (`:person`).
    """

    def run(self, sql: str, **values: Value) -> int:
        """Run a statement and answer how many rows it touched."""
        ...

    def one(self, sql: str, **values: Value) -> Row | None:
        """Answer the first row, or None."""
        ...

    def all(self, sql: str, **values: Value) -> Sequence[Row]:
        """Answer every row."""
        ...

    def known(self, key: Hashable, read: Callable[["Transaction"], T]) -> T:
        """Answer what `read` answers, where this is a look perhaps from memory.

        It may depend on rows alone, never on the time or on chance, and what it answers is changed by nobody. The
        key names it and everything it was given, the same for every caller.
        """
        ...


class NotNow(Exception):
    """Raised where a look at once is not possible; reading waits for it."""


class NotScrubbed(Exception):
    """Raised when another program kept a deleted row's copy from being removed; ask again later."""


class Database(Protocol):
    """Where rows live."""

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` as one transaction: all of it is durable when this returns, or none of it happened.

        Raises `NotKept` where there is no room, or another program keeps the database to itself.
        """
        ...

    async def read(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` on a steady picture of the data, without holding up a writer."""
        ...

    def look(self, work: Callable[[Transaction], T]) -> T:
        """Answer what `work` reads at once, of a few rows by their keys; raises `NotNow` where one has to wait."""
        ...

    async def glance(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` as `look` does, and where that is not possible now as `read` does."""
        ...

    async def scrub(self) -> None:
        """Leave no copy of deleted rows in the file or its log; raises `NotScrubbed` if one may stay."""
        ...

    async def empty_log(self) -> None:
        """Leave no copy of deleted rows in the log, as is done after clearing; raises `NotScrubbed` as `scrub`."""
        ...

    async def close(self) -> None:
        """Finish what runs and let go of the file."""
        ...

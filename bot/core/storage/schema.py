"""What a database file really holds, held against what the features declare."""

from collections.abc import Iterable, Iterator

from bot.core.feature import Table
from bot.core.storage.database import Transaction
from bot.core.storage.reading import text

BOOKKEEPING = "migration"
"""The table that records the state of the file itself."""


def is_whole(tx: Transaction) -> bool:
    """Tell whether every page and every index of a file can be read and agree; a large file takes seconds."""
    row = tx.one("PRAGMA integrity_check(1)")
    return row is not None and text(row, "integrity_check") == "ok"


def undeclared(tx: Transaction, declared: Iterable[Table]) -> list[str]:
    """Answer the columns of a file that no feature declares, and the declared ones it lacks (R176)."""
    made = set(_made(tx))
    stated = {f"{table.name}.{column.name}" for table in declared for column in table.columns}
    return sorted(made ^ stated)


def _made(tx: Transaction) -> Iterator[str]:
    rows = tx.all(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> :bookkeeping",
        bookkeeping=BOOKKEEPING,
    )
    for name in [text(row, "name") for row in rows]:
        # The name stands in the file itself, which somebody else may have changed.
        for column in tx.all(f"PRAGMA table_info({_quoted(name)})"):
            yield f"{name}.{text(column, 'name')}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'

"""Carrying whole tables from the file in use into a copy that is put back."""

from collections.abc import Mapping, Sequence

from bot.core.storage.database import Row, Transaction

Carried = Mapping[str, Sequence[Row]]
"""Every row of some tables, by table."""


def carried_from(tx: Transaction, tables: Sequence[str]) -> Carried:
    """Answer every row of these tables."""
    # The names are our own words.
    return {table: tx.all(f"SELECT * FROM {table}") for table in tables}  # noqa: S608


def carry_into(tx: Transaction, carried: Carried) -> None:
    """Have these tables hold what was carried and nothing else; both files are of the same version."""
    for table, rows in carried.items():
        tx.run(f"DELETE FROM {table}")  # noqa: S608
        for row in rows:
            named = ", ".join(row)
            values = ", ".join(f":{column}" for column in row)
            tx.run(f"INSERT INTO {table} ({named}) VALUES ({values})", **row)  # noqa: S608

"""Rows past their age: letting go of a few in one transaction, and counting those that should have gone (R177)."""

from datetime import UTC, datetime, timedelta

from bot.core.feature import Age, GoesWith, Lasts, Table, Until
from bot.core.storage.database import Transaction, Value
from bot.core.storage.reading import number

_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)

AT_ONCE = 100
"""How many rows of a table go in one transaction, so that no press waits for all of them (docs/benchmarks.md)."""


def let_go(tx: Transaction, table: str, key: str, where: str, **values: Value) -> int:
    """Delete up to 100 rows that `where` holds for, and answer how many; all four names are our own words."""
    return tx.run(
        f"DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} WHERE {where} LIMIT :most)",  # noqa: S608
        most=AT_ONCE,
        **values,
    )


def past_age(tx: Transaction, table: Table, now: datetime) -> int:
    """Answer how many rows of a table of this file are past an age it states; 0 is as it should be (R177).

    A sweep comes hourly: whoever looks between two asks about a moment at least an hour ago.
    """
    return sum(_past(tx, table, age, now) for age in table.ages if not isinstance(age, GoesWith | Lasts))


def _past(tx: Transaction, table: Table, age: Age | Until, now: datetime) -> int:
    since = age.since if isinstance(age, Age) else age.column
    before = now - (age.stays if isinstance(age, Age) else timedelta(0))
    at = before.date().isoformat() if age.by_day else (before - _BEGIN) // timedelta(microseconds=1)
    of = age.of if isinstance(age, Age) and age.of else table.name
    column, only = (age.only or ("", "")) if isinstance(age, Age) else ("", "")
    holds = f" AND {table.name}.{column} = :only" if column else ""
    key = table.columns[0].name
    joined = f" JOIN {of} ON {of}.{key} = {table.name}.{key}" if of != table.name else ""
    row = tx.one(
        f"SELECT count(*) AS held FROM {table.name}{joined} WHERE {of}.{since} <= :at{holds}",  # noqa: S608 - ours
        at=at,
        **({"only": only} if column else {}),
    )
    return 0 if row is None else number(row, "held")

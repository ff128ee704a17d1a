"""What the FEATUREs declare about tables, held against what the migrations make."""

import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from importlib import import_module

import bot
from bot.core.feature import Age, Erase, Feature, Table

Schema = Mapping[str, Mapping[str, tuple[str, ...]]]
"""The columns of each table, by file (`main`, `people`)."""

BOOKKEEPING = frozenset({"migration"})
"""Tables that record the state of the file itself and have no owner among the features."""

COUNTING = re.compile(r"(\w+_)?(streak|xp|points|rank)|level|missed|last_seen")
"""Columns that would keep a score of a person (R6); a step of an ask may be recorded as missed elsewhere."""

BY_ERASE: Mapping[Erase, bool] = {Erase.DELETE: True, Erase.NOT_PERSONAL: False}
"""Whether a table erased in this way has rows about a person."""


def features() -> list[Feature]:
    """Answer the FEATURE of every package of bot/ that has one."""
    packages = [found.name for found in pkgutil.walk_packages(bot.__path__, "bot.") if found.ispkg]
    declared = (getattr(import_module(name), "FEATURE", None) for name in sorted(packages))
    return [feature for feature in declared if isinstance(feature, Feature)]


def violations(declared: Iterable[Feature], real: Schema) -> list[str]:
    """Report tables and columns that are not declared, or declared otherwise than they are."""
    tables = [table for feature in declared for table in feature.tables]
    return [
        *_differences(tables, real),
        *_twice(tables),
        *(line for table in tables for line in _wrong(table)),
    ]


def _differences(tables: list[Table], real: Schema) -> Iterator[str]:
    stated = {(table.file, table.name, column.name) for table in tables for column in table.columns}
    made = {
        (file, table, column)
        for file, known in real.items()
        for table, columns in known.items()
        if table not in BOOKKEEPING
        for column in columns
    }
    for file, table, column in sorted(made - stated):
        yield f"{file}: {table}.{column} exists, but no FEATURE declares it"
    for file, table, column in sorted(stated - made):
        yield f"{file}: {table}.{column} is declared, but no migration makes it"
    for file, table, column in sorted(made):
        if COUNTING.fullmatch(column):
            yield f"{file}: {table}.{column} would keep a score of someone (R6)"


def _twice(tables: list[Table]) -> Iterator[str]:
    names = [(table.file, table.name) for table in tables]
    for file, name in sorted({one for one in names if names.count(one) > 1}):
        yield f"{file}: {name} is declared twice"


def _wrong(table: Table) -> Iterator[str]:
    where = f"{table.file}: {table.name}"
    names = [column.name for column in table.columns]
    if len(set(names)) != len(names):
        yield f"{where} declares a column twice"
    if BY_ERASE[table.erase] != ("person" in names):
        yield f"{where} has erase={table.erase} but {'a' if 'person' in names else 'no'} column person"
    if not table.retention.strip():
        yield f"{where} has no retention"
    yield from _unread(table, where)
    yield from _wrong_ages(where, table)
    for column in table.columns:
        if column.sealed != _sounds_sealed(column.name):
            yield f"{where}.{column.name}: its name and `sealed` disagree"
        if not column.purpose.strip() or not column.audience.strip():
            yield f"{where}.{column.name} says no purpose or audience"


def _unread(table: Table, where: str) -> Iterator[str]:
    """Report a table whose rows their person could not read, or that says so in more than one way."""
    if (table.read is not None) != BY_ERASE[table.erase]:
        yield f"{where} has erase={table.erase} and {'no' if table.read is None else 'a'} way to read it"
    if table.read is None:
        return
    ways = (bool(table.read.when), table.read.opened, bool(table.read.nothing.strip()))
    if sum(ways) != 1:
        yield f"{where} has {sum(ways)} ways to read it"
    told = {column.name for column in table.columns if not column.sealed}
    if table.read.when and table.read.when not in told:
        yield f"{where} is read by {table.read.when}, which is no open column of it"
    if table.read.when and len(told) < len(table.columns):
        yield f"{where} is read by a time alone, but has sealed words"


def _wrong_ages(where: str, table: Table) -> Iterator[str]:
    if not table.ages:
        yield f"{where} states no age (R177)"
    names = {column.name for column in table.columns}
    for age in table.ages:
        since = age.since if isinstance(age, Age) and age.of is None else getattr(age, "column", None)
        if since is not None and since not in names:
            yield f"{where} counts its age from {since}, which is no column of it"
        if isinstance(age, Age) and not _says(table.retention, age.stays):
            yield f"{where} is kept for {age.stays}, and its sentence says otherwise"


def _says(sentence: str, stays: timedelta) -> bool:
    units = {"day": timedelta(days=1), "hour": timedelta(hours=1), "minute": timedelta(minutes=1)}
    said = re.findall(r"(\d+) (day|hour|minute)", sentence)
    return any(int(many) * units[unit] == stays for many, unit in said)


def _sounds_sealed(name: str) -> bool:
    return name.startswith("sealed") or name in ("wrapped_key", "proof")

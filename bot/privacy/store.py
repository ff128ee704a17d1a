"""The SQL that runs over every feature's declared tables."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from bot.core.feature import Erase, Feature, Table
from bot.core.ids import CircleId, PersonNumber
from bot.core.scheduling.due import microseconds, moment
from bot.core.storage.ageing import let_go
from bot.core.storage.database import Row, Transaction
from bot.core.storage.reading import number, number_or_none
from bot.privacy.model import Wish

TURN = 200
"""How many rows go in one transaction: by an index that many take the processor under 2 ms."""

Rest = tuple[tuple[str, Table], ...]
"""Tables with the name of their feature, in the order in which rows go."""


def personal_tables(features: Iterable[Feature]) -> dict[str, tuple[Table, ...]]:
    """Answer, by feature, the tables of the main file that hold rows about a person."""
    kept = {
        feature.name: tuple(t for t in feature.tables if t.erase is Erase.DELETE and t.file == "main")
        for feature in features
    }
    return {name: tables for name, tables in kept.items() if tables}


def count(tx: Transaction, tables: Mapping[str, tuple[Table, ...]], person: PersonNumber) -> dict[str, int]:
    """Answer how many rows each feature holds about a person."""
    return {name: sum(_count(tx, table, person) for table in of) for name, of in tables.items()}


def held(tx: Transaction, tables: Mapping[str, tuple[Table, ...]]) -> dict[str, int]:
    """Answer how many rows each feature holds about people at all."""
    return {name: sum(_held(tx, table) for table in of) for name, of in tables.items()}


def in_order(tables: Mapping[str, tuple[Table, ...]]) -> Rest:
    """Answer all tables, what goes with a row of another before that one, so that it is counted."""
    return tuple((name, table) for name, of in tables.items() for table in reversed(of))


def erase(tx: Transaction, rest: Rest, person: PersonNumber) -> tuple[Counter[str], Rest]:
    """Delete up to 100 rows about a person, so that no press of anybody waits for all of them.

    Answers how many went, by feature, and the tables in which there may be more.
    """
    gone = Counter[str]()
    for place, (name, table) in enumerate(rest):
        left = TURN - gone.total()
        if left <= 0:
            return gone, rest[place:]
        went = _erase(tx, table, person, left)
        gone[name] += went
        if went >= left:
            return gone, rest[place:]
    return gone, ()


def persons(tx: Transaction, tables: Mapping[str, tuple[Table, ...]]) -> set[PersonNumber]:
    """Answer every person any row is about."""
    found: set[PersonNumber] = set()
    for table in (table for of in tables.values() for table in of):
        # A row may be about nobody, as a delivery to a channel is.
        rows = tx.all(f"SELECT DISTINCT person FROM {table.name} WHERE person IS NOT NULL")  # noqa: S608
        found |= {PersonNumber(number(row, "person")) for row in rows}
    return found


def dated(tx: Transaction, table: Table, person: PersonNumber) -> list[tuple[datetime | date, CircleId | None]]:
    """Answer when each row about a person is from, in a table that is read by that, and in which circle."""
    when = table.read.when if table.read else ""
    place = "circle" if any(column.name == "circle" for column in table.columns) else "NULL"
    rows = tx.all(
        f"SELECT {when} AS at, {place} AS place FROM {table.name} WHERE person = :person"  # noqa: S608 - ours
        f" ORDER BY {when} DESC, {table.columns[0].name}",
        person=person,
    )
    return [(_at(row), _circle(row)) for row in rows]


def wish_of(tx: Transaction, person: PersonNumber) -> Wish | None:
    """Answer the copy that somebody asked for, or None."""
    row = tx.one("SELECT ready_at, until FROM copy_wish WHERE person = :person", person=person)
    return None if row is None else Wish(moment(number(row, "ready_at")), moment(number(row, "until")))


def add_wish(tx: Transaction, wish: int, person: PersonNumber, kept: Wish) -> None:
    """Keep that somebody asked for a copy."""
    tx.run(
        "INSERT INTO copy_wish (wish, person, ready_at, until) VALUES (:wish, :person, :ready_at, :until)",
        wish=wish,
        person=person,
        ready_at=microseconds(kept.ready_at),
        until=microseconds(kept.until),
    )


def save_wish(tx: Transaction, person: PersonNumber, kept: Wish) -> None:
    """Keep until when it can be taken now."""
    tx.run(
        "UPDATE copy_wish SET until = :until WHERE person = :person", until=microseconds(kept.until), person=person
    )


def drop_wish(tx: Transaction, person: PersonNumber) -> None:
    """Let go of it; done as well if there was none."""
    tx.run("DELETE FROM copy_wish WHERE person = :person", person=person)


def set_wishes_back(tx: Transaction, by: timedelta) -> None:
    """Have nobody wait for longer because the clock was set back."""
    moved = by // timedelta(microseconds=1)
    tx.run("UPDATE copy_wish SET ready_at = ready_at - :by, until = until - :by", by=moved)


def expire_wishes(tx: Transaction, now: datetime) -> int:
    """Let go of some whose time is over, and answer how many."""
    return let_go(tx, "copy_wish", "wish", "until <= :now", now=microseconds(now))


def _at(row: Row) -> datetime | date:
    return date.fromisoformat(str(row["at"])) if isinstance(row["at"], str) else moment(number(row, "at"))


def _circle(row: Row) -> CircleId | None:
    circle = number_or_none(row, "place")
    return None if circle is None else CircleId(circle)


def _count(tx: Transaction, table: Table, person: PersonNumber) -> int:
    # Table names come from our own declarations, never from a person.
    row = tx.one(f"SELECT count(*) AS held FROM {table.name} WHERE person = :person", person=person)  # noqa: S608
    return number(row, "held") if row else 0


def _held(tx: Transaction, table: Table) -> int:
    row = tx.one(f"SELECT count(*) AS held FROM {table.name}")  # noqa: S608 - ours
    return number(row, "held") if row else 0


def _erase(tx: Transaction, table: Table, person: PersonNumber, most: int) -> int:
    key = table.columns[0].name
    if key == "person":
        # One row, or a few for each circle: it has no other key to take some of them by.
        return tx.run(f"DELETE FROM {table.name} WHERE person = :person", person=person)  # noqa: S608
    return tx.run(
        f"DELETE FROM {table.name} WHERE person = :person AND {key} IN"  # noqa: S608
        f" (SELECT {key} FROM {table.name} WHERE person = :person LIMIT :most)",
        person=person,
        most=most,
    )

"""The SQL of places that can be taken back."""

from datetime import datetime

from bot.core.ids import CircleId, PersonNumber
from bot.core.scheduling.due import microseconds, moment
from bot.core.storage.database import Row, Transaction
from bot.core.storage.reading import number
from bot.farewells.model import Place


def add(tx: Transaction, place: Place) -> None:
    """Keep a place; one of the same person in the same circle is replaced."""
    tx.run(
        "DELETE FROM farewell_place WHERE person = :person AND circle = :circle",
        person=place.person,
        circle=place.circle,
    )
    tx.run(
        "INSERT INTO farewell_place (place, person, circle, version, until)"
        " VALUES (:place, :person, :circle, :version, :until)",
        place=place.place,
        person=place.person,
        circle=place.circle,
        version=place.version,
        until=microseconds(place.until),
    )


def get(tx: Transaction, place: int) -> Place | None:
    """Answer a place, or None."""
    row = tx.one("SELECT * FROM farewell_place WHERE place = :place", place=place)
    return None if row is None else _place(row)


def of(tx: Transaction, person: PersonNumber) -> list[Place]:
    """Answer the places somebody can take back."""
    rows = tx.all("SELECT * FROM farewell_place WHERE person = :person ORDER BY until, place", person=person)
    return [_place(row) for row in rows]


def drop(tx: Transaction, place: int) -> None:
    """Let go of a place."""
    tx.run("DELETE FROM farewell_place WHERE place = :place", place=place)


def _place(row: Row) -> Place:
    return Place(
        place=number(row, "place"),
        person=PersonNumber(number(row, "person")),
        circle=CircleId(number(row, "circle")),
        version=number(row, "version"),
        until=moment(number(row, "until")),
    )


def over(tx: Transaction, now: datetime) -> list[int]:
    """Answer the places whose time is over."""
    rows = tx.all("SELECT place FROM farewell_place WHERE until <= :now", now=microseconds(now))
    return [number(row, "place") for row in rows]

"""The SQL of consent."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from bot.consent.model import Turn, Yes
from bot.core.ids import EVERYWHERE, CircleId, PersonNumber
from bot.core.storage.database import Row, Transaction
from bot.core.storage.reading import number, text

TAKEN_BACK = -1
"""The version of a yes that was taken back since the copy was made in which it stands; never a valid one."""


def add(tx: Transaction, yes: Yes) -> None:
    """Keep a yes; a yes to the same purpose is replaced."""
    tx.run(
        "INSERT INTO consent (person, circle, purpose, version, given_at)"
        " VALUES (:person, :circle, :purpose, :version, :given_at)"
        " ON CONFLICT (person, circle, purpose) DO UPDATE"
        " SET version = excluded.version, given_at = excluded.given_at",
        person=yes.person,
        circle=yes.circle,
        purpose=yes.purpose,
        version=yes.version,
        given_at=yes.given_on.isoformat(),
    )


def get(tx: Transaction, person: PersonNumber, circle: CircleId, purpose: str) -> Yes | None:
    """Answer one yes, or None."""
    return next((yes for yes in list_for(tx, person) if (yes.circle, yes.purpose) == (circle, purpose)), None)


def list_for(tx: Transaction, person: PersonNumber) -> Sequence[Yes]:
    """Answer every yes of a person."""
    return tx.known(("consents", person), lambda tx: _read(tx, person))


def _read(tx: Transaction, person: PersonNumber) -> Sequence[Yes]:
    return tuple(_yes(row) for row in tx.all("SELECT * FROM consent WHERE person = :person", person=person))


def turns(tx: Transaction, of: int, first: int, many: int) -> list[Turn]:
    """Answer whoever has a yes for a circle and whose turn of `of` is one of `many` from the first on, by turn."""
    rows = tx.all(
        "SELECT DISTINCT person, (person % :of - :first + :of) % :of AS turn FROM consent"
        " WHERE circle <> :everywhere AND (person % :of - :first + :of) % :of < :many ORDER BY turn, person",
        of=of,
        first=first,
        many=many,
        everywhere=EVERYWHERE,
    )
    return [Turn(number(row, "turn"), PersonNumber(number(row, "person"))) for row in rows]


def people_with(tx: Transaction, purpose: str) -> list[PersonNumber]:
    """Answer whoever said yes to a purpose anywhere."""
    rows = tx.all("SELECT DISTINCT person FROM consent WHERE purpose = :purpose ORDER BY person", purpose=purpose)
    return [PersonNumber(number(row, "person")) for row in rows]


def people_in(tx: Transaction, circle: CircleId) -> list[PersonNumber]:
    """Answer whoever has a yes for a circle."""
    rows = tx.all("SELECT DISTINCT person FROM consent WHERE circle = :circle ORDER BY person", circle=circle)
    return [PersonNumber(number(row, "person")) for row in rows]


def every(tx: Transaction) -> list[Yes]:
    """Answer every yes of everybody."""
    return [_yes(row) for row in tx.all("SELECT * FROM consent")]


def follow(tx: Transaction, present: Iterable[Yes]) -> int:
    """Have a copy that is put back follow the yeses as they are at present, and answer how many were taken back.

    Those wait to be taken back with all that they allowed (`taken_back`). A yes in a circle that the copy does not
    know is not carried over.
    """
    before = every(tx)
    known = {yes.circle for yes in before} | {EVERYWHERE}
    kept = {(yes.person, yes.circle, yes.purpose): yes for yes in present if yes.circle in known}
    away = [yes for yes in before if (yes.person, yes.circle, yes.purpose) not in kept]
    for yes in kept.values():
        add(tx, yes)
    for yes in away:
        add(tx, replace(yes, version=TAKEN_BACK))
    return len(away)


def taken_back(tx: Transaction) -> list[Yes]:
    """Answer the yeses that were taken back after the copy was made which stands now."""
    return [_yes(row) for row in tx.all("SELECT * FROM consent WHERE version = :version", version=TAKEN_BACK)]


def drop(tx: Transaction, person: PersonNumber, circle: CircleId, purpose: str) -> None:
    """Let go of one yes."""
    tx.run(
        "DELETE FROM consent WHERE person = :person AND circle = :circle AND purpose = :purpose",
        person=person,
        circle=circle,
        purpose=purpose,
    )


def _yes(row: Row) -> Yes:
    return Yes(
        person=PersonNumber(number(row, "person")),
        circle=CircleId(number(row, "circle")),
        purpose=text(row, "purpose"),
        version=number(row, "version"),
        given_on=date.fromisoformat(text(row, "given_at")),
    )

"""The SQL of confirmations, never of who made them, and of the country somebody chose for themselves."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.core.ids import CircleId, Person, PersonNumber
from bot.core.scheduling.due import microseconds, moment
from bot.core.storage.database import Transaction
from bot.core.storage.keyring import NO_SERVER, Keyring, Where
from bot.core.storage.reading import blob, number, text

_BLOCK = 16
"""Every country fills one block of this many bytes."""


class HelplineStore:
    """When each circle confirmed which lines."""

    def of(self, tx: Transaction, circle: CircleId) -> Mapping[str, datetime]:
        """Answer when a circle confirmed each line, by the line's ident."""
        return tx.known(("confirmed", circle), lambda tx: self._read(tx, circle))

    def _read(self, tx: Transaction, circle: CircleId) -> Mapping[str, datetime]:
        rows = tx.all("SELECT line, confirmed_at FROM helpline_confirmation WHERE circle = :circle", circle=circle)
        return {text(row, "line"): moment(number(row, "confirmed_at")) for row in rows}

    def every(self, tx: Transaction) -> Mapping[CircleId, Mapping[str, datetime]]:
        """Answer what every circle confirmed."""
        found: dict[CircleId, dict[str, datetime]] = {}
        for row in tx.all("SELECT circle, line, confirmed_at FROM helpline_confirmation"):
            of_circle = found.setdefault(CircleId(number(row, "circle")), {})
            of_circle[text(row, "line")] = moment(number(row, "confirmed_at"))
        return found

    def put(self, tx: Transaction, circle: CircleId, lines: Iterable[str], at: datetime) -> None:
        """Keep these lines, and no others, as what a circle confirmed at a moment."""
        tx.run("DELETE FROM helpline_confirmation WHERE circle = :circle", circle=circle)
        for line in lines:
            tx.run(
                "INSERT INTO helpline_confirmation (circle, line, confirmed_at) VALUES (:circle, :line, :at)",
                circle=circle,
                line=line,
                at=microseconds(at),
            )


class OwnStore:
    """The country of whoever chose one, sealed under their own key."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def get(self, tx: Transaction, person: Person) -> str:
        """Answer somebody's own country, or an empty text."""
        return tx.known(("own country", person.number), lambda tx: self._read(tx, person))

    def _read(self, tx: Transaction, person: Person) -> str:
        row = tx.one("SELECT sealed FROM helpline_country WHERE person = :person", person=person.number)
        return "" if row is None else self._keyring.unseal(person.key, blob(row, "sealed"), _place(person.number))

    def put(self, tx: Transaction, person: Person, country: str) -> None:
        """Keep somebody's own country in place of another."""
        tx.run(
            "INSERT INTO helpline_country (person, sealed) VALUES (:person, :sealed)"
            " ON CONFLICT (person) DO UPDATE SET sealed = excluded.sealed",
            person=person.number,
            sealed=self._keyring.seal(person.key, country, _place(person.number), _BLOCK),
        )

    def drop(self, tx: Transaction, person: PersonNumber) -> None:
        """Let go of it; done as well if there was none."""
        tx.run("DELETE FROM helpline_country WHERE person = :person", person=person)


def _place(person: PersonNumber) -> Where:
    return Where("helpline_country", person, NO_SERVER, "sealed")

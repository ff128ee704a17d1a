"""The SQL of caring notes that are to come."""

from bot.core.ids import CircleId, PersonNumber
from bot.core.scheduling.due import microseconds, moment
from bot.core.storage.database import Row, Transaction
from bot.core.storage.reading import number
from bot.reach.model import Caring


class CaringStore:
    """Caring notes that somebody chose."""

    def add(self, tx: Transaction, caring: Caring) -> None:
        """Keep that a caring note is to come."""
        tx.run(
            "INSERT INTO reach_caring (note, circle, person, at) VALUES (:note, :circle, :person, :at)",
            note=caring.note,
            circle=caring.circle,
            person=caring.person,
            at=microseconds(caring.at),
        )

    def get(self, tx: Transaction, note: int) -> Caring | None:
        """Answer a caring note that is to come, or None."""
        row = tx.one("SELECT * FROM reach_caring WHERE note = :note", note=note)
        return _caring(row) if row else None

    def drop(self, tx: Transaction, note: int) -> None:
        """Let go of a caring note."""
        tx.run("DELETE FROM reach_caring WHERE note = :note", note=note)

    def drop_of(self, tx: Transaction, person: PersonNumber, circle: CircleId) -> list[int]:
        """Let go of every caring note somebody chose in a circle, and answer their numbers."""
        rows = tx.all(
            "SELECT note FROM reach_caring WHERE person = :person AND circle = :circle",
            person=person,
            circle=circle,
        )
        notes = [number(row, "note") for row in rows]
        for note in notes:
            self.drop(tx, note)
        return notes


def _caring(row: Row) -> Caring:
    return Caring(
        note=number(row, "note"),
        circle=CircleId(number(row, "circle")),
        person=PersonNumber(number(row, "person")),
        at=moment(number(row, "at")),
    )

"""The SQL of who is no longer on a circle's server; how their circles are found."""

from datetime import datetime

from bot.core.ids import CircleId, PersonNumber, ServerId
from bot.core.scheduling.due import microseconds
from bot.core.storage.database import Transaction
from bot.core.storage.reading import number


class LeaverStore:
    """People of a circle who left its server less than seven days ago, as far as that was noticed."""

    def add(self, tx: Transaction, leaver: int, who: tuple[PersonNumber, ServerId], since: datetime) -> bool:
        """Keep that somebody is gone from a server; False where that is known already."""
        return bool(
            tx.run(
                "INSERT INTO circle_leaver (leaver, person, server, since)"
                " VALUES (:leaver, :person, :server, :since) ON CONFLICT DO NOTHING",
                leaver=leaver,
                person=who[0],
                server=who[1],
                since=microseconds(since),
            )
        )

    def drop(self, tx: Transaction, person: PersonNumber, server: ServerId) -> None:
        """Let go of the note: they are back, or everything of theirs there went."""
        tx.run(
            "DELETE FROM circle_leaver WHERE person = :person AND server = :server", person=person, server=server
        )

    def drop_of(self, tx: Transaction, person: PersonNumber) -> None:
        """Let go of every note about a person."""
        tx.run("DELETE FROM circle_leaver WHERE person = :person", person=person)

    def is_noted(self, tx: Transaction, person: PersonNumber, server: ServerId) -> bool:
        """Tell whether somebody is noted as gone from a server."""
        row = tx.one(
            "SELECT 1 AS found FROM circle_leaver WHERE person = :person AND server = :server",
            person=person,
            server=server,
        )
        return row is not None

    def gone_by(self, tx: Transaction, by: datetime) -> list[tuple[PersonNumber, ServerId]]:
        """Answer who was noted as gone then or earlier, and from where."""
        rows = tx.all(
            "SELECT person, server FROM circle_leaver WHERE since <= :by ORDER BY since", by=microseconds(by)
        )
        return [(PersonNumber(number(row, "person")), ServerId(number(row, "server"))) for row in rows]

    def gone_from(self, tx: Transaction, circle: CircleId) -> frozenset[PersonNumber]:
        """Answer who is noted as gone from a circle's server."""
        rows = tx.all(
            "SELECT l.person FROM circle c JOIN circle_leaver l ON l.server = c.server WHERE c.circle = :circle",
            circle=circle,
        )
        return frozenset(PersonNumber(number(row, "person")) for row in rows)

    def server_of(self, tx: Transaction, circle: CircleId) -> ServerId | None:
        """Answer the server of a circle without a word that it wrote, or None where the circle is gone."""
        row = tx.one("SELECT server FROM circle WHERE circle = :circle", circle=circle)
        return None if row is None else ServerId(number(row, "server"))

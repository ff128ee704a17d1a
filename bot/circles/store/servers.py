"""The SQL of servers that Hearth was put out of, and of circles that are to go as a whole."""

from datetime import datetime

from bot.core.ids import ChannelId, CircleId, ServerId
from bot.core.scheduling.due import microseconds
from bot.core.storage.database import Transaction
from bot.core.storage.reading import number, number_or_none


class ServerStore:
    """Servers Hearth is no longer on, and what is left there; nothing sealed is opened for it."""

    def add_gone(self, tx: Transaction, server: ServerId, since: datetime) -> None:
        """Keep that Hearth is out of a server; an earlier note of it stays."""
        tx.run(
            "INSERT INTO circle_server_gone (server, since) VALUES (:server, :since) ON CONFLICT DO NOTHING",
            server=server,
            since=microseconds(since),
        )

    def drop_gone(self, tx: Transaction, server: ServerId) -> None:
        """Let go of the note: Hearth is there again, or nothing of the server is left."""
        tx.run("DELETE FROM circle_server_gone WHERE server = :server", server=server)

    def gone(self, tx: Transaction) -> set[ServerId]:
        """Answer every server Hearth is noted to be out of."""
        return {ServerId(number(row, "server")) for row in tx.all("SELECT server FROM circle_server_gone")}

    def gone_by(self, tx: Transaction, by: datetime) -> list[ServerId]:
        """Answer those it was out of then already."""
        rows = tx.all(
            "SELECT server FROM circle_server_gone WHERE since <= :by ORDER BY server", by=microseconds(by)
        )
        return [ServerId(number(row, "server")) for row in rows]

    def with_circles(self, tx: Transaction) -> set[ServerId]:
        """Answer every server that has a circle."""
        return {ServerId(number(row, "server")) for row in tx.all("SELECT DISTINCT server FROM circle")}

    def circles_of(self, tx: Transaction, server: ServerId) -> list[CircleId]:
        """Answer the circles of a server, unfinished ones included."""
        rows = tx.all("SELECT circle FROM circle WHERE server = :server ORDER BY circle", server=server)
        return [CircleId(number(row, "circle")) for row in rows]

    def channels_of(self, tx: Transaction, circle: CircleId) -> list[ChannelId]:
        """Answer the channels that were made for a circle."""
        row = tx.one("SELECT door, room FROM circle WHERE circle = :circle", circle=circle)
        made = () if row is None else (number_or_none(row, "door"), number_or_none(row, "room"))
        return [ChannelId(one) for one in made if one]

    def close(self, tx: Transaction, circle: CircleId, at: datetime | None) -> None:
        """Keep that a circle was closed, or with None that it is not; closed twice, the first time counts."""
        tx.run(
            "UPDATE circle SET closed_at = :at WHERE circle = :circle AND (closed_at IS NULL OR :at IS NULL)",
            at=None if at is None else microseconds(at),
            circle=circle,
        )

    def closed_by(self, tx: Transaction, by: datetime) -> list[CircleId]:
        """Answer the circles that were closed then or earlier."""
        rows = tx.all("SELECT circle FROM circle WHERE closed_at <= :by ORDER BY circle", by=microseconds(by))
        return [CircleId(number(row, "circle")) for row in rows]

    def unmake(self, tx: Transaction, circle: CircleId) -> None:
        """Keep that nothing of a circle is left on its server."""
        tx.run(
            "UPDATE circle SET role = NULL, door = NULL, room = NULL, door_post = NULL WHERE circle = :circle",
            circle=circle,
        )

    def drop_circle(self, tx: Transaction, circle: CircleId) -> None:
        """Let go of a circle, and of everything that stands with it."""
        tx.run("DELETE FROM circle WHERE circle = :circle", circle=circle)

    def drop_rest(self, tx: Transaction, server: ServerId) -> None:
        """Let go of what is kept of a server besides its circles."""
        tx.run("DELETE FROM circle_draft WHERE server = :server", server=server)
        tx.run("DELETE FROM circle_leaver WHERE server = :server", server=server)

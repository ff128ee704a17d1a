"""The SQL of the desk: each server's silent line, and how far its moderators put Away lines away."""

from datetime import datetime, timedelta

from bot.core.ids import ChannelId, ServerId
from bot.core.scheduling.due import microseconds
from bot.core.storage.database import Row, Transaction
from bot.core.storage.reading import number, text
from bot.desk.model import Line

SEEN_STAYS = timedelta(days=30)
"""How long it is kept that an outage was put away; by then the outage itself has gone."""


class DeskStore:
    """Silent lines and what was put away."""

    def line(self, tx: Transaction, server: ServerId) -> Line | None:
        """Answer a server's line, or None where none was chosen."""
        row = tx.one("SELECT * FROM desk_line WHERE server = :server", server=server)
        return None if row is None else _line(row)

    def lines_on(self, tx: Transaction) -> list[Line]:
        """Answer the lines of all servers that have one."""
        return [_line(row) for row in tx.all("SELECT * FROM desk_line WHERE state = 'on' ORDER BY server")]

    def put_line(self, tx: Transaction, line: Line) -> None:
        """Keep a server's line in place of an earlier one."""
        tx.run(
            "INSERT INTO desk_line (server, channel, zone, minute, state)"
            " VALUES (:server, :channel, :zone, :minute, :state) ON CONFLICT (server) DO UPDATE"
            " SET channel = excluded.channel, zone = excluded.zone, minute = excluded.minute,"
            " state = excluded.state",
            server=line.server,
            channel=line.channel,
            zone=line.zone,
            minute=line.minute,
            state="on" if line.is_on else "channel_gone",
        )

    def drop_line(self, tx: Transaction, server: ServerId) -> None:
        """Let go of a server's line."""
        tx.run("DELETE FROM desk_line WHERE server = :server", server=server)

    def servers(self, tx: Transaction) -> list[ServerId]:
        """Answer every server that has a line, on or lost."""
        rows = tx.all("SELECT server FROM desk_line ORDER BY server")
        return [ServerId(number(row, "server")) for row in rows]

    def drop_away(self, tx: Transaction, server: ServerId) -> None:
        """Let go of what a server's moderators put away."""
        tx.run("DELETE FROM desk_away WHERE server = :server", server=server)

    def seen_to(self, tx: Transaction, server: ServerId) -> int:
        """Answer the number of the last outage that was put away, or 0."""
        row = tx.one("SELECT seen_to FROM desk_away WHERE server = :server", server=server)
        return 0 if row is None else number(row, "seen_to")

    def put_away(self, tx: Transaction, server: ServerId, outage: int) -> None:
        """Keep that outages up to this number were put away, and never fewer than before."""
        tx.run(
            "INSERT INTO desk_away (server, seen_to) VALUES (:server, :seen_to) ON CONFLICT (server) DO UPDATE"
            " SET seen_to = excluded.seen_to WHERE excluded.seen_to > desk_away.seen_to",
            server=server,
            seen_to=outage,
        )

    def expire(self, tx: Transaction, now: datetime) -> int:
        """Let go of what was put away long ago, and answer how many rows that were."""
        return tx.run("DELETE FROM desk_away WHERE seen_to <= :before", before=microseconds(now - SEEN_STAYS))


def _line(row: Row) -> Line:
    return Line(
        server=ServerId(number(row, "server")),
        channel=ChannelId(number(row, "channel")),
        zone=text(row, "zone"),
        minute=number(row, "minute"),
        is_on=text(row, "state") == "on",
    )

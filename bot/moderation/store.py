"""The SQL of what was done: acts, and apart from them who did each."""

from datetime import datetime

from bot.core.acting import Act
from bot.core.ids import CircleId, PersonNumber, ServerId
from bot.core.scheduling.due import microseconds, moment
from bot.core.storage.ageing import let_go
from bot.core.storage.database import Row, Transaction
from bot.core.storage.reading import number, number_or_none, text
from bot.moderation.model import Kept


class ActStore:
    """Acts of moderators and facilitators."""

    def add(self, tx: Transaction, number: int, act: Act, by: PersonNumber, at: datetime) -> None:
        """Keep an act and who did it."""
        tx.run(
            "INSERT INTO staff_act (act, server, circle, kind, item, done_at)"
            " VALUES (:act, :server, :circle, :kind, :item, :at)",
            act=number,
            server=act.server,
            circle=act.circle,
            kind=act.kind,
            item=act.item,
            at=microseconds(at),
        )
        tx.run(
            "INSERT INTO staff_act_by (act, person, done_at) VALUES (:act, :person, :at)",
            act=number,
            person=by,
            at=microseconds(at),
        )

    def list_for(self, tx: Transaction, server: ServerId, most: int, after: int) -> list[Kept]:
        """Answer up to `most` acts of a server, newest first, without the first `after` of them."""
        rows = tx.all(
            "SELECT a.act, a.kind, a.circle, a.done_at, b.person FROM staff_act a"
            " LEFT JOIN staff_act_by b ON b.act = a.act WHERE a.server = :server"
            " ORDER BY a.done_at DESC, a.act LIMIT :most OFFSET :after",
            server=server,
            most=most,
            after=after,
        )
        return [_kept(row) for row in rows]

    def unname(self, tx: Transaction, person: PersonNumber) -> None:
        """Let go of somebody's name beside what they did."""
        tx.run("DELETE FROM staff_act_by WHERE person = :person", person=person)

    def expire(self, tx: Transaction, until: datetime) -> int:
        """Let go of some acts that were done then or earlier, and answer how many."""
        return let_go(tx, "staff_act", "act", "done_at <= :until", until=microseconds(until))


def _kept(row: Row) -> Kept:
    circle, by = number_or_none(row, "circle"), number_or_none(row, "person")
    return Kept(
        act=number(row, "act"),
        kind=text(row, "kind"),
        circle=None if circle is None else CircleId(circle),
        done_at=moment(number(row, "done_at")),
        by=None if by is None else PersonNumber(by),
    )

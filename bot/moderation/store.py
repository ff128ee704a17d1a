"""The SQL of what was done: acts, and apart from them who did each."""

from datetime import datetime

from bot.core.acting import Act
from bot.core.ids import CircleId, PersonNumber, ServerId
from bot.core.scheduling.due import microseconds, moment
from bot.core.storage.ageing import let_go
from bot.core.storage.database import Row, Transaction
from bot.core.storage.keyring import Keyring, Where
from bot.core.storage.reading import blob, number, number_or_none, text
from bot.moderation.model import Before, Change, Kept


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
            "SELECT a.act, a.kind, a.circle, a.done_at, b.person, u.kind AS undid, t.ends_at FROM staff_act a"
            " LEFT JOIN staff_act_by b ON b.act = a.act LEFT JOIN staff_act u ON u.act = a.item"
            " LEFT JOIN staff_undo t ON t.act = a.act WHERE a.server = :server"
            " ORDER BY a.done_at DESC, a.act LIMIT :most OFFSET :after",
            server=server,
            most=most,
            after=after,
        )
        return [_kept(row) for row in rows]

    def unname(self, tx: Transaction, person: PersonNumber) -> None:
        """Let go of somebody's name beside what they did."""
        tx.run("DELETE FROM staff_act_by WHERE person = :person", person=person)

    def servers(self, tx: Transaction) -> list[ServerId]:
        """Answer every server in which something was done."""
        return [ServerId(number(row, "server")) for row in tx.all("SELECT DISTINCT server FROM staff_act")]

    def let_go(self, tx: Transaction, server: ServerId) -> None:
        """Let go of everything that was done in a server."""
        tx.run("DELETE FROM staff_act WHERE server = :server", server=server)

    def named(self, tx: Transaction) -> frozenset[PersonNumber]:
        """Answer everybody whose name stands beside an act."""
        rows = tx.all("SELECT DISTINCT person FROM staff_act_by")
        return frozenset(PersonNumber(number(row, "person")) for row in rows)

    def expire(self, tx: Transaction, until: datetime) -> int:
        """Let go of some acts that were done then or earlier, and answer how many."""
        return let_go(tx, "staff_act", "act", "done_at <= :until", until=microseconds(until))


def _kept(row: Row) -> Kept:
    circle, by = number_or_none(row, "circle"), number_or_none(row, "person")
    return Kept(
        act=number(row, "act"),
        kind=text(row, "kind"),
        undid=None if row["undid"] is None else text(row, "undid"),
        until=None if row["ends_at"] is None else moment(number(row, "ends_at")),
        circle=None if circle is None else CircleId(circle),
        done_at=moment(number(row, "done_at")),
        by=None if by is None else PersonNumber(by),
    )


class UndoStore:
    """What stood before and after acts that can be undone, sealed under a key of the whole instance."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self._key = keyring.instance_key("undo")

    def put(self, tx: Transaction, change: Change, ends_at: datetime) -> None:
        """Keep how things stood before an act and just after it."""
        sealed = {
            column: self._keyring.seal(self._key, words, _where(change.number, change.act, column))
            for column, words in (("sealed_before", change.before), ("sealed_after", change.after))
        }
        tx.run(
            "INSERT INTO staff_undo (act, sealed_before, sealed_after, ends_at)"
            " VALUES (:act, :sealed_before, :sealed_after, :ends_at)",
            act=change.number,
            ends_at=microseconds(ends_at),
            **sealed,
        )

    def get(self, tx: Transaction, number_: int) -> Before | None:
        """Answer an act with what stood before it, or None where that is gone."""
        row = tx.one("SELECT * FROM staff_undo t JOIN staff_act a ON a.act = t.act WHERE t.act = :act", act=number_)
        if row is None:
            return None
        circle = number_or_none(row, "circle")
        act = Act(
            kind=text(row, "kind"),
            server=ServerId(number(row, "server")),
            circle=None if circle is None else CircleId(circle),
            item=number(row, "item"),
        )
        before, after = (
            self._keyring.unseal(self._key, blob(row, column), _where(number_, act, column))
            for column in ("sealed_before", "sealed_after")
        )
        return Before(act, before, after, moment(number(row, "ends_at")))

    def drop(self, tx: Transaction, number_: int) -> None:
        """Let go of what stood before an act."""
        tx.run("DELETE FROM staff_undo WHERE act = :act", act=number_)

    def drop_all(self, tx: Transaction) -> None:
        """Let go of what stood before every act."""
        tx.run("DELETE FROM staff_undo")

    def expire(self, tx: Transaction, now: datetime) -> int:
        """Let go of some whose time is over, and answer how many."""
        return let_go(tx, "staff_undo", "act", "ends_at <= :now", now=microseconds(now))


def _where(number_: int, act: Act, column: str) -> Where:
    return Where("staff_undo", number_, act.server, column)

"""The SQL of the mailbox; what a slip says and which sides belong together is sealed under its own person."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from bot.core.ids import CircleId, Person, PersonNumber
from bot.core.scheduling.due import microseconds, moment
from bot.core.storage.ageing import let_go
from bot.core.storage.database import Row, Transaction
from bot.core.storage.keyring import NO_SERVER, Keyring, Where
from bot.core.storage.reading import blob, number, text
from bot.mailbox.model import Body, Link, SideId, SlipId, packed, unpacked

_BLOCK = 256
"""Notes fill blocks of this many bytes, so that the file does not tell short ones from middling ones."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A slip with its side, still sealed."""

    slip: SlipId
    side: SideId
    circle: CircleId
    made_on: date
    seen: bool
    answered: bool
    sealed: bytes
    sealed_side: bytes


@dataclass(frozen=True, slots=True)
class Whisper:
    """How it stands with one person's direct messages."""

    whisper: int
    person: PersonNumber
    unopened: bool
    rests_until: datetime


class MailboxStore:
    """Sides, slips, and who is told by direct message."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def add_side(
        self, tx: Transaction, side: SideId, person: Person, circle: CircleId, link: Link, *, until: date
    ) -> None:
        """Keep one end of a thread."""
        sealed = json.dumps({"about": link.about, "other": link.other}, separators=(",", ":"))
        tx.run(
            "INSERT INTO mailbox_side (side, person, circle, sealed, until)"
            " VALUES (:side, :person, :circle, :sealed, :until)",
            side=side,
            person=person.number,
            circle=circle,
            sealed=self._keyring.seal(person.key, sealed, _side_place(side), _BLOCK),
            until=until.isoformat(),
        )

    def link(self, tx: Transaction, side: SideId, person: Person) -> Link | None:
        """Answer what a person's own end knows of its thread, or None where it is gone."""
        row = tx.one(
            "SELECT sealed FROM mailbox_side WHERE side = :side AND person = :person",
            side=side,
            person=person.number,
        )
        return None if row is None else self.open_side(side, person, blob(row, "sealed"))

    def open_side(self, side: SideId, person: Person, sealed: bytes) -> Link:
        """Answer what an end knows of its thread."""
        kept = cast(dict[str, Any], json.loads(self._keyring.unseal(person.key, sealed, _side_place(side))))
        return Link(kept["about"], None if kept["other"] is None else SideId(kept["other"]))

    def person_at(self, tx: Transaction, side: SideId) -> PersonNumber | None:
        """Answer who stands at an end, or None where it is gone."""
        row = tx.one("SELECT person FROM mailbox_side WHERE side = :side", side=side)
        return None if row is None else PersonNumber(number(row, "person"))

    def prolong(self, tx: Transaction, side: SideId, until: date) -> None:
        """Let an end live as long as the newest slip of its thread."""
        tx.run("UPDATE mailbox_side SET until = :until WHERE side = :side", side=side, until=until.isoformat())

    def mark_answered(self, tx: Transaction, side: SideId, person: PersonNumber) -> bool:
        """Note that this end answered; False where its last answer was not answered yet."""
        return bool(
            tx.run(
                "UPDATE mailbox_side SET answered = 1 WHERE side = :side AND person = :person AND answered = 0",
                side=side,
                person=person,
            )
        )

    def has_answered(self, tx: Transaction, side: SideId) -> bool:
        """Tell whether this end's last answer was not answered yet."""
        row = tx.one("SELECT answered FROM mailbox_side WHERE side = :side", side=side)
        return row is not None and bool(row["answered"])

    def mark_heard(self, tx: Transaction, side: SideId) -> None:
        """Note that something new came to this end, so that it may answer."""
        tx.run("UPDATE mailbox_side SET answered = 0 WHERE side = :side", side=side)

    def drop_sides(self, tx: Transaction, sides: Iterable[SideId]) -> None:
        """Let go of ends with all their slips."""
        for side in sides:
            tx.run("DELETE FROM mailbox_side WHERE side = :side", side=side)

    def drop_in(self, tx: Transaction, person: PersonNumber, circle: CircleId) -> None:
        """Let go of everything a person has in the mailbox about one circle."""
        tx.run("DELETE FROM mailbox_side WHERE person = :person AND circle = :circle", person=person, circle=circle)

    def drop_of(self, tx: Transaction, person: PersonNumber) -> None:
        """Let go of everything a person has in the mailbox."""
        tx.run("DELETE FROM mailbox_side WHERE person = :person", person=person)

    def add(
        self, tx: Transaction, slip: SlipId, side: SideId, reader: Person, body: Body, *, made_on: date
    ) -> None:
        """Keep a slip for its reader."""
        tx.run(
            "INSERT INTO mailbox_slip (slip, side, person, place, sealed, made_on) VALUES (:slip, :side, :person,"
            " (SELECT coalesce(max(place), 0) + 1 FROM mailbox_slip WHERE person = :person), :sealed, :made_on)",
            slip=slip,
            side=side,
            person=reader.number,
            sealed=self._keyring.seal(reader.key, packed(body), _slip_place(slip), _BLOCK),
            made_on=made_on.isoformat(),
        )

    def list_for(self, tx: Transaction, person: PersonNumber) -> list[Kept]:
        """Answer every slip of a person, newest first."""
        rows = tx.all(
            "SELECT s.slip, s.side, s.made_on, s.seen, s.sealed, e.circle, e.answered, e.sealed AS sealed_side"
            " FROM mailbox_slip s JOIN mailbox_side e ON e.side = s.side WHERE s.person = :person"
            " ORDER BY s.place DESC",
            person=person,
        )
        return [_kept(row) for row in rows]

    def open_slip(self, slip: SlipId, person: Person, sealed: bytes) -> Body:
        """Answer what a slip says."""
        return unpacked(self._keyring.unseal(person.key, sealed, _slip_place(slip)))

    def unseen(self, tx: Transaction, person: PersonNumber) -> int:
        """Answer how many slips a person has not read."""
        return tx.known(("unseen", person), lambda tx: self._count_unseen(tx, person))

    def _count_unseen(self, tx: Transaction, person: PersonNumber) -> int:
        row = tx.one("SELECT count(*) AS held FROM mailbox_slip WHERE person = :person AND seen = 0", person=person)
        return number(row, "held") if row else 0

    def newest_unseen(self, tx: Transaction, person: PersonNumber) -> CircleId | None:
        """Answer the circle of the newest slip a person has not read, or None."""
        row = tx.one(
            "SELECT e.circle FROM mailbox_slip s JOIN mailbox_side e ON e.side = s.side"
            " WHERE s.person = :person AND s.seen = 0 ORDER BY s.place DESC LIMIT 1",
            person=person,
        )
        return None if row is None else CircleId(number(row, "circle"))

    def mark_seen(self, tx: Transaction, slips: Iterable[SlipId]) -> None:
        """Note that slips were read."""
        for slip in slips:
            tx.run("UPDATE mailbox_slip SET seen = 1 WHERE slip = :slip", slip=slip)

    def side_of(self, tx: Transaction, slip: SlipId, person: PersonNumber) -> SideId | None:
        """Answer the end at which a person's own slip lies, or None."""
        row = tx.one(
            "SELECT side FROM mailbox_slip WHERE slip = :slip AND person = :person", slip=slip, person=person
        )
        return None if row is None else SideId(number(row, "side"))

    def drop(self, tx: Transaction, slip: SlipId) -> None:
        """Let go of a slip."""
        tx.run("DELETE FROM mailbox_slip WHERE slip = :slip", slip=slip)

    def holds_any(self, tx: Transaction, side: SideId) -> bool:
        """Tell whether a slip lies at an end."""
        return tx.one("SELECT 1 AS found FROM mailbox_slip WHERE side = :side", side=side) is not None

    def expire(self, tx: Transaction, made_by: date, today: date) -> int:
        """Let go of some slips made on `made_by` or earlier, and of ends whose day has come; answer how many."""
        slips = let_go(tx, "mailbox_slip", "slip", "made_on <= :day", day=made_by.isoformat())
        return slips + let_go(tx, "mailbox_side", "side", "until <= :day", day=today.isoformat())

    def whisper_of(self, tx: Transaction, person: PersonNumber) -> Whisper | None:
        """Answer how it stands with a person's direct messages, or None before the first."""
        row = tx.one("SELECT * FROM mailbox_whisper WHERE person = :person", person=person)
        return None if row is None else _whisper(row)

    def whisper(self, tx: Transaction, whisper: int) -> Whisper | None:
        """Answer the same by its own number."""
        row = tx.one("SELECT * FROM mailbox_whisper WHERE whisper = :whisper", whisper=whisper)
        return None if row is None else _whisper(row)

    def add_whisper(self, tx: Transaction, whisper: int, person: PersonNumber) -> None:
        """Begin to tell a person by direct message."""
        tx.run(
            "INSERT INTO mailbox_whisper (whisper, person) VALUES (:whisper, :person)",
            whisper=whisper,
            person=person,
        )

    def mark_whispered(self, tx: Transaction, whisper: int, *, unopened: bool, rests_until: datetime) -> None:
        """Note how a direct message ended, and until when there is no further one."""
        tx.run(
            "UPDATE mailbox_whisper SET unopened = :unopened, rests_until = :until WHERE whisper = :whisper",
            unopened=int(unopened),
            until=microseconds(rests_until),
            whisper=whisper,
        )

    def mark_opened(self, tx: Transaction, person: PersonNumber) -> None:
        """Note that a person looked at what waits."""
        tx.run("UPDATE mailbox_whisper SET unopened = 0 WHERE person = :person", person=person)

    def drop_whisper(self, tx: Transaction, person: PersonNumber) -> None:
        """Tell a person by direct message no more."""
        tx.run("DELETE FROM mailbox_whisper WHERE person = :person", person=person)


def _side_place(side: SideId) -> Where:
    return Where("mailbox_side", side, NO_SERVER, "sealed")


def _slip_place(slip: SlipId) -> Where:
    return Where("mailbox_slip", slip, NO_SERVER, "sealed")


def _kept(row: Row) -> Kept:
    return Kept(
        slip=SlipId(number(row, "slip")),
        side=SideId(number(row, "side")),
        circle=CircleId(number(row, "circle")),
        made_on=date.fromisoformat(text(row, "made_on")),
        seen=bool(row["seen"]),
        answered=bool(row["answered"]),
        sealed=blob(row, "sealed"),
        sealed_side=blob(row, "sealed_side"),
    )


def _whisper(row: Row) -> Whisper:
    return Whisper(
        whisper=number(row, "whisper"),
        person=PersonNumber(number(row, "person")),
        unopened=bool(row["unopened"]),
        rests_until=moment(number(row, "rests_until")),
    )

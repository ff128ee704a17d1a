"""The SQL of worries about somebody."""

import base64
import json
from datetime import datetime

from bot.core.ids import CircleId, Person, PersonNumber, PlatformId, Private
from bot.core.scheduling.due import microseconds, moment
from bot.core.storage.ageing import let_go
from bot.core.storage.database import Row, Transaction
from bot.core.storage.keyring import NO_SERVER, Keyring, Where
from bot.core.storage.reading import blob, number, text
from bot.reach.model.worry import Invited, Told, Worry, WorryId, packed, unpacked

_BLOCK = 768
"""What is told fills blocks of this many bytes, so that the file does not tell whether there is a note."""

_ABOUT_BLOCK = 128


class WorryStore:
    """Worries, with who was asked to look in.

    Each is sealed under the key of whoever raised it, and whom it is about under that person's own within: once
    either is forgotten, no copy of the file tells it any more (R175).
    """

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def mark(self, circle: CircleId, who: PlatformId) -> str:
        """Answer what stands for somebody in one circle; nobody without the keys can tell who."""
        return self._keyring.mark("worry about", str(circle), str(who))

    def sealed(self, worry: WorryId, told: Told, raiser: Person, target: Person | None) -> bytes:
        """Answer what is told, sealed for the row it will stand in; `target` is None for who is unknown here."""
        about = packed(told.about)
        if target is not None:
            inner = self._keyring.seal(target.key, about, _place(worry, "about whom"), _ABOUT_BLOCK)
            about = base64.b64encode(inner).decode()
        return self._keyring.seal(raiser.key, json.dumps([about, str(told.note)]), _place(worry), _BLOCK)

    def open(self, worry: Worry, raiser: Person, target: Person | None) -> Told:
        """Answer what is told; raises Unreadable with another's keys than it was sealed under."""
        about, _ = self._opened(worry, raiser)
        if target is not None:
            inner = base64.b64decode(about)
            about = self._keyring.unseal(target.key, inner, _place(worry.worry, "about whom"))
        return Told(unpacked(about), self.note(worry, raiser))

    def note(self, worry: Worry, raiser: Person) -> Private:
        """Answer the note alone, for whoever wrote it."""
        _, note = self._opened(worry, raiser)
        return Private(note)

    def _opened(self, worry: Worry, raiser: Person) -> tuple[str, str]:
        about, note = json.loads(self._keyring.unseal(raiser.key, worry.sealed, _place(worry.worry)))
        return about, note

    def add(self, tx: Transaction, worry: Worry, known: PersonNumber | None) -> None:
        """Keep a worry; `known` is whom it is about, where they are known here."""
        tx.run(
            "INSERT INTO reach_worry (worry, circle, person, about, sealed, raised_at)"
            " VALUES (:worry, :circle, :person, :about, :sealed, :raised_at)",
            worry=worry.worry,
            circle=worry.circle,
            person=worry.person,
            about=worry.about,
            sealed=worry.sealed,
            raised_at=microseconds(worry.raised_at),
        )
        if known is not None:
            tx.run(
                "INSERT INTO reach_worry_about (worry, person) VALUES (:worry, :person)",
                worry=worry.worry,
                person=known,
            )

    def get(self, tx: Transaction, worry: WorryId) -> Worry | None:
        """Answer one, or None once it is gone."""
        row = tx.one("SELECT * FROM reach_worry WHERE worry = :worry", worry=worry)
        return None if row is None else _worry(row)

    def about(self, tx: Transaction, worry: WorryId) -> PersonNumber | None:
        """Answer whom it is about, where they are known here."""
        row = tx.one("SELECT person FROM reach_worry_about WHERE worry = :worry", worry=worry)
        return None if row is None else PersonNumber(number(row, "person"))

    def is_about(self, tx: Transaction, worry: WorryId, person: PersonNumber) -> bool:
        """Tell whether it is about somebody who is known here."""
        row = tx.one(
            "SELECT 1 AS found FROM reach_worry_about WHERE worry = :worry AND person = :person",
            worry=worry,
            person=person,
        )
        return row is not None

    def told_since(self, tx: Transaction, person: PersonNumber, about: str, since: datetime) -> bool:
        """Tell whether one raiser told of one person since a moment."""
        row = tx.one(
            "SELECT 1 AS found FROM reach_worry WHERE person = :person AND about = :about AND raised_at > :since",
            person=person,
            about=about,
            since=microseconds(since),
        )
        return row is not None

    def of_person(self, tx: Transaction, person: PersonNumber) -> list[WorryId]:
        """Answer those that somebody raised, and those that are about them."""
        rows = tx.all(
            "SELECT worry FROM reach_worry WHERE person = :person"
            " UNION SELECT worry FROM reach_worry_about WHERE person = :person",
            person=person,
        )
        return [WorryId(number(row, "worry")) for row in rows]

    def raised_by(self, tx: Transaction, person: PersonNumber) -> list[Worry]:
        """Answer those that somebody raised, the newest first."""
        rows = tx.all(
            "SELECT * FROM reach_worry WHERE person = :person ORDER BY raised_at DESC, worry", person=person
        )
        return [_worry(row) for row in rows]

    def drop(self, tx: Transaction, worry: WorryId) -> None:
        """Let go of one with everybody who was asked."""
        tx.run("DELETE FROM reach_worry WHERE worry = :worry", worry=worry)

    def add_page(self, tx: Transaction, worry: WorryId, person: PersonNumber, at: datetime) -> None:
        """Keep that somebody is asked to look in."""
        tx.run(
            "INSERT INTO reach_worry_page (worry, person, at) VALUES (:worry, :person, :at) ON CONFLICT DO NOTHING",
            worry=worry,
            person=person,
            at=microseconds(at),
        )

    def pages(self, tx: Transaction, worry: WorryId) -> list[Invited]:
        """Answer who was asked to look in."""
        rows = tx.all("SELECT * FROM reach_worry_page WHERE worry = :worry ORDER BY at, person", worry=worry)
        return [_asked(row) for row in rows]

    def unseen_of(self, tx: Transaction, person: PersonNumber, circle: CircleId) -> list[WorryId]:
        """Answer which worries of a circle somebody was asked about and has not seen."""
        rows = tx.all(
            "SELECT p.worry FROM reach_worry_page p JOIN reach_worry w ON w.worry = p.worry"
            " WHERE p.person = :person AND w.circle = :circle AND p.seen = 0",
            person=person,
            circle=circle,
        )
        return [WorryId(number(row, "worry")) for row in rows]

    def mark_seen(self, tx: Transaction, worry: WorryId, person: PersonNumber) -> None:
        """Keep that somebody has seen it."""
        tx.run(
            "UPDATE reach_worry_page SET seen = 1 WHERE worry = :worry AND person = :person",
            worry=worry,
            person=person,
        )

    def mark_writes(self, tx: Transaction, worry: WorryId, person: PersonNumber) -> None:
        """Keep who writes to them."""
        tx.run(
            "UPDATE reach_worry_page SET writes = 1 WHERE worry = :worry AND person = :person",
            worry=worry,
            person=person,
        )

    def mark_lost(self, tx: Transaction, worry: WorryId, person: PersonNumber) -> None:
        """Keep that nothing is waited for from somebody, so that they are not asked a second time."""
        tx.run(
            "UPDATE reach_worry_page SET lost = 1 WHERE worry = :worry AND person = :person",
            worry=worry,
            person=person,
        )

    def expire(self, tx: Transaction, raised_by: datetime) -> int:
        """Let go of some of what is old, and answer how many that were."""
        return let_go(tx, "reach_worry", "worry", "raised_at <= :at", at=microseconds(raised_by))


def _place(worry: WorryId, part: str = "sealed") -> Where:
    return Where("reach_worry", worry, NO_SERVER, part)


def _worry(row: Row) -> Worry:
    return Worry(
        worry=WorryId(number(row, "worry")),
        circle=CircleId(number(row, "circle")),
        person=PersonNumber(number(row, "person")),
        about=text(row, "about"),
        sealed=blob(row, "sealed"),
        raised_at=moment(number(row, "raised_at")),
    )


def _asked(row: Row) -> Invited:
    return Invited(
        person=PersonNumber(number(row, "person")),
        at=moment(number(row, "at")),
        lost=bool(row["lost"]),
        seen=bool(row["seen"]),
        writes=bool(row["writes"]),
    )

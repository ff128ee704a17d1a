"""The SQL of quiet days; which days they are is sealed under their own person."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.ids import CircleId, Person, PersonNumber
from bot.core.scheduling.due import microseconds, moment
from bot.core.storage.database import Row, Transaction
from bot.core.storage.keyring import NO_SERVER, Keyring, Where
from bot.core.storage.reading import blob, number, number_or_none, text
from bot.days.model import Day, Hello, HelloId, Kind, Wish, packed, unpacked

_BLOCK = 1024
"""Twelve days fill one block of this many bytes, and so does one: its length tells nothing."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands openly on a list: what today is like, and when today ends."""

    list: int
    today: Kind | None
    until: datetime


@dataclass(frozen=True, slots=True)
class Sealed(Head):
    """A list, still sealed."""

    person: PersonNumber
    sealed: bytes


class DayStore:
    """One list for each person who keeps any day."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def of(self, tx: Transaction, person: PersonNumber) -> Sealed | None:
        """Answer somebody's list, or None."""
        return tx.known(("days", person), lambda tx: self._read(tx, person))

    def _read(self, tx: Transaction, person: PersonNumber) -> Sealed | None:
        row = tx.one("SELECT * FROM days_list WHERE person = :person", person=person)
        return None if row is None else _row(row)

    def get(self, tx: Transaction, number_: int) -> Sealed | None:
        """Answer a list by its own number, or None."""
        row = tx.one("SELECT * FROM days_list WHERE list = :list", list=number_)
        return None if row is None else _row(row)

    def open(self, person: Person, row: Sealed) -> tuple[Day, ...]:
        """Answer the days of a list."""
        return unpacked(self._keyring.unseal(person.key, row.sealed, _place(row.list)))

    def save(self, tx: Transaction, head: Head, person: Person, days: tuple[Day, ...]) -> None:
        """Keep a list in place of an earlier one."""
        tx.run(
            "INSERT INTO days_list (list, person, sealed, today, until)"
            " VALUES (:list, :person, :sealed, :today, :until) ON CONFLICT (list) DO UPDATE"
            " SET sealed = excluded.sealed, today = excluded.today, until = excluded.until",
            list=head.list,
            person=person.number,
            sealed=self._keyring.seal(person.key, packed(days), _place(head.list), _BLOCK),
            today=head.today or "",
            until=microseconds(head.until),
        )

    def drop(self, tx: Transaction, number_: int) -> None:
        """Let go of a list."""
        tx.run("DELETE FROM days_list WHERE list = :list", list=number_)


class HelloStore:
    """Days of hello while they last: one row for each person who has one today."""

    def add(self, tx: Transaction, hello: Hello) -> None:
        """Keep a day that began."""
        tx.run(
            "INSERT INTO days_hello (hello, person, circle, tell, asked, said, ends_at)"
            " VALUES (:hello, :person, :circle, :tell, :asked, :said, :ends_at)",
            hello=hello.hello,
            person=hello.person,
            circle=hello.wish.circle,
            tell=int(hello.wish.tell),
            asked=hello.asked,
            said=hello.said,
            ends_at=microseconds(hello.ends_at),
        )

    def get(self, tx: Transaction, hello: HelloId) -> Hello | None:
        """Answer a day by its own number, or None."""
        row = tx.one("SELECT * FROM days_hello WHERE hello = :hello", hello=hello)
        return None if row is None else _hello(row)

    def of(self, tx: Transaction, person: PersonNumber) -> Hello | None:
        """Answer somebody's day, or None."""
        row = tx.one("SELECT * FROM days_hello WHERE person = :person", person=person)
        return None if row is None else _hello(row)

    def mark_asked(self, tx: Transaction, hello: HelloId, many: int) -> None:
        """Note how many were told of a day."""
        tx.run("UPDATE days_hello SET asked = :many WHERE hello = :hello", many=many, hello=hello)

    def mark_said(self, tx: Transaction, hello: HelloId) -> None:
        """Note that one more said hello."""
        tx.run("UPDATE days_hello SET said = said + 1 WHERE hello = :hello", hello=hello)

    def drop(self, tx: Transaction, hello: HelloId) -> None:
        """Let go of a day."""
        tx.run("DELETE FROM days_hello WHERE hello = :hello", hello=hello)

    def over(self, tx: Transaction, now: datetime) -> list[HelloId]:
        """Answer the days that are over."""
        rows = tx.all("SELECT hello FROM days_hello WHERE ends_at <= :now", now=microseconds(now))
        return [HelloId(number(row, "hello")) for row in rows]


def _hello(row: Row) -> Hello:
    return Hello(
        hello=HelloId(number(row, "hello")),
        person=PersonNumber(number(row, "person")),
        wish=Wish(CircleId(number(row, "circle")), bool(row["tell"])),
        asked=number_or_none(row, "asked"),
        said=number(row, "said"),
        ends_at=moment(number(row, "ends_at")),
    )


def _row(row: Row) -> Sealed:
    return Sealed(
        list=number(row, "list"),
        person=PersonNumber(number(row, "person")),
        sealed=blob(row, "sealed"),
        today=Kind(text(row, "today")) if row["today"] else None,
        until=moment(number(row, "until")),
    )


def _place(number_: int) -> Where:
    return Where("days_list", number_, NO_SERVER, "sealed")

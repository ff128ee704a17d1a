"""The SQL of phrases, and of direct messages being cleared."""

from datetime import datetime

from bot.core.ids import MessageId, PersonNumber
from bot.core.scheduling.due import microseconds, moment
from bot.core.storage.ageing import let_go
from bot.core.storage.database import Row, Transaction
from bot.core.storage.reading import blob, number, number_or_none
from bot.device.model import Clearing, Phrase, SelfClearing


def phrase_of(tx: Transaction, person: PersonNumber) -> Phrase | None:
    """Answer somebody's phrase, or None."""
    row = tx.one("SELECT * FROM device_phrase WHERE person = :person", person=person)
    return None if row is None else _phrase(row)


def phrase(tx: Transaction, number_: int) -> Phrase | None:
    """Answer a phrase by its own number, or None."""
    row = tx.one("SELECT * FROM device_phrase WHERE phrase = :phrase", phrase=number_)
    return None if row is None else _phrase(row)


def save_phrase(tx: Transaction, kept: Phrase) -> None:
    """Keep a phrase, new or changed."""
    tx.run(
        "INSERT INTO device_phrase (phrase, person, sealed, wrong, waits_until, goes_at)"
        " VALUES (:phrase, :person, :sealed, :wrong, :waits_until, :goes_at)"
        " ON CONFLICT (phrase) DO UPDATE SET wrong = excluded.wrong, waits_until = excluded.waits_until,"
        " goes_at = excluded.goes_at",
        phrase=kept.phrase,
        person=kept.person,
        sealed=kept.sealed,
        wrong=kept.wrong,
        waits_until=_kept(kept.waits_until),
        goes_at=_kept(kept.goes_at),
    )


def drop_phrase(tx: Transaction, person: PersonNumber) -> None:
    """Let go of somebody's phrase; done as well if there was none."""
    tx.run("DELETE FROM device_phrase WHERE person = :person", person=person)


def clearing_of(tx: Transaction, person: PersonNumber) -> Clearing | None:
    """Answer how clearing somebody's direct messages stands, or None."""
    row = tx.one("SELECT * FROM device_clearing WHERE person = :person", person=person)
    return None if row is None else _clearing(row)


def clearing(tx: Transaction, number_: int) -> Clearing | None:
    """Answer the same by its own number."""
    row = tx.one("SELECT * FROM device_clearing WHERE clearing = :clearing", clearing=number_)
    return None if row is None else _clearing(row)


def save_clearing(tx: Transaction, kept: Clearing) -> None:
    """Keep how it stands, new or changed."""
    tx.run(
        "INSERT INTO device_clearing (clearing, person, reached, removed, stays, done_at)"
        " VALUES (:clearing, :person, :reached, :removed, :stays, :done_at)"
        " ON CONFLICT (clearing) DO UPDATE SET reached = excluded.reached, removed = excluded.removed,"
        " stays = excluded.stays, done_at = excluded.done_at",
        clearing=kept.clearing,
        person=kept.person,
        reached=kept.reached,
        removed=kept.removed,
        stays=kept.stays,
        done_at=_kept(kept.done_at),
    )


def expire_clearings(tx: Transaction, before: datetime) -> int:
    """Let go of some that had ended by then, and answer how many."""
    return let_go(tx, "device_clearing", "clearing", "done_at <= :before", before=microseconds(before))


def choice_of(tx: Transaction, person: PersonNumber) -> SelfClearing | None:
    """Answer after which time somebody's neutral message clears itself, or None."""
    row = tx.one("SELECT * FROM device_self_clearing WHERE person = :person", person=person)
    return None if row is None else _choice(row)


def choice(tx: Transaction, number_: int) -> SelfClearing | None:
    """Answer the same by its own number."""
    row = tx.one("SELECT * FROM device_self_clearing WHERE choice = :choice", choice=number_)
    return None if row is None else _choice(row)


def save_choice(tx: Transaction, kept: SelfClearing) -> None:
    """Keep it, new or changed."""
    tx.run(
        "INSERT INTO device_self_clearing (choice, person, hours) VALUES (:choice, :person, :hours)"
        " ON CONFLICT (person) DO UPDATE SET hours = excluded.hours",
        choice=kept.choice,
        person=kept.person,
        hours=kept.hours,
    )


def drop_choice(tx: Transaction, person: PersonNumber) -> None:
    """Let go of it; done as well if there was none."""
    tx.run("DELETE FROM device_self_clearing WHERE person = :person", person=person)


def _choice(row: Row) -> SelfClearing:
    return SelfClearing(number(row, "choice"), PersonNumber(number(row, "person")), number(row, "hours"))


def _clearing(row: Row) -> Clearing:
    reached = number_or_none(row, "reached")
    return Clearing(
        clearing=number(row, "clearing"),
        person=PersonNumber(number(row, "person")),
        reached=None if reached is None else MessageId(reached),
        removed=number(row, "removed"),
        stays=number(row, "stays"),
        done_at=_moment(row, "done_at"),
    )


def _phrase(row: Row) -> Phrase:
    return Phrase(
        phrase=number(row, "phrase"),
        person=PersonNumber(number(row, "person")),
        sealed=blob(row, "sealed"),
        wrong=number(row, "wrong"),
        waits_until=_moment(row, "waits_until"),
        goes_at=_moment(row, "goes_at"),
    )


def _moment(row: Row, column: str) -> datetime | None:
    kept = number_or_none(row, column)
    return None if kept is None else moment(kept)


def _kept(at: datetime | None) -> int | None:
    return None if at is None else microseconds(at)

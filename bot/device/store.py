"""The SQL of phrases."""

from datetime import datetime

from bot.core.ids import PersonNumber
from bot.core.scheduling.due import microseconds, moment
from bot.core.storage.database import Row, Transaction
from bot.core.storage.reading import blob, number, number_or_none
from bot.device.model import Phrase


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

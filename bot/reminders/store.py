"""The SQL of reminders; what each says and how often it comes is sealed under its own person."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.ids import Person, PersonNumber
from bot.core.scheduling.due import microseconds, moment
from bot.core.storage.database import Row, Transaction
from bot.core.storage.keyring import NO_SERVER, Keyring, Where
from bot.core.storage.reading import blob, number
from bot.reminders.model import Plan, Reminder, packed, unpacked

_BLOCK = 768
"""Every reminder fills one block of this many bytes, however long its words are."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A reminder, still sealed."""

    reminder: int
    person: PersonNumber
    sealed: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class Idea:
    """Somebody's wish for a light idea once a week, and when the next one comes."""

    idea: int
    person: PersonNumber
    at: datetime


class ReminderStore:
    """Reminders to oneself, and wishes for ideas."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def get(self, tx: Transaction, reminder: int) -> Sealed | None:
        """Answer a reminder, or None."""
        row = tx.one("SELECT * FROM reminder WHERE reminder = :reminder", reminder=reminder)
        return None if row is None else _sealed(row)

    def of(self, tx: Transaction, person: PersonNumber) -> list[Sealed]:
        """Answer somebody's reminders, the next one first."""
        rows = tx.all("SELECT * FROM reminder WHERE person = :person ORDER BY at, reminder", person=person)
        return [_sealed(row) for row in rows]

    def open(self, person: Person, sealed: Sealed) -> Plan:
        """Answer what a reminder says, and how often."""
        return unpacked(self._keyring.unseal(person.key, sealed.sealed, _place(sealed.reminder)))

    def save(self, tx: Transaction, person: Person, reminder: Reminder) -> None:
        """Keep a reminder, new or changed."""
        tx.run(
            "INSERT INTO reminder (reminder, person, sealed, at) VALUES (:reminder, :person, :sealed, :at)"
            " ON CONFLICT (reminder) DO UPDATE SET sealed = excluded.sealed, at = excluded.at",
            reminder=reminder.reminder,
            person=person.number,
            sealed=self._keyring.seal(person.key, packed(reminder.plan), _place(reminder.reminder), _BLOCK),
            at=microseconds(reminder.at),
        )

    def drop(self, tx: Transaction, reminder: int) -> None:
        """Let go of a reminder."""
        tx.run("DELETE FROM reminder WHERE reminder = :reminder", reminder=reminder)

    def idea_of(self, tx: Transaction, person: PersonNumber) -> Idea | None:
        """Answer somebody's wish for ideas, or None."""
        row = tx.one("SELECT * FROM reminder_idea WHERE person = :person", person=person)
        return None if row is None else _idea(row)

    def idea(self, tx: Transaction, idea: int) -> Idea | None:
        """Answer the same by its own number."""
        row = tx.one("SELECT * FROM reminder_idea WHERE idea = :idea", idea=idea)
        return None if row is None else _idea(row)

    def save_idea(self, tx: Transaction, idea: Idea) -> None:
        """Keep a wish for ideas, new or changed."""
        tx.run(
            "INSERT INTO reminder_idea (idea, person, at) VALUES (:idea, :person, :at)"
            " ON CONFLICT (idea) DO UPDATE SET at = excluded.at",
            idea=idea.idea,
            person=idea.person,
            at=microseconds(idea.at),
        )

    def drop_idea(self, tx: Transaction, idea: int) -> None:
        """Let go of it."""
        tx.run("DELETE FROM reminder_idea WHERE idea = :idea", idea=idea)


def _sealed(row: Row) -> Sealed:
    return Sealed(
        reminder=number(row, "reminder"),
        person=PersonNumber(number(row, "person")),
        sealed=blob(row, "sealed"),
        at=moment(number(row, "at")),
    )


def _idea(row: Row) -> Idea:
    return Idea(number(row, "idea"), PersonNumber(number(row, "person")), moment(number(row, "at")))


def _place(reminder: int) -> Where:
    return Where("reminder", reminder, NO_SERVER, "sealed")

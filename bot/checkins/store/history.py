"""The SQL of members' own answers, each sealed under its member's key."""

import json
from dataclasses import dataclass
from datetime import date

from bot.checkins.model import Round
from bot.core.ids import CircleId, Person, PersonNumber, RoundId
from bot.core.storage.ageing import let_go
from bot.core.storage.database import Transaction
from bot.core.storage.keyring import NO_SERVER, Keyring, Where
from bot.core.storage.reading import blob, number, text


@dataclass(frozen=True, slots=True)
class Kept:
    """One of a member's own answers, still sealed."""

    entry: str
    circle: CircleId
    day: date
    sealed: bytes


class HistoryStore:
    """Members' own answers, each under its member's key; `entry` stands for a check-in and a person."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def entry(self, round_: RoundId, person: PersonNumber) -> str:
        """Answer what stands for a check-in and a person; nobody without the keys can tell which."""
        return self._keyring.mark("checkin history", str(round_), str(person))

    def keep(self, tx: Transaction, round_: Round, person: Person, choice: str, day: date) -> None:
        """Keep an answer in place of an earlier one to the same check-in."""
        entry = self.entry(round_.round, person.number)
        tx.run(
            "INSERT INTO checkin_history (entry, person, circle, sealed, day)"
            " VALUES (:entry, :person, :circle, :sealed, :day)"
            " ON CONFLICT (entry) DO UPDATE SET sealed = excluded.sealed, day = excluded.day",
            entry=entry,
            person=person.number,
            circle=round_.circle,
            sealed=self._keyring.seal(person.key, json.dumps([round_.format, choice]), _history_place(entry)),
            day=day.isoformat(),
        )

    def list_for(self, tx: Transaction, person: PersonNumber) -> list[Kept]:
        """Answer all of a person's own, newest first."""
        rows = tx.all(
            "SELECT * FROM checkin_history WHERE person = :person ORDER BY day DESC, entry", person=person
        )
        return [
            Kept(
                text(row, "entry"),
                CircleId(number(row, "circle")),
                date.fromisoformat(text(row, "day")),
                blob(row, "sealed"),
            )
            for row in rows
        ]

    def open(self, kept: Kept, person: Person) -> tuple[str, str]:
        """Answer which question it was and what was chosen."""
        format_, choice = json.loads(self._keyring.unseal(person.key, kept.sealed, _history_place(kept.entry)))
        return str(format_), str(choice)

    def drop(self, tx: Transaction, person: PersonNumber, entry: str) -> bool:
        """Let go of one of a person's own; True if there was one."""
        return bool(
            tx.run(
                "DELETE FROM checkin_history WHERE entry = :entry AND person = :person", entry=entry, person=person
            )
        )

    def drop_all(self, tx: Transaction, person: PersonNumber, circle: CircleId | None = None) -> None:
        """Let go of all of a person's own, of one circle if that is named."""
        tx.run(
            "DELETE FROM checkin_history WHERE person = :person AND circle = coalesce(:circle, circle)",
            person=person,
            circle=circle,
        )

    def expire(self, tx: Transaction, last: date) -> int:
        """Let go of some of that day or earlier, and answer how much it was."""
        return let_go(tx, "checkin_history", "entry", "day <= :last", last=last.isoformat())


def _history_place(entry: str) -> Where:
    return Where("checkin_history", entry, NO_SERVER, "sealed")

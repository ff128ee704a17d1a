"""The SQL of words: drafts for 15 minutes, and what somebody keeps for themselves."""

from datetime import date, datetime

from bot.core.ids import CircleId, Person, PersonNumber, Private
from bot.core.scheduling.due import microseconds, moment
from bot.core.storage.ageing import let_go
from bot.core.storage.database import Row, Transaction
from bot.core.storage.keyring import NO_SERVER, Keyring, Where
from bot.core.storage.reading import blob, number, text
from bot.debriefs.model import KeptId, Own

_BLOCK = 256
"""Words fill blocks of this many bytes, so that the file does not tell short ones from middling ones."""


class WordStore:
    """Words, each under its writer's own key."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def save_draft(
        self, tx: Transaction, draft: int, circle: CircleId, person: Person, *, words: Private, until: datetime
    ) -> None:
        """Keep words before they go anywhere, in place of earlier ones."""
        self.drop_draft(tx, person.number)
        tx.run(
            "INSERT INTO debrief_draft (draft, circle, person, sealed, until)"
            " VALUES (:draft, :circle, :person, :sealed, :until)",
            draft=draft,
            circle=circle,
            person=person.number,
            sealed=self._keyring.seal(person.key, words, _draft_place(draft), _BLOCK),
            until=microseconds(until),
        )

    def draft(self, tx: Transaction, circle: CircleId, person: Person, now: datetime) -> Private | None:
        """Answer somebody's words that were not sent yet, or None once they are gone."""
        row = tx.one(
            "SELECT draft, sealed FROM debrief_draft WHERE circle = :circle AND person = :person AND until > :now",
            circle=circle,
            person=person.number,
            now=microseconds(now),
        )
        if row is None:
            return None
        return self._keyring.unseal(person.key, blob(row, "sealed"), _draft_place(number(row, "draft")))

    def drop_draft(self, tx: Transaction, person: PersonNumber) -> None:
        """Let go of somebody's words that were not sent yet."""
        tx.run("DELETE FROM debrief_draft WHERE person = :person", person=person)

    def drop_old_draft(self, tx: Transaction, draft: int) -> None:
        """Let go of one draft, by its own number."""
        tx.run("DELETE FROM debrief_draft WHERE draft = :draft", draft=draft)

    def keep(
        self, tx: Transaction, kept: KeptId, circle: CircleId, person: Person, *, words: Private, day: date
    ) -> None:
        """Keep words for their writer alone."""
        tx.run(
            "INSERT INTO debrief_kept (kept, circle, person, sealed, day)"
            " VALUES (:kept, :circle, :person, :sealed, :day)",
            kept=kept,
            circle=circle,
            person=person.number,
            sealed=self._keyring.seal(person.key, words, _kept_place(kept), _BLOCK),
            day=day.isoformat(),
        )

    def own(self, tx: Transaction, circle: CircleId, person: Person, most: int, skip: int) -> list[Own]:
        """Answer some of somebody's own words in a circle, the newest first."""
        rows = tx.all(
            "SELECT kept, sealed, day FROM debrief_kept WHERE circle = :circle AND person = :person"
            " ORDER BY day DESC, kept LIMIT :most OFFSET :skip",
            circle=circle,
            person=person.number,
            most=most,
            skip=skip,
        )
        return [self._own(row, person) for row in rows]

    def every_own(self, tx: Transaction, person: Person) -> list[tuple[CircleId, Own]]:
        """Answer all of somebody's own words with their circles, the newest first."""
        rows = tx.all(
            "SELECT kept, circle, sealed, day FROM debrief_kept WHERE person = :person ORDER BY day DESC, kept",
            person=person.number,
        )
        return [(CircleId(number(row, "circle")), self._own(row, person)) for row in rows]

    def drafts_of(self, tx: Transaction, person: Person) -> list[tuple[CircleId, Private, datetime]]:
        """Answer somebody's words that were not sent yet, with their circle and when they go."""
        rows = tx.all("SELECT * FROM debrief_draft WHERE person = :person ORDER BY draft", person=person.number)
        return [
            (
                CircleId(number(row, "circle")),
                self._keyring.unseal(person.key, blob(row, "sealed"), _draft_place(number(row, "draft"))),
                moment(number(row, "until")),
            )
            for row in rows
        ]

    def _own(self, row: Row, person: Person) -> Own:
        kept = KeptId(number(row, "kept"))
        words = self._keyring.unseal(person.key, blob(row, "sealed"), _kept_place(kept))
        return Own(kept, words, date.fromisoformat(text(row, "day")))

    def holds_own(self, tx: Transaction, circle: CircleId, person: PersonNumber) -> bool:
        """Tell whether somebody keeps words in a circle."""
        row = tx.one(
            "SELECT 1 AS found FROM debrief_kept WHERE circle = :circle AND person = :person",
            circle=circle,
            person=person,
        )
        return row is not None

    def drop_own(self, tx: Transaction, kept: KeptId, person: PersonNumber) -> None:
        """Let go of one of somebody's own texts."""
        tx.run("DELETE FROM debrief_kept WHERE kept = :kept AND person = :person", kept=kept, person=person)

    def drop_all_own(self, tx: Transaction, circle: CircleId, person: PersonNumber) -> None:
        """Let go of all of somebody's own texts in a circle."""
        tx.run("DELETE FROM debrief_kept WHERE circle = :circle AND person = :person", circle=circle, person=person)

    def expire(self, tx: Transaction, now: datetime, last: date) -> int:
        """Let go of some drafts past their time and of own texts of that day or earlier; answer how many."""
        drafts = let_go(tx, "debrief_draft", "draft", "until <= :now", now=microseconds(now))
        return drafts + let_go(tx, "debrief_kept", "kept", "day <= :last", last=last.isoformat())


def _draft_place(draft: int) -> Where:
    return Where("debrief_draft", draft, NO_SERVER, "sealed")


def _kept_place(kept: KeptId) -> Where:
    return Where("debrief_kept", kept, NO_SERVER, "sealed")

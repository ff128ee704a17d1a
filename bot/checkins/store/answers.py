"""The SQL of answers: sealed under their person's key, and what the nameless wrote under their circle's."""

from collections.abc import Collection, Mapping

from bot.checkins.model import SeenBy
from bot.checkins.model.answers import Given, Nameless, given_from, nameless_from
from bot.core.ids import CircleId, Person, PersonNumber, RoundId
from bot.core.storage.database import Transaction
from bot.core.storage.keyring import NO_SERVER, Keyring, Where
from bot.core.storage.reading import blob, number

BLOCK = 1024
"""Every answer fills one block of this many bytes, so that its length tells neither audience nor line."""


class AnswerStore:
    """Answers, and the last audience of each person in each circle."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def keep(self, tx: Transaction, round_: RoundId, person: Person, given: Given) -> None:
        """Keep one person's answer in place of an earlier one."""
        tx.run(
            "INSERT INTO checkin_answer (round, person, sealed) VALUES (:round, :person, :sealed)"
            " ON CONFLICT (round, person) DO UPDATE SET sealed = excluded.sealed",
            round=round_,
            person=person.number,
            sealed=self._keyring.seal(person.key, given.words(), _where(round_, person.number), BLOCK),
        )

    def get(self, tx: Transaction, round_: RoundId, person: Person) -> Given | None:
        """Answer one person's answer, or None."""
        row = tx.one(
            "SELECT sealed FROM checkin_answer WHERE round = :round AND person = :person",
            round=round_,
            person=person.number,
        )
        return None if row is None else self._opened(round_, person, blob(row, "sealed"))

    def drop(self, tx: Transaction, round_: RoundId, person: PersonNumber) -> bool:
        """Let go of one person's answer; True if there was one."""
        return bool(
            tx.run(
                "DELETE FROM checkin_answer WHERE round = :round AND person = :person", round=round_, person=person
            )
        )

    def rounds_of(self, tx: Transaction, person: PersonNumber) -> list[tuple[RoundId, CircleId]]:
        """Answer the rounds that hold an answer of a person, with their circles."""
        rows = tx.all(
            "SELECT r.round, r.circle FROM checkin_answer a JOIN checkin_round r ON r.round = a.round"
            " WHERE a.person = :person",
            person=person,
        )
        return [(RoundId(number(row, "round")), CircleId(number(row, "circle"))) for row in rows]

    def sealed(self, tx: Transaction, round_: RoundId) -> dict[PersonNumber, bytes]:
        """Answer every kept answer, still sealed."""
        rows = tx.all(
            "SELECT person, sealed FROM checkin_answer WHERE round = :round ORDER BY person", round=round_
        )
        return {PersonNumber(number(row, "person")): blob(row, "sealed") for row in rows}

    def unsealed(
        self, round_: RoundId, sealed: Mapping[PersonNumber, bytes], people: Mapping[PersonNumber, Person]
    ) -> dict[PersonNumber, Given]:
        """Answer the answers of everyone whose key still exists."""
        return {
            person: self._opened(round_, people[person], kept)
            for person, kept in sealed.items()
            if person in people
        }

    def _opened(self, round_: RoundId, person: Person, sealed: bytes) -> Given:
        return given_from(self._keyring.unseal(person.key, sealed, _where(round_, person.number)))

    def keep_only(self, tx: Transaction, round_: RoundId, people: Collection[PersonNumber]) -> None:
        """Let go of every answer of a round but those of these people."""
        for person in self.sealed(tx, round_).keys() - set(people):
            self.drop(tx, round_, person)

    def keep_nameless(self, tx: Transaction, round_: RoundId, circle: CircleId, nameless: Nameless) -> None:
        """Keep what the nameless wrote for as long as it is shown."""
        if nameless != Nameless():
            sealed = self._keyring.seal(self._keyring.circle_key(circle), nameless.text(), _shown_at(round_), BLOCK)
            tx.run(
                "UPDATE checkin_round SET sealed_words = :sealed WHERE round = :round", sealed=sealed, round=round_
            )

    def nameless(self, tx: Transaction, round_: RoundId, circle: CircleId) -> Nameless:
        """Answer what the nameless wrote, as far as it is kept."""
        row = tx.one("SELECT sealed_words FROM checkin_round WHERE round = :round", round=round_)
        if row is None or row["sealed_words"] is None:
            return Nameless()
        key = self._keyring.circle_key(circle)
        return nameless_from(self._keyring.unseal(key, blob(row, "sealed_words"), _shown_at(round_)))

    def drop_voices(self, tx: Transaction, round_: RoundId) -> None:
        """Let go of every name and of everything anyone wrote in a round; its counts stay."""
        tx.run("DELETE FROM checkin_answer WHERE round = :round", round=round_)
        tx.run("UPDATE checkin_round SET sealed_words = NULL WHERE round = :round", round=round_)

    def remember(self, tx: Transaction, circle: CircleId, person: Person, seen_by: SeenBy) -> None:
        """Keep who somebody's last answer in a circle was for."""
        tx.run(
            "INSERT INTO checkin_audience (circle, person, sealed) VALUES (:circle, :person, :sealed)"
            " ON CONFLICT (circle, person) DO UPDATE SET sealed = excluded.sealed",
            circle=circle,
            person=person.number,
            sealed=self._keyring.seal(person.key, seen_by, _last_at(circle, person.number)),
        )

    def last(self, tx: Transaction, circle: CircleId, person: Person) -> SeenBy | None:
        """Answer who somebody's last answer in a circle was for, or None where nothing is kept of it."""
        row = tx.one(
            "SELECT sealed FROM checkin_audience WHERE circle = :circle AND person = :person",
            circle=circle,
            person=person.number,
        )
        if row is None:
            return None
        return SeenBy(self._keyring.unseal(person.key, blob(row, "sealed"), _last_at(circle, person.number)))

    def lasts_of(self, tx: Transaction, person: Person) -> list[tuple[CircleId, SeenBy]]:
        """Answer who somebody's last answers were for, by circle."""
        rows = tx.all(
            "SELECT circle FROM checkin_audience WHERE person = :person ORDER BY circle", person=person.number
        )
        circles = [CircleId(number(row, "circle")) for row in rows]
        found = [(circle, self.last(tx, circle, person)) for circle in circles]
        return [(circle, seen_by) for circle, seen_by in found if seen_by is not None]

    def forget_last(self, tx: Transaction, circle: CircleId, person: PersonNumber) -> None:
        """Let go of who somebody's last answer in a circle was for."""
        tx.run(
            "DELETE FROM checkin_audience WHERE circle = :circle AND person = :person", circle=circle, person=person
        )

    def allow_lines(self, tx: Transaction, circle: CircleId, *, allowed: bool) -> None:
        """Keep whether a line may be added to answers in a circle."""
        tx.run("DELETE FROM checkin_lines WHERE circle = :circle", circle=circle)
        if allowed:
            tx.run("INSERT INTO checkin_lines (circle) VALUES (:circle)", circle=circle)

    def lines_allowed(self, tx: Transaction, circle: CircleId) -> bool:
        """Tell whether a line may be added to answers in a circle."""
        return tx.one("SELECT 1 AS found FROM checkin_lines WHERE circle = :circle", circle=circle) is not None


def _where(round_: RoundId, person: PersonNumber) -> Where:
    return Where("checkin_answer", f"{round_}/{person}", NO_SERVER, "sealed")


def _shown_at(round_: RoundId) -> Where:
    return Where("checkin_round", round_, NO_SERVER, "sealed_words")


def _last_at(circle: CircleId, person: PersonNumber) -> Where:
    return Where("checkin_audience", f"{circle}/{person}", NO_SERVER, "sealed")

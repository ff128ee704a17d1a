"""The SQL of talking it over: asks that ended, notes to come, and who is asked to listen."""

from collections.abc import Sequence
from datetime import datetime

from bot.core.ids import CircleId, PersonNumber
from bot.core.scheduling.due import microseconds, moment
from bot.core.storage.ageing import let_go
from bot.core.storage.database import Row, Transaction
from bot.core.storage.reading import number, text
from bot.debriefs.model import Call, CallId, State


class DebriefStore:
    """Everything but words."""

    def add_ended(
        self, tx: Transaction, ended: int, circle: CircleId, who: Sequence[PersonNumber], at: datetime
    ) -> None:
        """Keep that an ask ended; `who` are the one who had it, and the one who asked."""
        tx.run(
            "INSERT INTO debrief_ended (ended, circle, person, at) VALUES (:ended, :circle, :person, :at)",
            ended=ended,
            circle=circle,
            person=who[0],
            at=microseconds(at),
        )
        tx.run("INSERT INTO debrief_asker (ended, person) VALUES (:ended, :person)", ended=ended, person=who[1])

    def askers(self, tx: Transaction, person: PersonNumber) -> set[PersonNumber]:
        """Answer whose asks somebody had lately."""
        rows = tx.all(
            "SELECT a.person FROM debrief_asker a JOIN debrief_ended e ON e.ended = a.ended"
            " WHERE e.person = :person",
            person=person,
        )
        return {PersonNumber(number(row, "person")) for row in rows}

    def note_of(self, tx: Transaction, circle: CircleId, person: PersonNumber) -> int | None:
        """Answer the number of the note that is to come to somebody, or None."""
        row = tx.one(
            "SELECT note FROM debrief_note WHERE circle = :circle AND person = :person",
            circle=circle,
            person=person,
        )
        return None if row is None else number(row, "note")

    def add_note(self, tx: Transaction, note: int, circle: CircleId, person: PersonNumber, *, wished: bool) -> None:
        """Keep that a note is to come."""
        tx.run(
            "INSERT INTO debrief_note (note, circle, person, wished) VALUES (:note, :circle, :person, :wished)",
            note=note,
            circle=circle,
            person=person,
            wished=int(wished),
        )

    def note(self, tx: Transaction, note: int) -> tuple[CircleId, PersonNumber, bool] | None:
        """Answer for which circle a note is, for whom, and whether they wished for it."""
        row = tx.one("SELECT * FROM debrief_note WHERE note = :note", note=note)
        if row is None:
            return None
        return CircleId(number(row, "circle")), PersonNumber(number(row, "person")), bool(row["wished"])

    def drop_note(self, tx: Transaction, note: int) -> None:
        """Let go of a note that has come or is not wanted."""
        tx.run("DELETE FROM debrief_note WHERE note = :note", note=note)

    def save(self, tx: Transaction, call: Call) -> None:
        """Keep how it stands with somebody who would like to be heard."""
        tx.run(
            "INSERT INTO debrief_call (call, circle, person, state, begun_at, ends_at)"
            " VALUES (:call, :circle, :person, :state, :begun_at, :ends_at)"
            " ON CONFLICT (call) DO UPDATE SET state = excluded.state, ends_at = excluded.ends_at",
            call=call.call,
            circle=call.circle,
            person=call.person,
            state=call.state,
            begun_at=microseconds(call.begun_at),
            ends_at=microseconds(call.ends_at),
        )

    def get(self, tx: Transaction, call: CallId) -> Call | None:
        """Answer one, or None once it is over."""
        row = tx.one("SELECT * FROM debrief_call WHERE call = :call", call=call)
        return None if row is None else _call(row)

    def of(self, tx: Transaction, circle: CircleId, person: PersonNumber) -> Call | None:
        """Answer somebody's own in a circle, or None."""
        row = tx.one(
            "SELECT * FROM debrief_call WHERE circle = :circle AND person = :person", circle=circle, person=person
        )
        return None if row is None else _call(row)

    def of_person(self, tx: Transaction, person: PersonNumber) -> list[Call]:
        """Answer somebody's own in all circles."""
        return [_call(row) for row in tx.all("SELECT * FROM debrief_call WHERE person = :person", person=person)]

    def heard_by(self, tx: Transaction, person: PersonNumber) -> list[Call]:
        """Answer those that somebody listens to, or was asked to."""
        rows = tx.all(
            "SELECT c.* FROM debrief_call c JOIN debrief_listener l ON l.call = c.call WHERE l.person = :person",
            person=person,
        )
        return [_call(row) for row in rows]

    def drop(self, tx: Transaction, call: CallId) -> None:
        """Let go of one with everybody who was asked to listen."""
        tx.run("DELETE FROM debrief_call WHERE call = :call", call=call)

    def add_listener(self, tx: Transaction, call: CallId, person: PersonNumber) -> None:
        """Keep that somebody is asked to listen."""
        tx.run(
            "INSERT INTO debrief_listener (call, person) VALUES (:call, :person) ON CONFLICT DO NOTHING",
            call=call,
            person=person,
        )

    def was_asked(self, tx: Transaction, call: CallId, person: PersonNumber) -> bool:
        """Tell whether somebody was asked to listen."""
        row = tx.one(
            "SELECT 1 AS found FROM debrief_listener WHERE call = :call AND person = :person",
            call=call,
            person=person,
        )
        return row is not None

    def listener(self, tx: Transaction, call: CallId) -> PersonNumber | None:
        """Answer who listens, or None."""
        row = tx.one("SELECT person FROM debrief_listener WHERE call = :call AND listens = 1", call=call)
        return None if row is None else PersonNumber(number(row, "person"))

    def listens(self, tx: Transaction, call: CallId, person: PersonNumber) -> None:
        """Keep who listens; the others are let go of, because nothing is waited for from them."""
        tx.run(
            "UPDATE debrief_listener SET listens = 1 WHERE call = :call AND person = :person",
            call=call,
            person=person,
        )
        tx.run("DELETE FROM debrief_listener WHERE call = :call AND listens = 0", call=call)

    def drop_listener(self, tx: Transaction, call: CallId, person: PersonNumber) -> bool:
        """Let go of somebody who was asked to listen; True where nobody is left who was."""
        tx.run("DELETE FROM debrief_listener WHERE call = :call AND person = :person", call=call, person=person)
        return tx.one("SELECT 1 AS found FROM debrief_listener WHERE call = :call", call=call) is None

    def drop_of(self, tx: Transaction, circle: CircleId, person: PersonNumber) -> list[int]:
        """Let go of what somebody had in a circle, and answer the numbers of notes that were to come."""
        rows = tx.all(
            "SELECT note FROM debrief_note WHERE circle = :circle AND person = :person",
            circle=circle,
            person=person,
        )
        for table in ("debrief_note", "debrief_ended", "debrief_draft"):
            tx.run(
                f"DELETE FROM {table} WHERE circle = :circle AND person = :person",  # noqa: S608 - our own names
                circle=circle,
                person=person,
            )
        return [number(row, "note") for row in rows]

    def expire(self, tx: Transaction, known_since: datetime, begun_since: datetime) -> int:
        """Let go of what is old, and answer how many rows went."""
        ended = let_go(tx, "debrief_ended", "ended", "at <= :at", at=microseconds(known_since))
        return ended + let_go(tx, "debrief_call", "call", "begun_at <= :at", at=microseconds(begun_since))


def _call(row: Row) -> Call:
    return Call(
        call=CallId(number(row, "call")),
        circle=CircleId(number(row, "circle")),
        person=PersonNumber(number(row, "person")),
        state=State(text(row, "state")),
        begun_at=moment(number(row, "begun_at")),
        ends_at=moment(number(row, "ends_at")),
    )

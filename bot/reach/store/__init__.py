"""The SQL of asks, of who was asked, and of what is left of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.core.ids import AskId, ChannelId, CircleId, MessageId, PersonNumber
from bot.core.scheduling.due import microseconds, moment
from bot.core.storage.ageing import let_go
from bot.core.storage.database import Row, Transaction
from bot.core.storage.reading import number, number_or_none, text
from bot.reach.model import Answers, Ask, Event, How, Kind, Over, Page, Paged, Role, State, What


class ReachStore:
    """Asks and everything that belongs to one."""

    def add(self, tx: Transaction, ask: Ask) -> bool:
        """Keep a new ask; False where its person has an open one already."""
        return bool(
            tx.run(
                "INSERT INTO reach_ask (ask, circle, person, kind, answers, adult, pace, state, begun_at, next_at,"
                " step, turn) VALUES (:ask, :circle, :person, :kind, :answers, :adult, :pace, :state, :begun_at,"
                " :next_at, :step, :turn) ON CONFLICT DO NOTHING",
                ask=ask.ask,
                circle=ask.circle,
                person=ask.person,
                kind=ask.kind,
                answers=ask.answers,
                adult=int(ask.adult),
                pace=ask.level,
                state=ask.state,
                begun_at=microseconds(ask.begun_at),
                next_at=microseconds(ask.next_at),
                step=ask.step,
                turn=ask.turn,
            )
        )

    def save(self, tx: Transaction, ask: Ask) -> None:
        """Keep how an ask stands now."""
        tx.run(
            "UPDATE reach_ask SET answers = :answers, state = :state, next_at = :next_at, step = :step,"
            " turn = :turn, told_at = :told_at, thread = :thread, post = :post, wants_second = :wants_second,"
            " how = :how, ended_at = :ended_at WHERE ask = :ask",
            ask=ask.ask,
            answers=ask.answers,
            state=ask.state,
            next_at=microseconds(ask.next_at),
            step=ask.step,
            turn=ask.turn,
            told_at=_micro(ask.told_at),
            thread=ask.thread,
            post=ask.post,
            wants_second=int(ask.wants_second),
            how=ask.how,
            ended_at=_micro(ask.ended_at),
        )

    def count_reached(self, tx: Transaction, ask: AskId) -> None:
        """Keep that a page reached one more person; whatever that person does with it, the count stays."""
        tx.run("UPDATE reach_ask SET reached = reached + 1 WHERE ask = :ask", ask=ask)

    def set_back(self, tx: Transaction, by: int) -> None:
        """Move the times of open asks along with a clock that was set back by so many microseconds."""
        tx.run(
            "UPDATE reach_event SET at = at - :by WHERE ask IN (SELECT ask FROM reach_ask WHERE ended_at IS NULL)",
            by=by,
        )
        tx.run(
            "UPDATE reach_ask SET begun_at = begun_at - :by, next_at = next_at - :by, told_at = told_at - :by"
            " WHERE ended_at IS NULL",
            by=by,
        )

    def get(self, tx: Transaction, ask: AskId) -> Ask | None:
        """Answer one ask, or None once it has gone."""
        row = tx.one("SELECT * FROM reach_ask WHERE ask = :ask", ask=ask)
        return _ask(row) if row else None

    def open_of(self, tx: Transaction, person: PersonNumber) -> Ask | None:
        """Answer somebody's open ask, or None."""
        return next((ask for ask in self._of(tx, person) if ask.is_open), None)

    def last_of(self, tx: Transaction, person: PersonNumber, since: datetime) -> Ask | None:
        """Answer somebody's ask that ended last, since a moment, or None."""
        ended = [(ask.ended_at, ask) for ask in self._of(tx, person) if ask.ended_at and ask.ended_at > since]
        return max(ended, key=lambda one: one[0])[1] if ended else None

    def _of(self, tx: Transaction, person: PersonNumber) -> Sequence[Ask]:
        return tx.known(("asks", person), lambda tx: _read(tx, "person = :person", person=person))

    def all_open(self, tx: Transaction) -> Sequence[Ask]:
        """Answer every open ask."""
        return tx.known("open asks", lambda tx: _read(tx, "ended_at IS NULL"))

    def in_thread(self, tx: Transaction, thread: ChannelId) -> Ask | None:
        """Answer the ask that a thread was opened for, or None."""
        row = tx.one("SELECT * FROM reach_ask WHERE thread = :thread", thread=thread)
        return _ask(row) if row else None

    def asked_of(self, tx: Transaction, person: PersonNumber) -> list[AskId]:
        """Answer the open asks that somebody was asked about."""
        rows = tx.all(
            "SELECT DISTINCT reach_page.ask FROM reach_page JOIN reach_ask USING (ask)"
            " WHERE reach_page.person = :person AND ended_at IS NULL",
            person=person,
        )
        return [AskId(number(row, "ask")) for row in rows]

    def drop(self, tx: Transaction, ask: AskId) -> None:
        """Let go of an ask with everything in it."""
        tx.run("DELETE FROM reach_ask WHERE ask = :ask", ask=ask)

    def add_page(self, tx: Transaction, ask: AskId, paged: Paged) -> None:
        """Keep that somebody is asked; twice in one turn is once."""
        tx.run(
            "INSERT INTO reach_page (ask, person, turn, at, page, role, second)"
            " VALUES (:ask, :person, :turn, :at, :page, :role, :second) ON CONFLICT DO NOTHING",
            ask=ask,
            person=paged.person,
            turn=paged.turn,
            at=microseconds(paged.at),
            page=paged.page,
            role=paged.role,
            second=int(paged.second),
        )

    def pages(self, tx: Transaction, ask: AskId) -> list[Paged]:
        """Answer everybody who was asked, turn by turn."""
        return [
            _paged(row)
            for row in tx.all("SELECT * FROM reach_page WHERE ask = :ask ORDER BY turn, person", ask=ask)
        ]

    def mark_page(self, tx: Transaction, ask: AskId, person: PersonNumber, at: datetime, page: Page) -> None:
        """Keep what became of asking somebody at a moment."""
        tx.run(
            "UPDATE reach_page SET page = :page WHERE ask = :ask AND person = :person AND at = :at",
            ask=ask,
            person=person,
            at=microseconds(at),
            page=page,
        )

    def mark_silent(self, tx: Transaction, ask: AskId, person: PersonNumber) -> None:
        """Keep that nothing is to be waited for from somebody."""
        tx.run(
            "UPDATE reach_page SET page = :page WHERE ask = :ask AND person = :person",
            ask=ask,
            person=person,
            page=Page.SILENT,
        )

    def give(self, tx: Transaction, ask: AskId, person: PersonNumber, role: Role) -> None:
        """Keep what somebody is to an ask now, on the last page they got."""
        tx.run("UPDATE reach_page SET role = 'none' WHERE ask = :ask AND person = :person", ask=ask, person=person)
        tx.run(
            "UPDATE reach_page SET role = :role WHERE ask = :ask AND person = :person AND turn ="
            " (SELECT max(turn) FROM reach_page WHERE ask = :ask AND person = :person)",
            ask=ask,
            person=person,
            role=role,
        )

    def drop_page(self, tx: Transaction, ask: AskId, paged: Paged) -> None:
        """Let go of one page that never went."""
        tx.run(
            "DELETE FROM reach_page WHERE ask = :ask AND person = :person AND turn = :turn",
            ask=ask,
            person=paged.person,
            turn=paged.turn,
        )

    def leave_out(self, tx: Transaction, ask: AskId, persons: Iterable[PersonNumber]) -> None:
        """Keep who is not to be asked."""
        for person in persons:
            tx.run(
                "INSERT INTO reach_left_out (ask, person) VALUES (:ask, :person) ON CONFLICT DO NOTHING",
                ask=ask,
                person=person,
            )

    def left_out(self, tx: Transaction, ask: AskId) -> frozenset[PersonNumber]:
        """Answer who is not to be asked."""
        rows = tx.all("SELECT person FROM reach_left_out WHERE ask = :ask", ask=ask)
        return frozenset(PersonNumber(number(row, "person")) for row in rows)

    def forget_left_out(self, tx: Transaction, ask: AskId) -> None:
        """Let go of who was not to be asked."""
        tx.run("DELETE FROM reach_left_out WHERE ask = :ask", ask=ask)

    def add_event(self, tx: Transaction, ask: AskId, event: Event) -> int:
        """Keep that something happened, and answer its place among the events of the ask."""
        row = tx.one("SELECT count(*) AS places FROM reach_event WHERE ask = :ask", ask=ask)
        place = number(row, "places") if row else 0
        tx.run(
            "INSERT INTO reach_event (ask, place, at, what, count) VALUES (:ask, :place, :at, :what, :count)",
            ask=ask,
            place=place,
            at=microseconds(event.at),
            what=event.what,
            count=event.count,
        )
        return place

    def events(self, tx: Transaction, ask: AskId) -> list[Event]:
        """Answer what happened to an ask, the first thing first."""
        rows = tx.all("SELECT * FROM reach_event WHERE ask = :ask ORDER BY place", ask=ask)
        return [Event(moment(number(row, "at")), What(text(row, "what")), number(row, "count")) for row in rows]

    def thanked(self, tx: Transaction, ask: AskId) -> bool:
        """Tell whether a thank-you went for an ask."""
        row = tx.one("SELECT thanked FROM reach_ask WHERE ask = :ask", ask=ask)
        return bool(row and row["thanked"])

    def mark_thanked(self, tx: Transaction, ask: AskId) -> None:
        """Keep that a thank-you went."""
        tx.run("UPDATE reach_ask SET thanked = 1 WHERE ask = :ask", ask=ask)

    def add_over(self, tx: Transaction, key: int, over: Over) -> None:
        """Keep the record of an ask that ended; it names nobody."""
        tx.run(
            "INSERT INTO reach_over (over, circle, kind, begun_at, taken_after, how)"
            " VALUES (:over, :circle, :kind, :begun_at, :taken_after, :how)",
            over=key,
            circle=over.circle,
            kind=over.kind,
            begun_at=microseconds(over.begun_at),
            taken_after=over.taken_after,
            how=over.how,
        )

    def not_reached(self, tx: Transaction, circle: CircleId, since: datetime) -> list[datetime]:
        """Answer when asks of a circle began that nobody answered."""
        rows = tx.all(
            "SELECT begun_at FROM reach_over WHERE circle = :circle AND how = 'not_reached' AND taken_after IS NULL"
            " AND begun_at >= :since ORDER BY begun_at",
            circle=circle,
            since=microseconds(since),
        )
        return [moment(number(row, "begun_at")) for row in rows]

    def expire(self, tx: Transaction, before: datetime, known_before: datetime) -> int:
        """Let go of some records begun before one moment, and of asks ended before another."""
        gone = let_go(tx, "reach_over", "over", "begun_at <= :before", before=microseconds(before))
        return gone + let_go(tx, "reach_ask", "ask", "ended_at <= :before", before=microseconds(known_before))


def _micro(at: datetime | None) -> int | None:
    return None if at is None else microseconds(at)


def _moment(row: Row, column: str) -> datetime | None:
    at = number_or_none(row, column)
    return None if at is None else moment(at)


def _read(tx: Transaction, where: str, **values: int) -> Sequence[Ask]:
    rows = tx.all(f"SELECT * FROM reach_ask WHERE {where} ORDER BY begun_at", **values)  # noqa: S608 - both are ours
    return tuple(_ask(row) for row in rows)


def _ask(row: Row) -> Ask:
    thread, post, how = number_or_none(row, "thread"), number_or_none(row, "post"), row["how"]
    return Ask(
        ask=AskId(number(row, "ask")),
        circle=CircleId(number(row, "circle")),
        person=PersonNumber(number(row, "person")),
        kind=Kind(text(row, "kind")),
        answers=Answers(text(row, "answers")),
        adult=bool(row["adult"]),
        level=number(row, "pace"),
        state=State(text(row, "state")),
        begun_at=moment(number(row, "begun_at")),
        next_at=moment(number(row, "next_at")),
        step=number(row, "step"),
        turn=number(row, "turn"),
        reached=number(row, "reached"),
        told_at=_moment(row, "told_at"),
        thread=None if thread is None else ChannelId(thread),
        post=None if post is None else MessageId(post),
        wants_second=bool(row["wants_second"]),
        how=None if how is None else How(str(how)),
        ended_at=_moment(row, "ended_at"),
    )


def _paged(row: Row) -> Paged:
    return Paged(
        person=PersonNumber(number(row, "person")),
        turn=number(row, "turn"),
        at=moment(number(row, "at")),
        page=Page(text(row, "page")),
        role=Role(text(row, "role")),
        second=bool(row["second"]),
    )

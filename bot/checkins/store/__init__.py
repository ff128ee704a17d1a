"""The SQL of check-ins and rhythms; that of answers stands beside it."""

import json
from datetime import date, datetime, timedelta
from typing import cast

from bot.checkins.model import Format, LeftOut, Rhythm, RhythmState, Round, Spread
from bot.checkins.store.answers import AnswerStore
from bot.core.ids import CircleId, MessageId, PersonNumber, RhythmId, RoundId, ServerId
from bot.core.scheduling.due import microseconds, moment
from bot.core.scheduling.recurrence import rule_from, rule_text
from bot.core.storage.database import Row, Transaction
from bot.core.storage.keyring import Keyring
from bot.core.storage.reading import number, number_or_none, text

DRAWN_AT_ONCE = 20
"""Rounds whose post is drawn anew in one transaction, which takes longer than letting go of a row."""


class CheckinStore:
    """Rounds; `answers` are what was answered in them."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self.answers = AnswerStore(keyring)

    def planned_number(self, rhythm: RhythmId, at: datetime) -> RoundId:
        """Answer the number of the round a rhythm opens at a moment: the same one from a copy that was put back."""
        return RoundId(self._keyring.number("round", str(rhythm), str(microseconds(at))))

    def add(self, tx: Transaction, round_: Round) -> bool:
        """Keep a new round; False where the circle has an open one already."""
        return bool(
            tx.run(
                "INSERT INTO checkin_round (round, circle, format, state, opened_at, closes_at, rhythm)"
                " VALUES (:round, :circle, :format, 'open', :opened_at, :closes_at, :rhythm)"
                " ON CONFLICT DO NOTHING",
                round=round_.round,
                circle=round_.circle,
                format=round_.format,
                opened_at=microseconds(round_.opened_at),
                closes_at=microseconds(round_.closes_at),
                rhythm=round_.rhythm,
            )
        )

    def get(self, tx: Transaction, round_: RoundId) -> Round | None:
        """Answer one round, or None."""
        row = tx.one("SELECT * FROM checkin_round WHERE round = :round", round=round_)
        return _round(row) if row else None

    def open_in(self, tx: Transaction, circle: CircleId) -> Round | None:
        """Answer the circle's open round, or None."""
        row = tx.one("SELECT * FROM checkin_round WHERE circle = :circle AND state = 'open'", circle=circle)
        return _round(row) if row else None

    def had_any(self, tx: Transaction, circle: CircleId) -> bool:
        """Tell whether the circle had a check-in before, as far back as counts are kept."""
        return tx.one("SELECT 1 AS found FROM checkin_round WHERE circle = :circle", circle=circle) is not None

    def drop(self, tx: Transaction, round_: RoundId) -> None:
        """Let go of a round with everything in it."""
        tx.run("DELETE FROM checkin_round WHERE round = :round", round=round_)

    def mark_posted(self, tx: Transaction, round_: RoundId, post: MessageId) -> None:
        """Note which message carries the round's buttons."""
        tx.run("UPDATE checkin_round SET post = :post WHERE round = :round", round=round_, post=post)

    def mark_answered(self, tx: Transaction, round_: RoundId) -> None:
        """Note that someone answered, never who or how many."""
        tx.run("UPDATE checkin_round SET answered = 1 WHERE round = :round", round=round_)

    def mark_closed(self, tx: Transaction, round_: RoundId) -> None:
        """Let no further answer in."""
        tx.run("UPDATE checkin_round SET state = 'closed' WHERE round = :round", round=round_)

    def mark_counted(self, tx: Transaction, round_: RoundId, spread: Spread) -> bool:
        """Keep what may be shown; False where another count came first."""
        return bool(
            tx.run(
                "UPDATE checkin_round SET spread = :spread WHERE round = :round AND spread IS NULL",
                round=round_,
                spread=json.dumps(dict(spread.cells)),
            )
        )

    def mark_shown(self, tx: Transaction, round_: RoundId) -> None:
        """Note that the closed form stands in the channel, or never can."""
        tx.run("UPDATE checkin_round SET shown = 1 WHERE round = :round", round=round_)

    def with_voices(self, tx: Transaction, opened_by: datetime) -> list[RoundId]:
        """Answer some counted rounds opened then or earlier that hold names or words still."""
        # From what is held, which is little, and not from all rounds: most of them hold nothing any more.
        held = (
            "SELECT round FROM checkin_round WHERE opened_at <= :at AND sealed_words IS NOT NULL",
            "SELECT DISTINCT a.round FROM checkin_answer a CROSS JOIN checkin_round r ON r.round = a.round"
            " WHERE r.opened_at <= :at",
        )
        at = microseconds(opened_by)
        rows = [
            row
            for of in held
            for row in tx.all(f"{of} AND spread IS NOT NULL LIMIT :most", at=at, most=DRAWN_AT_ONCE)
        ]
        return [RoundId(number(row, "round")) for row in rows[:DRAWN_AT_ONCE]]

    def unposted(self, tx: Transaction) -> list[Round]:
        """Answer open rounds whose post is not known to stand."""
        rows = tx.all("SELECT * FROM checkin_round WHERE state = 'open' AND post IS NULL")
        return [_round(row) for row in rows]

    def unshown(self, tx: Transaction) -> list[Round]:
        """Answer closed rounds whose closed form is not known to stand."""
        rows = tx.all("SELECT * FROM checkin_round WHERE state = 'closed' AND shown = 0")
        return [_round(row) for row in rows]

    def light(self, tx: Transaction, round_: RoundId, most: int) -> bool:
        """Count one candle more, never of whom; False where `most` are lit."""
        return bool(
            tx.run(
                "UPDATE checkin_round SET candles = candles + 1 WHERE round = :round AND candles < :most",
                round=round_,
                most=most,
            )
        )


def _round(row: Row) -> Round:
    post, kept, rhythm = number_or_none(row, "post"), row["spread"], number_or_none(row, "rhythm")
    return Round(
        round=RoundId(number(row, "round")),
        circle=CircleId(number(row, "circle")),
        format=Format(text(row, "format")),
        is_open=text(row, "state") == "open",
        opened_at=moment(number(row, "opened_at")),
        closes_at=moment(number(row, "closes_at")),
        post=MessageId(post) if post else None,
        shown=bool(row["shown"]),
        answered=bool(row["answered"]),
        rhythm=None if rhythm is None else RhythmId(rhythm),
        candles=number(row, "candles"),
        spread=None if kept is None else Spread(cast(dict[str, int], json.loads(str(kept)))),
    )


class RhythmStore:
    """Rhythms, and who is to hear news of them."""

    def save(self, tx: Transaction, rhythm: Rhythm) -> None:
        """Keep a rhythm, new or changed."""
        left_at, left_why = rhythm.left_out or (None, None)
        tx.run(
            "INSERT INTO checkin_rhythm (rhythm, circle, format, state, rule, minute, zone, anchor, open_minutes,"
            " next_at, silent, left_out_at, left_out_why)"
            " VALUES (:rhythm, :circle, :format, :state, :rule, :minute, :zone, :anchor, :open_minutes,"
            " :next_at, :silent, :left_out_at, :left_out_why)"
            " ON CONFLICT (rhythm) DO UPDATE SET format = excluded.format, state = excluded.state,"
            " rule = excluded.rule, minute = excluded.minute, zone = excluded.zone, anchor = excluded.anchor,"
            " open_minutes = excluded.open_minutes, next_at = excluded.next_at, silent = excluded.silent,"
            " left_out_at = excluded.left_out_at, left_out_why = excluded.left_out_why",
            rhythm=rhythm.rhythm,
            circle=rhythm.circle,
            format=rhythm.format,
            state=rhythm.state,
            rule=rule_text(rhythm.rule),
            minute=rhythm.rule.minute,
            zone=rhythm.rule.zone,
            anchor=rhythm.rule.anchor.isoformat(),
            open_minutes=rhythm.open_for // timedelta(minutes=1),
            next_at=microseconds(rhythm.next_at),
            silent=rhythm.silent,
            left_out_at=None if left_at is None else microseconds(left_at),
            left_out_why=left_why,
        )

    def get(self, tx: Transaction, rhythm: RhythmId) -> Rhythm | None:
        """Answer one rhythm, or None."""
        row = tx.one("SELECT * FROM checkin_rhythm WHERE rhythm = :rhythm", rhythm=rhythm)
        return _rhythm(row) if row else None

    def of_circle(self, tx: Transaction, circle: CircleId) -> list[Rhythm]:
        """Answer the rhythms of a circle, the next one first."""
        rows = tx.all("SELECT * FROM checkin_rhythm WHERE circle = :circle ORDER BY next_at", circle=circle)
        return [_rhythm(row) for row in rows]

    def running(self, tx: Transaction) -> list[Rhythm]:
        """Answer every rhythm that runs."""
        return [_rhythm(row) for row in tx.all("SELECT * FROM checkin_rhythm WHERE state = 'running'")]

    def planned_between(self, tx: Transaction, circle: CircleId, since: datetime, until: datetime) -> bool:
        """Tell whether a check-in of a rhythm was opened in a circle between two moments."""
        row = tx.one(
            "SELECT 1 AS found FROM checkin_round WHERE circle = :circle AND rhythm IS NOT NULL"
            " AND opened_at >= :since AND opened_at < :until",
            circle=circle,
            since=microseconds(since),
            until=microseconds(until),
        )
        return row is not None

    def of_server(self, tx: Transaction, server: ServerId) -> list[Rhythm]:
        """Answer the rhythms of every circle of a server."""
        rows = tx.all(
            "SELECT r.* FROM checkin_rhythm r JOIN circle c ON c.circle = r.circle WHERE c.server = :server",
            server=server,
        )
        return [_rhythm(row) for row in rows]

    def drop(self, tx: Transaction, rhythm: RhythmId) -> None:
        """Let go of a rhythm; the counts of its check-ins stay their time."""
        tx.run("DELETE FROM checkin_rhythm WHERE rhythm = :rhythm", rhythm=rhythm)

    def written(self, tx: Transaction, rhythm: RhythmId) -> str:
        """Answer all that is kept of a rhythm as one text, empty where there is none."""
        row = tx.one("SELECT * FROM checkin_rhythm WHERE rhythm = :rhythm", rhythm=rhythm)
        return "" if row is None else json.dumps(dict(row))

    def read_back(self, words: str) -> Rhythm:
        """Answer the rhythm of such a text."""
        return _rhythm(cast(Row, json.loads(words)))

    def tell(self, tx: Transaction, rhythm: RhythmId, person: PersonNumber) -> None:
        """Note that someone is to hear news of a rhythm."""
        tx.run(
            "INSERT INTO checkin_rhythm_news (rhythm, person) VALUES (:rhythm, :person) ON CONFLICT DO NOTHING",
            rhythm=rhythm,
            person=person,
        )

    def told(self, tx: Transaction, rhythm: RhythmId) -> list[PersonNumber]:
        """Answer who is to hear news of a rhythm."""
        rows = tx.all("SELECT person FROM checkin_rhythm_news WHERE rhythm = :rhythm", rhythm=rhythm)
        return [PersonNumber(number(row, "person")) for row in rows]

    def tell_not(self, tx: Transaction, rhythm: RhythmId, person: PersonNumber) -> set[CircleId]:
        """Let go of the note about one rhythm, and answer the circles of whose rhythms someone hears still."""
        tx.run(
            "DELETE FROM checkin_rhythm_news WHERE rhythm = :rhythm AND person = :person",
            rhythm=rhythm,
            person=person,
        )
        rows = tx.all(
            "SELECT DISTINCT r.circle FROM checkin_rhythm_news n JOIN checkin_rhythm r ON r.rhythm = n.rhythm"
            " WHERE n.person = :person",
            person=person,
        )
        return {CircleId(number(row, "circle")) for row in rows}

    def tell_no_more(self, tx: Transaction, person: PersonNumber, circle: CircleId) -> None:
        """Let go of the note that someone is to hear news of a circle's rhythms."""
        tx.run(
            "DELETE FROM checkin_rhythm_news WHERE person = :person"
            " AND rhythm IN (SELECT rhythm FROM checkin_rhythm WHERE circle = :circle)",
            person=person,
            circle=circle,
        )


def _rhythm(row: Row) -> Rhythm:
    left_out = None
    if row["left_out_at"] is not None:
        left_out = (moment(number(row, "left_out_at")), LeftOut(text(row, "left_out_why")))
    return Rhythm(
        rhythm=RhythmId(number(row, "rhythm")),
        circle=CircleId(number(row, "circle")),
        format=Format(text(row, "format")),
        state=RhythmState(text(row, "state")),
        rule=rule_from(
            text(row, "rule"),
            minute=number(row, "minute"),
            zone=text(row, "zone"),
            anchor=date.fromisoformat(text(row, "anchor")),
        ),
        open_for=timedelta(minutes=number(row, "open_minutes")),
        next_at=moment(number(row, "next_at")),
        silent=number(row, "silent"),
        left_out=left_out,
    )

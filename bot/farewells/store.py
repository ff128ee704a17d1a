"""The SQL of places that can be taken back."""

from datetime import datetime

from bot.core.ids import ChannelId, CircleId, MessageId, Person, PersonNumber, Private
from bot.core.scheduling.due import microseconds, moment
from bot.core.storage.ageing import AT_ONCE
from bot.core.storage.database import Row, Transaction
from bot.core.storage.keyring import NO_SERVER, Keyring, Where
from bot.core.storage.reading import blob, number, number_or_none, text
from bot.farewells.model import Candle, Line, Place, Post, Way

_BLOCK = 1280
"""Every line fills one block of this many bytes, however long its words are."""


def add(tx: Transaction, place: Place) -> None:
    """Keep a place; one of the same person in the same circle is replaced."""
    tx.run(
        "DELETE FROM farewell_place WHERE person = :person AND circle = :circle",
        person=place.person,
        circle=place.circle,
    )
    tx.run(
        "INSERT INTO farewell_place (place, person, circle, version, until)"
        " VALUES (:place, :person, :circle, :version, :until)",
        place=place.place,
        person=place.person,
        circle=place.circle,
        version=place.version,
        until=microseconds(place.until),
    )


def get(tx: Transaction, place: int) -> Place | None:
    """Answer a place, or None."""
    row = tx.one("SELECT * FROM farewell_place WHERE place = :place", place=place)
    return None if row is None else _place(row)


def of(tx: Transaction, person: PersonNumber) -> list[Place]:
    """Answer the places somebody can take back."""
    rows = tx.all("SELECT * FROM farewell_place WHERE person = :person ORDER BY until, place", person=person)
    return [_place(row) for row in rows]


def drop(tx: Transaction, place: int) -> None:
    """Let go of a place."""
    tx.run("DELETE FROM farewell_place WHERE place = :place", place=place)


def _place(row: Row) -> Place:
    return Place(
        place=number(row, "place"),
        person=PersonNumber(number(row, "person")),
        circle=CircleId(number(row, "circle")),
        version=number(row, "version"),
        until=moment(number(row, "until")),
    )


def over(tx: Transaction, now: datetime) -> list[int]:
    """Answer the places whose time is over."""
    rows = tx.all("SELECT place FROM farewell_place WHERE until <= :now", now=microseconds(now))
    return [number(row, "place") for row in rows]


class CandleStore:
    """Candles that are to be lit, and the posts of candles and lines that stand."""

    def add(self, tx: Transaction, candle: Candle) -> None:
        """Keep a candle that is to be lit."""
        tx.run(
            "INSERT INTO farewell_candle (candle, person, place, circle, channel)"
            " VALUES (:candle, :person, :place, :circle, :channel)",
            candle=candle.candle,
            person=candle.person,
            place=candle.place,
            circle=candle.circle,
            channel=candle.channel,
        )

    def get(self, tx: Transaction, candle: int) -> Candle | None:
        """Answer a candle that is to be lit, or None."""
        row = tx.one("SELECT * FROM farewell_candle WHERE candle = :candle", candle=candle)
        return None if row is None else _candle(row)

    def of(self, tx: Transaction, place: int) -> Candle | None:
        """Answer the candle of a place, or None."""
        row = tx.one("SELECT * FROM farewell_candle WHERE place = :place", place=place)
        return None if row is None else _candle(row)

    def mark_lost(self, tx: Transaction, candle: int, why: str) -> None:
        """Note why a candle could not be lit."""
        tx.run("UPDATE farewell_candle SET lost = :why WHERE candle = :candle", why=why, candle=candle)

    def drop(self, tx: Transaction, candle: int) -> None:
        """Let go of a candle that is to be lit."""
        tx.run("DELETE FROM farewell_candle WHERE candle = :candle", candle=candle)

    def add_post(self, tx: Transaction, post: Post) -> None:
        """Keep where a candle or a line stands."""
        tx.run(
            "INSERT INTO farewell_post (post, circle, channel, message, posted_at)"
            " VALUES (:post, :circle, :channel, :message, :at)",
            post=post.post,
            circle=post.circle,
            channel=post.channel,
            message=post.message,
            at=microseconds(post.posted_at),
        )

    def post(self, tx: Transaction, post: int) -> Post | None:
        """Answer where a candle or a line stands, or None."""
        row = tx.one("SELECT * FROM farewell_post WHERE post = :post", post=post)
        return None if row is None else _post(row)

    def posts_in(self, tx: Transaction, circle: CircleId) -> list[Post]:
        """Answer what stands in a circle."""
        rows = tx.all("SELECT * FROM farewell_post WHERE circle = :circle", circle=circle)
        return [_post(row) for row in rows]

    def posted_by(self, tx: Transaction, at: datetime) -> list[Post]:
        """Answer some of what was posted then or earlier."""
        rows = tx.all(
            "SELECT * FROM farewell_post WHERE posted_at <= :at LIMIT :most", at=microseconds(at), most=AT_ONCE
        )
        return [_post(row) for row in rows]

    def drop_post(self, tx: Transaction, post: int) -> None:
        """Let go of where one stands."""
        tx.run("DELETE FROM farewell_post WHERE post = :post", post=post)


class LineStore:
    """Lines, each sealed under its writer's own key until it stands."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def add(self, tx: Transaction, person: Person, line: Line, words: Private) -> None:
        """Keep a line that is not decided, in place of an earlier one of that place that is not."""
        tx.run("DELETE FROM farewell_line WHERE place = :place AND way = ''", place=line.place)
        tx.run(
            "INSERT INTO farewell_line (line, person, place, circle, sealed, at, until)"
            " VALUES (:line, :person, :place, :circle, :sealed, :at, :until)",
            line=line.line,
            person=person.number,
            place=line.place,
            circle=line.circle,
            sealed=self._keyring.seal(person.key, words, _where(line.line), _BLOCK),
            at=microseconds(line.at),
            until=microseconds(line.until),
        )

    def get(self, tx: Transaction, line: int) -> Line | None:
        """Answer a line, or None."""
        row = tx.one("SELECT * FROM farewell_line WHERE line = :line", line=line)
        return None if row is None else _line(row)

    def words(self, tx: Transaction, person: Person, line: int) -> Private:
        """Answer what a line says; empty once it stands."""
        row = tx.one("SELECT sealed FROM farewell_line WHERE line = :line AND sealed IS NOT NULL", line=line)
        return Private("") if row is None else self._keyring.unseal(person.key, blob(row, "sealed"), _where(line))

    def of(self, tx: Transaction, person: PersonNumber) -> list[Line]:
        """Answer somebody's lines, those that are decided first."""
        rows = tx.all("SELECT * FROM farewell_line WHERE person = :person ORDER BY way = '', line", person=person)
        return [_line(row) for row in rows]

    def in_circle(self, tx: Transaction, circle: CircleId) -> list[Line]:
        """Answer the lines of a circle."""
        return [_line(row) for row in tx.all("SELECT * FROM farewell_line WHERE circle = :circle", circle=circle)]

    def over(self, tx: Transaction, now: datetime) -> list[Line]:
        """Answer some lines whose time is over."""
        rows = tx.all(
            "SELECT * FROM farewell_line WHERE until <= :now LIMIT :most", now=microseconds(now), most=AT_ONCE
        )
        return [_line(row) for row in rows]

    def decide(self, tx: Transaction, line: Line) -> None:
        """Note how and when a line is to stand."""
        tx.run(
            "UPDATE farewell_line SET way = :way, at = :at, until = :until WHERE line = :line",
            line=line.line,
            way=line.way,
            at=microseconds(line.at),
            until=microseconds(line.until),
        )

    def mark_lost(self, tx: Transaction, line: int, why: str) -> None:
        """Note why a line was not posted; its words stay."""
        tx.run("UPDATE farewell_line SET lost = :why WHERE line = :line", why=why, line=line)

    def stands(self, tx: Transaction, line: int, post: int, at: datetime, until: datetime) -> None:
        """Note where a line stands, and let go of its words."""
        tx.run(
            "UPDATE farewell_line SET sealed = NULL, lost = '', post = :post, at = :at, until = :until"
            " WHERE line = :line",
            line=line,
            post=post,
            at=microseconds(at),
            until=microseconds(until),
        )

    def drop(self, tx: Transaction, line: int) -> None:
        """Let go of a line."""
        tx.run("DELETE FROM farewell_line WHERE line = :line", line=line)


def _where(line: int) -> Where:
    return Where("farewell_line", line, NO_SERVER, "sealed")


def _line(row: Row) -> Line:
    return Line(
        line=number(row, "line"),
        person=PersonNumber(number(row, "person")),
        place=number(row, "place"),
        circle=CircleId(number(row, "circle")),
        way=Way(text(row, "way")),
        at=moment(number(row, "at")),
        until=moment(number(row, "until")),
        lost=text(row, "lost"),
        post=number_or_none(row, "post"),
    )


def _candle(row: Row) -> Candle:
    return Candle(
        candle=number(row, "candle"),
        person=PersonNumber(number(row, "person")),
        place=number(row, "place"),
        circle=CircleId(number(row, "circle")),
        channel=ChannelId(number(row, "channel")),
        lost=text(row, "lost"),
    )


def _post(row: Row) -> Post:
    return Post(
        post=number(row, "post"),
        circle=CircleId(number(row, "circle")),
        channel=ChannelId(number(row, "channel")),
        message=MessageId(number(row, "message")),
        posted_at=moment(number(row, "posted_at")),
    )

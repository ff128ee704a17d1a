"""The SQL of places that can be taken back."""

from datetime import datetime

from bot.core.ids import ChannelId, CircleId, MessageId, PersonNumber
from bot.core.scheduling.due import microseconds, moment
from bot.core.storage.ageing import AT_ONCE
from bot.core.storage.database import Row, Transaction
from bot.core.storage.reading import number, text
from bot.farewells.model import Candle, Place, Post


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
    """Candles that are to be lit, and those that stand."""

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
        """Keep where a candle stands."""
        tx.run(
            "INSERT INTO farewell_post (post, circle, channel, message, posted_at)"
            " VALUES (:post, :circle, :channel, :message, :at)",
            post=post.post,
            circle=post.circle,
            channel=post.channel,
            message=post.message,
            at=microseconds(post.posted_at),
        )

    def posts_in(self, tx: Transaction, circle: CircleId) -> list[Post]:
        """Answer the candles that stand in a circle."""
        rows = tx.all("SELECT * FROM farewell_post WHERE circle = :circle", circle=circle)
        return [_post(row) for row in rows]

    def posted_by(self, tx: Transaction, at: datetime) -> list[Post]:
        """Answer some candles that were lit then or earlier."""
        rows = tx.all(
            "SELECT * FROM farewell_post WHERE posted_at <= :at LIMIT :most", at=microseconds(at), most=AT_ONCE
        )
        return [_post(row) for row in rows]

    def drop_post(self, tx: Transaction, post: int) -> None:
        """Let go of where a candle stands."""
        tx.run("DELETE FROM farewell_post WHERE post = :post", post=post)


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

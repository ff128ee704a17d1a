"""The SQL of stepping away."""

from collections.abc import Sequence

from bot.away.model import Entry, State
from bot.core.ids import ChannelId, CircleId, MessageId, PersonNumber, ServerId
from bot.core.scheduling.due import microseconds, moment
from bot.core.storage.database import Row, Transaction
from bot.core.storage.reading import number, number_or_none, text


def add(tx: Transaction, entry: Entry) -> None:
    """Keep that somebody steps away from a circle; one that is being shown again is hidden once more."""
    tx.run(
        "INSERT INTO away (entry, person, circle, state, since) VALUES (:entry, :person, :circle, :state, :since)"
        " ON CONFLICT (person, circle) DO UPDATE SET state = excluded.state",
        entry=entry.entry,
        person=entry.person,
        circle=entry.circle,
        state=entry.state,
        since=microseconds(entry.since),
    )


def of_person(tx: Transaction, person: PersonNumber) -> Sequence[Entry]:
    """Answer every circle somebody stepped away from."""
    return tx.known(("away", person), lambda tx: _read(tx, person))


def _read(tx: Transaction, person: PersonNumber) -> Sequence[Entry]:
    rows = tx.all("SELECT * FROM away WHERE person = :person ORDER BY entry", person=person)
    return tuple(_entry(row) for row in rows)


def get(tx: Transaction, entry: int) -> Entry | None:
    """Answer one of them by its own number, or None."""
    row = tx.one("SELECT * FROM away WHERE entry = :entry", entry=entry)
    return None if row is None else _entry(row)


def mark(tx: Transaction, entry: int, before: State, after: State) -> None:
    """Note how it stands now, where it still stood as it did before."""
    tx.run(
        "UPDATE away SET state = :after WHERE entry = :entry AND state = :before",
        entry=entry,
        before=before,
        after=after,
    )


def drop(tx: Transaction, entry: int, state: State) -> None:
    """Let go of one of them, where it still stands so."""
    tx.run("DELETE FROM away WHERE entry = :entry AND state = :state", entry=entry, state=state)


def room(tx: Transaction, server: ServerId) -> tuple[ChannelId, MessageId | None] | None:
    """Answer the blank room of a server and the post in it, or None where none was made."""
    row = tx.one("SELECT * FROM away_room WHERE server = :server", server=server)
    if row is None:
        return None
    post = number_or_none(row, "post")
    return ChannelId(number(row, "room")), None if post is None else MessageId(post)


def save_room(tx: Transaction, server: ServerId, room_: ChannelId) -> None:
    """Keep a new blank room in place of an earlier one; nothing stands in it yet."""
    tx.run(
        "INSERT INTO away_room (server, room, post) VALUES (:server, :room, NULL)"
        " ON CONFLICT (server) DO UPDATE SET room = excluded.room, post = NULL",
        server=server,
        room=room_,
    )


def save_post(tx: Transaction, room_: ChannelId, post: MessageId) -> None:
    """Keep the post that stands in a blank room."""
    tx.run("UPDATE away_room SET post = :post WHERE room = :room", room=room_, post=post)


def _entry(row: Row) -> Entry:
    return Entry(
        entry=number(row, "entry"),
        person=PersonNumber(number(row, "person")),
        circle=CircleId(number(row, "circle")),
        state=State(text(row, "state")),
        since=moment(number(row, "since")),
    )

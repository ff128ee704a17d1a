"""The SQL of notes; whose one is, and what it says, is sealed under a key of its own that lies in another file."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from bot.core.ids import ChannelId, CircleId, DataKey, MessageId, Person, PersonNumber, ServerId
from bot.core.scheduling.due import microseconds, moment
from bot.core.storage.ageing import let_go
from bot.core.storage.database import Row, Transaction
from bot.core.storage.keyring import Keyring, Where
from bot.core.storage.reading import blob, number, text
from bot.notes.model import Depth, Marked, Note, NoteId, Post, State, Wish, Written

_BLOCK = 512
"""Words fill blocks of this many bytes, so that a length does not lead from the file to a post."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is kept apart of a note, still sealed."""

    note: NoteId
    writer: bytes
    tag: bytes
    words: bytes


class NoteStore:
    """Notes, what leads to their writers, and where they stand."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def add(self, tx: Transaction, note: Note) -> None:
        """Keep a note that waits."""
        tx.run(
            "INSERT INTO note (note, circle, state, wish, appears_at)"
            " VALUES (:note, :circle, :state, :wish, :appears_at)",
            note=note.note,
            circle=note.circle,
            state=note.state,
            wish=note.wish,
            appears_at=microseconds(note.appears_at),
        )

    def seal(self, note: Note, server: ServerId, key: DataKey, writer: Person, tag: bytes) -> Sealed:
        """Answer what leads to a note's writer, sealed for this note alone; its words come by `seal_words`."""
        who = self._keyring.seal(key, str(writer.number), _place(note.note, server, "sealed_writer"))
        mark = self._keyring.seal(key, tag.hex(), _place(note.note, server, "sealed_tag"))
        return Sealed(note.note, who, mark, b"")

    def seal_words(self, note: NoteId, server: ServerId, key: DataKey, writer: Person, words: Written) -> bytes:
        """Answer what a note says, sealed under its own key and its writer's together."""
        where = _place(note, server, "sealed_words")
        return self._keyring.seal(self._keyring.both(key, writer.key), _packed(words), where, _BLOCK)

    def add_writer(self, tx: Transaction, sealed: Sealed, until: datetime) -> None:
        """Keep apart what leads to a note's writer."""
        tx.run(
            "INSERT INTO note_writer (note, sealed_writer, sealed_tag, sealed_words, until)"
            " VALUES (:note, :writer, :tag, :words, :until)",
            note=sealed.note,
            writer=sealed.writer,
            tag=sealed.tag,
            words=sealed.words,
            until=microseconds(until),
        )

    def change_words(self, tx: Transaction, note: NoteId, words: bytes) -> None:
        """Keep other words in place of those a note had."""
        tx.run("UPDATE note_writer SET sealed_words = :words WHERE note = :note", note=note, words=words)

    def writer(self, sealed: Sealed, server: ServerId, key: DataKey) -> PersonNumber:
        """Answer whose a note is; raises `Unreadable` for one that was swapped or damaged."""
        where = _place(sealed.note, server, "sealed_writer")
        return PersonNumber(int(self._keyring.unseal(key, sealed.writer, where)))

    def tag(self, sealed: Sealed, server: ServerId, key: DataKey) -> bytes:
        """Answer the mark by which notes of the same writer are paused; raises `Unreadable` as `writer` does."""
        return bytes.fromhex(self._keyring.unseal(key, sealed.tag, _place(sealed.note, server, "sealed_tag")))

    def words(self, sealed: Sealed, server: ServerId, key: DataKey, writer: Person) -> Written:
        """Answer what a note says; raises `Unreadable` as `writer` does."""
        where = _place(sealed.note, server, "sealed_words")
        return _unpacked(self._keyring.unseal(self._keyring.both(key, writer.key), sealed.words, where))

    def get(self, tx: Transaction, note: NoteId) -> Note | None:
        """Answer a note, or None."""
        row = tx.one("SELECT * FROM note WHERE note = :note", note=note)
        return None if row is None else _note(row)

    def sealed(self, tx: Transaction, note: NoteId) -> Sealed | None:
        """Answer what is kept apart of a note, or None once its time is over."""
        row = tx.one("SELECT * FROM note_writer WHERE note = :note", note=note)
        return None if row is None else _sealed(row)

    def known_in(self, tx: Transaction, circle: CircleId) -> list[tuple[Note, Sealed]]:
        """Answer a circle's notes whose writers still find them, the newest first."""
        rows = tx.all(
            "SELECT note.*, w.sealed_writer, w.sealed_tag, w.sealed_words FROM note"
            " JOIN note_writer w ON w.note = note.note WHERE note.circle = :circle ORDER BY note.appears_at DESC",
            circle=circle,
        )
        return [(_note(row), _sealed(row)) for row in rows]

    def waiting(self, tx: Transaction, circle: CircleId) -> list[Note]:
        """Answer a circle's notes that have not appeared."""
        rows = tx.all(
            "SELECT * FROM note WHERE circle = :circle AND state = :state", circle=circle, state=State.WAITING
        )
        return [_note(row) for row in rows]

    def mark_posted(self, tx: Transaction, note: NoteId) -> None:
        """Note that a note stands whole."""
        tx.run("UPDATE note SET state = :state WHERE note = :note", note=note, state=State.POSTED)

    def add_post(self, tx: Transaction, post: Post) -> None:
        """Keep where a note stands; told twice, once."""
        tx.run(
            "INSERT INTO note_post (message, note, server, channel, part)"
            " VALUES (:message, :note, :server, :channel, :part) ON CONFLICT DO NOTHING",
            message=post.message,
            note=post.note,
            server=post.server,
            channel=post.channel,
            part=post.part,
        )

    def posts(self, tx: Transaction, note: NoteId) -> list[Post]:
        """Answer where a note stands, in its order."""
        rows = tx.all("SELECT * FROM note_post WHERE note = :note ORDER BY part", note=note)
        return [_post(row) for row in rows]

    def drop(self, tx: Transaction, note: NoteId) -> None:
        """Let go of a note with all that is kept of it in this file."""
        tx.run("DELETE FROM note WHERE note = :note", note=note)

    def of_circle(self, tx: Transaction, circle: CircleId) -> list[NoteId]:
        """Answer every note of a circle."""
        return [NoteId(number(row, "note")) for row in tx.all(_IN_CIRCLE, circle=circle)]

    def past(self, tx: Transaction, by: datetime, most: int) -> list[NoteId]:
        """Answer some notes that were to appear at a moment or earlier."""
        rows = tx.all("SELECT note FROM note WHERE appears_at <= :by LIMIT :most", by=microseconds(by), most=most)
        return [NoteId(number(row, "note")) for row in rows]

    def expire_writers(self, tx: Transaction, now: datetime) -> int:
        """Let go of some of what leads to writers, and answer of how many notes."""
        return let_go(tx, "note_writer", "note", "until <= :now", now=microseconds(now))


_IN_CIRCLE = "SELECT note FROM note WHERE circle = :circle"


def add_key(tx: Transaction, note: NoteId, wrapped: bytes, until: datetime) -> None:
    """Keep a note's key in the people file."""
    tx.run(
        "INSERT INTO note_key (note, wrapped_key, until) VALUES (:note, :wrapped, :until)",
        note=note,
        wrapped=wrapped,
        until=microseconds(until),
    )


def keys(tx: Transaction, notes: Iterable[NoteId], now: datetime) -> dict[NoteId, bytes]:
    """Answer the wrapped keys of notes whose time is not over."""
    found: dict[NoteId, bytes] = {}
    for note in notes:
        row = tx.one(
            "SELECT wrapped_key FROM note_key WHERE note = :note AND until > :now", note=note, now=microseconds(now)
        )
        if row is not None:
            found[note] = blob(row, "wrapped_key")
    return found


def drop_key(tx: Transaction, note: NoteId) -> int:
    """Let go of a note's key, and answer how many that were."""
    return tx.run("DELETE FROM note_key WHERE note = :note", note=note)


def expire_keys(tx: Transaction, now: datetime) -> int:
    """Let go of some keys whose time is over, and answer how many."""
    return let_go(tx, "note_key", "note", "until <= :now", now=microseconds(now))


def _place(note: NoteId, server: ServerId, column: str) -> Where:
    return Where("note_writer", note, server, column)


def _packed(words: Written) -> str:
    marked = [[one.topic, one.depth] for one in words.marked]
    return json.dumps({"words": words.words, "marked": marked}, separators=(",", ":"), ensure_ascii=False)


def _unpacked(kept: str) -> Written:
    read = cast(dict[str, Any], json.loads(kept))
    marked = tuple(Marked(topic, None if depth is None else Depth(depth)) for topic, depth in read["marked"])
    return Written(read["words"], marked)


def _note(row: Row) -> Note:
    return Note(
        note=NoteId(number(row, "note")),
        circle=CircleId(number(row, "circle")),
        state=State(text(row, "state")),
        wish=Wish(text(row, "wish")),
        appears_at=moment(number(row, "appears_at")),
    )


def _sealed(row: Row) -> Sealed:
    return Sealed(
        NoteId(number(row, "note")), blob(row, "sealed_writer"), blob(row, "sealed_tag"), blob(row, "sealed_words")
    )


def _post(row: Row) -> Post:
    return Post(
        message=MessageId(number(row, "message")),
        note=NoteId(number(row, "note")),
        server=ServerId(number(row, "server")),
        channel=ChannelId(number(row, "channel")),
        part=number(row, "part"),
    )

"""The dump test: a copy of the files and all posts leads from no note to a member, nor from one note to another."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.ids import ChannelId, CircleId, MessageId, Person, PlatformId, ServerId
from bot.core.scheduling.due import microseconds
from bot.core.storage.keyring import Unreadable
from bot.core.world import SystemChance
from bot.notes.model import KNOWN_FOR, Note, NoteId, Post, State, Wish, Written
from bot.notes.model.timing import appears_at
from bot.notes.store import Sealed
from tests.notes.conftest import House
from tests.notes.dump import columns, copies, linked, named

NORTH, SERVER, ROOM = CircleId(7), ServerId(70), ChannelId(71)
AUTHORS, EACH = 40, 10


@dataclass
class Evidence:
    """Who wrote what, as nobody but the test knows it."""

    house: House
    people: dict[PlatformId, Person]
    of: dict[int, int]


async def write_all(house: House) -> Evidence:
    """Have everybody hand in their notes over three days, in an order drawn by chance, and have all appear."""
    people = {who: await house.people.admit(who) for who in _accounts()}
    drawn = random.Random(7)
    order = [who for who in people for _ in range(EACH)]
    drawn.shuffle(order)
    of: dict[int, int] = {}
    for who in order:
        house.clock.forward(timedelta(seconds=drawn.randint(20, 900)))
        of[await _hand_in(house, people[who], who)] = people[who].number
    await house.settled()
    return Evidence(house, people, of)


def _accounts() -> list[PlatformId]:
    return [PlatformId(1_100_000_000_000_000_000 + number * 7_919_000_001) for number in range(AUTHORS)]


async def _hand_in(house: House, writer: Person, who: PlatformId) -> int:
    chance = SystemChance()
    at = appears_at(house.clock.now(), chance.number())
    note = Note(NoteId(chance.number()), NORTH, State.WAITING, Wish.LISTEN, at)
    until = at + KNOWN_FOR
    key = await house.keys.make(note.note, until)
    sealed = house.notes.seal(note, SERVER, key, writer, house.pausing.tag(NORTH, who))
    words = house.notes.seal_words(note.note, SERVER, key, writer, Written("the lamp by the door"))
    message = MessageId((microseconds(at) // 1000 - 1_420_070_400_000) << 22 | chance.number() % 2**22)

    def work(tx) -> None:  # noqa: ANN001
        house.notes.add(tx, note)
        house.notes.add_writer(tx, Sealed(note.note, sealed.writer, sealed.tag, words), until)
        house.notes.mark_posted(tx, note.note)
        house.notes.add_post(tx, Post(message, note.note, SERVER, ROOM, 0))

    await house.main.write(work)
    return note.note


async def test_without_the_key_file_nothing_leads_from_a_note_to_its_writer(house: House, tmp_path: Path) -> None:
    all_of_it = await write_all(house)
    files = copies(tmp_path / "data")
    numbers = [number for who, person in all_of_it.people.items() for number in (int(who), person.number)]
    assert named(files, numbers) == []
    assert linked(files, all_of_it.of) == []


async def test_with_the_key_file_nothing_does_after_seven_days(house: House, tmp_path: Path) -> None:
    all_of_it = await write_all(house)
    early = tmp_path / "early.db"  # what a nightly copy of the main file keeps of those days
    await house.main.copy_to(early)
    first = next(iter(all_of_it.people))
    await house.main.write(lambda tx: house.pausing.pause(tx, house.pausing.tag(NORTH, first), 90))
    house.clock.forward(KNOWN_FOR + timedelta(hours=1))
    await house.keys.expire(house.clock.now())
    while await house.main.write(lambda tx: house.notes.expire_writers(tx, house.clock.now())):
        pass
    await house.settled()
    files = copies(tmp_path / "data")
    assert {name for name, by in columns(files) if by} == {
        f"hearth.db:{table}.{column}"
        for table, held in (
            ("note", ("note", "circle", "state", "wish", "appears_at")),
            ("note_post", ("message", "note", "server", "channel", "part")),
        )
        for column in held
    } | {"hearth.db:note in its order", "hearth.db:note_post in its order"}
    assert linked(files, all_of_it.of) == []
    assert await _opened(house, early, all_of_it) == 0


async def test_with_the_key_file_before_that_a_writer_is_found(house: House, tmp_path: Path) -> None:
    # Otherwise the test above would prove nothing.
    all_of_it = await write_all(house)
    early = tmp_path / "early.db"
    await house.main.copy_to(early)
    assert await _opened(house, early, all_of_it) == AUTHORS * EACH


async def _opened(house: House, copy: Path, all_of_it: Evidence) -> int:
    """Count the notes of a copy whose writer somebody with every key finds."""
    with closing(sqlite3.connect(copy)) as read:
        rows = read.execute("SELECT note, sealed_writer, sealed_tag, sealed_words FROM note_writer").fetchall()
    keys = await house.keys.find([NoteId(row[0]) for row in rows])
    found = 0
    for note, *sealed in rows:
        with suppress(Unreadable, KeyError):
            found += house.notes.writer(Sealed(NoteId(note), *sealed), SERVER, keys[NoteId(note)]) > 0
    return found


PLANTED: dict[str, Callable[[int, int], object]] = {
    "a short tag of the writer": lambda _, person: person % 10_000,
    "moments of one writer close together": lambda note, person: person % 1000 * 1000 + note % 700,
    "a length that tells": lambda note, person: b"x" * (10 + person % 60),
    "a nonce that begins with the writer": lambda note, person: person.to_bytes(8)[-4:] + note.to_bytes(8),
}


@pytest.mark.parametrize("way", PLANTED)
async def test_a_planted_link_is_seen(way: str, house: House, tmp_path: Path) -> None:
    all_of_it = await write_all(house)
    file = tmp_path / "planted" / "hearth.db"
    file.parent.mkdir()
    shutil.copy(house.main.file, file)
    with closing(sqlite3.connect(file, isolation_level=None)) as write:
        write.execute("ALTER TABLE note ADD COLUMN planted")
        for note, person in all_of_it.of.items():
            write.execute("UPDATE note SET planted = ? WHERE note = ?", (PLANTED[way](note, person), note))
    assert any("planted" in one for one in linked([file], all_of_it.of))


async def test_a_planted_number_is_seen(house: House, tmp_path: Path) -> None:
    all_of_it = await write_all(house)
    who = next(iter(all_of_it.people))
    await house.main.write(lambda tx: tx.run("UPDATE note SET wish = 'x' || :who WHERE 1", who=str(int(who))))
    await house.settled()
    assert named(copies(tmp_path / "data"), [int(who)])

"""What leads to a note's writer goes with its key, at its time, and a row moved to another note opens nothing."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.ids import CircleId, Person, PlatformId, ServerId
from bot.core.storage.keychange import add_master
from bot.core.storage.keyring import Unreadable
from bot.core.world import SystemChance
from bot.notes.model import KNOWN_FOR, Depth, Marked, Note, NoteId, State, Wish, Written
from bot.notes.store import Sealed
from bot.stores import open_stores
from tests.notes.conftest import FakeClock, House, house_over, settings_in

NORTH, SERVER = CircleId(7), ServerId(70)
WHO, OTHER = PlatformId(1_234_567_890_123_456_789), PlatformId(1_234_567_890_123_456_780)
WORDS = Written("the lamp by the door", (Marked("death", Depth.NAMED),))


async def keep(house: House, number: int, writer: Person, who: PlatformId = WHO) -> Note:
    """Keep a note that waits, as handing one in does."""
    note = Note(NoteId(number), NORTH, State.WAITING, Wish.LISTEN, house.clock.now() + timedelta(minutes=9))
    until = note.appears_at + KNOWN_FOR
    key = await house.keys.make(note.note, until)
    sealed = house.notes.seal(note, SERVER, key, writer, house.pausing.tag(NORTH, who))
    words = house.notes.seal_words(note.note, SERVER, key, writer, WORDS)

    def work(tx) -> None:  # noqa: ANN001
        house.notes.add(tx, note)
        house.notes.add_writer(tx, Sealed(note.note, sealed.writer, sealed.tag, words), until)

    await house.main.write(work)
    return note


async def test_a_note_leads_to_its_writer_and_words_while_its_key_is_there(house: House) -> None:
    ana = await house.people.admit(WHO)
    note = await keep(house, 1, ana)
    ((held, sealed),) = await house.main.read(lambda tx: house.notes.known_in(tx, NORTH))
    key = (await house.keys.find([note.note]))[note.note]
    assert held == note
    assert house.notes.writer(sealed, SERVER, key) == ana.number
    assert house.notes.tag(sealed, SERVER, key) == house.pausing.tag(NORTH, WHO)
    assert house.notes.words(sealed, SERVER, key, ana) == WORDS


async def test_rows_swapped_between_two_notes_are_seen(house: House) -> None:
    ana, bea = await house.people.admit(WHO), await house.people.admit(OTHER)
    await keep(house, 1, ana)
    await keep(house, 2, bea, OTHER)
    one, two = [await house.main.read(lambda tx, n=n: house.notes.sealed(tx, NoteId(n))) for n in (1, 2)]
    found = await house.keys.find([NoteId(1), NoteId(2)])
    assert one is not None
    assert two is not None
    swapped = Sealed(one.note, two.writer, two.tag, two.words)
    for key in found.values():
        with pytest.raises(Unreadable):
            house.notes.writer(swapped, SERVER, key)
        with pytest.raises(Unreadable):
            house.notes.tag(swapped, SERVER, key)
        with pytest.raises(Unreadable):
            house.notes.writer(one, ServerId(71), key)
    with pytest.raises(Unreadable):
        house.notes.words(one, SERVER, found[NoteId(1)], bea)


async def test_a_key_opens_nothing_after_its_time_even_before_it_is_destroyed(house: House) -> None:
    note = await keep(house, 1, await house.people.admit(WHO))
    house.clock.moment = note.appears_at + KNOWN_FOR
    assert await house.keys.find([note.note]) == {}


async def test_after_seven_days_switched_off_no_file_holds_the_key(house: House, tmp_path: Path) -> None:
    note = await keep(house, 1, await house.people.admit(WHO))
    rows = await house.stores.people_file.read(lambda tx: tx.all("SELECT wrapped_key FROM note_key"))
    wrapped = bytes(rows[0]["wrapped_key"])  # pyright: ignore[reportArgumentType]
    await house.stores.people_file.empty_log()
    assert in_files(tmp_path, wrapped)
    house.clock.moment = note.appears_at + timedelta(days=60)
    await house.keys.expire(house.clock.now())
    assert not in_files(tmp_path, wrapped)


async def test_a_note_taken_back_leaves_no_key_in_any_file(house: House, tmp_path: Path) -> None:
    note = await keep(house, 1, await house.people.admit(WHO))
    rows = await house.stores.people_file.read(lambda tx: tx.all("SELECT wrapped_key FROM note_key"))
    await house.keys.destroy(note.note)
    assert not in_files(tmp_path, bytes(rows[0]["wrapped_key"]))  # pyright: ignore[reportArgumentType]


async def test_words_go_with_their_writers_key_as_well(house: House) -> None:
    ana = await house.people.admit(WHO)
    note = await keep(house, 1, ana)
    await house.people.forget(ana.number)
    again = await house.people.admit(WHO)
    sealed = await house.main.read(lambda tx: house.notes.sealed(tx, note.note))
    assert sealed is not None
    with pytest.raises(Unreadable):
        house.notes.words(sealed, SERVER, (await house.keys.find([note.note]))[note.note], again)


async def test_keys_open_after_the_master_key_was_renewed(tmp_path: Path) -> None:
    settings, clock = settings_in(tmp_path), FakeClock()
    async with open_stores(settings, SystemChance()) as stores:
        house = house_over(stores, clock)
        note = await keep(house, 1, await house.people.admit(WHO))
    add_master(settings.key_file, SystemChance(), clock.now().date())
    async with open_stores(settings, SystemChance()) as stores:
        assert note.note in await house_over(stores, clock).keys.find([note.note])


def in_files(folder: Path, sought: bytes) -> bool:
    """Tell whether bytes lie in any file of the data folder."""
    return any(sought in file.read_bytes() for file in (folder / "data").rglob("*") if file.is_file())

"""Someone is found, let in once, and forgotten without a trace."""

import asyncio
from typing import Protocol

import pytest

from bot.core.ids import PersonNumber, PlatformId
from bot.core.refusals import SettingsFault
from bot.core.storage.database import Row, Transaction, Value
from bot.core.storage.keyring import Keyring, Unreadable
from bot.core.storage.sqlite import SqliteDatabase
from bot.people import FEATURE
from bot.people.model import QuietHours, Settings
from bot.people.service import People

WREN = PlatformId(1_144_556_677_889_900_123)
MOSS = PlatformId(1_144_556_677_889_900_124)
QUIET = Settings("es-419", QuietHours(21 * 60, 7 * 60, "America/Argentina/Buenos_Aires"))


class Chance(Protocol):
    next_numbers: list[int]

    def number(self) -> int: ...

    def bytes(self, count: int) -> bytes: ...


class House(Protocol):
    people_file: SqliteDatabase
    main: SqliteDatabase
    keyring: Keyring
    chance: Chance
    people: People

    def bytes_of(self, name: str) -> bytes: ...


def traces_of(platform_id: int) -> list[bytes]:
    decimal = str(platform_id).encode()
    big, little = platform_id.to_bytes(8, "big"), platform_id.to_bytes(8, "little")
    hexes = [f"{platform_id:x}".encode(), f"{platform_id:X}".encode(), big.hex().encode(), little.hex().encode()]
    return [decimal, decimal[:12], big, little, *hexes]


async def rows(db: SqliteDatabase, table: str) -> list[Row]:
    return list(await db.read(lambda tx: tx.all(f"SELECT * FROM {table}")))  # noqa: S608


async def test_looking_for_a_stranger_finds_nobody_and_writes_nothing(house: House) -> None:
    assert await house.people.find(WREN) is None
    assert await rows(house.people_file, "people") == []


async def test_whoever_was_let_in_is_found_again_with_the_same_key_also_after_a_restart(house: House) -> None:
    admitted = await house.people.admit(WREN)
    restarted = People(house.people_file, house.main, house.keyring, house.chance)
    assert await restarted.find(WREN) == admitted
    assert await restarted.admit(WREN) == admitted
    assert await restarted.get([admitted.number, PersonNumber(5)]) == {admitted.number: admitted}
    assert await restarted.reveal(admitted.number) == WREN
    assert await restarted.find(MOSS) is None


async def test_many_first_presses_at_once_make_one_person(house: House) -> None:
    admitted = await asyncio.gather(*(house.people.admit(WREN) for _ in range(20)))
    assert len({person.number for person in admitted}) == 1
    assert len({person.key.secret for person in admitted}) == 1
    assert len(await rows(house.people_file, "people")) == 1


async def test_a_number_drawn_twice_is_drawn_again(house: House) -> None:
    house.chance.next_numbers = [7, 7, 8]
    wren, moss = await house.people.admit(WREN), await house.people.admit(MOSS)
    assert (wren.number, moss.number) == (7, 8)
    assert await house.people.reveal(PersonNumber(7)) == WREN


async def test_the_files_alone_tell_neither_who_nor_what(house: House) -> None:
    person = await house.people.admit(WREN)
    await house.people.save_settings(person, QUIET)
    for name in ("people", "main"):
        held = house.bytes_of(name)
        for trace in (
            *traces_of(WREN),
            b"es-419",
            b"Argentina",
            person.key.secret,
            person.key.secret.hex().encode(),
        ):
            assert trace not in held, (name, trace)


async def test_after_forgetting_the_people_file_holds_no_trace(house: House) -> None:
    wren, moss = await house.people.admit(WREN), await house.people.admit(MOSS)
    await house.people.save_settings(wren, QUIET)
    row = next(row for row in await rows(house.people_file, "people") if row["person"] == wren.number)
    kept = [bytes_of(row[column]) for column in ("lookup", "sealed_id", "wrapped_key")]
    kept += [wren.number.to_bytes(7, "big")]
    before = house.bytes_of("people")
    assert all(trace in before for trace in kept)

    await house.people.forget(wren.number)

    after = house.bytes_of("people")
    pieces = [trace[start : start + 7] for trace in kept for start in range(0, len(trace) - 6, 7)]
    assert not [piece for piece in (*pieces, *traces_of(WREN)) if piece in after]
    assert await house.people.find(WREN) is None
    assert await house.people.reveal(wren.number) is None
    assert await house.people.get([wren.number]) == {}
    assert await house.people.find(MOSS) == moss


def bytes_of(value: Value) -> bytes:
    assert isinstance(value, bytes)
    return value


async def test_whoever_comes_back_after_being_forgotten_is_someone_new(house: House) -> None:
    before = await house.people.admit(WREN)
    await house.people.save_settings(before, QUIET)
    await house.people.forget(before.number)
    after = await house.people.admit(WREN)
    assert after.number != before.number
    assert after.key != before.key
    assert await house.people.settings(after) == Settings()


async def test_forgetting_twice_is_fine(house: House) -> None:
    person = await house.people.admit(WREN)
    await house.people.forget(person.number)
    await house.people.forget(person.number)
    assert await rows(house.people_file, "people") == []


async def test_forgetting_again_finishes_what_a_crash_cut_short(house: House) -> None:
    person = await house.people.admit(WREN)
    lookup = house.keyring.lookup(WREN)
    await house.people_file.write(lambda tx: tx.run("DELETE FROM people"))
    assert lookup in house.bytes_of("people")
    await house.people.forget(person.number)
    assert lookup not in house.bytes_of("people")


@pytest.mark.parametrize("column", ["lookup", "wrapped_key", "sealed_id", "person"])
async def test_a_row_swapped_with_anothers_lets_nobody_stand_in_for_them(house: House, column: str) -> None:
    for platform_id in (WREN, MOSS):
        await house.people.admit(platform_id)
    first, second = await rows(house.people_file, "people")
    steady = "person" if column == "lookup" else "lookup"
    parked = -1 if column == "person" else b"parked"

    def swap(tx: Transaction) -> None:
        # By way of a parked value, because the column may be unique.
        for row, value in ((first, parked), (second, first[column]), (first, second[column])):
            sql = f"UPDATE people SET {column} = :value WHERE {steady} = :row"  # noqa: S608
            assert tx.run(sql, value=value, row=row[steady]) == 1

    await house.people_file.write(swap)
    for platform_id in (WREN, MOSS):
        with pytest.raises(Unreadable):
            await house.people.find(platform_id)


async def test_the_wrong_key_file_is_noticed_before_everyone_becomes_a_stranger(
    house: House, tmp_path_factory: pytest.TempPathFactory
) -> None:
    await house.people.prove_keys()
    await house.people.prove_keys()
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    other = Keyring.open(elsewhere / "hearth.keys", house.chance, elsewhere / "data")
    with pytest.raises(SettingsFault, match=f"fingerprint {other.fingerprint()}.+restore your own key file"):
        await People(house.people_file, house.main, other, house.chance).prove_keys()


async def test_settings_come_back_and_clearing_them_leaves_no_row(house: House) -> None:
    person = await house.people.admit(WREN)
    assert await house.people.settings(person) == Settings()
    for settings in (Settings("en"), QUIET):
        await house.people.save_settings(person, settings)
        assert await house.people.settings(person) == settings
    await house.people.save_settings(person, Settings())
    assert await rows(house.main, "person_settings") == []


async def test_dropped_settings_leave_no_row_and_may_be_dropped_again(house: House) -> None:
    wren, moss = await house.people.admit(WREN), await house.people.admit(MOSS)
    for person in (wren, moss):
        await house.people.save_settings(person, QUIET)
    for _ in range(2):
        await house.people.drop_settings(wren)
    assert await house.people.settings(wren) == Settings()
    assert await house.people.settings(moss) == QUIET


async def test_settings_moved_to_another_row_cannot_be_read_as_theirs(house: House) -> None:
    wren, moss = await house.people.admit(WREN), await house.people.admit(MOSS)
    await house.people.save_settings(wren, QUIET)
    await house.main.write(lambda tx: tx.run("UPDATE person_settings SET person = :moss", moss=moss.number))
    with pytest.raises(Unreadable):
        await house.people.settings(moss)


async def test_the_length_of_kept_settings_does_not_tell_which_were_made(house: House) -> None:
    person = await house.people.admit(WREN)
    lengths: set[int] = set()
    for settings in (Settings("en"), Settings(None, QUIET.quiet), QUIET):
        await house.people.save_settings(person, settings)
        (row,) = await rows(house.main, "person_settings")
        lengths.add(len(bytes_of(row["sealed"])))
    assert len(lengths) == 1


async def test_every_column_is_declared_with_its_reason(house: House) -> None:
    for table in FEATURE.tables:
        db = house.main if table.file == "main" else house.people_file
        columns = await db.read(
            lambda tx, name=table.name: tx.all("SELECT name FROM pragma_table_info(:name)", name=name)
        )
        assert [row["name"] for row in columns] == [column.name for column in table.columns]
        assert all(column.purpose and column.audience for column in table.columns)

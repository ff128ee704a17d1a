"""`hearth verify`: well where all is well, and one line for each thing that is not; nobody is ever named."""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.core.ids import PlatformId
from bot.core.world import SystemChance
from bot.people.service import People
from bot.settings import read_settings
from bot.stores import open_stores

from .conftest import Hearth

PEOPLE = (111222333444555, 222333444555666, 333444555666777)


def let_in(folder: Path) -> list[int]:
    """Let three people in, and answer their numbers."""

    async def work() -> list[int]:
        async with open_stores(read_settings({}, folder), SystemChance()) as stores:
            people = People(stores.people_file, stores.main, stores.keyring, SystemChance())
            await people.prove_keys()
            return [(await people.admit(PlatformId(one))).number for one in PEOPLE]

    return asyncio.run(work())


def change(file: Path, sql: str, *values: object) -> None:
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute(sql, values)


@pytest.fixture
def house(hearth: Hearth, tmp_path: Path) -> list[int]:
    """Data, three people in it, and copies of both files; the people's numbers."""
    numbers = let_in(tmp_path)
    assert hearth("backup").returncode == 0
    return numbers


def test_without_data_there_is_nothing_to_verify(hearth: Hearth, tmp_path: Path) -> None:
    ran = hearth("verify")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "nothing to verify" in ran.stdout
    assert list(tmp_path.iterdir()) == []


def test_all_is_well_in_sentences_that_name_nobody(hearth: Hearth, house: list[int]) -> None:
    ran = hearth("verify")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "People, 3 in all: as it should be" in ran.stdout
    assert not any(str(one) in ran.stdout for one in (*house, *PEOPLE))


Harm = Callable[[Path, int], object]

CONSENT = "INSERT INTO consent (person, circle, purpose, version, given_at) VALUES (?, 1, 'x', 1, '2026-01-01')"


def damage(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.seek(4096 * 2)
        opened.write(b"\xff" * 4096)


def key_of_another(folder: Path) -> None:
    (folder / "keys" / "hearth.key").rename(folder / "mine.key")
    (folder / "other").mkdir()
    settings = read_settings({"HEARTH_KEY_FILE": str(folder / "keys" / "hearth.key")}, folder / "other")

    async def begin() -> None:
        async with open_stores(settings, SystemChance()):
            pass

    asyncio.run(begin())


def make_older(backups: Path) -> None:
    copy = next(backups.glob("hearth-*.db"))
    day = date.fromisoformat(copy.stem.removeprefix("hearth-")) - timedelta(days=5)
    copy.rename(copy.with_name(f"hearth-{day}.db"))


HARMS: dict[str, tuple[Harm, str]] = {
    "the key file lost": (lambda folder, _: (folder / "keys" / "hearth.key").unlink(), "restore your key file"),
    "a key file of another host": (lambda folder, _: key_of_another(folder), "belong to another key file"),
    "a key file others can read": (lambda folder, _: (folder / "keys" / "hearth.key").chmod(0o644), "chmod 600"),
    "a database others can read": (
        lambda folder, _: (folder / "data" / "people.db").chmod(0o640),
        "people.db: others on this computer can read it",
    ),
    "the people file lost": (
        lambda folder, _: (folder / "data" / "people.db").unlink(),
        "people.db: it is missing",
    ),
    "a damaged main file": (lambda folder, _: damage(folder / "data" / "hearth.db"), "hearth.db: "),
    "a damaged copy": (
        lambda folder, _: damage(next((folder / "data" / "backups").glob("hearth-*.db"))),
        "is damaged; delete it",
    ),
    "a column nobody declared": (
        lambda folder, _: change(folder / "data" / "hearth.db", "ALTER TABLE due ADD COLUMN diary TEXT"),
        "due.diary is declared nowhere",
    ),
    "a table nobody declared": (
        lambda folder, _: change(folder / "data" / "people.db", "CREATE TABLE diary (words TEXT)"),
        "diary.words is declared nowhere",
    ),
    "a row past its age": (
        lambda folder, _: change(
            folder / "data" / "hearth.db", "INSERT INTO outage (begun_at, ended_at) VALUES (1, 2)"
        ),
        "1 row(s) of outage are past their age",
    ),
    "somebody whose key does not open": (
        lambda folder, one: change(
            folder / "data" / "people.db", "UPDATE people SET wrapped_key = x'0100010203' WHERE person = ?", one
        ),
        "1 of 3 do not open",
    ),
    "somebody whose row stands for another": (
        lambda folder, one: change(
            folder / "data" / "people.db", "UPDATE people SET lookup = x'00' WHERE person = ?", one
        ),
        "1 of 3 do not open",
    ),
    "rows about somebody erased": (
        lambda folder, one: change(folder / "data" / "hearth.db", CONSENT, one + 1),
        "rows about somebody who was erased",
    ),
    "a people copy from before an erasing": (
        lambda folder, one: change(folder / "data" / "people.db", "DELETE FROM people WHERE person = ?", one),
        "the copy of people.db holds somebody who was erased",
    ),
    "no copies": (lambda folder, _: shutil.rmtree(folder / "data" / "backups"), "Copies: there is none"),
    "no people copy": (
        lambda folder, _: (folder / "data" / "backups" / "people.db").unlink(),
        "Copies: there is none of people.db",
    ),
    "an old copy": (
        lambda folder, _: shutil.copy(
            next((folder / "data" / "backups").glob("hearth-*.db")),
            folder / "data" / "backups" / "hearth-2020-01-01.db",
        ),
        "one is older than 14 days",
    ),
    "only old copies": (lambda folder, _: make_older(folder / "data" / "backups"), "is 5 days old; ask for one"),
    "half a copy": (
        lambda folder, _: (folder / "data" / "backups" / "people.db.part").write_bytes(b"x"),
        "what an unfinished copy left",
    ),
    "a change that is missing": (
        lambda folder, _: change(
            folder / "data" / "hearth.db",
            "DELETE FROM migration WHERE number = (SELECT max(number) FROM migration)",
        ),
        "waits for 1 change(s)",
    ),
}


@pytest.mark.parametrize("harm", HARMS)
def test_what_is_wrong_is_said_in_one_line(hearth: Hearth, tmp_path: Path, house: list[int], harm: str) -> None:
    do, said = HARMS[harm]
    do(tmp_path, house[0])
    ran = hearth("verify")
    assert ran.returncode == 1
    assert [line for line in ran.stderr.splitlines() if said in line]
    assert len(ran.stderr.splitlines()) == 1
    assert not any(str(one) in ran.stdout + ran.stderr for one in (*house, *PEOPLE))

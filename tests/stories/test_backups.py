"""Backups as a host and a member know them: getting data back, and being forgotten in every copy."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.ids import PlatformId
from bot.core.refusals import SettingsFault
from rehearsal.person import visit
from rehearsal.server import Rehearsal
from rehearsal.stories.first import people_rows, rows_about, spellings_of, traces
from tests.stories.conftest import Evening, FakeClock, bot_on

A_NIGHT = timedelta(hours=12)


def put_back(folder: Path, day: str) -> None:
    """Do what README says under "Getting data back"."""
    (folder / "data").rename(folder / "data-before")
    (folder / "data").mkdir(mode=0o700)
    copies = folder / "data-before" / "backups"
    shutil.copy(copies / f"hearth-{day}.db", folder / "data" / "hearth.db")
    shutil.copy(copies / "people.db", folder / "data" / "people.db")


async def test_a_bot_started_on_the_copies_knows_its_circles_and_its_people(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    clock = FakeClock()
    async with visit(rehearsal.url) as people:
        async with bot_on(rehearsal, tmp_path, clock) as (client, hearth, stores):
            circle = Evening(rehearsal, people, client, hearth, stores, clock, tmp_path)
            await circle.set_up()
            await circle.join("Ana", "Bea")
            await circle.pass_time(A_NIGHT)
            await circle.join("Cleo")
            await circle["Bea"].press(
                await circle["Bea"].press(await circle["Bea"].command("my"), "See and erase"), "Erase all"
            )
        put_back(tmp_path, "2027-03-21")
        async with bot_on(rehearsal, tmp_path, clock) as (client, hearth, stores):
            circle = Evening(rehearsal, people, client, hearth, stores, clock, tmp_path)
            assert "North" in (await people["Robin"].command("desk")).buttons
            await circle.open_checkin()
            assert "counted with the circle" in (await circle.answer("Ana", "Steady")).text
            # Erased after the copy was made, and still erased.
            await people["Bea"].command("my")
            assert await hearth.people.find(PlatformId(int(people["Bea"].id))) is None
            # Joined after it: asked anew.
            await circle.join("Cleo")
            assert "counted with the circle" in (await circle.answer("Cleo", "Steady")).text


async def test_a_start_with_the_people_file_gone_is_refused_and_deletes_nothing(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    clock = FakeClock()
    async with bot_on(rehearsal, tmp_path, clock) as (client, hearth, stores), visit(rehearsal.url) as people:
        circle = Evening(rehearsal, people, client, hearth, stores, clock, tmp_path)
        await circle.set_up()
        await circle.join("Ana")
        await circle.pass_time(A_NIGHT)
    (tmp_path / "data" / "people.db").unlink()
    with pytest.raises(SettingsFault, match=r"people\.db is missing or empty.+Getting data back"):
        async with bot_on(rehearsal, tmp_path, clock):
            pass
    shutil.copy(tmp_path / "data" / "backups" / "people.db", tmp_path / "data" / "people.db")
    async with bot_on(rehearsal, tmp_path, clock) as (_, hearth, _), visit(rehearsal.url) as people:
        assert "North" in (await people["Ana"].command("my")).text


async def test_erasing_reaches_the_backups_at_once(circle: Evening) -> None:
    await circle.open_checkin()
    await circle.answer("Ana", "Steady")
    await circle.pass_time(A_NIGHT)
    ana, data = circle["Ana"], circle.folder / "data"
    copy = data / "backups" / "people.db"
    before = people_rows(data)
    assert people_rows(copy.parent) == before
    await ana.press(await ana.press(await ana.command("my"), "See and erase"), "Erase all of this now")
    row = next(iter(before - people_rows(data)))
    assert rows_about(data, row[0]) == []
    # Every byte of everything in the data folder, the night's copies included.
    assert traces(data, spellings_of(ana) | {str(place): part for place, part in enumerate(row[1:])}) == []
    assert people_rows(copy.parent) == before - {row}
    assert row[0].to_bytes(7) not in copy.read_bytes()
    # The night's copy of the main file keeps a random number and what nobody can open.
    assert kept_in_copy(data / "backups" / "hearth-2027-03-21.db", row[0]) == {
        "consent",
        "checkin_answer",
        "checkin_audience",
    }


def kept_in_copy(copy: Path, person: int) -> set[str]:
    """Answer the tables of a copy in which a person's number stands."""
    with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro&immutable=1", uri=True)) as opened:
        tables = [name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        # The names come from the file itself.
        return {
            table
            for table in tables
            if any(person in row for row in opened.execute(f'SELECT * FROM "{table}"'))  # noqa: S608
        }


async def test_the_last_yes_taken_back_reaches_the_backups_too(circle: Evening) -> None:
    await circle.pass_time(A_NIGHT)
    before = people_rows(circle.folder / "data" / "backups")
    ana = circle["Ana"]
    await ana.press(await ana.press(await ana.command("my"), "North: look in or leave"), "Leave North")
    assert len(before - people_rows(circle.folder / "data" / "backups")) == 1


async def test_a_power_cut_between_forgetting_and_its_copy_is_finished_at_the_next_start(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    clock, copies = FakeClock(), tmp_path / "data" / "backups"
    async with visit(rehearsal.url) as people:
        async with bot_on(rehearsal, tmp_path, clock) as (client, hearth, stores):
            circle = Evening(rehearsal, people, client, hearth, stores, clock, tmp_path)
            await circle.set_up()
            await circle.join("Ana", "Bea")
            await circle.pass_time(A_NIGHT)
            with_ana = (copies / "people.db").read_bytes()
            ana = people["Ana"]
            await ana.press(await ana.press(await ana.command("my"), "See and erase"), "Erase all of this now")
        (copies / "people.db").write_bytes(with_ana)
        (copies / "people.db.part").write_bytes(with_ana)
        # Whoever set the circle up is known too.
        assert len(people_rows(copies)) == 3
        async with bot_on(rehearsal, tmp_path, clock):
            assert len(people_rows(copies)) == 2
            assert not (copies / "people.db.part").exists()


async def test_rows_that_a_full_disk_kept_from_being_erased_go_within_the_hour(circle: Evening) -> None:
    ana = await circle.hearth.people.find(PlatformId(int(circle["Ana"].id)))
    assert ana is not None
    await circle.hearth.people.forget(ana.number)
    assert rows_about(circle.folder / "data", ana.number) == ["consent"]
    await circle.pass_time(timedelta(hours=1))
    assert rows_about(circle.folder / "data", ana.number) == []

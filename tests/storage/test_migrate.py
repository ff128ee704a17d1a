"""Tables change in numbered steps; a step that fails never happened."""

import stat
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.core.refusals import SettingsFault
from bot.core.storage.migrate import MAIN, PEOPLE, migrate, pending, split_statements
from bot.core.storage.sqlite import SqliteDatabase

OpenDb = Callable[[Path], Awaitable[SqliteDatabase]]

CIRCLE = "-- circles need a table\nCREATE TABLE circle (id INTEGER PRIMARY KEY, name BLOB);\n"
ROOM = "-- rooms too\nCREATE TABLE room (id INTEGER PRIMARY KEY);\nINSERT INTO room (id) VALUES (1);\n"


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    folder = tmp_path / "steps"
    (folder / "main").mkdir(parents=True)
    (folder / "people").mkdir()
    (folder / "main" / "0001_circle.sql").write_text(CIRCLE)
    return folder


async def tables(db: SqliteDatabase) -> list[object]:
    rows = await db.read(lambda tx: tx.all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"))
    return [row["name"] for row in rows]


def copies(db: SqliteDatabase) -> list[str]:
    return sorted(file.name for file in db.file.parent.glob("*.before-*"))


async def test_steps_are_applied_once_and_in_order(db: SqliteDatabase, steps: Path) -> None:
    (steps / "main" / "0002_room.sql").write_text(ROOM)
    assert await migrate(db, steps / "main") == ["0001_circle", "0002_room"]
    assert await pending(db, steps / "main") == []
    assert await migrate(db, steps / "main") == []
    assert await tables(db) == ["circle", "migration", "note", "room"]


async def test_pending_changes_nothing(db: SqliteDatabase, steps: Path) -> None:
    assert await pending(db, steps / "main") == ["0001_circle"]
    assert await tables(db) == ["note"]


async def test_a_step_that_fails_halfway_is_undone_and_can_be_tried_again(db: SqliteDatabase, steps: Path) -> None:
    second = steps / "main" / "0002_room.sql"
    second.write_text("-- breaks\nCREATE TABLE room (id INTEGER);\nINSERT INTO rom (id) VALUES (1);\n")
    with pytest.raises(SettingsFault) as fault:
        await migrate(db, steps / "main")
    assert str(fault.value).startswith(
        f"Migration 0002_room could not change {db.file} (no such table: rom): nothing of it was kept"
    )
    assert await tables(db) == ["circle", "migration", "note"]
    second.write_text(ROOM)
    assert await migrate(db, steps / "main") == ["0002_room"]


async def test_a_newer_database_is_refused(db: SqliteDatabase, steps: Path) -> None:
    (steps / "main" / "0002_room.sql").write_text(ROOM)
    await migrate(db, steps / "main")
    (steps / "main" / "0002_room.sql").unlink()
    with pytest.raises(
        SettingsFault, match=r"last used by a newer Hearth \(its migration 0002, this one knows 0001\)"
    ):
        await migrate(db, steps / "main")


async def test_a_changed_order_is_refused(db: SqliteDatabase, steps: Path) -> None:
    await migrate(db, steps / "main")
    (steps / "main" / "0001_circle.sql").rename(steps / "main" / "0002_circle.sql")
    (steps / "main" / "0001_room.sql").write_text(ROOM)
    with pytest.raises(SettingsFault, match="found 0001_circle, expected 0001_room"):
        await migrate(db, steps / "main")


async def test_a_gap_and_a_double_number_are_refused(db: SqliteDatabase, steps: Path) -> None:
    third = steps / "main" / "0003_room.sql"
    third.write_text(ROOM)
    with pytest.raises(SettingsFault, match=r"has 0003_room.sql where number 0002 should come"):
        await migrate(db, steps / "main")
    third.rename(steps / "main" / "0001_room.sql")
    with pytest.raises(SettingsFault, match=r"has 0001_room.sql where number 0002 should come"):
        await migrate(db, steps / "main")


async def test_a_folder_without_steps_is_refused(db: SqliteDatabase, steps: Path) -> None:
    with pytest.raises(SettingsFault, match="people holds no migrations: install Hearth again"):
        await migrate(db, steps / "people")


async def test_a_step_without_a_reason_is_refused(db: SqliteDatabase, steps: Path) -> None:
    (steps / "main" / "0001_circle.sql").write_text("CREATE TABLE circle (id INTEGER);")
    with pytest.raises(SettingsFault, match="a first line '-- why it exists'"):
        await migrate(db, steps / "main")


async def test_before_a_used_main_file_changes_it_is_copied_and_only_the_newest_copy_stays(
    open_db: OpenDb, db: SqliteDatabase, steps: Path
) -> None:
    await migrate(db, steps / "main")
    assert copies(db) == []
    for number in (2, 3):
        (steps / "main" / f"000{number}_step.sql").write_text(f"-- x\nCREATE TABLE t{number} (id INTEGER);\n")
        await migrate(db, steps / "main")
        assert copies(db) == [f"main.db.before-000{number}"]
    copy_file = db.file.with_name("main.db.before-0003")
    assert stat.S_IMODE(copy_file.stat().st_mode) == 0o600
    copy = await open_db(copy_file)
    assert await tables(copy) == ["circle", "migration", "note", "t2"]


async def test_the_people_file_is_never_copied(db: SqliteDatabase, steps: Path) -> None:
    for number in (1, 2):
        (steps / "people" / f"000{number}_step.sql").write_text(f"-- x\nCREATE TABLE t{number} (id INTEGER);\n")
        await migrate(db, steps / "people")
    assert copies(db) == []


async def test_the_shipped_steps_build_both_files(open_db: OpenDb, tmp_path: Path) -> None:
    main, people = [await open_db(tmp_path / name) for name in ("hearth.db", "people.db")]
    await migrate(main, MAIN)
    await migrate(people, PEOPLE)
    assert await tables(people) == ["key_proof", "migration", "note_key", "people"]
    assert "person_settings" in await tables(main)


def test_statements_are_told_apart_although_strings_comments_and_triggers_hold_semicolons() -> None:
    text = (
        "-- why; because\nINSERT INTO a VALUES ('x;y'); DELETE FROM a;\n"
        "CREATE TRIGGER t AFTER DELETE ON a BEGIN DELETE FROM b; DELETE FROM c; END;\n-- the end; really\n"
    )
    statements = split_statements(Path("0001_a.sql"), text)
    assert [statement.splitlines()[-1][:14] for statement in statements] == [
        "INSERT INTO a ",
        "DELETE FROM a;",
        "CREATE TRIGGER",
    ]


@pytest.mark.parametrize("text", ["-- x\nDELETE FROM a", "-- x\nINSERT INTO a VALUES ('x;"])
def test_an_unfinished_statement_is_refused(text: str) -> None:
    with pytest.raises(SettingsFault, match="in the middle of a statement"):
        split_statements(Path("0001_a.sql"), text)

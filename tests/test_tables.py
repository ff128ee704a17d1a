"""Every column that exists is declared by a FEATURE with its purpose, audience, age and way of going."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.assembly import FEATURES
from bot.core.feature import Age, Column, Erase, Feature, Lasts, Read, Table, Until
from bot.core.storage.database import Transaction
from bot.core.storage.migrate import MAIN, PEOPLE, migrate
from bot.core.storage.sqlite import SqliteDatabase
from tests.guards.tables import Schema, features, violations


def _schema(tx: Transaction) -> dict[str, tuple[str, ...]]:
    rows = tx.all("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    tables = [str(row["name"]) for row in rows]
    return {
        table: tuple(str(row["name"]) for row in tx.all("SELECT name FROM pragma_table_xinfo(:table)", table=table))
        for table in tables
    }


async def _made(folder: Path, file: Path) -> dict[str, tuple[str, ...]]:
    database = await SqliteDatabase.open(file)
    try:
        await migrate(database, folder)
        return await database.read(_schema)
    finally:
        await database.close()


@pytest.fixture
async def schema(tmp_path: Path) -> Schema:
    return {
        "main": await _made(MAIN, tmp_path / "main.db"),
        "people": await _made(PEOPLE, tmp_path / "people.db"),
    }


def test_every_column_is_declared(schema: Schema) -> None:
    assert violations(features(), schema) == []


def test_the_features_are_found_by_import() -> None:
    assert {"people", "consent", "circles", "scheduling"} <= {feature.name for feature in features()}


def test_assembly_wires_every_feature() -> None:
    # What assembly leaves out, consent does not ask about and erasing does not reach.
    assert sorted(feature.name for feature in FEATURES) == sorted(feature.name for feature in features())


DIARY = Table(
    name="diary",
    columns=(
        Column("person", "Whose words these are.", "The person alone."),
        Column("sealed_words", "What was written.", "The person alone.", sealed=True),
    ),
    retention="7 days",
    erase=Erase.DELETE,
    read=Read(opened=True),
    ages=(Lasts.YES,),
)
MADE = {"main": {"diary": ("person", "sealed_words"), "migration": ("number", "name")}, "people": {}}


def _columns(*columns: Column) -> Table:
    return replace(DIARY, columns=columns)


def _found(table: Table, made: Schema = MADE) -> list[str]:
    return violations([Feature("diaries", tables=(table,))], made)


def test_a_table_declared_as_it_is_passes() -> None:
    assert _found(DIARY) == []


def test_an_undeclared_table_is_seen() -> None:
    assert violations([], MADE) == [
        "main: diary.person exists, but no FEATURE declares it",
        "main: diary.sealed_words exists, but no FEATURE declares it",
    ]


def test_an_undeclared_column_is_seen() -> None:
    assert _found(_columns(DIARY.columns[0])) == ["main: diary.sealed_words exists, but no FEATURE declares it"]


def test_a_declared_column_that_does_not_exist_is_seen() -> None:
    more = _columns(*DIARY.columns, Column("mood", "How it was.", "The person alone."))
    assert _found(more) == ["main: diary.mood is declared, but no migration makes it"]


def test_a_table_declared_for_the_other_file_is_seen() -> None:
    assert len(_found(replace(DIARY, file="people"))) == 4


def test_a_table_about_people_that_says_it_is_not_is_seen() -> None:
    assert _found(replace(DIARY, erase=Erase.NOT_PERSONAL, read=None)) == [
        "main: diary has erase=not_personal but a column person"
    ]


def test_a_table_to_erase_without_a_person_is_seen() -> None:
    made = {"main": {"diary": ("sealed_words",)}, "people": {}}
    assert _found(_columns(DIARY.columns[1]), made) == ["main: diary has erase=delete but no column person"]


@pytest.mark.parametrize("name", ["streak", "xp", "level", "points", "rank", "missed", "last_seen", "week_streak"])
def test_a_column_that_keeps_score_is_seen(name: str) -> None:
    made = {"main": {"diary": ("person", name)}, "people": {}}
    table = _columns(DIARY.columns[0], Column(name, "Counting.", "Everyone."))
    assert _found(table, made) == [f"main: diary.{name} would keep a score of someone (R6)"]


@pytest.mark.parametrize(("name", "sealed"), [("sealed_words", False), ("words", True)])
def test_a_column_whose_name_hides_what_it_is_is_seen(name: str, sealed: bool) -> None:
    made = {"main": {"diary": ("person", name)}, "people": {}}
    table = _columns(DIARY.columns[0], Column(name, "Words.", "The person alone.", sealed=sealed))
    assert _found(table, made) == [f"main: diary.{name}: its name and `sealed` disagree"]


@pytest.mark.parametrize("hole", ["purpose", "audience"])
def test_a_column_without_its_reason_is_seen(hole: str) -> None:
    emptied = Column("person", *(("", "All.") if hole == "purpose" else ("Why.", " ")))
    assert _found(_columns(emptied, DIARY.columns[1])) == ["main: diary.person says no purpose or audience"]


def test_a_table_declared_twice_is_seen() -> None:
    twice = [Feature("one", tables=(DIARY,)), Feature("two", tables=(DIARY,))]
    assert violations(twice, MADE) == ["main: diary is declared twice"]


def test_a_table_without_an_age_is_seen() -> None:
    assert _found(replace(DIARY, retention="")) == ["main: diary has no retention"]


def test_a_table_that_its_person_could_not_read_is_seen() -> None:
    assert _found(replace(DIARY, read=None)) == ["main: diary has erase=delete and no way to read it"]


def test_a_table_about_nobody_that_somebody_would_read_is_seen() -> None:
    made = {"main": {"diary": ("sealed_words",)}, "people": {}}
    table = replace(_columns(DIARY.columns[1]), erase=Erase.NOT_PERSONAL)
    assert _found(table, made) == ["main: diary has erase=not_personal and a way to read it"]


@pytest.mark.parametrize(
    ("read", "ways"), [(Read(), 0), (Read(nothing=" "), 0), (Read(opened=True, nothing="An index."), 2)]
)
def test_a_table_that_says_otherwise_than_in_one_way_how_it_is_read_is_seen(read: Read, ways: int) -> None:
    assert _found(replace(DIARY, read=read)) == [f"main: diary has {ways} ways to read it"]


@pytest.mark.parametrize("column", ["sealed_words", "written_at"])
def test_a_table_read_by_a_column_that_tells_no_time_is_seen(column: str) -> None:
    assert f"main: diary is read by {column}, which is no open column of it" in _found(
        replace(DIARY, read=Read(when=column))
    )


def test_a_table_whose_words_its_person_would_not_be_shown_is_seen() -> None:
    assert _found(replace(DIARY, read=Read(when="person"))) == [
        "main: diary is read by a time alone, but has sealed words"
    ]


def test_a_table_that_states_no_age_to_be_checked_is_seen() -> None:
    assert _found(replace(DIARY, ages=())) == ["main: diary states no age (R177)"]


def test_an_age_that_says_otherwise_than_its_sentence_is_seen() -> None:
    longer = replace(DIARY, ages=(Age("person", timedelta(days=8)),))
    assert _found(longer) == ["main: diary is kept for 8 days, 0:00:00, and its sentence says otherwise"]
    assert _found(replace(DIARY, ages=(Age("person", timedelta(days=7)),))) == []


def test_an_age_counted_from_a_column_that_is_not_there_is_seen() -> None:
    assert _found(replace(DIARY, ages=(Until("until"),))) == [
        "main: diary counts its age from until, which is no column of it"
    ]

"""Nothing is kept past its age: every table that states one, over days switched off (R177)."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from bot.assembly import FEATURES
from bot.core.feature import Age, GoesWith, Table, Until
from bot.core.ids import PlatformId
from bot.core.scheduling.due import microseconds
from bot.core.storage.ageing import past_age
from rehearsal.person import visit
from rehearsal.server import Rehearsal
from tests.stories.conftest import Evening, FakeClock, bot_on

TABLES = [table for feature in FEATURES for table in feature.tables if table.file == "main"]
AGEING = [table for table in TABLES if any(isinstance(age, Age | Until) for age in table.ages)]
ENDING = {table.name for table in AGEING}
FOLLOWING = [
    table for table in TABLES if any(isinstance(age, GoesWith) and age.table in ENDING for age in table.ages)
]
ANY_TIME = {"circle_leaver", "circle_server_gone"}
"""Go as soon as a look finds her, or Hearth itself, there still."""

SEED = 7000
"""The number of every seeded row, so that those that belong together point to each other."""

SAID = {
    ("checkin_round", "format"): "lights",
    ("checkin_round", "state"): "closed",
    ("checkin_round", "shown"): 1,
    ("checkin_round", "spread"): "{}",
    ("outage", "begun_at"): SEED,
    ("reach_ask", "state"): "ended",
    ("reach_page", "role"): "none",
    ("reach_room", "channel"): 1,
    ("asked_swap", "part"): "gives",
    ("debrief_call", "state"): "nobody",
    ("outbox", "channel"): None,
    ("farewell_line", "way"): "named",
}
"""What a column of a seeded row holds where not any value will do."""


def seeded(table: Table, age: Age | Until | None, at: datetime, held: dict[str, int]) -> dict[str, object]:
    """Answer a row of a table that was made at a moment."""
    row: dict[str, object] = {}
    for column in table.columns:
        name = column.name
        plain = held.get(name, b"x" if column.sealed else SEED)
        row[name] = SAID.get((table.name, name), plain)
        if name.endswith("_at") and (table.name, name) not in SAID:
            row[name] = microseconds(at)
    if age is not None and not (isinstance(age, Age) and age.of):
        since = age.since if isinstance(age, Age) else age.column
        row[since] = at.date().isoformat() if age.by_day else microseconds(at)
    if isinstance(age, Age) and age.only is not None:
        row[age.only[0]] = age.only[1]
        row["delivery"] = f"{age.only[1]}-{SEED}"
    return row


def rows(at: datetime, held: dict[str, int]) -> Iterator[tuple[str, dict[str, object]]]:
    for table in (*AGEING, *FOLLOWING):
        own = [age for age in table.ages if isinstance(age, Age | Until)]
        for age in own or [None]:
            yield table.name, seeded(table, age, at, held)


def seed(folder: Path, at: datetime, held: dict[str, int]) -> None:
    with closing(sqlite3.connect(folder / "data" / "hearth.db")) as file:
        file.execute("PRAGMA foreign_keys = OFF")
        for table, row in rows(at, held):
            into = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(':' + name for name in row)})"  # noqa: S608 - declared names
            file.execute(into, row)
        file.commit()


def left(folder: Path) -> set[str]:
    """Answer the tables that hold a seeded row."""
    with closing(sqlite3.connect(folder / "data" / "hearth.db")) as file:
        return {
            table.name
            for table in (*AGEING, *FOLLOWING)
            if file.execute(f"SELECT 1 FROM {table.name} WHERE {_mark(table)}").fetchone()  # noqa: S608 - declared names
        }


LONGEST = {"checkin_round", "checkin_history", "farewell_post", "note", "note_post", "staff_act", "staff_act_by"}
"""What stays for 90 days; everything else has gone after 60."""


def _mark(table: Table) -> str:
    first = table.columns[0].name
    if table.name == "outbox":
        return f"{first} LIKE '%-{SEED}'"
    return "1" if first == "server" else f"{first} = {SEED}"


async def test_every_table_lets_go_in_time_and_not_before(rehearsal: Rehearsal, tmp_path: Path) -> None:
    clock = FakeClock()
    async with visit(rehearsal.url) as people:
        async with bot_on(rehearsal, tmp_path, clock) as (client, hearth, stores):
            circle = Evening(rehearsal, people, client, hearth, stores, clock, tmp_path)
            await circle.set_up()
            await circle.join("Ana")
            ana = await hearth.people.find(PlatformId(int(people["Ana"].id)))
            found = (await hearth.circles.whereabouts())[0]
        assert ana is not None
        held = {"circle": found.circle, "person": ana.number, "server": found.server}
        seed(tmp_path, clock.now(), held)
        everything = left(tmp_path)
        assert everything == {table.name for table in (*AGEING, *FOLLOWING)}
        past = {table.name for table in AGEING if any(isinstance(age, Until) for age in table.ages)}
        past.add("mailbox_slip")  # it goes with its end of an exchange, which is over already
        for away, gone in (
            (timedelta(minutes=10), past),
            (timedelta(days=60), everything - LONGEST),
            (timedelta(days=31), everything),
        ):
            clock.forward(away)
            async with bot_on(rehearsal, tmp_path, clock) as (_, hearth, stores):
                await hearth.settle()
                asked = [(table, clock.now()) for table in AGEING]
                for table, now in asked:
                    assert await stores.main.read(lambda tx, t=table, n=now: past_age(tx, t, n)) == 0, table.name
            assert left(tmp_path) - ANY_TIME == everything - gone - ANY_TIME
        assert not left(tmp_path)


def test_what_goes_with_another_row_goes_with_one_there_is() -> None:
    known = {table.name for table in TABLES}
    assert {age.table for table in TABLES for age in table.ages if isinstance(age, GoesWith)} <= known

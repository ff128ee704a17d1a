"""`retention`: letting go of 1,000,000 rows past their age, while people press; how long anything stands still."""

import asyncio
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any, cast

from benchmarks.figures import Measured, parser, quantile, say, tell
from benchmarks.holding import TimedDatabase
from benchmarks.stalls import Ticker
from bot.assembly import FEATURES, assemble, shipped_texts
from bot.circles.model import Circle, Settings
from bot.circles.store import CircleStore
from bot.core.feature import Age, Table, Until
from bot.core.ids import CircleId, PlatformId, ServerId
from bot.core.ports import Front
from bot.core.scheduling.due import microseconds
from bot.core.storage.ageing import past_age
from bot.core.storage.backups import Backups
from bot.core.storage.database import Transaction
from bot.core.storage.keyring import Keyring
from bot.core.storage.migrate import MAIN, PEOPLE, migrate
from bot.core.storage.sqlite import SqliteDatabase
from bot.core.world import SystemChance, SystemClock
from bot.hearth import Hearth
from bot.stores import Stores

ROWS = 1_000_000
STALL_BAR, HOLD_BAR = 50.0, 100.0
"""Milliseconds: no turn of the loop, and nobody who waits for the writer, may take longer."""

AGED = timedelta(days=120)
"""Older than everything may become."""

LATER = timedelta(days=70)
"""By so much younger is every other check-in: its words go, its counts stay."""

PEOPLE_KNOWN = 40
CIRCLE, SERVER = CircleId(4_200), ServerId(77)
PRESSES_EVERY = 0.05
"""Seconds between two presses that write a row, as people go on doing meanwhile."""

SHARES: Mapping[str, tuple[int, Mapping[str, int]]] = {
    "outbox": (250, {}),
    "mailbox_side": (40, {"mailbox_slip": 3}),
    "checkin_round": (40, {"checkin_answer": 4}),
    "checkin_history": (150, {}),
    "reach_ask": (12, {"reach_page": 4, "reach_left_out": 1, "reach_event": 5}),
    "reach_over": (12, {}),
    "reach_worry": (4, {"reach_worry_about": 1, "reach_worry_page": 3}),
    "asked_taken": (40, {}),
    "asked_swap": (20, {}),
    "debrief_ended": (12, {"debrief_asker": 1}),
    "debrief_call": (8, {"debrief_listener": 2}),
    "debrief_kept": (20, {}),
    "circle_draft": (8, {}),
    "outage": (4, {}),
}
"""What the rows are: so many parts of each table, and how many rows of others go with each of them."""

SAID: Mapping[tuple[str, str], object] = {
    ("checkin_round", "circle"): CIRCLE,
    ("checkin_round", "format"): "lights",
    ("checkin_round", "state"): "closed",
    ("checkin_round", "shown"): 1,
    ("checkin_round", "spread"): "{}",
    ("reach_ask", "state"): "ended",
    ("reach_ask", "how"): "other",
    ("reach_page", "role"): "none",
    ("asked_swap", "part"): "gives",
    ("debrief_call", "state"): "nobody",
    ("debrief_listener", "listens"): 0,
    ("reach_worry_page", "writes"): 0,
    ("outbox", "state"): "sent",
    ("mailbox_slip", "seen"): 1,
}
"""What a column holds where not any value will do."""

KEYED = ("delivery", "entry")

UNDER = {"mailbox_slip": "slip"}
"""Tables whose rows go with another's and have a number of their own."""


@dataclass
class Presses:
    """What a press costs that writes a row meanwhile, and how long it waited for the writer, in milliseconds."""

    file: SqliteDatabase
    took: list[float] = field(default_factory=list[float])

    async def run(self) -> None:
        """Press until cancelled."""
        while True:
            await asyncio.sleep(PRESSES_EVERY)
            began = time.perf_counter()
            await self.file.write(_press)
            self.took.append((time.perf_counter() - began) * 1000)


def _press(tx: Transaction) -> None:
    tx.run(
        "INSERT INTO notebook (name, note) VALUES ('pressed', '1') ON CONFLICT (name)"
        " DO UPDATE SET note = note || 1"
    )


async def measure(rows: int = ROWS) -> Measured:
    """Fill a file with rows that are past their age, and let them go."""
    with tempfile.TemporaryDirectory(prefix="hearth-retention-") as folder:
        data = Path(folder)
        hearth, stores = await _begun(data)
        try:
            seeded = await asyncio.to_thread(_fill, stores.main.file, rows, hearth.ground.clock.now() - AGED)
            say(f"{seeded} rows ...")
            return await _measured(hearth, cast(TimedDatabase, stores.main), seeded)
        finally:
            await hearth.end()
            await stores.main.close()
            await stores.people_file.close()


async def _begun(folder: Path) -> tuple[Hearth, Stores]:
    """Wire the whole product over real files, with a circle and people in it, and no platform."""
    chance = SystemChance()
    keyring = Keyring.open(folder / "keys" / "hearth.key", chance, folder / "data")
    main = cast(TimedDatabase, await TimedDatabase.open(folder / "data" / "hearth.db"))
    people = await SqliteDatabase.open(folder / "data" / "people.db")
    await migrate(people, PEOPLE)
    await migrate(main, MAIN)
    stores = Stores(main, people, keyring, Backups(main, people), folder / "keys" / "hearth.key")
    hearth = await assemble(stores, cast(Front, _Nowhere()), SystemClock(), chance, shipped_texts())
    settings = Settings("North", "Europe/Berlin", "en", ("DE",), limits="kind", contact="Kim")
    circle = Circle(CIRCLE, SERVER, True, settings, 1)
    await main.write(lambda tx: CircleStore(keyring).add(tx, circle))
    for number in range(PEOPLE_KNOWN):
        await hearth.people.admit(PlatformId(1000 + number))
    return hearth, stores


class _Nowhere:
    """A platform that is not there."""

    def connected(self) -> bool:
        """Nothing reaches Hearth."""
        return False

    def servers(self) -> None:
        """Nobody knows on which servers Hearth is."""


def _fill(file: Path, rows: int, at: datetime) -> int:
    """Write the rows beside the product, which would take an hour for it; answer how many there are."""
    tables = {table.name: table for feature in FEATURES for table in feature.tables if table.file == "main"}
    parts = sum(share * (1 + sum(more.values())) for share, more in SHARES.values())
    seeded = 0
    with closing(sqlite3.connect(file)) as opened, closing(sqlite3.connect(file.with_name("people.db"))) as people:
        opened.execute("PRAGMA synchronous = OFF")
        persons = [row[0] for row in people.execute("SELECT person FROM people ORDER BY person")]
        for name, (share, more) in SHARES.items():
            many = max(1, share * rows // parts)
            seeded += _insert(opened, tables[name], _rows(tables[name], many, 1, at, persons))
            for below, each in more.items():
                seeded += _insert(opened, tables[below], _rows(tables[below], many, each, at, persons))
        opened.commit()
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with file.open("rb+") as whole:
        # On the disk before anything counts: the first sweep would wait for all of it otherwise.
        os.fsync(whole.fileno())
    return seeded


def _insert(opened: sqlite3.Connection, table: Table, rows: Iterator[dict[str, object]]) -> int:
    names = [column.name for column in table.columns]
    into = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join(':' + name for name in names)})"  # noqa: S608 - declared names
    return opened.executemany(into, rows).rowcount


def _rows(table: Table, many: int, each: int, at: datetime, persons: Sequence[int]) -> Iterator[dict[str, object]]:
    for number in range(1, many + 1):
        if table.name == "checkin_round":
            at += LATER if number % 2 else -LATER
        for below in range(each):
            row = {column.name: _value(table, column.name, number, below, at) for column in table.columns}
            if "person" in row:
                row["person"] = persons[(number + below) % len(persons)]
            if table.name in UNDER:
                row[UNDER[table.name]] = number * each + below
            yield row


def _value(table: Table, name: str, number: int, below: int, at: datetime) -> object:
    if (table.name, name) in SAID:
        return SAID[table.name, name]
    if name in ("place", "turn"):
        return below
    column = next(one for one in table.columns if one.name == name)
    if column.sealed:
        return b"x" * 200
    for age in table.ages:
        since = age.since if isinstance(age, Age) and not age.of else getattr(age, "column", None)
        if since == name and isinstance(age, Age | Until):
            return at.date().isoformat() if age.by_day else microseconds(at) + number
    if table.name == "checkin_round" and name == "opened_at":
        return microseconds(at)
    # As the real ones, which are made with a secret and lie nowhere near each other.
    return blake2b(f"{name}-{number}".encode(), digest_size=12).hexdigest() if name in KEYED else number


async def _measured(hearth: Hearth, file: TimedDatabase, seeded: int) -> Measured:
    ticker, presses = Ticker(), Presses(file)
    beside = [asyncio.create_task(ticker.run()), asyncio.create_task(presses.run())]
    held, began = file.time_writer(), time.perf_counter()
    await hearth.sweeps.begin()
    while await hearth.ground.dues.settle() + await hearth.sweeps.settle():
        pass
    seconds, turns = time.perf_counter() - began, tuple(held.took)
    for task in beside:
        task.cancel()
    hold, stall = max(turns), ticker.own * 1000
    left = await _left(hearth)
    return Measured(
        name="retention",
        ratio=max(stall / STALL_BAR, hold / HOLD_BAR),
        bar=1.0,
        hearth={"rows": seeded, "seconds": seconds, "stall_ms": stall, "hold_ms": hold},
        yardstick={"stall_ms": STALL_BAR, "hold_ms": HOLD_BAR},
        spread=(stall / STALL_BAR, hold / HOLD_BAR),
        also={
            "hold_ms_p99": quantile(turns, 0.99),
            "turns": len(turns),
            "longest_tick_ms": ticker.longest * 1000,
            "press_ms": quantile(presses.took, 0.5),
            "press_ms_most": max(presses.took),
        },
        over=tuple(f"{table}: {many} rows stay past their age" for table, many in left.items()),
    )


async def _left(hearth: Hearth) -> dict[str, int]:
    """Answer the tables that hold rows past their age still."""
    now = hearth.ground.clock.now()
    tables = [table for feature in FEATURES for table in feature.tables if table.file == "main"]

    def work(tx: Transaction) -> dict[str, int]:
        return {table.name: past_age(tx, table, now) for table in tables}

    return {name: many for name, many in (await hearth.ground.database.read(work)).items() if many}


def _told() -> Any:  # noqa: ANN401 - a command line
    made = parser(__doc__)
    made.add_argument("--rows", type=int, default=ROWS, help="how many rows are past their age")
    return made.parse_args()


if __name__ == "__main__":
    told = _told()
    sys.exit(tell(asyncio.run(measure(told.rows)), as_json=told.json))

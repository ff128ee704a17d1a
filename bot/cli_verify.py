"""`hearth verify`: whether files, copies, ages and keys are as they should be; changes nothing and names nobody."""

import stat
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.assembly import FEATURES
from bot.core.feature import Table
from bot.core.ids import PersonNumber
from bot.core.refusals import SettingsFault
from bot.core.storage.ageing import past_age
from bot.core.storage.backups import OLDEST, dated, folder_beside, left_over
from bot.core.storage.database import Transaction
from bot.core.storage.keyring import Keyring
from bot.core.storage.migrate import lacking
from bot.core.storage.peek import peek
from bot.core.storage.schema import is_whole, undeclared
from bot.core.storage.sqlite import is_sound
from bot.core.world import SystemChance, SystemClock
from bot.people.proving import numbers_in, proved_in
from bot.privacy.store import personal_tables, persons
from bot.settings import Settings
from bot.stores import FILES, in_use

FINE, BROKEN = 0, 1

SWEPT = timedelta(hours=2)
"""How long after its age a row may still be there: a sweep comes hourly."""

NEWEST = timedelta(days=3)
"""The newest copy is at least this young."""

_OTHERS = 0o077

Numbers = Callable[[], Awaitable[set[PersonNumber]]]


@dataclass(slots=True)
class Findings:
    """What was looked at, and what is wrong, in the order in which it was seen."""

    looked: list[str] = field(default_factory=list[str])
    faults: list[str] = field(default_factory=list[str])

    def look(self, what: str, *faults: str) -> None:
        """Note that something was looked at, and what is wrong with it."""
        self.looked.append(f"{what}: {'as it should be' if not faults else f'{len(faults)} fault(s), see below'}")
        self.faults.extend(f"{what}: {fault}" for fault in faults)


async def verify(settings: Settings) -> int:
    """Look at everything and say how it stands; 0 where all is well, 1 where something is not."""
    main, people = (settings.data_dir / name for name in FILES)
    lost = [file for file in (main, people) if not file.exists()]
    if len(lost) == len(FILES):
        print("There is no data yet, so there is nothing to verify.")
        return FINE
    found, now = Findings(), SystemClock().now()
    for file in lost:
        found.look(file.name, "it is missing; see `hearth restore`")
    for file in (file for file in (main, people) if file not in lost):
        found.look(file.name, *[fault async for fault in _file(file, now)])
    if not found.faults:
        await _keys(settings, found, people)
        found.look("Erased people", *[fault async for fault in _erased(main, people)])
    found.look("Copies", *_copies(folder_beside(main), now))
    found.look("Left over", *_left_over(main))
    print("\n".join(found.looked))
    print("\n".join(found.faults), end="\n" if found.faults else "", file=sys.stderr)
    return BROKEN if found.faults else FINE


async def _file(file: Path, now: datetime) -> AsyncIterator[str]:
    if _open_to_others(file):
        yield f"others on this computer can read it: run chmod 600 {file}"
    try:
        faults = await peek(file, lambda tx: list(_inside(tx, file, now)))
    except SettingsFault as fault:
        faults = [str(fault)]
    for fault in faults:
        yield fault


def _inside(tx: Transaction, file: Path, now: datetime) -> Iterator[str]:
    if not is_whole(tx):
        yield "it is damaged; see `hearth restore`"
        return
    pending = lacking(tx, file, FILES[file.name])
    if pending:
        yield f"it waits for {len(pending)} change(s) of this version: start Hearth, or run hearth migrate"
        return
    tables = _tables(file)
    for column in undeclared(tx, tables):
        yield f"{column} is declared nowhere, or is missing"
    for table in tables:
        old = past_age(tx, table, now - SWEPT)
        if old:
            yield f"{old} row(s) of {table.name} are past their age ({table.retention}); they go while Hearth runs"


def _tables(file: Path) -> list[Table]:
    of = "people" if file.name == "people.db" else "main"
    return [table for feature in FEATURES for table in feature.tables if table.file == of]


async def _keys(settings: Settings, found: Findings, people: Path) -> None:
    try:
        keyring = Keyring.open(settings.key_file, SystemChance(), settings.data_dir)
    except SettingsFault as fault:
        found.look("Key file", str(fault))
        return
    found.look("Key file")
    proved = await peek(people, lambda tx: proved_in(tx, keyring))
    if not proved.fits:
        found.look("People", f"they belong to another key file than {settings.key_file}")
    elif proved.unreadable:
        found.look("People", f"{proved.unreadable} of {proved.all} do not open with this key file")
    else:
        found.look(f"People, {proved.all} in all")


async def _erased(main: Path, people: Path) -> AsyncIterator[str]:
    tables, copy = personal_tables(FEATURES), folder_beside(main) / people.name

    async def in_main() -> set[PersonNumber]:
        held = await peek(main, lambda tx: persons(tx, tables))
        return held - await peek(people, numbers_in)

    async def in_copy() -> set[PersonNumber]:
        if not _is_there(copy):
            return set()
        held = await peek(copy, numbers_in)
        return held - await peek(people, numbers_in)

    if await _still(in_main):
        yield "rows about somebody who was erased are left; they go within an hour while Hearth runs"
    if await _still(in_copy):
        yield "the copy of people.db holds somebody who was erased: start Hearth, or run hearth backup"


def _is_there(copy: Path) -> bool:
    return copy.exists() and is_sound(copy)


async def _still(look: Numbers) -> set[PersonNumber]:
    """Look twice, so that somebody who is erased between two looks at two files is no fault."""
    return (found := await look()) and found & await look()


def _copies(folder: Path, now: datetime) -> Iterator[str]:
    copies = dated(folder)
    if not copies:
        yield "there is none; ask for one with hearth backup"
        return
    age = now.date() - copies[0][0]
    if age > NEWEST:
        yield f"the newest is {age.days} days old; ask for one with hearth backup"
    if any(now.date() - day > OLDEST for day, _ in copies):
        yield f"one is older than {OLDEST.days} days; it goes in the night while Hearth runs"
    people = folder / "people.db"
    if not people.exists():
        yield "there is none of people.db; ask for one with hearth backup"
    for copy in [*(copy for _, copy in copies), *([people] if people.exists() else [])]:
        if not is_sound(copy, "integrity_check"):
            yield f"{copy.name} is damaged; delete it"
        if _open_to_others(copy):
            yield f"others on this computer can read {copy.name}: run chmod 600 {copy}"


def _left_over(main: Path) -> Iterator[str]:
    # While the bot runs, it may be writing one of them.
    for file in [] if in_use(main) else left_over(main):
        yield f"{file} is what an unfinished copy left; it goes at the next start"


def _open_to_others(file: Path) -> bool:
    return sys.platform != "win32" and bool(stat.S_IMODE(file.stat().st_mode) & _OTHERS)

"""Trying something and undoing it: both files and the small Discord, as they stood before."""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.core.storage.database import Transaction
from bot.core.storage.sqlite import SqliteDatabase
from tests.stories.conftest import Evening

Rows = Mapping[str, Mapping[str, object]]
"""Every row of a table by what it holds, with its person if it has one."""


OF_SERVERS = ("_roles", "_channels", "_threads")
OF_PEOPLE = ("_private_channels", "_private_channels_by_user")
"""What the library keeps by number, of a server and of direct messages."""


@dataclass(frozen=True, slots=True)
class Stood:
    """How everything stood at one moment."""

    files: tuple[sqlite3.Connection, ...]
    changes: tuple[int, ...]
    rows: Mapping[str, Rows]
    places: Mapping[str, Any]
    held: tuple[tuple[object, dict[str, Any]], ...]
    moment: datetime
    unlocked: dict[Any, Any]
    """Whose phrase is open; it is held in memory."""
    known: tuple[tuple[object, dict[str, Any]], ...]
    """The roles and channels the bot knows of: it would not know what it took down, and know what was undone."""


def _files(evening: Evening) -> tuple[SqliteDatabase, ...]:
    return (evening.stores.main, evening.stores.people_file)


async def changes(evening: Evening) -> tuple[int, ...]:
    """Answer how many rows have been changed so far, in each file."""
    return tuple([await file._writer.run(lambda one, _: one.total_changes) for file in _files(evening)])


async def stood(evening: Evening) -> Stood:
    """Take note of how everything stands, once nothing is under way."""
    await evening.hearth.settle()
    copies = [await file._writer.run(lambda one, _: _copied(one)) for file in _files(evening)]
    world, now = evening.server.world, evening.clock.moment
    places = {"channels": dict(world.channels), "roles": dict(world.roles), "webhooks": dict(world.webhooks)}
    return Stood(
        tuple(copies),
        await changes(evening),
        await every_row(evening),
        places,
        tuple(_held(evening)),
        now,
        dict(evening.hearth.device._open),
        tuple(_known(evening)),
    )


def _held(evening: Evening) -> list[tuple[object, dict[str, Any]]]:
    world = evening.server.world
    found: list[object] = [*world.users.values(), *world.roles.values()]
    for channel in world.channels.values():
        found += [channel, *channel.messages.values(), *([channel.thread] if channel.thread else [])]
    return [(one, {name: _own(value) for name, value in vars(one).items()}) for one in found]


def _known(evening: Evening) -> Iterator[tuple[object, dict[str, Any]]]:
    for guild in evening.client.guilds:
        yield guild, {name: getattr(guild, name).copy() for name in OF_SERVERS}
    state = evening.client._connection
    yield state, {name: getattr(state, name).copy() for name in OF_PEOPLE}
    front = evening.hearth.ground.front
    yield front, {"_directs": vars(front)["_directs"].copy()}


def _own(value: object) -> object:
    return value.copy() if isinstance(value, dict | list) else value


async def back(evening: Evening, to: Stood) -> None:
    """Undo everything since that moment, in the files and on the small Discord."""
    for file, copy in zip(_files(evening), to.files, strict=True):
        await file._writer.run(lambda one, _, kept=copy: kept.backup(one))
        file._memory.forget()
    world = evening.server.world
    for name, before in to.places.items():
        setattr(world, name, dict(before))
    for one, before in to.held:
        vars(one).update({name: _own(value) for name, value in before.items()})
    for one, known in to.known:
        for name, held in known.items():
            setattr(one, name, held.copy())
    evening.clock.moment = to.moment
    evening.hearth.device._open = dict(to.unlocked)
    # Else somebody who was let in since would still be known by it, with no row behind it.
    evening.hearth.people._find_anew()
    evening.hearth.ground.changed()


def _copied(opened: sqlite3.Connection) -> sqlite3.Connection:
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    opened.backup(copy)
    return copy


def _dump(tx: Transaction) -> dict[str, Rows]:
    names = [str(row["name"]) for row in tx.all("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: {repr(dict(row)): row for row in tx.all(f'SELECT * FROM "{name}"')} for name in names}  # noqa: S608


async def every_row(evening: Evening) -> dict[str, Rows]:
    """Answer every row of both files, by table."""
    dumps = [await file.read(_dump) for file in _files(evening)]
    return {name: rows for dump in dumps for name, rows in dump.items()}


async def touched(evening: Evening, since: Stood) -> dict[str, set[object]]:
    """Answer the tables whose rows are others than then, each with the people of those rows (None: nobody's)."""
    if await changes(evening) == since.changes:
        return {}
    await evening.hearth.settle()
    now, found = await every_row(evening), dict[str, set[object]]()
    for name in since.rows.keys() | now.keys():
        before, after = since.rows.get(name, {}), now.get(name, {})
        for one in before.keys() ^ after.keys():
            row: Any = before.get(one) or after.get(one)
            found.setdefault(name, set()).add(row.get("person"))
    return found

"""Whoever steals the data folder without the key file finds no words, no names and no link (promise 5).

With `pytest -s` it prints what the thief's search meets in each file, how random each sealed column looks, and
which ids of the platform there are.
"""

import base64
import hashlib
import hmac
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bot.core.ids import PlatformId
from bot.core.storage.keyring import Keyring
from bot.core.world import SystemChance
from rehearsal.records import DM
from tests.matrix.lived import WORDS, empty, lived, withdrawn
from tests.matrix.thief import Loot, cells, findings, platform_columns, searched, table
from tests.stories.conftest import Evening

BRIEF = {"days_hello", "farewell_candle"}
"""What stands for a day, or until it is sent."""

NOT_YET = {"note", "note_writer", "note_post", "note_block"}
"""Nothing makes a row there yet."""

UNUSED = {
    "outage",
    "desk_away",
    "reach_room",
    "circle_leaver",
    "circle_server_gone",
    "post_going",
    *BRIEF,
    *NOT_YET,
}
"""Empty after an evening on which nothing fails or goes, nobody leaves the server, and helpers have no room."""

PLACES = {
    "main: asked_room.channel": "channel",
    "main: away_room.post": "message",
    "main: away_room.room": "channel",
    "main: away_room.server": "server",
    "main: circle.door": "channel",
    "main: circle.door_post": "message",
    "main: circle.role": "role",
    "main: circle.room": "channel",
    "main: circle.server": "server",
    "main: circle_draft.server": "server",
    "main: circle_standing.channel": "channel",
    "main: circle_standing.post": "message",
    "main: checkin_round.post": "message",
    "main: desk_line.channel": "channel",
    "main: desk_line.server": "server",
    "main: due.subject": "server",
    "main: farewell_post.channel": "channel",
    "main: farewell_post.message": "message",
    "main: outbox.channel": "channel",
    "main: outbox.server": "server",
    "main: outbox.subject": "channel",
    "main: staff_act.server": "server",
}
"""The columns that hold an id of the platform, and of what: places, and posts of the bot's own; never a person."""


def looted(circle: Evening, to: Path) -> Loot:
    """Copy the data folder as it lies there while the bot runs, logs included, and nothing of the keys."""
    folder = Path(shutil.copytree(circle.folder / "data", to))
    world = circle.server.world
    people = [user for user in world.users.values() if not user.bot]
    names = [name for user in people for name in (user.name, user.name.lower())]
    places = [
        "North",
        "north-room",
        "north-door",
        "Riverside",
        *(user.name for user in people if len(user.name) > 3),
    ]
    directs = [int(one.id) for one in world.channels.values() if one.type == DM]
    return Loot(folder, [int(user.id) for user in people], [*names, *places], WORDS, directs)


def ids_of(circle: Evening) -> dict[int, str]:
    """Answer every id of the small Discord, and of what it is."""
    world = circle.server.world
    found = {int(one): "person" for one in world.users}
    found |= {int(one): "role" for one in world.roles} | {int(world.guild_id): "server"}
    for one in world.channels.values():
        found[int(one.id)] = "direct messages" if one.type == DM else "thread" if one.thread else "channel"
        found |= {int(message): "message" for message in one.messages if message not in world.channels}
    return found


async def test_no_words_no_names_no_ids_and_no_link_are_found_without_the_key_file(
    whole: Evening, tmp_path: Path
) -> None:
    await lived(whole)
    await withdrawn(whole)
    assert set(await whole.stores.main.read(lambda tx: list(empty(tx)))) <= UNUSED
    loot = looted(whole, tmp_path / "loot")
    assert {file.name for file in loot.folder.iterdir()} >= {
        "hearth.db",
        "hearth.db-wal",
        "people.db",
        "people.db-wal",
    }
    assert not [file for file in loot.folder.rglob("*") if ".key" in file.name]
    sys.stdout.write(f"\nWhat a thief's search for strings meets\n{searched(loot)}\n")
    assert findings(loot) == []
    held = list(cells(loot.folder))
    sys.stdout.write(f"\nWhat a thief sees of the sealed columns\n{table(held)}\n")
    places = {where: " ".join(sorted(of)) for where, of in platform_columns(held, ids_of(whole)).items()}
    sys.stdout.write("\nIds of the platform, none of them a person's\n")
    sys.stdout.writelines(f"{where:<32}{of}\n" for where, of in sorted(places.items()))
    assert places == PLACES
    await _only_the_keys_lead_to_a_person(whole, held)
    known = (loot.ids, loot.names, loot.words, loot.private_places)
    for name, (plant, told) in PLANTED.items():
        planted = Loot(Path(shutil.copytree(loot.folder, tmp_path / name)), *known)
        with closing(sqlite3.connect(planted.folder / "hearth.db", isolation_level=None)) as opened:
            plant(opened, planted)
        found = [one for one in findings(planted) if told in one]
        assert found, f"a {name} was planted and not found"
        sys.stdout.write(f"planted {name}: {found[0].replace(str(tmp_path), '')}\n")


async def _only_the_keys_lead_to_a_person(circle: Evening, held: list[tuple[str, str, str, object]]) -> None:
    lookups = {value for _, table_, column, value in held if (table_, column) == ("people", "lookup")}
    who = [PlatformId(int(circle[name].id)) for name in ("Ana", "Bea", "Cleo", "Robin")]
    assert {circle.stores.keyring.lookup(one) for one in who} <= lookups
    other = Keyring.open(circle.folder / "others" / "other.key", SystemChance(), circle.folder / "others" / "data")
    assert not {other.lookup(one) for one in who} & lookups


def _clear_column(opened: sqlite3.Connection, loot: Loot) -> None:
    opened.execute("ALTER TABLE person_settings ADD COLUMN remark TEXT")
    opened.execute("UPDATE person_settings SET remark = ?", (loot.words[1],))


def _not_sealed(opened: sqlite3.Connection, _: Loot) -> None:
    opened.execute(
        "UPDATE mailbox_slip SET sealed = ?", (b"\x01" + b"She wrote that she would come at nine. " * 2,)
    )


def _name(opened: sqlite3.Connection, _: Loot) -> None:
    opened.execute("INSERT INTO notebook VALUES ('seen', 'by ana')")


def _id(opened: sqlite3.Connection, loot: Loot) -> None:
    opened.execute("UPDATE consent SET version = ?", (loot.ids[3],))


def _id_in_the_log(_: sqlite3.Connection, loot: Loot) -> None:
    with (loot.folder / "hearth.db-wal").open("ab") as log:
        log.write(loot.ids[3].to_bytes(8))


def _id_in_base64(opened: sqlite3.Connection, loot: Loot) -> None:
    told = base64.b64encode(b"for " + str(loot.ids[3]).encode()).decode()
    opened.execute("INSERT INTO notebook VALUES ('last', ?)", (told,))


def _hash(opened: sqlite3.Connection, loot: Loot) -> None:
    told = hashlib.sha256(str(loot.ids[3]).encode()).hexdigest()[:20]
    opened.execute("INSERT INTO notebook VALUES ('last', ?)", (told,))


def _hash_with_its_salt(opened: sqlite3.Connection, loot: Loot) -> None:
    salt = bytes(range(16))
    digest = hmac.digest(salt, str(loot.ids[3]).encode(), "sha256")
    opened.execute("CREATE TABLE salted (salt BLOB, digest BLOB)")
    opened.execute("INSERT INTO salted VALUES (?, ?)", (salt, digest))


def _direct_messages(opened: sqlite3.Connection, loot: Loot) -> None:
    opened.execute("UPDATE desk_line SET channel = ?", (loot.private_places[0],))


def _twice(opened: sqlite3.Connection, _: Loot) -> None:
    opened.execute("UPDATE mailbox_slip SET sealed = (SELECT sealed FROM mailbox_slip LIMIT 1)")


def _nonce_twice(opened: sqlite3.Connection, _: Loot) -> None:
    row = opened.execute("SELECT substr(sealed, 1, 13) FROM mailbox_slip LIMIT 1").fetchone()
    opened.execute("UPDATE person_apart SET sealed = CAST(? || substr(sealed, 14) AS BLOB)", row)


PLANTED: dict[str, tuple[Callable[[sqlite3.Connection, Loot], None], str]] = {
    "clear column": (_clear_column, "word at byte"),
    "sealed column that is not sealed": (_not_sealed, "does not look random"),
    "name": (_name, "notebook.note holds a name"),
    "id": (_id, "consent.version is a person's id"),
    "id in bytes": (_id, "platform id big end first"),
    "id in the log beside a file": (_id_in_the_log, "hearth.db-wal: platform id big end first"),
    "id in base64": (_id_in_base64, "platform id in digits, in base64"),
    "channel of direct messages": (_direct_messages, "somebody's channel"),
    "hash of an id": (_hash, "the sha256 of an id"),
    "hash of an id beside its salt": (_hash_with_its_salt, "the HMAC under what lies beside it"),
    "sealed value that stands twice": (_twice, "holds the same sealed value twice"),
    "nonce that was used twice": (_nonce_twice, "a nonce was used twice"),
}
"""What each search must find once it is there, and what it says then."""

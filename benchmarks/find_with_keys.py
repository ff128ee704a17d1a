"""What the key file adds to a search for one person: marks that only it makes, and sealed things, opened (R175)."""

import base64
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

from bot.core.ids import CircleId, PlatformId
from bot.core.storage.keyring import NO_SERVER, Keyring, Unreadable, Where

_HEAD, _NONCE, _TAG = 1, 12, 16
_MARK = re.compile("[a-z2-7]{24}")
_INNER = re.compile(rb"A[Q-Za-f][A-Za-z0-9+/]{40,}")
"""A sealed value as text: its first byte is always the same."""

_WEEKS = 60
"""A log is kept no longer than that before the day that is asked for."""

Value = bytes | str | int | float | None
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Insight:
    """Whom the keys know: what to look for of one person, and which keys still open what is sealed."""

    numbers: tuple[int, ...] = ()
    series: Mapping[bytes, str] = field(default_factory=dict, repr=False)
    own: tuple[bytes, ...] = field(default=(), repr=False)
    of_person: Mapping[int, bytes] = field(default_factory=dict, repr=False)
    of_circle: Mapping[int, bytes] = field(default_factory=dict, repr=False)


def insight(files: Sequence[Path], platform_id: int, keyring: Keyring, day: date) -> Insight:
    """Answer what the keys know of somebody; `files` are all that are searched, copies included."""
    lookup, keys, own = keyring.lookup(PlatformId(platform_id)), dict[int, bytes](), dict[int, bytes]()
    circles, rounds, series = set[int](), set[int](), dict[bytes, str]()
    for _, table, row in rows_of(files, ("people", "circle", "checkin_round")):
        if table == "people":
            number, key = _key(row, keyring)
            keys |= {number: key} if key else {}
            own |= {number: key} if row["lookup"] == lookup else {}
        else:
            (circles if table == "circle" else rounds).add(
                int(str(row["circle" if table == "circle" else "round"]))
            )
    marks = _marks(keyring, platform_id, own, keys, circles, rounds)
    series |= {one.encode(): name for one, name in (*marks, *_pseudonyms(keyring, own, day))}
    series |= {key: "key" for key in own.values() if key}
    series |= dict(_of_rows(files, own))
    of_circle = {circle: keyring.circle_key(CircleId(circle)).secret for circle in circles}
    # No circle has such a number: what is sealed for the whole instance.
    of_circle[-1] = keyring.instance_key("undo").secret
    return Insight(tuple(sorted(own)), series, tuple(key for key in own.values() if key), keys, of_circle)


def _key(row: Row, keyring: Keyring) -> tuple[int, bytes]:
    number, wrapped = int(str(row["person"])), row["wrapped_key"]
    try:
        key = keyring.unwrap(wrapped if isinstance(wrapped, bytes) else b"", _place_of(number))
    except Unreadable:
        return number, b""
    return number, key.secret


def _place_of(number: int) -> Where:
    return Where("people", number, NO_SERVER, "wrapped_key")


def _marks(
    keyring: Keyring,
    platform_id: int,
    own: Iterable[int],
    known: Iterable[int],
    circles: Iterable[int],
    rounds: Sequence[int] | set[int],
) -> Iterator[tuple[str, str]]:
    """Yield every mark that stands for somebody alone or beside another, as its feature makes it."""
    yield keyring.mark("apart who", str(platform_id)), "mark on a list of people"
    for circle in circles:
        yield keyring.mark("worry about", str(circle), str(platform_id)), "mark of a worry"
    for number in own:
        for other in set(known) - {number}:
            low, high = sorted((number, other))
            yield keyring.mark("apart pair", str(low), str(high)), "mark of two people"
        for round_ in rounds:
            yield keyring.mark("checkin history", str(round_), str(number)), "mark of a check-in"


def _pseudonyms(keyring: Keyring, own: Iterable[int], day: date) -> Iterator[tuple[str, str]]:
    """Yield what a log would call somebody, were it to name people as it names circles."""
    for back in range(-2, _WEEKS):
        year, week, _ = (day - timedelta(weeks=back)).isocalendar()
        for number in own:
            yield f"person-{keyring.mark('log', f'{year}-{week}', 'person', str(number))[:8]}", "mark in a log"


def _of_rows(files: Sequence[Path], own: Mapping[int, bytes]) -> Iterator[tuple[bytes, str]]:
    """Yield what stands in rows of a person and nowhere else: what is sealed, and marks of deliveries and lists."""
    for _, _, row in rows_of(files):
        person = row.get("person")
        if isinstance(person, int) and person in own:
            for name, value in row.items():
                if isinstance(value, bytes) and len(value) >= _TAG:
                    yield value, "look-up value" if name == "lookup" else "sealed value"
                if isinstance(value, str) and _MARK.fullmatch(value):
                    yield value.encode(), "mark of a row"


def rows_of(files: Iterable[Path], only: Sequence[str] = ()) -> Iterator[tuple[Path, str, Row]]:
    """Yield every row of every SQLite file among some files, with its file and table."""
    for file in files:
        with file.open("rb") as opened:
            if opened.read(16) != b"SQLite format 3\0":
                continue
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            database.row_factory = sqlite3.Row
            # What was planted or damaged may be no text; it is read all the same.
            database.text_factory = lambda held: held.decode(errors="replace")
            tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                if not only or table in only:
                    # The name comes from the file itself, not from a person.
                    for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608
                        yield file, table, dict(row)


def opened(files: Sequence[Path], known: Insight) -> Iterator[tuple[str, bytes]]:
    """Yield what is sealed in some files as the keys that are left open it, with where it stands.

    Not whether it opens, but what comes out is looked at: that needs to know no feature's own way of sealing.
    """
    for file, table, row in rows_of(files):
        keys = _keys_for(row, known)
        for column, value in row.items():
            if isinstance(value, bytes) and value[:1] == b"\x01" and len(value) > _HEAD + _NONCE + _TAG:
                plain = [_plain(key, value) for key in keys]
                within = [_plain(key, inner) for one in plain for inner in _within(one) for key in keys]
                yield from ((f"{file}, {table}.{column} opened", one) for one in (*plain, *within))


def _within(plain: bytes) -> Iterator[bytes]:
    """Yield what is sealed within what was sealed, such as under the key of another."""
    for text in _INNER.findall(plain):
        yield base64.b64decode(text + b"=" * (-len(text) % 4))


def _keys_for(row: Row, known: Insight) -> set[bytes]:
    person, circle = row.get("person"), row.get("circle")
    theirs = known.of_person.get(person, b"") if isinstance(person, int) else b""
    one = known.of_circle.get(circle) if isinstance(circle, int) else None
    circles = [one] if one else known.of_circle.values()
    return {key for key in (theirs, *known.own, *circles) if key}


def _plain(key: bytes, sealed: bytes) -> bytes:
    # AES-GCM without its tag is AES-CTR from the second block on; where it is the wrong key, noise comes out.
    nonce, rest = sealed[_HEAD : _HEAD + _NONCE], sealed[_HEAD + _NONCE : -_TAG]
    decryptor = Cipher(AES(key), CTR(nonce + b"\0\0\0\2")).decryptor()
    return decryptor.update(rest) + decryptor.finalize()


def remember(file: Path, numbers: Sequence[int], series: Mapping[bytes, str]) -> None:
    """Write down what a person was known by, for the search after they are erased; for the host alone."""
    told = {base64.b64encode(one).decode(): name for one, name in series.items()}
    file.touch(0o600)
    file.write_text(json.dumps({"numbers": list(numbers), "series": told}))


def remembered(file: Path) -> tuple[tuple[int, ...], dict[bytes, str]]:
    """Answer what was written down."""
    told = json.loads(file.read_text())
    return tuple(told["numbers"]), {base64.b64decode(one): name for one, name in told["series"].items()}

"""What a thief of the files works out better than by chance: whose a note is, or that two are of one person."""

import base64
import hashlib
import itertools
import math
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

NOTES = ("note", "note_writer", "note_post", "note_key")
"""Tables with a column `note`."""

BOUND = 4.5
"""Standard deviations above chance at which a column is taken to tell something; of 1,000 columns that tell nothing
one in 300 runs shows such a one."""

LEAST_EXPECTED = 4.0
"""Where chance itself would give fewer hits than this, as many again are needed before anything is said."""


def copies(folder: Path) -> list[Path]:
    """Answer every database file of a folder, backups too."""
    return sorted(folder.rglob("*.db"))


def columns(files: Sequence[Path]) -> Iterator[tuple[str, dict[int, object]]]:
    """Answer each column's name and its values by note; the order of the rows counts as one."""
    for file in files:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as read:
            for table in NOTES:
                found = read.execute(f"PRAGMA table_info({table})").fetchall()  # our own names
                for name in [row[1] for row in found]:
                    rows = read.execute(f"SELECT note, {name} FROM {table}").fetchall()  # noqa: S608
                    yield f"{file.name}:{table}.{name}", dict(rows)
                if found:
                    rows = read.execute(f"SELECT note FROM {table}").fetchall()  # noqa: S608
                    yield f"{file.name}:{table} in its order", {note: at for at, (note,) in enumerate(rows)}


def spellings(number: int) -> dict[str, bytes]:
    """Answer how a number could be written or hashed by somebody who has no key."""
    found = {
        "plain": str(number).encode(),
        "eight bytes": number.to_bytes(8),
        "turned": number.to_bytes(8, "little"),
    }
    hashed = {
        f"{name} of {way}": hashlib.new(name, plain).digest()
        for name in ("md5", "sha1", "sha256", "blake2b")
        for way, plain in tuple(found.items())
    }
    raw = {**found, **hashed}
    written = {f"hex {way}": one.hex().encode() for way, one in hashed.items()}
    coded = {f"base64 {way}": base64.b64encode(one).rstrip(b"=") for way, one in raw.items() if len(one) >= 8}
    return {**raw, **written, **coded}


def named(files: Sequence[Path], numbers: Sequence[int]) -> list[str]:
    """Report where the tables of notes hold a number of somebody, in any spelling."""
    sought = {way: one for number in numbers for way, one in _with(number)}
    held = {name: [_bytes(value) for value in by.values()] for name, by in columns(files)}
    blobs = {name: b"\0".join(values) for name, values in held.items()}
    return [f"{name}: {way}" for name, blob in blobs.items() for way, one in sought.items() if one in blob]


def _with(number: int) -> Iterator[tuple[str, bytes]]:
    for way, one in spellings(number).items():
        # A short number stands anywhere by chance.
        if len(one) >= 7:
            yield f"{way} of {number}", one


def linked(files: Sequence[Path], of: Mapping[int, int]) -> list[str]:
    """Report each column by which two notes of one writer stand together more often than chance has it.

    Neighbours in a column's order, and notes with equal values, are looked at; of blobs also their length, and
    their first and last bytes.
    """
    told: list[str] = []
    for name, by in columns(files):
        for way, values in _views(by):
            held = {note: value for note, value in values.items() if note in of}
            if len(held) > 2 and (beyond := _beyond(held, of)) > BOUND:
                told.append(f"{name} by {way}: {beyond:.1f}")
    return told


def _views(by: Mapping[int, object]) -> Iterator[tuple[str, dict[int, bytes]]]:
    yield "value", {note: _bytes(value) for note, value in by.items()}
    blobs = {note: value for note, value in by.items() if isinstance(value, bytes)}
    if blobs:
        yield "length", {note: len(value).to_bytes(8) for note, value in blobs.items()}
        yield "beginning", {note: value[:4] for note, value in blobs.items()}
        yield "end", {note: value[-4:] for note, value in blobs.items()}


def _beyond(values: Mapping[int, bytes], of: Mapping[int, int]) -> float:
    """Answer by how many standard deviations pairs that stand together are of one writer more often than others."""
    groups: dict[bytes, list[int]] = {}
    for note, value in sorted(values.items(), key=lambda one: one[1]):
        groups.setdefault(value, []).append(note)
    pairs = [(a, b) for group in groups.values() if len(group) < 30 for a, b in _all(group)]
    single = [group[0] for group in groups.values() if len(group) == 1]
    pairs += list(itertools.pairwise(single))
    return _score(pairs, values, of)


def _all(group: Sequence[int]) -> Iterator[tuple[int, int]]:
    return ((a, b) for at, a in enumerate(group) for b in group[at + 1 :])


def _score(pairs: Sequence[tuple[int, int]], values: Mapping[int, bytes], of: Mapping[int, int]) -> float:
    if not pairs:
        return 0.0
    many: dict[int, int] = {}
    for note in values:
        many[of[note]] = many.get(of[note], 0) + 1
    total = len(values)
    chance = sum(one * (one - 1) for one in many.values()) / (total * (total - 1))
    hits, expected = sum(of[a] == of[b] for a, b in pairs), len(pairs) * chance
    if hits < expected + LEAST_EXPECTED:
        return 0.0
    return (hits - expected) / math.sqrt(expected * (1 - chance) + 1e-9)


def _bytes(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, int):
        return value.to_bytes(8, signed=True)
    return str(value).encode()

"""`scripts/find-person`: search the raw bytes of files for one person, in every spelling that matters (R175)."""

import argparse
import base64
import sqlite3
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from bot.core.ids import PlatformId
from bot.core.storage.keyring import Keyring
from bot.core.world import SystemChance

NOTHING, FOUND, BLIND = 0, 1, 2
"""Exit codes: no trace anywhere; traces found; a place was to hold the person and does not, or holds no files."""

_LEAST_BYTES = 6
"""A shorter spelling would be found by chance in any database."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Whom to look for; `numbers` are what Hearth calls them, `words` their name and what they wrote."""

    platform_id: int
    numbers: tuple[int, ...] = ()
    words: tuple[str, ...] = field(default=(), repr=False)


def spellings(sought: Sought, keyring: Keyring | None) -> dict[bytes, str]:
    """Answer each series of bytes that gives the person away, with what it is; look-up values need keys."""
    found: dict[bytes, str] = {}
    for name, number in (("platform id", sought.platform_id), *(("number", one) for one in sought.numbers)):
        found |= _of_number(name, number)
    for place, word in enumerate(sought.words, start=1):
        for code in ("utf-8", "utf-16-le", "utf-16-be"):
            found |= _of_bytes(f"word {place} in {code}", word.encode(code))
    if keyring is not None:
        found |= _of_bytes("look-up value", keyring.lookup(PlatformId(sought.platform_id)))
    return {series: name for series, name in found.items() if len(series) >= _LEAST_BYTES}


def _of_number(name: str, number: int) -> dict[bytes, str]:
    found = _of_bytes(f"{name} in digits", str(number).encode())
    found |= {f"{number:x}".encode(): f"{name} in hex", f"{number:X}".encode(): f"{name} in hex"}
    # SQLite keeps a whole number in 6 bytes where it fits, and in 8 otherwise.
    sizes = (6, 8) if number < 1 << 47 else (8,)
    for size in sizes:
        found |= _of_bytes(f"{name} big end first", number.to_bytes(size))
        found |= _of_bytes(f"{name} little end first", number.to_bytes(size, "little"))
    return {series: told for series, told in found.items() if series.strip(b"\0")}


def _of_bytes(name: str, plain: bytes) -> dict[bytes, str]:
    found = {plain: name, plain.hex().encode(): f"{name}, in hex", plain.hex().upper().encode(): f"{name}, in hex"}
    # Inside longer text the signs depend on where the bytes begin; those at either end mix with the neighbours.
    for before in range(3):
        whole = base64.b64encode(bytes(before) + plain)
        inner = whole[-(-before * 8 // 6) : (before + len(plain)) * 8 // 6]
        found |= {inner: f"{name}, in base64", inner.translate(bytes.maketrans(b"+/", b"-_")): f"{name}, in base64"}
    for before in range(5):
        inner = base64.b32encode(bytes(before) + plain)[-(-before * 8 // 5) : (before + len(plain)) * 8 // 5]
        found |= {inner: f"{name}, in base32", inner.lower(): f"{name}, in base32"}
    return found


def files_of(place: Path) -> list[Path]:
    """Answer every file of a place, which is a file or a folder: databases, their WALs, backups, copies, logs."""
    return [place] if place.is_file() else sorted(file for file in place.rglob("*") if file.is_file())


def traces(place: Path, sought: Mapping[bytes, str]) -> list[str]:
    """Answer where in a place each spelling stands, a line each; never shows the spelling itself."""
    return [
        f"{where}: {name} at byte {held.index(series)}"
        for file in files_of(place)
        for where, held in _contents(file)
        for series, name in sought.items()
        if series in held
    ]


def _contents(file: Path) -> Iterator[tuple[str, bytes]]:
    held = file.read_bytes()
    yield str(file), held
    if zipfile.is_zipfile(BytesIO(held)):
        with zipfile.ZipFile(BytesIO(held)) as packed:
            for name in packed.namelist():
                yield f"{file}, in {name}", name.encode() + b"\0" + packed.read(name)


def numbers_of(data: Path, platform_id: int, keyring: Keyring) -> tuple[int, ...]:
    """Answer what any people file below `data` calls the person; empty once they are erased everywhere."""
    found: set[int] = set()
    lookup = keyring.lookup(PlatformId(platform_id))
    for file in files_of(data):
        with file.open("rb") as opened:
            if opened.read(16) != b"SQLite format 3\0":
                continue
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as opened_file:
            if opened_file.execute("SELECT 1 FROM sqlite_master WHERE name = 'people'").fetchone():
                rows = opened_file.execute("SELECT person FROM people WHERE lookup = ?", (lookup,))
                found |= {row[0] for row in rows}
    return tuple(sorted(found))


def main(arguments: Sequence[str] | None = None) -> int:
    """Search what the arguments name, print where the person stands, and answer one of the exit codes."""
    told = _told(arguments)
    if told.keys is not None and not told.keys.exists():
        print(f"BLIND: there is no key file {told.keys}, and a new one would know nobody", file=sys.stderr)
        return BLIND
    keyring = Keyring.open(told.keys, SystemChance(), told.data) if told.keys else None
    known = numbers_of(told.data, told.id, keyring) if keyring else ()
    sought = spellings(Sought(told.id, (*known, *told.number), tuple(told.word)), keyring)
    blind, found = False, 0
    for place in (told.data, *told.also):
        lines = traces(place, sought)
        found += len(lines)
        print("\n".join(lines) or f"{place}: no trace in {len(files_of(place))} files")
        if not files_of(place) or (told.must_find and not lines):
            print(f"BLIND: {place} was to hold the person, and the search sees nothing there")
            blind = True
    print(f"known as {', '.join(map(str, known)) or 'no number'}; {found} traces")
    return BLIND if blind else FOUND if found else NOTHING


def _told(arguments: Sequence[str] | None) -> argparse.Namespace:
    told = argparse.ArgumentParser(prog="find-person", description=__doc__)
    told.add_argument("--data", type=Path, required=True, help="the data folder, searched with everything below it")
    told.add_argument("--keys", type=Path, help="the key file; without it this is what a thief of the data sees")
    told.add_argument("--also", type=Path, action="append", default=[], help="a log, an export, a dump of channels")
    told.add_argument("--id", type=int, required=True, help="the person's id on the platform")
    told.add_argument("--number", type=int, action="append", default=[], help="their number, from before the erase")
    told.add_argument("--word", action="append", default=[], help="a name, or words of theirs")
    told.add_argument("--must-find", action="store_true", help="before an erase: fail where a place shows nothing")
    return told.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())

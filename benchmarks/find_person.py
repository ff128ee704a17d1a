"""`scripts/find-person`: search the raw bytes of files for one person, in every spelling that matters (R175)."""

import argparse
import base64
import json
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

from benchmarks.find_with_keys import Insight, insight, opened, remember, remembered, rows_of
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
        found |= {json.dumps(word)[1:-1].encode(): f"word {place} in JSON"} if not word.isascii() else {}
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


@dataclass(frozen=True, slots=True)
class Trace:
    """Where something of the person stands, and what it is; never the thing itself."""

    where: str
    what: str
    at: int | None = None

    def line(self) -> str:
        """Answer it as one line."""
        return f"{self.where}: {self.what}" + ("" if self.at is None else f" at byte {self.at}")


KINDS: Mapping[str, str] = {
    "platform id": "id",
    "word": "words",
    "number": "number",
    "look-up": "HMAC",
    "mark": "HMAC",
    "key": "key",
    "sealed": "sealed",
}
"""How what a trace is begins, and the column of the table it is counted in."""

COLUMNS = ("id", "words", "number", "HMAC", "key", "sealed")


def kind_of(what: str) -> str:
    """Answer in which column of the table a trace is counted; `words` are a name too."""
    return next(kind for begins, kind in KINDS.items() if what.startswith(begins))


def traces(place: Path, sought: Mapping[bytes, str]) -> list[str]:
    """Answer where in a place each spelling stands, a line each; never shows the spelling itself."""
    return [one.line() for one in _raw(files_of(place), sought)]


def _raw(files: Iterable[Path], sought: Mapping[bytes, str]) -> Iterator[Trace]:
    for file in files:
        for where, held in _contents(file):
            yield from (Trace(where, name, held.index(one)) for one, name in sought.items() if one in held)


def _opened(files: Sequence[Path], sought: Mapping[bytes, str], known: Insight) -> Iterator[Trace]:
    for where, plain in opened(files, known):
        yield from (Trace(where, name) for one, name in sought.items() if one in plain)


def _contents(file: Path) -> Iterator[tuple[str, bytes]]:
    held = file.read_bytes()
    yield str(file), held
    if zipfile.is_zipfile(BytesIO(held)):
        with zipfile.ZipFile(BytesIO(held)) as packed:
            for name in packed.namelist():
                yield f"{file}, in {name}", name.encode() + b"\0" + packed.read(name)


def numbers_of(data: Path, platform_id: int, keyring: Keyring) -> tuple[int, ...]:
    """Answer what any people file below `data` calls the person; empty once they are erased everywhere."""
    lookup = keyring.lookup(PlatformId(platform_id))
    rows = rows_of(files_of(data), ("people",))
    return tuple(sorted({int(str(row["person"])) for _, _, row in rows if row["lookup"] == lookup}))


Places = Mapping[str, Sequence[Path]]
"""The places that are searched: what each is called, and its files and folders."""


class Search:
    """One search for one person through several places."""

    def __init__(self, told: argparse.Namespace) -> None:
        self._told = told
        keyring = Keyring.open(told.keys, SystemChance(), told.data) if told.keys else None
        self.places: Places = _places(told)
        every = [file for name in self.places for file in self.files(name)]
        known = insight(every, told.id, keyring, told.day) if keyring else Insight()
        numbers, series = known.numbers, dict(known.series)
        if told.remember and told.remember.exists():
            before, of_before = remembered(told.remember)
            numbers, series = tuple({*numbers, *before}), of_before | series
        elif told.remember:
            remember(told.remember, numbers, series)
        self.known_as = known.numbers
        self._keys = known
        self._words = spellings(Sought(told.id, (), tuple(told.word)), None)
        all_ = Sought(told.id, (*numbers, *told.number), tuple(told.word))
        self._all = series | spellings(all_, keyring)

    def files(self, place: str) -> list[Path]:
        """Answer the files of a place."""
        return [file for one in self.places[place] for file in files_of(one)]

    def found(self, place: str) -> list[Trace]:
        """Answer everything of the person that stands in a place, what the keys that are left open included."""
        files = self.files(place)
        return [*_raw(files, self._all), *_opened(files, self._words, self._keys)]


def _places(told: argparse.Namespace) -> Places:
    named = {str(name): [Path(one) for one in paths] for name, *paths in told.place}
    return named if named else {str(one): [one] for one in (told.data, *told.also)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Search what the arguments name, print where the person stands, and answer one of the exit codes."""
    told = _told(arguments)
    if told.keys is not None and not told.keys.exists():
        print(f"BLIND: there is no key file {told.keys}, and a new one would know nobody", file=sys.stderr)
        return BLIND
    for word in told.word:
        if len(word.encode()) < _LEAST_BYTES:
            print(f"a word of {len(word)} letters is met by chance, and not looked for", file=sys.stderr)
    search = Search(told)
    found = {place: search.found(place) for place in search.places}
    blind = [place for place in found if not search.files(place) or (told.must_find and not found[place])]
    if told.json:
        print(json.dumps({place: [(one.where, one.what) for one in traces] for place, traces in found.items()}))
    else:
        _print(search, found, blind)
    return BLIND if blind else FOUND if any(found.values()) else NOTHING


def _print(search: Search, found: Mapping[str, Sequence[Trace]], blind: Sequence[str]) -> None:
    for place, lines in found.items():
        told = "\n".join(one.line() for one in lines)
        print(told or f"{place}: no trace in {len(search.files(place))} files")
    for place in blind:
        print(f"BLIND: {place} was to hold the person, and the search sees nothing there")
    widest = max(map(len, found))
    print(f"\n{'':{widest}}" + "".join(f"{kind:>8}" for kind in COLUMNS))
    for place, lines in found.items():
        counts = Counter(kind_of(one.what) for one in lines)
        print(f"{place:{widest}}" + "".join(f"{counts[kind] or '-':>8}" for kind in COLUMNS))
    known, count = ", ".join(map(str, search.known_as)), sum(map(len, found.values()))
    print(f"known as {known or 'no number'}; {count} traces")


def _told(arguments: Sequence[str] | None) -> argparse.Namespace:
    told = argparse.ArgumentParser(prog="find-person", description=__doc__)
    told.add_argument("--data", type=Path, required=True, help="the data folder, searched with everything below it")
    told.add_argument(
        "--keys",
        type=Path,
        help="the key file: marks are computed, and what is sealed is opened; without it this is what a thief sees",
    )
    told.add_argument("--also", type=Path, action="append", default=[], help="a log, an export, a dump of channels")
    told.add_argument(
        "--place",
        nargs="+",
        action="append",
        default=[],
        metavar="NAME FILE",
        help="search these instead, each under a name: what it is called, then its files and folders",
    )
    told.add_argument("--id", type=int, required=True, help="the person's id on the platform")
    told.add_argument("--number", type=int, action="append", default=[], help="their number, from before the erase")
    told.add_argument("--word", action="append", default=[], help="a name, or words of theirs")
    told.add_argument(
        "--remember",
        type=Path,
        metavar="FILE",
        help="before an erase: write down what they are known by; after it: look for that. Delete it afterwards",
    )
    told.add_argument(
        "--day", type=date.fromisoformat, default=datetime.now(UTC).date(), help="of the newest log line (today)"
    )
    told.add_argument("--must-find", action="store_true", help="before an erase: fail where a place shows nothing")
    told.add_argument("--json", action="store_true", help="print what was found as JSON")
    return told.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())

"""What a thief of the data folder can find in it without the key file: words, names, ids, links (promise 5)."""

import hashlib
import hmac
import math
import re
import secrets
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.find_person import Sought, spellings, traces
from tests.guards.tables import features

SEALED = {
    (table.file, table.name, column.name): 3 if column.name == "wrapped_key" else 1
    for feature in features()
    for table in feature.tables
    for column in table.columns
    if column.sealed
}
"""The columns that are declared to be sealed, each with the bytes of its head, which are the same everywhere."""

FILES = {"main": "hearth.db", "people": "people.db"}
PLAIN_HASHES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s")
LEAST = 8
"""Bytes of a hash that are looked for; whoever shortens one keeps as many."""

SHORT = 5
"""Letters from which on a name is looked for in the raw bytes; a shorter one is met there by chance."""

Cell = tuple[str, str, str, object]
"""One value: file, table, column, and what it holds."""


@dataclass(frozen=True, slots=True)
class Loot:
    """A copied data folder, and what the thief knows or guesses of the people beforehand."""

    folder: Path
    ids: Sequence[int]
    """The platform's ids of the people, which everybody on the server can see."""
    names: Sequence[str] = field(repr=False)
    words: Sequence[str] = field(repr=False)
    private_places: Sequence[int] = ()
    """Channels of direct messages: who is behind one is as good as a name."""


def cells(folder: Path) -> Iterator[Cell]:
    """Yield every value of both files."""
    for file, name in FILES.items():
        with closing(sqlite3.connect(folder / name)) as opened:
            opened.row_factory = sqlite3.Row
            tables = [row[0] for row in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                for row in opened.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - read from the file itself
                    yield from ((file, table, column, row[column]) for column in row.keys())  # noqa: SIM118


def findings(loot: Loot) -> list[str]:
    """Answer everything a thief finds, a line each; empty is what is promised."""
    # Raw bytes first: opening a file with SQLite folds its log in.
    raw = sorted(set(_raw(loot)))
    held = list(cells(loot.folder))
    return [*raw, *_named(held, loot), *_hashed(held, loot), *_linked(held, loot), *_unsealed(held)]


def _raw(loot: Loot) -> Iterator[str]:
    for who in loot.ids:
        yield from traces(loot.folder, spellings(Sought(who), None))
    long = tuple(one for one in (*loot.names, *loot.words) if len(one.encode()) >= SHORT)
    for word in long:
        series = spellings(Sought(0, words=(word,)), None) | {word.lower().encode(): "word", word.encode(): "word"}
        yield from traces(loot.folder, {one: told for one, told in series.items() if len(one) >= SHORT})


_STRING = re.compile(rb"[\x20-\x7e]{6,}")
"""What the program `strings` shows of a file."""


def searched(loot: Loot) -> str:
    """Answer a table of the files: what a search for strings meets in each, and how random it looks as a whole."""
    ids = [spellings(Sought(who), None) for who in loot.ids]
    words = [word.encode() for word in (*loot.names, *loot.words) if len(word.encode()) >= SHORT]
    lines = [f"{'':<30}{'bytes':>10}{'bits a byte':>13}{'strings':>9}{'of ids':>8}{'names, words':>14}"]
    for file in sorted(one for one in loot.folder.rglob("*") if one.is_file()):
        held = file.read_bytes()
        strings, low = len(_STRING.findall(held)), held.lower()
        of_ids = sum(series in held for one in ids for series in one)
        of_words = sum(word.lower() in low for word in words)
        name = str(file.relative_to(loot.folder))
        lines.append(f"{name:<30}{len(held):>10,}{entropy(held):>13.2f}{strings:>9,}{of_ids:>8}{of_words:>14}")
    looked = f"looked for: {sum(map(len, ids))} spellings of {len(ids)} ids, {len(words)} names and words"
    return "\n".join([*lines, looked])


def _named(held: Sequence[Cell], loot: Loot) -> Iterator[str]:
    # A name of three letters stands in longer words: only one that stands alone is a name.
    either = "|".join(re.escape(name.lower()) for name in loot.names)
    name = re.compile(f"(?<![a-z])(?:{either})(?![a-z])")
    for file, table, column, value in held:
        text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
        clear = isinstance(value, str | bytes) and (file, table, column) not in SEALED
        if clear and name.search(text.lower()):
            yield f"{file}: {table}.{column} holds a name"


def _hashed(held: Sequence[Cell], loot: Loot) -> Iterator[str]:
    """Yield values that are a hash of an id without a secret, or with one that lies beside it."""
    whole = b"\0".join(value for *_, value in held if isinstance(value, bytes))
    texts = "\0".join(str(value) for *_, value in held if isinstance(value, str))
    beside = {value for *_, value in held if isinstance(value, bytes) and len(value) <= 64}
    for who in loot.ids:
        for plain in (str(who).encode(), who.to_bytes(8), who.to_bytes(8, "little")):
            for name, digest in _digests(plain, beside):
                if digest[:LEAST] in whole or digest[:LEAST].hex() in texts.lower():
                    yield f"the {name} of an id stands in the files"
            number = zlib.crc32(plain)
            if any(value == number for *_, value in held):
                yield "the crc32 of an id stands in the files"


def _digests(plain: bytes, beside: set[bytes]) -> Iterator[tuple[str, bytes]]:
    for name in PLAIN_HASHES:
        yield name, hashlib.new(name, plain).digest()
    for secret in (b"", *beside):
        yield "HMAC under what lies beside it", hmac.digest(secret or b"\0", plain, "sha256")


def _linked(held: Sequence[Cell], loot: Loot) -> Iterator[str]:
    """Yield columns whose values are somebody, or a place that only one person has."""
    people, private = set(map(str, loot.ids)), set(map(str, loot.private_places))
    for file, table, column, value in held:
        if str(value) in people:
            yield f"{file}: {table}.{column} is a person's id"
        if str(value) in private:
            yield f"{file}: {table}.{column} is somebody's channel of direct messages"


def _unsealed(held: Sequence[Cell]) -> Iterator[str]:
    for (file, table, column), found in sealed(held).items():
        if not all(isinstance(one, bytes) for one in found):
            yield f"{file}: {table}.{column} is declared sealed and holds no bytes"
            continue
        measured = Measured.of([one[SEALED[file, table, column] :] for one in found if isinstance(one, bytes)])
        if not measured.looks_random:
            yield f"{file}: {table}.{column} is declared sealed and does not look random: {measured.line()}"
        if len(set(found)) < len(found):
            yield f"{file}: {table}.{column} holds the same sealed value twice"
    every = [value for values in sealed(held).values() for value in values if isinstance(value, bytes)]
    nonces = Counter(value[1:13] for value in every)
    if any(times > 1 for times in nonces.values()):
        yield "a nonce was used twice"


def sealed(held: Sequence[Cell]) -> Mapping[tuple[str, str, str], list[object]]:
    """Answer what each column that is declared sealed holds; left out where it holds nothing."""
    found: dict[tuple[str, str, str], list[object]] = {}
    for file, table, column, value in held:
        if (file, table, column) in SEALED and value is not None:
            found.setdefault((file, table, column), []).append(value)
    return found


def entropy(whole: bytes) -> float:
    """Answer Shannon's entropy of some bytes, in bits for each."""
    size = len(whole)
    return -sum(n / size * math.log2(n / size) for n in Counter(whole).values()) if size else 0.0


@dataclass(frozen=True, slots=True)
class Measured:
    """How much some bytes look like random ones."""

    values: int
    size: int
    lengths: int
    entropy: float
    of_random: float
    """The entropy of as many bytes drawn at random."""
    spread: float
    """How many standard deviations chi-square lies above what random bytes would give."""

    @classmethod
    def of(cls, values: Sequence[bytes]) -> "Measured":
        """Measure all the values of a column as one series of bytes."""
        whole = b"".join(values)
        counts, size = Counter(whole), len(whole)
        chi = sum(n * n for n in counts.values()) * 256 / size - size if size else math.inf
        spread = (chi - 255) / math.sqrt(510 * (size - 1) / size) if size > 1 else math.inf
        lengths = len(set(map(len, values)))
        return cls(len(values), size, lengths, entropy(whole), entropy(secrets.token_bytes(size)), spread)

    @property
    def looks_random(self) -> bool:
        """Tell whether chi-square is what random bytes would give; eight deviations are met once in millions."""
        return self.size > 1 and self.spread < 8

    def line(self) -> str:
        """Answer the numbers of a column in one line."""
        return (
            f"{self.values:>4} values {self.size:>6} bytes {self.lengths:>3} lengths"
            f"  {self.entropy:.2f} bits a byte, random {self.of_random:.2f}  chi-square {self.spread:+.1f} sd"
        )


def table(held: Sequence[Cell]) -> str:
    """Answer the measures of every sealed column, and of the same number of clear ones to compare."""
    lines = [
        f"{file + ': ' + name + '.' + column:<44}{Measured.of(_bytes(values, SEALED[file, name, column])).line()}"
        for (file, name, column), values in sorted(sealed(held).items())
    ]
    clear = b"".join(str(value).encode() for *_, value in held if isinstance(value, int | str))
    return "\n".join([*lines, f"{'for comparison: what is kept in clear':<44}{Measured.of([clear]).line()}"])


def _bytes(values: Sequence[object], head: int) -> list[bytes]:
    return [value[head:] for value in values if isinstance(value, bytes)]


def platform_columns(held: Sequence[Cell], known: Mapping[int, str]) -> dict[str, set[str]]:
    """Answer which columns hold an id of the platform, and of what."""
    found: dict[str, set[str]] = {}
    for file, name, column, value in held:
        if isinstance(value, int) and value in known:
            found.setdefault(f"{file}: {name}.{column}", set()).add(known[value])
    return found

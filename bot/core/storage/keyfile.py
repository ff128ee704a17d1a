"""The key file: a few lines of text that only the host's user can read, kept apart from the data."""

import os
import re
import stat
import sys
from dataclasses import dataclass, field
from pathlib import Path

from bot.core.ports import Chance
from bot.core.refusals import SettingsFault

KEY_BYTES = 32
"""The length of every key, in bytes."""

_FIRST_LINE = "hearth-keys 1"
_KEY_LINE = re.compile(r"(pepper|root|master ([1-9][0-9]{0,3})) ([0-9a-f]{64})")
_LEAST_VARIETY = 12
"""Fewer different bytes than this in a key mean that nobody drew it (a drawn one has about 30)."""

_OTHERS = 0o077
"""Rights of anybody but the owner."""

_WORDS = """\
# Hearth's keys. Whoever has this file and the data can read what members kept private.
# Without this file nobody can, not even you: keep a copy away from this computer and from the data's backups.
"""
_DATABASE_HEADER = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Keys:
    """What a key file holds: a pepper for look-ups, a root for derived keys, master keys by their number."""

    pepper: bytes = field(repr=False)
    root: bytes = field(repr=False)
    masters: dict[int, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Where the key file lies: apart from the data, and out of the reach of other users of the computer.

    `private` is None where the computer's rights do not tell.
    """

    apart: bool
    private: bool | None


def look_at(path: Path, data_dir: Path) -> KeyPlace | None:
    """Answer how the key file lies now, or None where that cannot be seen; it is not opened."""
    try:
        resolved, rights = path.resolve(strict=True), stat.S_IMODE(path.stat().st_mode)
        apart = not resolved.is_relative_to(data_dir.resolve())
    except OSError:
        return None
    return KeyPlace(apart, None if sys.platform == "win32" else not rights & _OTHERS)


def load_keys(path: Path, chance: Chance, data_dir: Path) -> Keys:
    """Read the key file, or make it if there is no data yet (R75).

    Raises `SettingsFault` if it lies inside `data_dir`, is missing although `data_dir` holds databases, can be
    read by others, or is malformed.
    """
    path = path.absolute()
    if path.resolve().is_relative_to(data_dir.resolve()):
        raise SettingsFault(
            f"The key file {path} lies inside the data folder {data_dir}, "
            "where a thief of the data would find it: set HEARTH_KEY_FILE to a place outside it."
        )
    try:
        if not path.exists():
            _make(path, chance, data_dir)
        return parsed(path, text_of(path))
    except OSError as error:
        raise SettingsFault(
            f"The key file {path} cannot be read or made ({error.strerror}): "
            "give it to the user who runs Hearth, or set HEARTH_KEY_FILE to another place."
        ) from None


def _make(path: Path, chance: Chance, data_dir: Path) -> None:
    if _holds_data(data_dir):
        raise SettingsFault(
            f"The key file {path} is missing, but {data_dir} holds data: restore your key file there; "
            "without it nothing can be read."
        )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = [f"{name} {chance.bytes(KEY_BYTES).hex()}" for name in ("pepper", "root", "master 1")]
    part = path.with_name(f"{path.name}.{chance.number()}.part")
    try:
        write_new(part, "\n".join((_FIRST_LINE, _WORDS.rstrip(), *lines, "")))
        # Not a rename: of two first starts at once, the second must take the first's keys, not replace them.
        path.hardlink_to(part)
    except FileExistsError:
        return
    finally:
        part.unlink(missing_ok=True)


def write_new(part: Path, text: str) -> None:
    """Write a new file for its owner alone, on the disk when this returns; raises `OSError`."""
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(handle)


def _holds_data(data_dir: Path) -> bool:
    return any(_is_database(file) for file in data_dir.rglob("*") if file.is_file())


def _is_database(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(_DATABASE_HEADER)) == _DATABASE_HEADER


def text_of(path: Path) -> str:
    """Answer the words of a key file; raises `SettingsFault` if others can read it, `OSError` if nobody can."""
    with path.open("rb") as file:
        # Windows keeps rights elsewhere; there the mode says nothing.
        if sys.platform != "win32" and stat.S_IMODE(os.fstat(file.fileno()).st_mode) & _OTHERS:
            raise SettingsFault(f"Others on this computer can read the key file {path}: run chmod 600 {path}")
        return file.read().decode("utf-8", errors="replace")


def parsed(path: Path, text: str) -> Keys:
    """Answer the keys a key file's words hold; raises `SettingsFault` with the number of a line that is wrong."""
    found: dict[str, bytes] = {}
    lines = text.splitlines()
    if not lines or lines[0].strip() != _FIRST_LINE:
        raise _malformed(path, 1, f"should be '{_FIRST_LINE}'")
    for number, line in enumerate(lines[1:], start=2):
        if line.strip() and not line.startswith("#"):
            name, key = _key(path, number, line.strip())
            if name in found or key in found.values():
                raise _malformed(path, number, "repeats an earlier line")
            found[name] = key
    masters = {int(name.split()[1]): key for name, key in found.items() if name.startswith("master ")}
    if "pepper" not in found or "root" not in found or not masters:
        raise _malformed(path, len(lines), "is the last one, and a pepper, a root or a master line is missing")
    return Keys(found["pepper"], found["root"], masters)


def _key(path: Path, number: int, line: str) -> tuple[str, bytes]:
    parts = _KEY_LINE.fullmatch(line)
    if parts is None:
        raise _malformed(path, number, "is not a name and a key of 64 hexadecimal digits")
    key = bytes.fromhex(parts[3])
    if len(set(key)) < _LEAST_VARIETY:
        raise _malformed(path, number, "holds an example, not a key")
    return parts[1], key


def _malformed(path: Path, number: int, what: str) -> SettingsFault:
    # The line itself is never shown: it may hold most of a key.
    return SettingsFault(f"Line {number} of the key file {path} {what}: restore your copy of the file.")

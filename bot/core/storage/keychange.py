"""Changes of the key file: a new master key comes in, an old one goes; whole or not at all, also at kill -9."""

import os
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from bot.core.ports import Chance
from bot.core.refusals import SettingsFault
from bot.core.storage.keyfile import KEY_BYTES, parsed, text_of, write_new
from bot.core.storage.lockfile import LockFile

KEPT_FOR = timedelta(days=14)
"""How long old master keys stay after a new one came: as long as the oldest copy that may need one."""

_SINCE = "# master {} since {}"
_SINCE_LINE = re.compile(r"# master ([1-9][0-9]{0,3}) since (\d{4}-\d{2}-\d{2})")
_LAST = 9999


def add_master(path: Path, chance: Chance, today: date) -> int:
    """Add a new master key to the file and answer its number; the older keys stay.

    Raises `SettingsFault` if the file cannot be changed; then it is as it was.
    """

    def changed(text: str) -> str:
        number = max(parsed(path, text).masters) + 1
        if number > _LAST:
            raise SettingsFault(f"The key file {path} holds the last number a master key can have.")
        key = chance.bytes(KEY_BYTES).hex()
        return "\n".join((text.rstrip("\n"), _SINCE.format(number, today), f"master {number} {key}", ""))

    return max(parsed(path, _change(path, chance, changed)).masters)


def drop_older(path: Path, chance: Chance, today: date) -> list[int]:
    """Take out the master keys before the newest one, and answer their numbers; none before 14 days went by.

    Call it only when nothing is wrapped with them any more. Raises `SettingsFault` as `add_master` does.
    """
    gone: list[int] = []

    def changed(text: str) -> str:
        masters = parsed(path, text).masters
        newest = max(masters)
        since = _since(text).get(newest)
        if since is None or today - since < KEPT_FOR:
            return text
        gone.extend(sorted(number for number in masters if number != newest))
        return "\n".join(line for line in text.split("\n") if not _about(line, gone))

    _change(path, chance, changed)
    return gone


def _about(line: str, numbers: list[int]) -> bool:
    words = line.removeprefix("# ").split()
    return len(words) > 1 and words[0] == "master" and words[1] in map(str, numbers)


def _since(text: str) -> dict[int, date]:
    found: dict[int, date] = {}
    for line in text.splitlines():
        said = _SINCE_LINE.fullmatch(line.strip())
        if said is not None:
            try:
                found[int(said[1])] = date.fromisoformat(said[2])
            except ValueError:
                continue
    return found


def _change(path: Path, chance: Chance, changed: Callable[[str], str]) -> str:
    # A link stays one: what it points at is replaced.
    path = path.resolve()
    try:
        lock = LockFile.hold(path)
    except SettingsFault:
        raise SettingsFault(f"The key file {path} is just being changed: try again in a minute.") from None
    except OSError as error:
        raise _fault(path, error) from None
    try:
        _tidy(path)
        text = text_of(path)
        new = changed(text)
        if new != text:
            _replace(path, chance, new)
        return new
    except OSError as error:
        raise _fault(path, error) from None
    finally:
        lock.let_go()


def _replace(path: Path, chance: Chance, text: str) -> None:
    # Root could write it, and the user who runs the bot could not read it then.
    if hasattr(os, "geteuid") and path.stat().st_uid != os.geteuid():
        raise SettingsFault(f"The key file {path} belongs to another user: run this as the user who runs Hearth.")
    parsed(path, text)
    part = path.with_name(f"{path.name}.{chance.number()}.part")
    try:
        write_new(part, text)
        part.replace(path)
        _kept(path.parent)
    finally:
        part.unlink(missing_ok=True)


def _tidy(path: Path) -> None:
    # Under the lock: what a kill left is nobody's any more, and it holds keys.
    for part in path.parent.glob(f"{path.name}.*.part"):
        part.unlink(missing_ok=True)


def _kept(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _fault(path: Path, error: OSError) -> SettingsFault:
    return SettingsFault(
        f"The key file {path} could not be changed ({error.strerror}) and is as it was: make room on the disk, "
        "and run this as the user who runs Hearth."
    )

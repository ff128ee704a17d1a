"""`hearth backup`: copies a host asks for, and what is said about them."""

import sys
from pathlib import Path

from bot.core.refusals import SettingsFault
from bot.core.storage.backups import OLDEST, folder_beside
from bot.core.storage.handcopy import HandCopies, NotCopied, copy_by_hand
from bot.core.storage.keyring import Keyring
from bot.core.world import SystemChance, SystemClock
from bot.settings import Settings

FINE, BROKEN = 0, 1


async def back_up(settings: Settings, to: Path | None) -> int:
    """Copy both files now, and say what was made and what it is good for."""
    main, people = settings.data_dir / "hearth.db", settings.data_dir / "people.db"
    # A copy that no key opens would be no copy; and this is the moment to notice.
    keyring = Keyring.open(settings.key_file, SystemChance(), settings.data_dir)
    if not (main.exists() and people.exists()):
        print("There is no data yet, so there is nothing to copy.")
        return FINE
    folder = _target(settings, to)
    try:
        made = await copy_by_hand(main, people, folder, SystemClock().now())
    except NotCopied as fault:
        print(f"Not all was copied to {folder} ({fault}): make room there, and ask again.", file=sys.stderr)
        return BROKEN
    _tell(made, elsewhere=to is not None)
    print(f"The key file is in neither: {settings.key_file}, fingerprint {keyring.fingerprint()}.")
    print("Without it nobody can read these copies. Keep a copy of it too, and never beside them.")
    return FINE


def _target(settings: Settings, to: Path | None) -> Path:
    own = folder_beside(settings.data_dir / "hearth.db")
    if to is None:
        return own
    folder = to.absolute()
    if folder.resolve() == own.resolve():
        return own
    if folder.resolve().is_relative_to(settings.data_dir.resolve()):
        raise SettingsFault(f"{folder} lies inside the data folder: name a folder elsewhere, or leave --to away.")
    if settings.key_file.resolve().is_relative_to(folder.resolve()):
        raise SettingsFault(
            f"{folder} holds the key file, and whoever finds both can read everything: name another folder."
        )
    if folder.exists() and not folder.is_dir():
        raise SettingsFault(f"{folder} is no folder: name one with --to.")
    return folder


def _tell(made: HandCopies, *, elsewhere: bool) -> None:
    print(f"{made.main}: {made.main.stat().st_size:,} bytes, written and read back")
    print(f"{made.people}: {made.people.stat().st_size:,} bytes, in place of any older one")
    if made.too_old:
        print(f"Copies older than {OLDEST.days} days that went from there: {made.too_old}")
    if elsewhere:
        print("Hearth does not reach this folder by itself: whoever is erased from now on stays in its people.db")
        print("until you ask for the next copy there, which replaces it. Ask at least once a week.")
    else:
        print("When somebody is erased, this people.db follows at once.")

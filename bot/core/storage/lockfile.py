"""A lock on a file that the operating system lets go of by itself when the process ends, even by kill -9."""

import os
import sys
from pathlib import Path

from bot.core.refusals import SettingsFault


class LockFile:
    """Holds `<file>.lock` for as long as it is not let go."""

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle

    @classmethod
    def hold(cls, file: Path) -> "LockFile":
        """Keep every other process from using `file`.

        Raises `SettingsFault` if one already does, `OSError` if its disk knows no locks.
        """
        lock = file.with_name(f"{file.name}.lock")
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(handle)
        except (BlockingIOError, PermissionError):
            os.close(handle)
            raise SettingsFault(
                f"Another Hearth is already using {file}: stop it first, or give this one its own data folder."
            ) from None
        except OSError:
            # A disk that knows no locks is another fault with another remedy.
            os.close(handle)
            raise
        return cls(handle)

    def let_go(self) -> None:
        """Let others use the file; done as well if it was let go before."""
        # The lock file stays: removing it would let two newcomers lock two different files of that name.
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

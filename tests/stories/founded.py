"""What stood once a circle was made and joined, to begin each story from there."""

import pickle
import shutil
from dataclasses import dataclass
from pathlib import Path

from rehearsal.server import Rehearsal

KEPT = ("world", "inbox", "requests")
"""The parts of a server that know what happened: what stands, what everybody saw, what the bot asked for."""

OF_ONE_SERVER = ("clock", "_clock", "ids", "listeners", "base_url", "world", "_waiting")
"""What in them belongs to a running server, and is nothing that happened."""


@dataclass(frozen=True)
class Founded:
    """What happened in a rehearsal so far, and the files of the bot after it had ended."""

    happened: bytes
    files: Path

    @classmethod
    def after(cls, server: Rehearsal, folder: Path) -> "Founded":
        """Keep what happened until now; the bot must have ended, so that its files are whole."""
        return cls(pickle.dumps({part: _past(vars(getattr(server, part))) for part in KEPT}), folder)

    def stand_again(self, server: Rehearsal, folder: Path) -> None:
        """Let it have happened on a server that nobody has used yet, and copy the files into an empty folder."""
        for part, past in pickle.loads(self.happened).items():  # noqa: S301 - made by this very process
            vars(getattr(server, part)).update(past)
        shutil.copytree(self.files, folder, dirs_exist_ok=True)


def _past(part: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in part.items() if name not in OF_ONE_SERVER}

"""What the bot asked for, as the page and the stories show it."""

from collections.abc import Callable

from rehearsal.clock import WorldClock
from rehearsal.records import Json

MALFORMED = ("50006", "50035", "50109")
"""Codes that say a request was wrong in itself, rather than not allowed or late."""


class RequestLog:
    """Keeps every request of the bot in order."""

    def __init__(self, clock: WorldClock) -> None:
        self._clock = clock
        self._entries: list[Json] = []
        self._forgiven = 0
        self.listeners: list[Callable[[Json], None]] = []

    def note(self, entry: Json) -> None:
        """Add one request with its answer."""
        noted = {"seq": len(self._entries) + 1, "at": self._clock.iso(), **entry}
        self._entries.append(noted)
        for listener in self.listeners:
            listener(noted)

    def malformed(self) -> list[str]:
        """Return as plain lines what Discord would call malformed, and what this small Discord does not have."""
        return [
            f"{one['method']} {one['route']}: {'; '.join(one['problems'])}"
            for one in self._entries[self._forgiven :]
            if one["status"] == 501 or any(line.startswith(MALFORMED) for line in one["problems"][:1])
        ]

    def forgive(self) -> None:
        """Let what was malformed so far pass, where a test meant it."""
        self._forgiven = len(self._entries)

    def after(self, seq: int) -> list[Json]:
        """Return the requests after a number, oldest first."""
        return self._entries[max(seq, 0) :]

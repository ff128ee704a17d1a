"""What the bot asked for, as the page and the stories show it."""

from collections.abc import Callable

from rehearsal.clock import WorldClock
from rehearsal.records import Json


class RequestLog:
    """Keeps every request of the bot in order."""

    def __init__(self, clock: WorldClock) -> None:
        self._clock = clock
        self._entries: list[Json] = []
        self.listeners: list[Callable[[Json], None]] = []

    def note(self, entry: Json) -> None:
        """Add one request with its answer."""
        noted = {"seq": len(self._entries) + 1, "at": self._clock.iso(), **entry}
        self._entries.append(noted)
        for listener in self.listeners:
            listener(noted)

    def after(self, seq: int) -> list[Json]:
        """Return the requests after a number, oldest first."""
        return self._entries[max(seq, 0) :]

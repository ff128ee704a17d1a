"""Mishaps that were asked for: what they meet, how often, and whom they hold."""

import asyncio
import re
from dataclasses import dataclass, field

from rehearsal.records import Json

REQUEST_FAULTS = ("429", "500", "502", "503", "reset_before", "reset_after", "slow", "hold")
EVENT_FAULTS = ("duplicate", "late")
AT_ONCE = ("close", "op7", "op9")


@dataclass
class Fault:
    """One mishap; ``times`` None goes on until it is cleared."""

    do: str
    method: str | None = None
    route: str | None = None
    scope: str = "user"
    seconds: float = 1.0
    code: int = 4000
    when: str = "before"
    times: int | None = 1
    id: int = 0
    struck: int = 0
    held: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def used_up(self) -> bool:
        """Whether it has met as many as it was to meet."""
        return self.times is not None and self.struck >= self.times

    def meets(self, method: str | None, route: str) -> bool:
        """Tell whether it is meant for this; routes are compared without the names of their gaps."""
        wanted = self.route and without_names(self.route)
        return self.method in (None, method) and wanted in (None, route)

    async def hold(self) -> None:
        """Keep what was struck until the mishaps are cleared."""
        try:
            await self.released.wait()
        finally:
            self.held -= 1

    def shown(self) -> Json:
        """Return it as ``GET /rehearsal/faults`` shows it."""
        names = ("id", "do", "scope", "seconds", "code", "when", "times", "struck", "held")
        return {
            "match": {"method": self.method, "route": self.route},
            **{name: getattr(self, name) for name in names},
        }


class Faults:
    """The mishaps in force, oldest first; the first that fits strikes, and no other."""

    def __init__(self) -> None:
        self._all: list[Fault] = []
        self._last = 0

    def add(self, fault: Fault) -> int:
        """Put a mishap in force and return its number; one that happens at once only gets its number."""
        self._last += 1
        fault.id = self._last
        if fault.do not in AT_ONCE:
            self._all.append(fault)
        return fault.id

    def strike_request(self, method: str, route: str) -> Fault | None:
        """Return the mishap that meets this request of the bot, if any."""
        return self._strike(REQUEST_FAULTS, method, without_names(route)) if self._all else None

    def strike_event(self, name: str) -> Fault | None:
        """Return the mishap that meets this event on its way to the bot, if any."""
        return self._strike(EVENT_FAULTS, None, name) if self._all else None

    def _strike(self, kinds: tuple[str, ...], method: str | None, route: str) -> Fault | None:
        for fault in self._all:
            if fault.do in kinds and not fault.used_up and fault.meets(method, route):
                fault.struck += 1
                fault.held += fault.do == "hold"
                return fault
        return None

    def clear(self) -> None:
        """End all mishaps; requests they hold go on."""
        for fault in self._all:
            fault.released.set()
        self._all = []

    def in_force(self) -> list[Json]:
        """Return the mishaps that can still strike, or still hold a request."""
        self._all = [fault for fault in self._all if not fault.used_up or fault.held]
        return [fault.shown() for fault in self._all]


def without_names(route: str) -> str:
    """Return a route's template without the names of its gaps, which every description words differently."""
    return re.sub(r"\{\w+\}", "{}", route.replace("@original", "{}"))

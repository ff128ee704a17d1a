"""What a story does to the rehearsal itself: it moves time."""

from abc import ABC, abstractmethod
from typing import Any

from rehearsal.records import Json

TELLER = "the story"


class Steering(ABC):
    """The rehearsal's own calls, as stories and tests make them."""

    @abstractmethod
    async def request(
        self, method: str, path: str, body: Json | None, token: str, who: str
    ) -> tuple[dict[str, str], Any]:
        """Make one HTTP call of the contract."""

    async def forward(self, by: str) -> Json:
        """Move time by an ISO 8601 duration, such as P1D; returns ``now``, ``next_due`` and ``settled``."""
        return await self._ask("POST", "/rehearsal/clock", {"forward": by})

    async def until(self, instant: str) -> Json:
        """Move time on to an instant, such as what the last move named as ``next_due``; returns the same."""
        return await self._ask("POST", "/rehearsal/clock", {"until": instant})

    async def _ask(self, method: str, path: str, body: Json | None = None) -> Any:  # noqa: ANN401  (any JSON)
        _, found = await self.request(method, path, body, "", TELLER)
        return found

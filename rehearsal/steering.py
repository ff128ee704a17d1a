"""What a story does to the rehearsal itself: it moves time, and lets things go wrong."""

import asyncio
import time
from abc import ABC, abstractmethod
from typing import Any

from rehearsal.records import Json

TELLER = "the story"
LOOK_AGAIN = 0.02
"""Seconds between two looks at what has happened."""


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

    async def faults(self, do: str, route: str | None = None, **more: object) -> int:
        """Let something go wrong, such as ``faults("503", "/channels/{channel_id}/messages", method="POST")``.

        ``more`` is method, scope, seconds, code, times and when, as in docs/rehearsal.md; returns the number.
        """
        match = {"method": more.pop("method", None), "route": route}
        body = {"do": do, "match": {key: value for key, value in match.items() if value is not None}, **more}
        return (await self._ask("POST", "/rehearsal/faults", body))["id"]

    async def struck(self, number: int, within: float = 10.0) -> None:
        """Wait until a mishap of this number has met something; raises ``TimeoutError`` if it does not."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            left = [one for one in await self._ask("GET", "/rehearsal/faults") if one["id"] == number]
            if not left or left[0]["struck"]:
                return
            await asyncio.sleep(LOOK_AGAIN)
        raise TimeoutError(f"The mishap {number} met nothing within {within:g} seconds.")

    async def clear_faults(self) -> None:
        """End all mishaps; requests that are held go on."""
        await self._ask("DELETE", "/rehearsal/faults")

    async def bot_is_put_out(self) -> None:
        """Take the bot out of the server."""
        await self._ask("POST", "/rehearsal/bot", {"here": False})

    async def bot_is_invited(self) -> None:
        """Invite the bot into the server again."""
        await self._ask("POST", "/rehearsal/bot", {"here": True})

    async def goes(self, person: str, do: str = "leave") -> Json:
        """Let somebody leave the server, or ``kick``, ``ban``, ``unban`` them, or let them ``return``."""
        return await self._ask("POST", f"/rehearsal/people/{person}", {"do": do})

    async def another_server(self, name: str, *people: str, bot: bool = True) -> Json:
        """Open a server beside the first; the first of the people owns it, and whoever is new can act now."""
        made = await self._ask("POST", "/rehearsal/servers", {"name": name, "people": list(people), "bot": bot})
        for entry in made["people"]:
            self.meet(entry)
        return made

    @abstractmethod
    def meet(self, entry: Json) -> None:
        """Know somebody from now on, as the contract shows them."""

    async def limits(self) -> Json:
        """Return how many requests of the bot were invalid, and how many were too many."""
        return await self._ask("GET", "/rehearsal/limits")

    async def problems(self) -> list[Json]:
        """Return what the server itself got wrong, by Discord's descriptions."""
        return await self._ask("GET", "/rehearsal/problems")

    async def _ask(self, method: str, path: str, body: Json | None = None) -> Any:  # noqa: ANN401  (any JSON)
        _, found = await self.request(method, path, body, "", TELLER)
        return found

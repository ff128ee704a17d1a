"""The pacer: lets requests out one by one, the urgent ones first, so that a platform's limit is never reached."""

import asyncio
import heapq
from itertools import count

from bot.core.lanes import Lane

PER_SECOND = 45.0
"""Requests let out in a second; Discord takes 50 and counts them on arrival (Discord: Rate Limits, Global)."""


class Pacer:
    """A queue with one exit: `await permit(lane)` returns when it is this request's turn.

    Permits are spaced. One that came late is made up for by the next alone, so that a pause is never followed by
    a burst.
    """

    def __init__(self, per_second: float = PER_SECOND) -> None:
        self._gap = 1 / per_second
        self._waiting: list[tuple[Lane, int, asyncio.Future[None]]] = []
        self._count = count()
        self._free_at = 0.0
        self._timer: asyncio.TimerHandle | None = None

    async def permit(self, lane: Lane) -> None:
        """Wait for this request's turn."""
        turn = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (lane, next(self._count), turn))
        self._serve()
        await turn

    def hold(self, seconds: float) -> None:
        """Let nothing out for a while, as when the platform says that its limit is reached all the same."""
        self._free_at = max(self._free_at, asyncio.get_running_loop().time() + seconds)

    def _serve(self) -> None:
        now = asyncio.get_running_loop().time()
        while self._waiting:
            turn = self._waiting[0][2]
            # Whoever gave up waiting takes no turn.
            if not turn.done() and now < self._free_at:
                self._serve_later()
                return
            heapq.heappop(self._waiting)
            if not turn.done():
                self._free_at = max(self._free_at, now - self._gap) + self._gap
                turn.set_result(None)

    def _serve_later(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_at(self._free_at, self._on_time)

    def _on_time(self) -> None:
        self._timer = None
        self._serve()

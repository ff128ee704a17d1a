"""A stand-in for a chat platform that finishes what dead clients asked for, and drops no second sending.

`python -m benchmarks.crash.sink SEED [--window SECONDS] [--late SHARE]` prints its address and serves until
killed. Its memory is the judge of what was lost and what was doubled.
"""

import argparse
import asyncio
import random
import time
from dataclasses import asdict, dataclass

from aiohttp import web

RECORDS_AFTER = (0.005, 0.040)
"""Seconds between a request's arrival and its message, drawn evenly (scale.md 2.3)."""

LATE_AFTER = (1.0, 5.0)
"""The same for requests that the platform takes its time for."""

ANSWERS_AFTER = (0.002, 0.020)
"""Seconds between a message and its answer."""


@dataclass
class Asked:
    """One request to post: moments on this computer's one monotonic clock."""

    once: str
    received: float
    recorded: float | None = None
    answered: float | None = None
    message: int = 0
    merged: bool = False


class Sink:
    """Records first, answers later; merges a second sending only within `window` seconds, and never without."""

    def __init__(self, seed: int, window: float = 0.0, late: float = 0.0) -> None:
        self._chance = random.Random(seed)
        self._window = window
        self._late = late
        self._away_until = 0.0
        self._working: set[asyncio.Task[None]] = set()
        self.asked: list[Asked] = []
        self._newest: dict[str, Asked] = {}

    def routes(self) -> list[web.RouteDef]:
        """Answer what can be asked of it."""
        return [
            web.post("/messages/{once}", self._post),
            web.get("/messages/{once}", self._find),
            web.post("/away/{seconds}", self._go_away),
            web.get("/asked", self._tell),
        ]

    @property
    def _is_away(self) -> bool:
        return time.monotonic() < self._away_until

    async def _post(self, request: web.Request) -> web.Response:
        if self._is_away:
            return _hung_up(request)
        asked = Asked(request.match_info["once"], time.monotonic())
        self.asked.append(asked)
        # A task of its own: a client that is gone takes nothing back.
        work = asyncio.create_task(self._work(asked))
        self._working.add(work)
        work.add_done_callback(self._working.discard)
        await asyncio.shield(work)
        if self._is_away:
            return _hung_up(request)
        asked.answered = time.monotonic()
        return web.json_response({"message": asked.message})

    async def _work(self, asked: Asked) -> None:
        await asyncio.sleep(self._chance.uniform(*self._pace()))
        before = self._newest.get(asked.once)
        now = time.monotonic()
        if before is not None and before.recorded is not None and now - before.recorded < self._window:
            asked.message, asked.merged = before.message, True
        else:
            asked.message = len(self.asked)
            self._newest[asked.once] = asked
        asked.recorded = now
        await asyncio.sleep(self._chance.uniform(*ANSWERS_AFTER))

    def _pace(self) -> tuple[float, float]:
        return LATE_AFTER if self._chance.random() < self._late else RECORDS_AFTER

    async def _find(self, request: web.Request) -> web.Response:
        if self._is_away:
            return _hung_up(request)
        found = self._newest.get(request.match_info["once"])
        return web.json_response({"message": None if found is None else found.message})

    async def _go_away(self, request: web.Request) -> web.Response:
        self._away_until = time.monotonic() + float(request.match_info["seconds"])
        return web.json_response({})

    async def _tell(self, _: web.Request) -> web.Response:
        return web.json_response([asdict(asked) for asked in self.asked])


def _hung_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _serve(sink: Sink) -> None:
    app = web.Application()
    app.add_routes(sink.routes())
    runner = web.AppRunner(app, access_log=None, handler_cancellation=False)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("seed", type=int)
    parser.add_argument("--window", type=float, default=0.0)
    parser.add_argument("--late", type=float, default=0.0)
    told = parser.parse_args()
    asyncio.run(_serve(Sink(told.seed, told.window, told.late)))


if __name__ == "__main__":
    main()

"""Keeps requests to Discord below its limit, through the one public place where discord.py lets them be seen."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from types import SimpleNamespace

import aiohttp

from bot.core.delivery.pacer import Pacer
from bot.core.lanes import LANE

LOG = logging.getLogger(__name__)

ANSWERED_WITHIN = 15.0
"""Seconds one call may take once it was let out, discord.py's own further tries included."""

LET_OUT_WITHIN = 60.0
"""Seconds one call may wait for that."""

TOO_MANY = 429
"""The status of a request beyond the limits (Discord: Rate Limits)."""

UNLIMITED = ("/interactions/", "/webhooks/")
"""Routes outside the global limit (Discord: Rate Limits): answers to presses never wait behind posts."""


class _Limit:
    """The time of one call, begun when its first request is let out."""

    def __init__(self, timeout: asyncio.Timeout) -> None:
        self._timeout = timeout
        self._begun = False

    def let_out(self) -> None:
        if not self._begun:
            self._begun = True
            self._timeout.reschedule(asyncio.get_running_loop().time() + ANSWERED_WITHIN)

    def rests(self, seconds: float) -> None:
        # discord.py stops everything until its own rest is over; cut short in it, it would never go on.
        self._timeout.reschedule(asyncio.get_running_loop().time() + seconds + ANSWERED_WITHIN)


_LIMIT: ContextVar[_Limit | None] = ContextVar("limit", default=None)


@asynccontextmanager
async def answered() -> AsyncGenerator[None]:
    """Give the calls inside 15 seconds, counted from when the first was let out; raises TimeoutError after that."""
    async with asyncio.timeout(LET_OUT_WITHIN) as timeout:
        before = _LIMIT.set(_Limit(timeout))
        try:
            yield
        finally:
            _LIMIT.reset(before)


def pacing(pacer: Pacer) -> aiohttp.TraceConfig:
    """Answer what makes discord.py wait for a permit before each request, its own further tries included."""
    trace = aiohttp.TraceConfig()

    async def wait(_: aiohttp.ClientSession, __: SimpleNamespace, params: aiohttp.TraceRequestStartParams) -> None:
        if params.url.scheme not in ("http", "https") or any(part in params.url.path for part in UNLIMITED):
            return
        await pacer.permit(LANE.get())
        limit = _LIMIT.get()
        if limit is not None:
            limit.let_out()

    async def heed(_: aiohttp.ClientSession, __: SimpleNamespace, params: aiohttp.TraceRequestEndParams) -> None:
        headers = params.response.headers
        if params.response.status != TOO_MANY:
            return
        scope, rest = headers.get("X-RateLimit-Scope", "user"), float(headers.get("Retry-After", "1"))
        LOG.warning("Discord takes no more for %s: scope %s, %g seconds", params.method, scope, rest)
        if scope != "global":
            return
        pacer.hold(rest)
        limit = _LIMIT.get()
        if limit is not None:
            limit.rests(rest)

    trace.on_request_start.append(wait)
    trace.on_request_end.append(heed)
    return trace

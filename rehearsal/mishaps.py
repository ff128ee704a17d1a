"""What a mishap does to one request of the bot."""

import asyncio
import contextlib
import math
import socket
import struct
from collections.abc import Awaitable, Callable

from rehearsal.calls import Answer, Call
from rehearsal.faults import Fault

SENTENCES = {"500": "Internal Server Error", "502": "Bad Gateway", "503": "Service Unavailable"}
NOT_DONE = 0
"""Stands for the status of a request that was never done and never answered."""

Doing = Callable[[], Awaitable[Answer]]


async def befall(fault: Fault, call: Call, do: Doing) -> Answer:
    """Let a mishap happen to a request; ``do`` does what was asked for, if it comes to that."""
    if fault.do == "429":
        return too_many(fault.seconds, fault.scope)
    if fault.do in SENTENCES:
        sentence = f"{fault.do}: {SENTENCES[fault.do]}"
        return Answer(int(fault.do), {"message": sentence, "code": 0}, problems=[sentence])
    if fault.do == "slow":
        await asyncio.sleep(fault.seconds)
    if fault.do == "hold" and fault.when == "before":
        await fault.hold()
        # Let a connection that broke meanwhile be seen as broken.
        await asyncio.sleep(0.01)
        if call.gone:
            return Answer(NOT_DONE, problems=["The bot was gone before this went on."])
    if fault.do == "reset_before":
        reset(call)
        return Answer(NOT_DONE, problems=["The connection was reset before anything was done."])
    given = await do()
    if fault.do == "hold" and fault.when == "after":
        await fault.hold()
    if fault.do == "reset_after":
        reset(call)
    return given


def too_many(seconds: float, scope: str, headers: dict[str, str] | None = None) -> Answer:
    """Return a 429 (Discord: Topics, "Rate Limits"); clients take one without Via for a ban."""
    body = {"message": "You are being rate limited.", "retry_after": round(seconds, 3), "global": scope == "global"}
    told = {"Via": "1.1 rehearsal", "Retry-After": str(math.ceil(seconds)), "X-RateLimit-Scope": scope}
    if scope == "global":
        told["X-RateLimit-Global"] = "true"
    return Answer(429, body, (headers or {}) | told, [f"429 You are being rate limited ({scope})."])


def reset(call: Call) -> None:
    """Break the connection off as a lost network does: no answer, no orderly end."""
    line = call.request.transport if call.request else None
    if line is None:
        return
    pipe = line.get_extra_info("socket")
    with contextlib.suppress(OSError):
        pipe.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.abort()

"""The rehearsal server in a process of its own, with many channels; it prints where it is, and serves until killed.

`python -m benchmarks.town CHANNELS` prints `{"url", "token", "guild", "channels": [...]}`.
"""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from rehearsal.records import TEXT, Channel
from rehearsal.server import Rehearsal

ROOT = Path(__file__).parents[1]

LONGEST_LINE = 8 * 1024**2
"""Bytes of what it prints at first: ten thousand ids take a quarter of one million."""


@dataclass(frozen=True)
class Town:
    """Where the server is, and its channels beyond the usual ones."""

    url: str
    token: str
    guild: int
    channels: tuple[int, ...]


@asynccontextmanager
async def town_with(channels: int) -> AsyncGenerator[Town]:
    """Run a server with so many more channels until the block ends."""
    command = (sys.executable, "-m", "benchmarks.town", str(channels))
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=PIPE, limit=LONGEST_LINE)
    assert process.stdout is not None
    try:
        told = json.loads(await process.stdout.readline())
        yield Town(told["url"], told["token"], int(told["guild"]), tuple(int(one) for one in told["channels"]))
    finally:
        process.kill()
        await process.wait()


async def _serve(channels: int) -> None:
    server = Rehearsal()
    made: list[str] = []
    for place in range(channels):
        channel = Channel(server.world.ids.next(), TEXT, f"room-{place}", place + 10)
        server.world.add_channel(channel)
        made.append(channel.id)
    await server.start()
    told = {"url": server.url, "token": server.bot_token, "guild": server.world.guild_id, "channels": made}
    print(json.dumps(told), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))

"""`memory`: the memory of the process with 1,000 servers, over a bare discord.py bot with the same caches.

The rehearsal knows one server; here its gateway tells of 999 more, each like it with ten channels and four roles.
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Measured, median, parser, say, tell
from benchmarks.processes import Address, Kind, bare, hearth, running
from bot.core.notebook import Notebook
from bot.core.storage.sqlite import SqliteDatabase
from rehearsal import shapes
from rehearsal.records import TEXT, Channel, Json
from rehearsal.server import Rehearsal

BAR = 1.3
SERVERS = 1_000
CHANNELS = 10
MEMBERS = 50
REPEATS = 3

RESTS = 2.0
"""Seconds from being ready to the look, in which a start's last work ends."""

NOTED = "commands:{server}"
"""Where Hearth notes which commands a server has; as on any start but the first, they are the present ones."""


@dataclass(frozen=True)
class Crowd:
    """A rehearsal whose gateway tells of many servers."""

    server: Rehearsal
    others: tuple[Json, ...]

    def tell(self) -> None:
        """Tell whoever has just logged in of the others; discord.py takes them into the same start."""
        for session in self.server.gateway.sessions.values():
            for other in self.others:
                session.dispatch("GUILD_CREATE", other)


def _crowd(server: Rehearsal) -> Crowd:
    world = server.world
    for place in range(CHANNELS - len(world.guild_channels())):
        world.add_channel(Channel(world.ids.next(), TEXT, f"room-{place}", place + 10))
    like = shapes.gateway_guild(world, all_members=False) | {"member_count": MEMBERS}
    return Crowd(server, tuple(_others(server, like)))


def _others(server: Rehearsal, like: Json) -> Iterator[Json]:
    """Answer the same server again and again, with ids of its own."""
    ids = [like["id"], *(one["id"] for one in (*like["channels"], *like["roles"]) if one["id"] != like["id"])]
    for _ in range(SERVERS - 1):
        words = json.dumps(like)
        for one in ids:
            words = words.replace(f'"{one}"', f'"{server.world.ids.next()}"')
        yield json.loads(words)


async def _note_commands(folder: Path, known: str, others: tuple[Json, ...]) -> None:
    """Note for the others what is noted for the server that Hearth has handed its commands to."""
    database = await SqliteDatabase.open(folder / "data" / "hearth.db")
    try:
        notebook = Notebook(database)
        noted = await notebook.read(NOTED.format(server=known))
        assert noted is not None, "Hearth notes which commands it has handed in"
        for other in others:
            await notebook.write(NOTED.format(server=other["id"]), noted)
    finally:
        await database.close()


async def _memory(kind: Kind, environment: dict[str, str]) -> float:
    async with running(kind, environment) as ready:
        await asyncio.sleep(RESTS)
        return _resident(ready.pid)


def _resident(pid: int) -> float:
    """Answer the resident memory of a process in MB; Linux tells it."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


async def measure(repeats: int) -> Measured:
    """Look at both in turn."""
    took: dict[str, list[float]] = {"bare": [], "hearth": []}
    with tempfile.TemporaryDirectory(prefix="hearth-memory-") as made:
        folder, server = Path(made), Rehearsal(limits=False)
        await server.start()
        try:
            environment = Address(server.url, server.bot_token).environment(folder)
            crowd = _crowd(server)
            alone = {kind.name: await _memory(kind, environment) for kind in (bare(folder), hearth())}
            await _note_commands(folder, server.world.guild_id, crowd.others)
            server.gateway.on_ready.append(crowd.tell)
            for number in range(repeats):
                for kind in (bare(folder), hearth()):
                    took[kind.name].append(await _memory(kind, environment))
                say(f"look {number + 1} of {repeats}: {took['bare'][-1]:.1f} MB and {took['hearth'][-1]:.1f} MB")
        finally:
            await server.stop()
    return _measured(took["hearth"], took["bare"], alone)


def _measured(mine: list[float], others: list[float], alone: dict[str, float]) -> Measured:
    ratios = [one / other for one, other in zip(mine, others, strict=True)]
    return Measured(
        name="memory",
        ratio=median(mine) / median(others),
        bar=BAR,
        hearth={"servers": SERVERS, "mb": median(mine), "mb_one_server": alone["hearth"]},
        yardstick={"mb": median(others), "mb_one_server": alone["bare"]},
        spread=(min(ratios), max(ratios)),
    )


def main() -> int:
    """Measure and tell."""
    made = parser(__doc__)
    made.add_argument("--repeats", type=int, default=REPEATS, help=f"looks at each ({REPEATS})")
    told = made.parse_args()
    return tell(asyncio.run(measure(told.repeats)), as_json=told.json)


if __name__ == "__main__":
    sys.exit(main())

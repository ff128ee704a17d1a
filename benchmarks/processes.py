"""Bots in processes of their own, started as their host would start them."""

import asyncio
import os
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bare import READY

ROOT = Path(__file__).parents[1]

READY_TIMEOUT = 0.2
"""Seconds without another server after which discord.py says that it is ready; its own default is 2."""

READY_WITHIN = 60.0

NOT_HANDED_ON = ("HEARTH_", "BARE_", "PYTHONDONTWRITEBYTECODE")
"""Variables that a bot does not get: its settings are given, and a host's Python keeps what it compiled."""

LAST_WORDS = 20
"""Lines shown of a bot that ended early."""


@dataclass(frozen=True)
class Kind:
    """A bot: its command line, and what it writes once it is ready."""

    name: str
    command: tuple[str, ...]
    says: str


def hearth() -> Kind:
    """Answer Hearth as it is shipped."""
    # A folder that holds no .env: what the host set for the real instance stays out.
    return Kind("hearth", (sys.executable, "-m", "bot", "--folder", str(ROOT / "config"), "run"), "ready on ")


def bare(folder: Path) -> Kind:
    """Answer the bare bot, with its rows in a folder."""
    return Kind("bare", (sys.executable, "-m", "benchmarks.bare", str(folder)), READY)


@dataclass(frozen=True)
class Address:
    """Where a server is, and the token a bot logs in with."""

    url: str
    token: str

    def environment(self, folder: Path) -> dict[str, str]:
        """Answer the environment of a bot that keeps its files in a folder."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(NOT_HANDED_ON)}
        return kept | {
            "HEARTH_DISCORD_TOKEN": self.token,
            "HEARTH_DISCORD_API": f"{self.url}/api/v10",
            "HEARTH_DISCORD_GATEWAY": self.url.replace("http://", "ws://") + "/gateway",
            "HEARTH_READY_TIMEOUT": str(READY_TIMEOUT),
            "HEARTH_DATA_DIR": str(folder / "data"),
            "HEARTH_KEY_FILE": str(folder / "keys" / "hearth.key"),
            "HEARTH_LOG_LEVEL": "INFO",
        }


@dataclass(frozen=True)
class Ready:
    """A bot that is ready: after how many seconds since its process began."""

    pid: int
    seconds: float


@asynccontextmanager
async def running(kind: Kind, environment: Mapping[str, str]) -> AsyncGenerator[Ready]:
    """Run a bot until the block ends, from when it is ready."""
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *kind.command, cwd=ROOT, env=dict(environment), stdin=DEVNULL, stdout=PIPE, stderr=STDOUT
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(READY_WITHIN):
            await _until(process.stdout, kind)
        yield Ready(process.pid, time.perf_counter() - began)
    finally:
        if process.returncode is None:
            process.terminate()
        # Read on, so that it can end even if it writes much.
        await process.communicate()


async def _until(output: asyncio.StreamReader, kind: Kind) -> None:
    lines: list[str] = []
    async for line in output:
        lines.append(line.decode(errors="replace"))
        if kind.says in lines[-1]:
            return
    raise RuntimeError(f"{kind.name} ended early:\n{''.join(lines[-LAST_WORDS:])}")

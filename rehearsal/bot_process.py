"""The bot as an own process beside the rehearsal: started, watched, stopped or killed."""

import asyncio
import signal
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from rehearsal.server import Rehearsal

LAST_LINES = 20


class BotEnded(RuntimeError):
    """The bot did not become ready; the words say why and end with the last it wrote."""


class BotProcess:
    """Runs one command line with one environment; what it writes goes to ``log``, one run after another."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], log: Path) -> None:
        self._command = list(command)
        self._env = dict(env)
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        # A session of the run before may still look open for a moment after a kill.
        self._since = 0.0

    @property
    def pid(self) -> int | None:
        """The process id, while it runs."""
        return self._process.pid if self._process else None

    @property
    def output(self) -> str:
        """All that the bot wrote so far, in every run."""
        return self._log.read_text("utf-8", errors="replace") if self._log.exists() else ""

    async def start(self) -> None:
        """Start the process; :meth:`ready` tells when the bot is there."""
        if self._process is not None:
            raise BotEnded("The bot is already running.")
        self._since = time.monotonic()
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, env=self._env, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log
            )

    async def ready(self, server: Rehearsal, within: float = 20.0, *, commands: bool = True) -> None:
        """Wait until the bot is logged in and its commands are there (sent now, or kept from before)."""
        process = self._process
        if process is None:
            raise BotEnded("The bot was not started.")
        waits = [
            asyncio.ensure_future(server.bot_is_here(commands, self._since)),
            asyncio.ensure_future(process.wait()),
        ]
        try:
            done, _ = await asyncio.wait(waits, timeout=within, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)
        if waits[1] in done:
            raise BotEnded(self._story(f"The bot ended with {process.returncode}."))
        if not done:
            raise BotEnded(self._story(f"The bot was not ready after {within:g} seconds."))

    def _story(self, sentence: str) -> str:
        return "\n".join([sentence, *self.output.splitlines()[-LAST_LINES:]])

    async def aside(self, *arguments: str, **settings: str) -> str:
        """Run another command of the program and return all it wrote; ``settings`` replace its own."""
        ran = await asyncio.create_subprocess_exec(
            *self._command[:-1],
            *arguments,
            env=self._env | settings,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        written, _ = await ran.communicate()
        return written.decode(errors="replace")

    async def kill(self) -> int | None:
        """End it at once, as a power cut would (SIGKILL), and return its exit code."""
        return await self._end(signal.SIGKILL, 10.0)

    async def stop(self, within: float = 10.0) -> int | None:
        """Ask it to end (SIGTERM), kill it after ``within`` seconds, and return its exit code."""
        return await self._end(signal.SIGTERM, within)

    async def _end(self, sign: signal.Signals, within: float) -> int | None:
        process, self._process = self._process, None
        if process is None:
            return None
        if process.returncode is None:
            process.send_signal(sign)
        try:
            async with asyncio.timeout(within):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
        return process.returncode

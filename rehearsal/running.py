"""A whole rehearsal in one call: the server, the bot beside it, a folder that is gone afterwards."""

import asyncio
import errno
import importlib
import os
import shutil
import sys
import tempfile
import time
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from rehearsal import lock_screen
from rehearsal.bot_process import LAST_LINES, BotEnded
from rehearsal.clock import WorldClock
from rehearsal.errors import ApiError
from rehearsal.person import visit
from rehearsal.person_forms import NothingHappened
from rehearsal.playbill import BROKEN, ENDED, Player, Told
from rehearsal.server import Rehearsal
from rehearsal.stage import Stage, WatchedBot
from rehearsal.story import StoryBroken, Teller, to_terminal

PORT = 8420
"""Where the page is looked for first."""

PORTS_TRIED = 20
"""How many ports in a row may be taken."""

RESTARTS = 5
"""How often in a minute a bot that ended by itself is started again."""

READING = 0.9
"""Seconds a person in a watched story takes to read what came."""

STORIES = Path(__file__).parent / "stories"
FIRST_HOUR = 9

Story = Callable[[Stage], Awaitable[None]]
Say = Callable[[str], None]


class CannotRehearse(Exception):
    """The rehearsal cannot begin as asked; the words say why and what to do."""


@dataclass(frozen=True)
class Plan:
    """What to rehearse: the bot's command line, the first port to try (0: any), the first day and hour (UTC).

    `offends` tells which words may stand on no lock screen when a story is judged; `level` is what the bot's log
    says at least (the host's own setting, if it is not given).
    """

    command: Sequence[str]
    port: int = PORT
    day: date | None = None
    hour: int = FIRST_HOUR
    offends: lock_screen.Offends = lock_screen.nothing
    level: str | None = None


def story_names() -> list[str]:
    """Return the names of all stories there are."""
    return sorted(file.stem for file in STORIES.glob("*.py") if not file.stem.startswith("_"))


def story_list() -> tuple[tuple[str, str], ...]:
    """Return every story's name with the sentence its file begins with."""
    modules = [(name, importlib.import_module(f"rehearsal.stories.{name}")) for name in story_names()]
    return tuple((name, (module.__doc__ or "").split("\n")[0]) for name, module in modules)


def find_story(name: str) -> Story:
    """Return the story of this name; raises `CannotRehearse` with the names there are."""
    names = story_names()
    if name not in names:
        raise CannotRehearse(
            f'There is no story "{name}": the stories here are {", ".join(names) or "not written yet"}.'
        )
    return importlib.import_module(f"rehearsal.stories.{name}").story


async def rehearse(plan: Plan, say: Say = to_terminal) -> int:
    """Run a rehearsal until it is cancelled; a bot that ends is started again. Returns 1 if it ends too often."""
    async with staged(plan, say) as stage:
        plays = Plays(plan, stage.server.url)
        stage.server.playbill.player = Player(story_list(), plays.open, plays.end)
        try:
            await stage.start_bot()
            say(f"The rehearsal is open at {stage.server.url} (Ctrl-C ends it; nothing of it is kept).")
            await _keep_alive(stage, say)
        except BotEnded as ended:
            say(str(ended))
        finally:
            await plays.end()
        return 1


async def play(story: Story, plan: Plan, say: Say = to_terminal) -> int:
    """Play one story; returns 0, or says what broke it and returns 1."""
    async with staged(_on_its_day(story, plan), say) as stage:
        broken = await _perform(story, stage, plan.offends)
        if broken:
            say(broken)
    return 1 if broken else 0


async def _perform(story: Story, stage: Stage, offends: lock_screen.Offends) -> str:
    """Start the bot and let the story happen; returns what broke it, in a sentence, or nothing."""
    try:
        await stage.start_bot()
        await story(stage)
        return _judged(stage, offends)
    except BotEnded as ended:
        return str(ended)
    except (StoryBroken, NothingHappened) as broken:
        said = f"The story broke: {broken}"
        return said + (
            "\nThe bot had ended; the last it wrote:\n" + _last_lines(stage) if stage.bot.has_ended else ""
        )


class Plays:
    """Plays stories to watch, one at a time, each in a world and with a bot of its own.

    A story cuts the bot's power, moves time and reads its files; the world somebody is trying things in stays
    as it is. ``pace`` is the seconds a person takes to read an answer.
    """

    def __init__(self, plan: Plan, home: str) -> None:
        self._plan = plan
        self._home = home
        self._pace = READING
        self._task: asyncio.Task[None] | None = None

    async def open(self, name: str) -> str:
        """Open the world of a story and return its page; the story begins once somebody looks at it."""
        await self.end()
        opened: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._task = asyncio.create_task(self._play(name, opened))
        return await opened

    async def end(self) -> None:
        """End the story that plays, its bot and its world."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait([task])

    async def _play(self, name: str, opened: asyncio.Future[str]) -> None:
        story = find_story(name)
        try:
            async with staged(_on_its_day(story, replace(self._plan, day=None)), _to_nobody) as stage:
                await self._show(name, story, stage, opened)
        except CannotRehearse as fault:
            opened.set_exception(ApiError(503, 0, str(fault)))

    async def _show(self, name: str, story: Story, stage: Stage, opened: asyncio.Future[str]) -> None:
        playbill = stage.server.playbill
        stage.people.pace = self._pace
        playbill.begin(Told(name, dict(story_list())[name], self._home))
        watched = replace(stage, teller=Teller(stage.people, playbill.line))
        opened.set_result(stage.server.url)
        await playbill.watched.wait()
        broken = await _perform(story, watched, self._plan.offends)
        if broken:
            playbill.line(broken)
        playbill.close(BROKEN if broken else ENDED)
        # The world stays open to look around in, until another story is played or the rehearsal ends.
        await asyncio.Event().wait()


def _to_nobody(line: str) -> None:
    del line


def _judged(stage: Stage, offends: lock_screen.Offends) -> str:
    """Return what was not as Discord describes it, and what a stranger could read unopened, or nothing."""
    found = stage.server.verdicts.complaints() + stage.server.requests.malformed()
    seen = lock_screen.offences(stage.server.inbox, offends)
    return "\n".join([*(f"Not as Discord describes it: {line}" for line in found), *seen])


def _on_its_day(story: Story, plan: Plan) -> Plan:
    """Begin when the story's module says (FIRST_DAY, FIRST_HOUR in UTC), and log as it says (LOG_LEVEL).

    A day that was asked for goes before.
    """
    module = sys.modules[story.__module__]
    day, level = plan.day or getattr(module, "FIRST_DAY", None), getattr(module, "LOG_LEVEL", plan.level)
    return replace(plan, day=day, hour=getattr(module, "FIRST_HOUR", plan.hour), level=level)


async def _keep_alive(stage: Stage, say: Say) -> None:
    ends: deque[float] = deque(maxlen=RESTARTS + 1)
    while True:
        await stage.bot.ended()
        code = await stage.bot.stop()
        ends.append(time.monotonic())
        if len(ends) > RESTARTS and ends[-1] - ends[0] < 60:
            raise BotEnded(
                f"The bot ended {len(ends)} times within a minute; the last it wrote:\n{_last_lines(stage)}"
            )
        say(f"The bot ended with {code} and is started again; the last it wrote:\n{_last_lines(stage)}")
        await stage.bot.start()


def _last_lines(stage: Stage) -> str:
    return "\n".join(stage.bot.output.splitlines()[-LAST_LINES:])


@asynccontextmanager
async def staged(plan: Plan, say: Say = to_terminal) -> AsyncGenerator[Stage]:
    """Set a stage, its bot not yet started, and clear it away however the block ends.

    Raises `CannotRehearse` if no port can be opened.
    """
    async with AsyncExitStack() as clearing:
        folder = Path(tempfile.mkdtemp(prefix="hearth-rehearsal-"))
        clearing.callback(shutil.rmtree, folder, ignore_errors=True)
        server = await _open_server(plan)
        clearing.push_async_callback(server.stop)
        data_dir, key_file = folder / "data", folder / "keys" / "hearth.key"
        environment = _environment(server, data_dir, key_file)
        environment |= {"HEARTH_LOG_LEVEL": plan.level} if plan.level else {}
        bot = WatchedBot(plan.command, environment, folder / "bot.log")
        clearing.push_async_callback(bot.stop)
        people = await clearing.enter_async_context(visit(server.url))
        yield Stage(server, bot, people, Teller(people, say), data_dir, key_file)


def _environment(server: Rehearsal, data_dir: Path, key_file: Path) -> dict[str, str]:
    # The host's own settings must not reach a rehearsal; how much the log says may.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HEARTH_")}
    if level := os.environ.get("HEARTH_LOG_LEVEL"):
        kept["HEARTH_LOG_LEVEL"] = level
    return kept | {
        "HEARTH_DISCORD_TOKEN": server.bot_token,
        "HEARTH_DISCORD_API": server.api_url,
        "HEARTH_DISCORD_GATEWAY": server.gateway_url,
        "HEARTH_CLOCK_URL": f"{server.url}/rehearsal/clock",
        "HEARTH_DATA_DIR": str(data_dir),
        "HEARTH_KEY_FILE": str(key_file),
        # There is one server and it is there at once: no need to wait for more.
        "HEARTH_READY_TIMEOUT": "0.2",
    }


async def _open_server(plan: Plan) -> Rehearsal:
    last = min(plan.port + PORTS_TRIED, 65536) if plan.port else 1
    for port in range(plan.port, last):
        server = Rehearsal(_clock(plan))
        try:
            await server.start(port)
        except OSError as fault:
            await server.stop()
            if fault.errno != errno.EADDRINUSE:
                raise CannotRehearse(
                    f"Port {port} cannot be opened ({fault.strerror}): choose another with --port."
                ) from None
        else:
            return server
    raise CannotRehearse(f"The ports {plan.port} to {last - 1} are all taken: choose another with --port.")


def _clock(plan: Plan) -> WorldClock:
    day = plan.day
    return WorldClock(None if day is None else datetime(day.year, day.month, day.day, plan.hour, tzinfo=UTC))

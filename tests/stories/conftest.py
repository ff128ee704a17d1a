"""A circle on the rehearsal server, with the real bot, real SQLite files and a clock that tests lead."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import discord.gateway
import discord.http
import pytest
import pytest_asyncio
import yarl

from bot.assembly import Hearth, assemble, shipped_signs, shipped_texts
from bot.core.world import SystemChance
from bot.foundation import shipped_guard
from bot.helplines.model import Directory
from bot.instance import COMMANDS, Instance
from bot.settings import Settings
from bot.stores import Stores, open_stores
from cogs.client import HearthClient
from rehearsal import lock_screen
from rehearsal.person import People, Person, visit
from rehearsal.screen import Screen
from rehearsal.server import Rehearsal
from tests.stories.founded import Founded

DEADLINE = 10.0
GUARD = shipped_guard()
shipped_signs()  # kept from now on: on a busy computer the first to write would wait longer than the platform does
TEXTS = shipped_texts()  # they never change, and reading them takes as long as starting the bot
MEMBERS = ("Ana", "Bea", "Cleo", "Dani", "Eli", "Flor", "Gus", "Hana")


class FakeClock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.moment = datetime(2027, 3, 20, 18, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def forward(self, by: timedelta) -> None:
        self.moment += by


@dataclass
class Evening:
    """One evening: the server, the people, the bot and its files."""

    server: Rehearsal
    people: People
    client: HearthClient
    hearth: Hearth
    stores: Stores
    clock: FakeClock
    folder: Path

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    async def set_up(self, name: str = "North", by: str = "Robin", *, to_the_end: bool = False) -> Screen:
        """Set up a circle the short way through every screen; `to_the_end` with numbers and standing post."""
        robin = self[by]
        screen = await robin.press(await robin.command("desk"), "Set up")
        screen = await robin.press(screen, "Begin")
        screen = await robin.submit(await robin.press(screen, "Type it"), {"answer": name})
        screen = await robin.choose(await robin.press(screen, "Next"), "Europe/Berlin")
        screen = await robin.choose(await robin.press(screen, "Next"), "en")
        screen = await robin.choose(await robin.press(screen, "Next"), "DE", "GB")
        screen = await robin.press(await robin.press(screen, "Next"), "Next")
        screen = await robin.press(await robin.press(screen, "Use the suggested text"), "Next")
        screen = await robin.submit(await robin.press(screen, "Type it"), {"answer": "Kim at the library"})
        screen = await robin.press(screen, "Next")
        created = await robin.press(screen, "Make all of this")
        if to_the_end:
            screen = await robin.press(await robin.press(created, "Look at its numbers"), "These are right")
            await robin.press(await robin.press(screen, "The post that stays"), "Post it at the door")
        return created

    async def join(self, *names: str, circle: str = "north") -> None:
        """Let people join at the door."""
        for name in names:
            door = (await self[name].look(f"{circle}-door"))[0]
            await self[name].press(await self[name].press(door, "Join"), "I agree, let me in")

    async def open_checkin(self, format_: str = "Steady") -> Screen:
        """Open a check-in as the moderator and answer its post."""
        robin = self["Robin"]
        screen = await robin.press(await robin.command("plan"), "Ask for a check-in")
        return await robin.press(await robin.press(screen, format_), "Open it now")

    async def pass_time(self, by: timedelta) -> None:
        """Go forward from one thing that is due to the next, each done and sent at its own moment."""
        end = self.clock.moment + by
        while (due := await self.hearth.next_step()) is not None and due <= end:
            self.clock.moment = max(self.clock.moment, due)
            await self.hearth.settle_led()
        self.clock.moment = end
        await self.hearth.settle_led()

    async def post(self, name: str) -> Screen:
        """Answer the newest message of the room, as someone sees it."""
        return [screen for screen in await self[name].look("north-room") if not screen.private][-1]

    async def answer(self, name: str, choice: str, seen_by: str = "Circle without my name") -> Screen:
        """Answer the open check-in; the yes to keeping answers is given when it is asked for."""
        return await self.send(name, await self[name].press(await self.post(name), choice), seen_by)

    async def send(self, name: str, audiences: Screen, seen_by: str) -> Screen:
        """Choose an audience on the screen that asks for it, and say the yes it may need."""
        if seen_by not in audiences.buttons:
            audiences = await self[name].press(audiences, "More")
        screen = await self[name].press(audiences, seen_by)
        if "Yes, keep" in " ".join(screen.buttons):
            screen = await self[name].press(screen, "Yes, keep")
        return screen


@asynccontextmanager
async def bot_on(
    server: Rehearsal,
    folder: Path,
    clock: FakeClock,
    words: Mapping[str, str] | None = None,
    *,
    lines: Directory | None = None,
) -> AsyncIterator[tuple[HearthClient, Hearth, Stores]]:
    """Run the real bot against the server until the block ends."""
    settings = Settings(
        token=server.bot_token,
        api=None,
        gateway=None,
        clock_url=None,
        data_dir=folder / "data",
        key_file=folder / "keys" / "hearth.key",
        log_level="INFO",
        ready_timeout=0.05,
    )
    chance = SystemChance()
    async with open_stores(settings, chance) as stores:
        client = HearthClient(settings, Instance({word: word for word in COMMANDS} | dict(words or {})))
        hearth = await assemble(stores, client.front, clock, chance, TEXTS, lines=lines)
        client.take(hearth)
        running = asyncio.create_task(client.start(settings.token))
        try:
            async with asyncio.timeout(DEADLINE):
                await client.begun.wait()
            yield client, hearth, stores
        finally:
            await hearth.end()
            await client.close()
            await running


async def until(holds: Callable[[], bool]) -> None:
    """Let events arrive until something holds, or the deadline passes."""
    async with asyncio.timeout(DEADLINE):
        while not holds():  # noqa: ASYNC110 - it waits for discord.py's own cache, which has no event
            await asyncio.sleep(0.001)  # a breath: other processes need the processor meanwhile


@asynccontextmanager
async def served(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Rehearsal]:
    """Run a server to which the bot is led until it ends; nothing malformed or unfit for a locked phone passed."""
    server = Rehearsal()
    await server.start()
    monkeypatch.setattr(discord.http.Route, "BASE", server.api_url)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(server.gateway_url))
    yield server
    await server.stop()
    assert server.verdicts.complaints() == []
    assert server.requests.malformed() == []
    # No story ends without it: a later one cannot forget to ask (R33, R34).
    assert lock_screen.offences(server.inbox, GUARD.offends) == []


@asynccontextmanager
async def an_evening(server: Rehearsal, folder: Path) -> AsyncIterator[Evening]:
    """Run the bot and let people in until the block ends."""
    clock = FakeClock()
    async with bot_on(server, folder, clock) as (client, hearth, stores), visit(server.url) as people:
        yield Evening(server, people, client, hearth, stores, clock, folder)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def founded(tmp_path_factory: pytest.TempPathFactory) -> Founded:
    """Found North once for all stories of this process: made and joined by pressing every button there is."""
    folder = tmp_path_factory.mktemp("founded")
    with pytest.MonkeyPatch.context() as monkeypatch:
        async with served(monkeypatch) as server:
            async with an_evening(server, folder) as evening:
                await evening.set_up()
                await evening.join(*MEMBERS[:6])
            return Founded.after(server, folder)


@pytest.fixture
async def rehearsal(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Rehearsal]:
    async with served(monkeypatch) as server:
        yield server


@pytest.fixture
async def evening(rehearsal: Rehearsal, tmp_path: Path) -> AsyncIterator[Evening]:
    async with an_evening(rehearsal, tmp_path) as evening:
        yield evening


@pytest.fixture
async def circle(founded: Founded, rehearsal: Rehearsal, tmp_path: Path) -> AsyncIterator[Evening]:
    """An evening with a circle, North, that six members have joined; the bot has started again since."""
    founded.stand_again(rehearsal, tmp_path)
    async with an_evening(rehearsal, tmp_path) as evening:
        await evening.hearth.settle()  # what a start sweeps away is gone before the story begins
        yield evening


@pytest.fixture
async def whole(evening: Evening) -> Evening:
    """An evening with a circle, North, whose numbers were checked, whose post stands, and that six joined."""
    await evening.set_up(to_the_end=True)
    await evening.join(*MEMBERS[:6])
    return evening

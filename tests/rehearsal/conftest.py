"""A rehearsal server, a real discord.py bot on it, and the people."""

import asyncio
from collections.abc import AsyncIterator

import discord
import discord.gateway
import discord.http
import pytest
import yarl
from discord import app_commands

from rehearsal.person import People, visit
from rehearsal.server import Rehearsal

DEADLINE = 5.0


class SmallBot(discord.Client):
    """The smallest discord.py bot: no privileged intents, a command tree, a record of events."""

    def __init__(self, intents: discord.Intents | None = None) -> None:
        super().__init__(intents=intents or discord.Intents.default(), guild_ready_timeout=0.2)
        self.tree = app_commands.CommandTree(self)
        self.seen: asyncio.Queue[tuple[str, object]] = asyncio.Queue()

    def dispatch(self, event: str, /, *args: object, **kwargs: object) -> None:
        super().dispatch(event, *args, **kwargs)
        self.seen.put_nowait((event, args[0] if args else None))

    async def sees(self, event: str) -> object:
        """Wait for an event of this name and return its first argument."""
        async with asyncio.timeout(DEADLINE):
            while True:
                name, first = await self.seen.get()
                if name == event:
                    return first

    async def sees_all(self, *events: str) -> None:
        """Wait until each of these came, in whatever order."""
        missing = set(events)
        async with asyncio.timeout(DEADLINE):
            while missing:
                missing.discard((await self.seen.get())[0])

    @property
    def home(self) -> discord.Guild:
        return self.guilds[0]

    def text_channel(self, name: str) -> discord.TextChannel:
        found = discord.utils.get(self.home.text_channels, name=name)
        assert found is not None
        return found


@pytest.fixture
async def rehearsal(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Rehearsal]:
    server = Rehearsal()
    await server.start()
    monkeypatch.setattr(discord.http.Route, "BASE", server.api_url)
    gateway = yarl.URL(server.gateway_url)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
    yield server
    await server.stop()
    assert server.verdicts.complaints() == []


@pytest.fixture
async def bot(rehearsal: Rehearsal) -> AsyncIterator[SmallBot]:
    client = SmallBot()
    running = asyncio.create_task(client.start(rehearsal.bot_token))
    await client.sees("ready")
    yield client
    await client.close()
    await running


@pytest.fixture
async def people(rehearsal: Rehearsal) -> AsyncIterator[People]:
    async with visit(rehearsal.url, patience=DEADLINE) as everyone:
        yield everyone

"""The real bot in this process: HearthClient on the real discord.py, over real SQLite files."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import discord

from benchmarks.town import Town
from bot.assembly import Hearth, assemble, shipped_texts
from bot.core.world import SystemChance, SystemClock
from bot.instance import COMMANDS, Instance
from bot.settings import Settings
from bot.stores import Stores, open_stores
from cogs.client import HearthClient, keep_loaded, point_at

BEGINS_WITHIN = 60.0
"""Seconds the bot may take to be ready."""


@asynccontextmanager
async def real_bot(town: Town, folder: Path) -> AsyncGenerator[tuple[Hearth, Stores]]:
    """Run the bot on a server until the block ends; nothing but the addresses differs from `hearth run`."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    point_at(f"{town.url}/api/v10", town.url.replace("http://", "ws://") + "/gateway")
    settings = Settings(
        token=town.token,
        api=None,
        gateway=None,
        clock_url=None,
        data_dir=folder / "data",
        key_file=folder / "keys" / "hearth.key",
        log_level="WARNING",
        ready_timeout=0.2,
    )
    async with open_stores(settings, SystemChance()) as stores:
        client = HearthClient(settings, Instance({word: word for word in COMMANDS}))
        hearth = await assemble(stores, client.front, SystemClock(), SystemChance(), shipped_texts())
        client.take(hearth)
        client.on_loaded(keep_loaded)
        running = asyncio.create_task(client.start(settings.token))
        try:
            async with asyncio.timeout(BEGINS_WITHIN):
                await client.begun.wait()
            yield hearth, stores
        finally:
            await hearth.end()
            await client.close()
            await running

"""A bare discord.py bot, the yardstick: it answers "ok", and before one of its answers it makes a durable row.

`python -m benchmarks.bare FOLDER` takes token and addresses from the environment, as Hearth does.
"""

import os
import sqlite3
import sys
from pathlib import Path

import discord
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

READY = "the bare bot is ready"
"""What it prints once discord.py says so."""

OK, ROW = "ok", "row"
"""Its two commands; ROW is its button too."""


class BareBot(discord.Client):
    """The same discord.py with the same caches, and nothing of Hearth."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            guild_ready_timeout=float(os.environ["HEARTH_READY_TIMEOUT"]),
        )
        self._rows = _rows_in(folder)
        self._tree = app_commands.CommandTree(self)
        for name, callback in ((OK, self._ok), (ROW, self._row)):
            self._tree.add_command(app_commands.Command(name=name, description=name, callback=callback))

    async def setup_hook(self) -> None:
        """Hand in the commands where a benchmark of answers asks for them."""
        if "BARE_COMMANDS" in os.environ:
            await self._tree.sync()

    async def on_ready(self) -> None:
        """Tell whoever waits."""
        print(READY, flush=True)

    async def _ok(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("ok", ephemeral=True)

    async def _row(self, interaction: discord.Interaction) -> None:
        self._keep(interaction)
        await interaction.response.send_message("ok", ephemeral=True, view=_view())

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer its button in place, after a durable row."""
        if interaction.type is discord.InteractionType.component:
            self._keep(interaction)
            await interaction.response.edit_message(content="ok", view=_view())

    def _keep(self, interaction: discord.Interaction) -> None:
        # In the loop itself: what a small bot does, and the quickest way there is.
        self._rows.execute("INSERT INTO answer (who, what) VALUES (?, ?)", (interaction.user.id, "ok"))


def _view() -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="ok", custom_id=ROW))
    view.stop()
    return view


def _rows_in(folder: Path) -> sqlite3.Connection:
    rows = sqlite3.connect(folder / "bare.db", isolation_level=None)
    rows.execute("PRAGMA journal_mode = WAL")
    rows.execute("PRAGMA synchronous = FULL")
    rows.execute("CREATE TABLE IF NOT EXISTS answer (who INTEGER NOT NULL, what TEXT NOT NULL)")
    return rows


def main() -> None:
    """Log in and stay."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    Route.BASE = os.environ["HEARTH_DISCORD_API"]
    DiscordWebSocket.DEFAULT_GATEWAY = URL(os.environ["HEARTH_DISCORD_GATEWAY"])
    BareBot(Path(sys.argv[1])).run(os.environ["HEARTH_DISCORD_TOKEN"], log_handler=None)


if __name__ == "__main__":
    main()

"""The smallest bot that a rehearsal can run: one command, and a file to show that it was there."""

import os
import sys
from pathlib import Path

import discord
import discord.gateway
import discord.http
import yarl
from discord import app_commands


class SmallBot(discord.Client):
    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents.default(), guild_ready_timeout=float(os.environ["HEARTH_READY_TIMEOUT"])
        )
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        self.tree.add_command(hello)
        await self.tree.sync()


@app_commands.command(description="Says hello")
async def hello(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("Hello there.", ephemeral=True)


if __name__ == "__main__":
    if "fail" in sys.argv:
        sys.exit("There is no kettle.")
    Path(os.environ["HEARTH_DATA_DIR"]).mkdir(exist_ok=True)
    Path(os.environ["HEARTH_DATA_DIR"], str(os.getpid())).write_text(os.environ["HEARTH_CLOCK_URL"])
    discord.http.Route.BASE = os.environ["HEARTH_DISCORD_API"]
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["HEARTH_DISCORD_GATEWAY"])
    SmallBot().run(os.environ["HEARTH_DISCORD_TOKEN"])

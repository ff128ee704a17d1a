"""The commands of this instance: built from the cogs' doors, and handed to Discord only when they changed."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping

import discord
from discord import app_commands

from bot.core.notebook import Notebook, commands_note
from bot.core.texts import Texts
from cogs.press import Cog, Door, Handler
from cogs.switchboard import Switchboard

EVERYWHERE_CONTEXTS = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False)
"""Where a door that opens everywhere opens: servers and direct messages with the bot."""

ON_SERVERS = app_commands.AppInstallationType(guild=True, user=False)
"""Hearth is installed on servers, never on a person's account."""


class CommandTexts(app_commands.Translator):
    """Gives Discord each command's description in the languages Hearth has."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """Answer a description in a language, or None where it has only the default."""
        key, language = string.extras.get("key"), str(locale).split("-")[0]
        if key is None or language == "en" or language not in self._texts.locales:
            return None
        return str(self._texts.sentence(language, key))


Made = app_commands.Command | app_commands.ContextMenu
"""A command, or an entry in the menu of messages."""

Failed = Callable[[discord.Interaction, Exception], Awaitable[None]]
"""Hears of a command whose answer failed outside its handler."""


class CommandTree(app_commands.CommandTree[discord.Client]):
    """Discord's commands; what goes wrong outside a handler is told to `failed` instead of the log."""

    def __init__(self, client: discord.Client, failed: Failed) -> None:
        super().__init__(client)
        self._failed = failed

    async def on_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError, /) -> None:
        """Have a fault answered; the words of its cause stay out of the log."""
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        await self._failed(interaction, cause)


class Doors:
    """Every command, under the words the host chose."""

    def __init__(self, tree: app_commands.CommandTree, words: Mapping[str, str], texts: Texts) -> None:
        self._tree = tree
        self._words = words
        self._texts = texts
        self._everywhere: list[Made] = []
        self._on_servers: list[Made] = []

    def add(self, cog: Cog, switchboard: Switchboard) -> None:
        """Make a command of each of the cog's doors."""
        for door, handler in cog.doors().items():
            make = self._made_menu if door.on_messages else self._made
            made = make(door, handler, switchboard)
            (self._everywhere if door.everywhere else self._on_servers).append(made)
            if door.everywhere:
                self._tree.add_command(made)

    def _made(self, door: Door, handler: Handler, switchboard: Switchboard) -> app_commands.Command:
        async def callback(interaction: discord.Interaction) -> None:
            await switchboard.answer(interaction, handler)

        key = f"core.command.{door.name}"
        described = app_commands.locale_str(str(self._texts.sentence("en", key)), key=key)
        made = app_commands.Command(name=self._words[door.name], description=described, callback=callback)
        made.allowed_installs = ON_SERVERS
        if door.everywhere:
            made.allowed_contexts = EVERYWHERE_CONTEXTS
        else:
            made.guild_only = True
        if door.for_moderators:
            made.default_permissions = discord.Permissions(manage_messages=True)
        return made

    def _made_menu(self, door: Door, handler: Handler, switchboard: Switchboard) -> app_commands.ContextMenu:
        async def callback(interaction: discord.Interaction, _: discord.Message) -> None:
            await switchboard.answer(interaction, handler)

        key = f"core.on_message.{door.name}"
        named = app_commands.locale_str(str(self._texts.sentence("en", key)), key=key)
        made = app_commands.ContextMenu(name=named, callback=callback, type=discord.AppCommandType.message)
        made.allowed_installs, made.guild_only = ON_SERVERS, True
        return made

    async def hand_in(
        self, notebook: Notebook, server: discord.abc.Snowflake | None, *, anew: bool = False
    ) -> None:
        """Hand the commands of a server (or those of everywhere, for None) to Discord if they changed.

        `anew` hands them in whatever is noted, as when the bot was invited again and Discord forgot them.
        """
        if server is not None:
            for made in self._on_servers:
                self._tree.add_command(made, guild=server, override=True)
        note = commands_note(server.id if server else "everywhere")
        now = await self._check_sum(server)
        if anew or await notebook.read(note) != now:
            await self._tree.sync(guild=server)
            await notebook.write(note, now)

    async def _check_sum(self, server: discord.abc.Snowflake | None) -> str:
        translator = self._tree.translator
        made = [
            await one.get_translated_payload(self._tree, translator) if translator else one.to_dict(self._tree)
            for one in self._tree.get_commands(guild=server)
        ]
        return hashlib.sha256(json.dumps(made, sort_keys=True, default=str).encode()).hexdigest()

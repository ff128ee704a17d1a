"""The connection to Discord: logs in, hands in the commands, leads every press to the switchboard."""

import asyncio
import gc
import logging
import sys
from collections.abc import Callable
from dataclasses import replace

import aiohttp
import discord
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.assembly import Hearth, assemble, shipped_texts
from bot.core.delivery.pacer import Pacer
from bot.core.ids import ServerId
from bot.core.keeping import NotKept
from bot.core.refusals import SettingsFault
from bot.core.world import SystemChance
from bot.instance import Instance
from bot.leading import Leading
from bot.numbers import directory_of
from bot.settings import Settings
from bot.stores import Stores, open_stores
from cogs import every_cog
from cogs.doors import CommandTexts, CommandTree, Doors
from cogs.framing import Framing
from cogs.front import DiscordFront
from cogs.pacing import pacing
from cogs.switchboard import Switchboard, place_of

LOG = logging.getLogger(__name__)


class HearthClient(discord.Client):
    """One bot on Discord, with the least it needs: no members, no messages, no presence (R16)."""

    def __init__(self, settings: Settings, instance: Instance) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            http_trace=pacing(Pacer()),
            # Longer than this, a delivery rests in the outbox and holds up no other.
            max_ratelimit_timeout=30.0,
            # discord.py's own default of two seconds, unless a rehearsal knows that all servers are there.
            guild_ready_timeout=2.0 if settings.ready_timeout is None else settings.ready_timeout,
        )
        self._words = instance.command_words
        self._tree = CommandTree(self, self._command_failed)
        self.begun = asyncio.Event()
        self._hearth: Hearth | None = None
        self._switchboard: Switchboard | None = None
        self._doors: Doors | None = None
        self._on_loaded: Callable[[], None] = lambda: None
        self.front = DiscordFront(self)

    def on_loaded(self, told: Callable[[], None]) -> None:
        """Have something done once every server is known and before anything is due; once for each start."""
        self._on_loaded = told

    def take(self, hearth: Hearth) -> None:
        """Take the assembled product to speak for."""
        self._hearth = hearth

    async def setup_hook(self) -> None:
        """Give the product its words and doors once Discord has told the bot's name."""
        hearth = self._require_hearth()
        name = self.user.display_name if self.user else ""
        rendering = Framing(hearth.texts, self._words, name)
        self.front.speak(rendering)
        self._switchboard = Switchboard(
            hearth.people, hearth.mailbox, hearth.device, rendering=rendering, chance=hearth.chance
        )
        await self._tree.set_translator(CommandTexts(hearth.texts))
        self._doors = Doors(self._tree, self._words, hearth.texts)
        for cog in every_cog(hearth):
            self._switchboard.add(cog)
            self._doors.add(cog, self._switchboard)
        await self._hand_in(None, anew=False)

    async def on_ready(self) -> None:
        """Hand in every server's commands, then finish what an earlier run left open; once for each start."""
        self.front.hears(presses=True)
        if self.begun.is_set():
            return
        for guild in self.guilds:
            await self._hand_in(guild, anew=False)
        self._on_loaded()
        await self._require_hearth().begin()
        self.begun.set()
        LOG.info("ready on %d servers", len(self.guilds))

    async def on_resumed(self) -> None:
        """Note that presses come again."""
        self.front.hears(presses=True)

    async def on_disconnect(self) -> None:
        """Note that no press comes until the connection is back."""
        self.front.hears(presses=False)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Hand in the commands of a server that invited the bot, for the first time or again."""
        await self._require_hearth().house.servers.invited(ServerId(guild.id))
        await self._hand_in(guild, anew=True)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note that the bot was put out of a server; one that is only out of order comes by another event."""
        await self._require_hearth().house.servers.put_out(ServerId(guild.id))

    async def _hand_in(self, guild: discord.Guild | None, *, anew: bool) -> None:
        # A server that refuses the commands does not keep the others waiting, nor what is due.
        if self._doors is None:
            return
        which = self._require_hearth().pseudonyms.of("server", guild.id) if guild else "everywhere"
        try:
            await self._doors.hand_in(self._require_hearth().notebook, guild, anew=anew)
        except discord.HTTPException as fault:
            LOG.warning("commands of %s were refused: status %d, code %d", which, fault.status, fault.code)
        except (NotKept, discord.RateLimited, aiohttp.ClientError, OSError) as fault:
            LOG.warning("commands of %s could not be handed in: %s", which, type(fault).__name__)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Lead presses and forms to their cog by custom id, so that those of an earlier run work as well."""
        by_id = (discord.InteractionType.component, discord.InteractionType.modal_submit)
        if interaction.type in by_id and self._switchboard is not None:
            await self._switchboard.custom_id(interaction)

    async def on_error(self, event_method: str, /, *args: object, **_: object) -> None:
        """Log the kind and place of a fault that nothing else caught, and answer whoever pressed.

        discord.py would log the fault's own words, which could be a person's.
        """
        fault = sys.exc_info()[1] or RuntimeError()
        LOG.error("fault in %s: %s at %s", event_method, type(fault).__name__, place_of(fault))
        if args and isinstance(args[0], discord.Interaction) and self._switchboard is not None:
            await self._switchboard.apologise(args[0], fault)

    async def _command_failed(self, interaction: discord.Interaction, fault: Exception) -> None:
        if self._switchboard is None:
            return
        if isinstance(fault, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            await self._switchboard.unknown(interaction)
        else:
            await self._switchboard.apologise(interaction, fault)

    def _require_hearth(self) -> Hearth:
        if self._hearth is None:
            raise RuntimeError("take() comes before start()")
        return self._hearth


def keep_loaded() -> None:
    """Spare the collector what stays for the whole run.

    With thousands of channels in memory, each look at all of them stopped the event loop for about 40 ms.
    """
    # Young objects alone are looked through first: all of them would hold up the start for that long as well.
    gc.collect(1)
    gc.freeze()


def point_at(api: str | None, gateway: str | None) -> None:
    """Lead discord.py to another server that speaks Discord's protocol; settings let loopback through alone."""
    if api is not None:
        Route.BASE = api
    if gateway is not None:
        DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)


async def run_client(settings: Settings, instance: Instance) -> None:
    """Open the stores, log in and stay until cancelled; raises SettingsFault in one sentence."""
    chance = SystemChance()
    async with open_stores(settings, chance) as stores:
        await serve(settings, instance, stores)


async def serve(settings: Settings, instance: Instance, stores: Stores) -> None:
    """Speak for the product over open stores until cancelled."""
    point_at(settings.api, settings.gateway)
    # Hearth never speaks or listens in voice channels, so their libraries are not missing.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    client = HearthClient(settings, instance)
    client.on_loaded(keep_loaded)
    leading = Leading(settings.clock_url)
    clock = await leading.clock()
    lines = directory_of(instance.config, settings.data_dir)
    hearth = await assemble(stores, client.front, clock, SystemChance(), shipped_texts(), lines=lines)
    # Only a rehearsal has an address of its own.
    hearth.trust.run_by(replace(instance.host, rehearsal=settings.api is not None))
    client.take(hearth)
    try:
        async with client, leading.following(client.begun, hearth.settle_led, hearth.next_step):
            await client.start(settings.token)
    except discord.LoginFailure:
        raise SettingsFault(
            ".env: Discord did not accept HEARTH_DISCORD_TOKEN. Copy the token again from the developer portal."
        ) from None
    except discord.HTTPException as fault:
        raise SettingsFault(f"Discord answered with status {fault.status}. Try again in a few minutes.") from None
    except (aiohttp.ClientConnectionError, OSError):
        where = settings.api or "Discord"
        raise SettingsFault(
            f"{where} could not be reached. Check this computer's connection, then try again."
        ) from None
    finally:
        await hearth.end()

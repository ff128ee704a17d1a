"""What every part of the front stands on: the client's servers, and Discord's refusals as broken promises."""

from collections.abc import Awaitable
from types import MappingProxyType
from typing import TypeVar

import aiohttp
import discord

from bot.core.ids import ChannelId, ServerId
from bot.core.ports import CannotKeep, Why
from cogs.pacing import answered

T = TypeVar("T")

GONE = MappingProxyType(
    {
        10003: Why.CHANNEL_GONE,
        10004: Why.SERVER_GONE,
        10007: Why.PERSON_GONE,
        10008: Why.MESSAGE_GONE,
        10011: Why.ROLE_GONE,
        10013: Why.PERSON_GONE,
    }
)
"""Discord's error codes for what is no longer there (Discord: Opcodes and Status Codes)."""

NOT_NOW = (401, 408, 429)
"""Answers that say nothing about the thing itself: a token that is being changed, a wait, a limit."""


class Keeping:
    """One part of the front, over a client."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    def _guild(self, server: ServerId) -> discord.Guild:
        guild = self._client.get_guild(server)
        if guild is None:
            raise CannotKeep(Why.SERVER_GONE)
        if guild.unavailable:
            # Discord has not told of its channels yet: none of them is gone.
            raise CannotKeep(Why.NOT_ANSWERED)
        return guild

    def _channel(self, guild: discord.Guild, place: ChannelId) -> discord.abc.GuildChannel:
        found = guild.get_channel(place)
        if found is None:
            raise CannotKeep(Why.CHANNEL_GONE)
        return found

    def _guild_with(self, place: ChannelId) -> discord.Guild:
        found = self._client.get_channel(place)
        if isinstance(found, discord.abc.GuildChannel):
            return self._guild(ServerId(found.guild.id))
        # A server that Discord has not told of yet may be the one with this channel.
        silent = any(guild.unavailable for guild in self._client.guilds)
        raise CannotKeep(Why.NOT_ANSWERED if silent else Why.CHANNEL_GONE)

    async def _held_in(self, place: ChannelId) -> discord.Permissions:
        """Answer what the bot may do in a channel or thread; one at rest is asked for, as no event tells of it."""
        found = self._client.get_channel(place) or await kept(self._client.fetch_channel(place))
        if not isinstance(found, discord.abc.GuildChannel | discord.Thread):
            return discord.Permissions.text()
        guild = self._guild(ServerId(found.guild.id))
        if isinstance(found, discord.Thread) and found.parent is None:
            raise CannotKeep(Why.CHANNEL_GONE)
        return found.permissions_for(guild.me)


async def kept(call: Awaitable[T]) -> T:
    """Answer what Discord answers in time; raises `CannotKeep` with the reason where it refuses or is silent."""
    try:
        async with answered():
            return await call
    except discord.Forbidden as fault:
        raise CannotKeep(Why.NO_PERMISSION) from fault
    except discord.NotFound as fault:
        raise CannotKeep(GONE.get(fault.code, Why.CHANNEL_GONE)) from fault
    except (discord.DiscordServerError, discord.RateLimited, aiohttp.ClientError, OSError) as fault:
        # TimeoutError is an OSError.
        raise CannotKeep(Why.NOT_ANSWERED) from fault
    except discord.HTTPException as fault:
        raise CannotKeep(Why.NOT_ANSWERED if fault.status in NOT_NOW else Why.REFUSED) from fault


async def gone_now(deleting: Awaitable[None]) -> None:
    """Wait until a channel or role is deleted; done as well if it was gone."""
    try:
        await kept(deleting)
    except CannotKeep as fault:
        if fault.why not in (Why.CHANNEL_GONE, Why.ROLE_GONE):
            raise

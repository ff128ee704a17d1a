"""Private talks as Discord's private threads: opened once, found again, entered, left and put to rest."""

import contextlib
import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import discord

from bot.core.ids import ChannelId, Onlookers, PlatformId, RoleId, ServerId
from bot.core.ports import CannotKeep, Why
from cogs.history import CLOCKS_DIFFER, MOST_PAGES, PAGE
from cogs.keeping import Keeping, kept

T = TypeVar("T")

PRIVATE_THREAD = discord.ChannelType.private_thread.value

RESTS_AFTER = 4320
"""Minutes without a word after which Discord puts a talk to rest: three days, one of the four lengths it takes."""

NAME_MOST = 100
"""Signs of a thread's name (Discord: Start Thread without Message)."""

MARK_SIGNS = 6
"""Digits behind a talk's name. A second talk opened in one channel has the same ones once in a million times."""

AT_REST = 50083
"""Discord's error code for what cannot be done in an archived thread."""

NOT_THERE = (Why.PERSON_GONE, Why.CHANNEL_GONE, Why.SERVER_GONE)
"""Reasons for which nobody needs to be taken out any more."""


class Talks(Keeping):
    """The part of the front that is private threads.

    Discord knows a message again by its nonce and a thread by nothing. So a mark stands in the name, which is there
    from the first moment and tells nothing: in a first message it would be missing after a crash between the two.
    """

    async def open_talk(self, place: ChannelId, name: str, once: str) -> ChannelId:
        """Begin a private thread into which only the bot and Manage Threads can bring somebody."""
        begun = self._client.http.start_thread_without_message(
            place,
            name=talk_name(name, once),
            auto_archive_duration=RESTS_AFTER,
            type=PRIVATE_THREAD,
            invitable=False,
        )
        return ChannelId(int((await kept(begun))["id"]))

    async def find_talk(self, place: ChannelId, once: str, since: datetime) -> ChannelId | None:
        """Look through the bot's own private threads of a channel, those in use first, then the archived."""
        guild = self._guild_with(place)
        oldest = discord.utils.time_snowflake(since - CLOCKS_DIFFER)
        active = await kept(self._client.http.get_active_threads(guild.id))
        found = self._own(active["threads"], place, once, oldest)
        if found is None:
            found = await self._at_rest(guild, place, once, oldest)
        return found

    async def _at_rest(self, guild: discord.Guild, place: ChannelId, once: str, oldest: int) -> ChannelId | None:
        if not self._channel(guild, place).permissions_for(guild.me).read_message_history:
            raise CannotKeep(Why.NO_PERMISSION)
        before: int | None = None
        for _ in range(MOST_PAGES):
            # The newest first, by id (Discord: List Joined Private Archived Threads).
            page = await kept(self._client.http.get_joined_private_archived_threads(place, before, PAGE))
            found = self._own(page["threads"], place, once, oldest)
            if found is not None or not page["has_more"]:
                return found
            before = int(page["threads"][-1]["id"])
            if before < oldest:
                return None
        # As little is known as where nothing may be read.
        raise CannotKeep(Why.NO_PERMISSION)

    def _own(self, threads: Sequence[Mapping[str, Any]], place: int, once: str, oldest: int) -> ChannelId | None:
        me = self._client.user.id if self._client.user else 0
        known = [
            int(one["id"])
            for one in threads
            if (int(one["parent_id"]), int(one["owner_id"]), one["type"]) == (place, me, PRIVATE_THREAD)
            and int(one["id"]) >= oldest
            and one["name"].endswith(f" {talk_mark(once)}")
        ]
        return ChannelId(min(known)) if known else None

    async def bring_in(self, talk: ChannelId, who: PlatformId) -> None:
        """Add somebody to a thread, which wakes it; Discord says so there and tells them."""
        await self._woken(talk, lambda: kept(self._client.http.add_user_to_thread(talk, who)))

    async def take_out(self, talk: ChannelId, who: PlatformId) -> None:
        """Remove somebody from a thread; an archived one is archived again."""
        removed = self._woken(
            talk, lambda: kept(self._client.http.remove_user_from_thread(talk, who)), rests_again=True
        )
        try:
            await removed
        except CannotKeep as fault:
            if fault.why not in NOT_THERE:
                raise

    async def close_talk(self, talk: ChannelId) -> bool:
        """Archive a thread, and lock it with Manage Threads."""
        try:
            thread = await kept(self._client.http.get_channel(talk))
            state: Mapping[str, Any] = thread["thread_metadata"]  # pyright: ignore[reportGeneralTypeIssues]
            locks = (await self._held_in(talk)).manage_threads
            if state["archived"] and (state.get("locked") or not locks):
                return bool(state.get("locked"))
            if state["archived"]:
                # Nothing else of an archived thread can be changed (Discord: Modify Channel).
                await self._rests(talk, archived=False)
            change = {"archived": True, "locked": True} if locks else {"archived": True}
            await self._rests(talk, **change)
        except CannotKeep as fault:
            if fault.why is not Why.CHANNEL_GONE:
                raise
            return True
        return locks

    async def talk_gone(self, talk: ChannelId) -> bool:
        """Ask for the thread, as no event tells of one at rest."""
        try:
            await kept(self._client.http.get_channel(talk))
        except CannotKeep as fault:
            if fault.why is not Why.CHANNEL_GONE:
                raise
            return True
        return False

    async def who_could_open(self, server: ServerId, place: ChannelId) -> Onlookers:
        """Answer who has Manage Threads in the channel, by the server, a role or a single overwrite."""
        guild = self._guild(server)
        channel = self._channel(guild, place)
        if not channel.permissions_for(guild.me).create_private_threads:
            raise CannotKeep(Why.NO_PERMISSION)
        roles = [role for role in reversed(guild.roles) if role not in (guild.default_role, guild.self_role)]
        return Onlookers(
            owner=PlatformId(guild.owner_id or 0),
            roles=tuple(RoleId(role.id) for role in roles if _manages_threads(channel, role)),
            people=tuple(
                PlatformId(one.id)
                for one, overwrite in channel.overwrites.items()
                if _is_of_person(one) and one.id != guild.me.id and overwrite.manage_threads
            ),
            everyone=_manages_threads(channel, guild.default_role),
        )

    async def could_open(self, server: ServerId, place: ChannelId, who: PlatformId) -> bool | None:
        """Ask for one member's roles (no privileged intent is needed for that), and count overwrites."""
        guild = self._guild(server)
        channel = self._channel(guild, place)
        try:
            member = await kept(guild.fetch_member(who))
        except CannotKeep as fault:
            return False if fault.why is Why.PERSON_GONE else None
        return channel.permissions_for(member).manage_threads

    async def is_here(self, server: ServerId, who: PlatformId) -> bool | None:
        """Ask for the member; None where Discord does not answer."""
        try:
            await kept(self._client.http.get_member(self._guild(server).id, who))
        except CannotKeep as fault:
            return False if fault.why is Why.PERSON_GONE else None
        return True

    async def roles_of(self, server: ServerId, who: PlatformId) -> frozenset[RoleId] | None:
        """Ask for the member, as `could_open` does."""
        try:
            member = await kept(self._guild(server).fetch_member(who))
        except CannotKeep as fault:
            return frozenset() if fault.why is Why.PERSON_GONE else None
        return frozenset(RoleId(role.id) for role in member.roles)

    async def _woken(self, place: ChannelId, act: Callable[[], Awaitable[T]], *, rests_again: bool = False) -> T:
        """Do something that cannot be done in an archived thread, and wake it where it is one."""
        try:
            return await act()
        except CannotKeep as fault:
            if not _is_at_rest(fault):
                raise
        await self._rests(place, archived=False)
        done = await act()
        if rests_again:
            with contextlib.suppress(CannotKeep):
                # It is done all the same, and the thread comes to rest by itself later.
                await self._rests(place, archived=True)
        return done

    async def _rests(self, talk: ChannelId, **state: bool) -> None:
        await kept(self._client.http.edit_channel(talk, reason=None, **state))


def talk_name(name: str, once: str) -> str:
    """Answer a talk's name with its mark behind it, cut to what Discord takes."""
    return f"{name[: NAME_MOST - MARK_SIGNS - 1].rstrip()} {talk_mark(once)}"


def talk_mark(once: str) -> str:
    """Answer the digits that stand for `once` in a name; the same ones in every version and on every computer."""
    number = int.from_bytes(hashlib.sha256(once.encode()).digest()[:8])
    return f"{number % 10**MARK_SIGNS:0{MARK_SIGNS}}"


def _manages_threads(channel: discord.abc.GuildChannel, role: discord.Role) -> bool:
    # Not the channel's own reckoning: a holder who cannot see it by this role may see it by another.
    return discord.abc.GuildChannel.permissions_for(channel, role).manage_threads


def _is_of_person(target: discord.Role | discord.Member | discord.Object) -> bool:
    return not (isinstance(target, discord.Role) or getattr(target, "type", None) is discord.Role)


def _is_at_rest(fault: CannotKeep) -> bool:
    cause = fault.__cause__
    return isinstance(cause, discord.HTTPException) and cause.code == AT_REST

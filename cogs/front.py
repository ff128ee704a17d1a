"""Discord as the product's Front: each call keeps its promise or says why it cannot."""

from dataclasses import replace
from datetime import datetime

import discord

from bot.core.ids import ChannelId, MessageId, PlatformId, RoleId, ServerId, Whispered
from bot.core.notices import Notice
from bot.core.ports import CannotKeep, Why
from cogs.deleting import Deleting
from cogs.framing import Framing
from cogs.history import TooFarBack, carrying, own_in
from cogs.keeping import gone_now, kept
from cogs.rendering import Body
from cogs.screens import with_way_out
from cogs.talks import Talks

OF_ROLE, OF_MEMBER = 0, 1
"""For whom an overwrite is (Discord: Channel, Overwrite Object)."""

DIRECTS = 256
"""People whose channel of direct messages is remembered, so that a page goes in one request."""

Overwrites = dict[tuple[int, int], discord.PermissionOverwrite]
"""Who may do what in one channel, by kind and id."""


class DiscordFront(Talks, Deleting):
    """Posts, rooms, roles and private talks on Discord."""

    def __init__(self, client: discord.Client) -> None:
        super().__init__(client)
        self._rendering: Framing | None = None
        self._hears = False
        self._directs: dict[PlatformId, int] = {}

    def speak(self, rendering: Framing) -> None:
        """Take the words to speak with; known only once Discord has told the bot's name."""
        self._rendering = rendering

    async def post(self, place: ChannelId, notice: Notice, locale: str, once: str) -> MessageId:
        """Post without mention, silently unless aloud; the nonce `once` lets Discord drop a second sending."""
        notice = with_way_out(await self._allowed(place, notice))
        return await self._send(self._client.get_partial_messageable(place), notice, locale, once)

    async def whisper(self, who: PlatformId, notice: Notice, locale: str, once: str) -> MessageId:
        """Send a direct message; raises `CannotKeep(NO_PERMISSION)` where they are closed (Discord: 50007)."""
        try:
            return await self._send(await self._direct(who), notice, locale, once)
        except CannotKeep:
            # Whatever it was, the next try asks for the channel again.
            self._directs.pop(who, None)
            raise

    async def _send(self, channel: discord.abc.Messageable, notice: Notice, locale: str, once: str) -> MessageId:
        if notice.framed is not None:
            layout = self._speaking().layout(notice, notice.framed, locale, once)
            none = discord.AllowedMentions.none()
            framed = channel.send(view=layout, nonce=once, silent=not notice.aloud, allowed_mentions=none)
            return MessageId((await kept(framed)).id)
        body, view, files = await self._worded(notice, locale, once)
        quiet, bare = not notice.aloud, not body["embeds"]
        called = discord.AllowedMentions.none() if notice.calls is None else only(notice.calls)
        sending = channel.send(
            **body,
            files=files,
            view=view,
            nonce=once,
            silent=quiet,
            suppress_embeds=bare,
            allowed_mentions=called,
        )
        return MessageId((await kept(sending)).id)

    async def _direct(self, who: PlatformId) -> discord.PartialMessageable:
        channel = self._directs.get(who)
        if channel is None:
            opened = await kept(self._client.http.start_private_message(who))
            channel = self._directs[who] = int(opened["id"])
            if len(self._directs) > DIRECTS:
                del self._directs[next(iter(self._directs))]
        return self._client.get_partial_messageable(channel)

    async def find(self, place: ChannelId, once: str, since: datetime) -> MessageId | None:
        """Read back what was posted, and look for the button that carries `once`."""
        if not (await self._held_in(place)).read_message_history:
            # Discord answers an empty list, which would say that nothing stands (Discord: Get Channel Messages).
            raise CannotKeep(Why.NO_PERMISSION)
        return await self._found(place, once, since)

    async def _found(self, place: int, once: str, since: datetime) -> MessageId | None:
        try:
            found = await kept(carrying(self._client.http, place, once, since))
        except TooFarBack as fault:
            # As little is known as where nothing may be read.
            raise CannotKeep(Why.NO_PERMISSION) from fault
        return None if found is None else MessageId(found)

    async def _allowed(self, place: ChannelId, notice: Notice) -> Notice:
        if notice.picture is None or (await self._held_in(place)).attach_files:
            return notice
        return replace(notice, picture=None)

    async def find_whisper(self, who: PlatformId, once: str, since: datetime) -> MessageId | None:
        """Read back a person's direct messages with the bot."""
        return await self._found((await self._direct(who)).id, once, since)

    async def own_whispers(
        self, who: PlatformId, before: MessageId | None
    ) -> tuple[tuple[Whispered, ...], MessageId | None]:
        """Read one page of a person's direct messages with the bot."""
        found, begins = await kept(own_in(self._client.http, (await self._direct(who)).id, before))
        return found, None if begins is None else MessageId(begins)

    async def take_back_whisper(self, who: PlatformId, message: MessageId) -> None:
        """Delete one of them."""
        partial = (await self._direct(who)).get_partial_message(message)
        try:
            await kept(partial.delete())
        except CannotKeep as fault:
            if fault.why is not Why.MESSAGE_GONE:
                raise

    def hears(self, *, presses: bool) -> None:
        """Note whether the gateway is there, through which presses come."""
        self._hears = presses

    def connected(self) -> bool:
        """Tell whether the gateway is there now."""
        return self._hears

    def servers(self) -> frozenset[ServerId] | None:
        """Answer the servers that the gateway named; None before it did, and while it is away."""
        if not self._hears:
            return None
        return frozenset(ServerId(guild.id) for guild in self._client.guilds)

    async def revise(self, place: ChannelId, message: MessageId, notice: Notice, locale: str) -> None:
        """Edit an earlier post, its picture included; editing twice changes nothing more."""
        # In an archived thread nothing can be edited; it is woken for it and archived again.
        await self._woken(place, lambda: self._edited(place, message, notice, locale), rests_again=True)

    async def _edited(self, place: ChannelId, message: MessageId, notice: Notice, locale: str) -> None:
        partial = self._client.get_partial_messageable(place).get_partial_message(message)
        whole = with_way_out(await self._allowed(place, notice))
        if whole.framed is not None:
            await kept(partial.edit(view=self._speaking().layout(whole, whole.framed, locale)))
            return
        body, view, files = await self._worded(whole, locale, None)
        await kept(partial.edit(**body, attachments=files, view=view))

    async def missing_permissions(self, server: ServerId, wanted: tuple[str, ...]) -> tuple[str, ...]:
        """Answer which permissions the bot's roles lack in the server."""
        held = self._guild(server).me.guild_permissions
        return tuple(name for name in wanted if not getattr(held, name))

    async def missing_in(self, server: ServerId, place: ChannelId, wanted: tuple[str, ...]) -> tuple[str, ...]:
        """Answer which permissions the bot lacks in a channel, overwrites counted."""
        guild = self._guild(server)
        held = self._channel(guild, place).permissions_for(guild.me)
        return tuple(name for name in wanted if not getattr(held, name))

    async def open_to_all(self, server: ServerId, place: ChannelId) -> bool:
        """Tell whether the role everyone holds can see the channel."""
        guild = self._guild(server)
        return self._channel(guild, place).permissions_for(guild.default_role).view_channel

    async def make_role(self, server: ServerId, name: str) -> RoleId:
        """Make a role without any permission, not hoisted and not mentionable."""
        made = await kept(
            self._guild(server).create_role(
                name=name, permissions=discord.Permissions.none(), hoist=False, mentionable=False
            )
        )
        return RoleId(made.id)

    async def make_door(self, server: ServerId, name: str) -> ChannelId:
        """Make a channel everyone can read and the bot alone can write in."""
        guild = self._guild(server)
        everyone = discord.PermissionOverwrite(view_channel=True, read_message_history=True, send_messages=False)
        return await self._make_channel(
            guild, name, {(OF_ROLE, guild.id): everyone, (OF_MEMBER, guild.me.id): _own_place(guild)}
        )

    async def make_room(self, server: ServerId, name: str, seen_by: tuple[RoleId, ...]) -> ChannelId:
        """Make a channel hidden from everyone but the given roles."""
        guild = self._guild(server)
        hidden = discord.PermissionOverwrite(view_channel=False)
        overwrites: Overwrites = {(OF_ROLE, guild.id): hidden, (OF_MEMBER, guild.me.id): _own_place(guild)}
        for role_id in seen_by:
            overwrites[OF_ROLE, role_id] = _own_place(guild)
        return await self._make_channel(guild, name, overwrites)

    async def _make_channel(self, guild: discord.Guild, name: str, overwrites: Overwrites) -> ChannelId:
        # By id and kind: the event that tells of a role just made may still be on its way, and discord.py takes
        # whatever is no role of its cache for a member.
        given = [
            {"id": number, "type": kind, "allow": allow.value, "deny": deny.value}
            for (kind, number), overwrite in overwrites.items()
            for allow, deny in [overwrite.pair()]
        ]
        text = discord.ChannelType.text.value
        made = await kept(self._client.http.create_channel(guild.id, text, name=name, permission_overwrites=given))
        return ChannelId(int(made["id"]))

    async def unmake(self, server: ServerId, role: RoleId | None, channels: tuple[ChannelId, ...]) -> None:
        """Delete the channels, then the role that opens them; what is gone already stays gone."""
        guild = self._guild(server)
        for channel in channels:
            await gone_now(self._client.http.delete_channel(channel))
        if role is not None:
            await gone_now(self._client.http.delete_role(guild.id, role))

    async def open_room(self, server: ServerId, room: ChannelId, role: RoleId) -> None:
        """Give one more role its place in a room's overwrites."""
        allow, deny = _own_place(self._guild(server)).pair()
        edit = self._client.http.edit_channel_permissions(room, role, str(allow.value), str(deny.value), OF_ROLE)
        await kept(edit)

    async def hide_from(self, place: ChannelId, who: PlatformId) -> None:
        """Set an overwrite of their own, which counts more than any role's, an administrator's aside."""
        await self._set_own(place, who, discord.PermissionOverwrite(view_channel=False))

    async def show_to(self, place: ChannelId, who: PlatformId) -> None:
        """Set an overwrite of their own."""
        reads = discord.PermissionOverwrite(view_channel=True, read_message_history=True, send_messages=False)
        await self._set_own(place, who, reads)

    async def _set_own(self, place: ChannelId, who: PlatformId, overwrite: discord.PermissionOverwrite) -> None:
        allow, deny = overwrite.pair()
        edit = self._client.http.edit_channel_permissions(place, who, str(allow.value), str(deny.value), OF_MEMBER)
        await kept(edit)

    async def as_everyone(self, place: ChannelId, who: PlatformId) -> None:
        """Delete the overwrite of their own."""
        try:
            await kept(self._client.http.delete_channel_permissions(place, who))
        except CannotKeep as fault:
            # Discord answers both the same way: the channel is gone, or nothing was set (10003, 10009).
            if fault.why is not Why.CHANNEL_GONE:
                raise

    async def gone(self, server: ServerId, role: RoleId | None, channels: tuple[ChannelId, ...]) -> bool:
        """Tell whether the role or one of the channels no longer exists."""
        guild = self._guild(server)
        if role is not None and guild.get_role(role) is None:
            return True
        return any(guild.get_channel(channel) is None for channel in channels)

    async def let_in(self, server: ServerId, role: RoleId, who: PlatformId) -> None:
        """Give the role; done as well if they have it."""
        self._require_reach(server, role)
        await kept(self._client.http.add_role(server, who, role))

    async def let_out(self, server: ServerId, role: RoleId, who: PlatformId) -> None:
        """Take the role; done as well if the role, the person or the server is gone."""
        try:
            await kept(self._client.http.remove_role(server, who, role))
        except CannotKeep as fault:
            if fault.why not in (Why.ROLE_GONE, Why.PERSON_GONE, Why.SERVER_GONE):
                raise

    def _require_reach(self, server: ServerId, role: RoleId) -> None:
        guild = self._guild(server)
        found = guild.get_role(role)
        if found is None:
            raise CannotKeep(Why.ROLE_GONE)
        if found >= guild.me.top_role:
            # Discord answers "missing permissions" to this too; the cause and its mend are different.
            raise CannotKeep(Why.ROLE_TOO_HIGH)

    async def _worded(
        self, notice: Notice, locale: str, once: str | None
    ) -> tuple[Body, discord.ui.View, list[discord.File]]:
        rendering = self._speaking()
        files = (await rendering.attached(notice, locale)).files()
        return rendering.body(notice, locale), rendering.view(notice, locale, once), files

    def _speaking(self) -> Framing:
        if self._rendering is None:
            raise CannotKeep(Why.NOT_ANSWERED)
        return self._rendering


def _own_place(guild: discord.Guild) -> discord.PermissionOverwrite:
    own = discord.PermissionOverwrite(view_channel=True, send_messages=True, read_message_history=True)
    if guild.me.guild_permissions.send_messages_in_threads:
        # Nobody can give what they lack; a server that took it from everyone would leave talks without words.
        own.send_messages_in_threads = True
    return own


def only(who: PlatformId) -> discord.AllowedMentions:
    """Answer that one person and nobody else is called, whatever the words say."""
    return discord.AllowedMentions(everyone=False, roles=False, replied_user=False, users=[discord.Object(who)])

"""How the world's records look on the wire (Discord: Resources)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rehearsal.clock import made_at
from rehearsal.records import CATEGORY, DM, LOADING, Channel, Interaction, Json, Message, Role, User
from rehearsal.thread_shapes import thread, thread_member

if TYPE_CHECKING:
    from rehearsal.world import World


def user(one: User) -> Json:
    """Return a user object."""
    shape: Json = {
        "id": one.id,
        "username": one.name.lower(),
        "global_name": None if one.bot else one.name,
        "discriminator": "0000" if one.bot else "0",
        "avatar": None,
        "avatar_decoration_data": None,
        "banner": None,
        "accent_color": None,
        "primary_guild": None,
        "public_flags": 0,
        "flags": 0,
    }
    if one.bot:
        shape |= {"bot": True, "username": one.name}
    return shape


def own_user(one: User) -> Json:
    """Return a user as they see themselves."""
    return user(one) | {
        "mfa_enabled": True,
        "locale": one.locale,
        "premium_type": 0,
        "email": None,
        "verified": True,
    }


def partial_member(world: World, one: User, server_id: str = "") -> Json:
    """Return a member object without its user, as it stands beside a message's author."""
    roles = world.roles_of(server_id)
    return {
        "avatar": None,
        "banner": None,
        "communication_disabled_until": None,
        "flags": 0,
        "joined_at": world.joined(one, server_id),
        "nick": None,
        "pending": False,
        "premium_since": None,
        "roles": [role for role in one.roles if role in roles],
        "mute": False,
        "deaf": False,
    }


def member(world: World, one: User, server_id: str = "") -> Json:
    """Return a guild member object."""
    return partial_member(world, one, server_id) | {"user": user(one)}


def role(one: Role) -> Json:
    """Return a role object."""
    shape: Json = {
        "id": one.id,
        "name": one.name,
        "permissions": str(one.permissions),
        "position": one.position,
        "color": one.color,
        "colors": {"primary_color": one.color, "secondary_color": None, "tertiary_color": None},
        "hoist": one.hoist,
        "managed": one.managed_by is not None,
        "mentionable": one.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }
    if one.managed_by:
        shape["tags"] = {"bot_id": one.managed_by}
    return shape


def channel(world: World, one: Channel, viewer: User | None = None) -> Json:
    """Return a channel object; direct messages show the other one as the recipient."""
    if one.type == DM:
        me = (viewer or world.bot).id
        others = [user(world.users[u]) for u in one.recipients if u != me]
        return {
            "id": one.id,
            "type": DM,
            "flags": 0,
            "last_message_id": one.last_message_id,
            "recipients": others,
        }
    if one.thread is not None:
        return thread(world.server_of(one), one, one.thread, (viewer or world.bot).id)
    shape: Json = {
        "id": one.id,
        "type": one.type,
        "flags": 0,
        "guild_id": world.server_of(one),
        "name": one.name,
        "position": one.position,
        "parent_id": one.parent_id,
        "permission_overwrites": [
            {"id": o.id, "type": o.type, "allow": str(o.allow), "deny": str(o.deny)}
            for o in one.overwrites.values()
        ],
    }
    if one.type != CATEGORY:
        shape |= {
            "topic": one.topic,
            "nsfw": one.nsfw,
            "rate_limit_per_user": one.slowmode,
            "last_message_id": one.last_message_id,
        }
    return shape


def message(world: World, one: Message) -> Json:
    """Return a message object, whole; what a viewer may not read is taken out by :func:`veiled`."""
    author = world.author(one)
    shape: Json = {
        "id": one.id,
        "channel_id": one.channel_id,
        "author": user(author),
        "type": one.type,
        "content": one.content,
        "timestamp": one.timestamp,
        "edited_timestamp": one.edited,
        "tts": one.tts,
        "mention_everyone": one.mention_everyone,
        "mentions": [user(world.users[u]) for u in one.mentions],
        "mention_roles": list(one.mention_roles),
        "attachments": list(one.attachments),
        "embeds": list(one.embeds),
        "components": list(one.components),
        "flags": one.flags,
        "pinned": False,
    }
    if one.nonce is not None:
        shape["nonce"] = one.nonce
    if one.reply_to is not None:
        shape["message_reference"] = {"type": 0, "channel_id": one.channel_id, "message_id": one.reply_to}
        target = world.channels[one.channel_id].messages.get(one.reply_to)
        shape["referenced_message"] = _quoted(world, target) if target else None
    if one.refers is not None:
        server = world.server_of(world.channels[one.channel_id])
        shape["message_reference"] = {"type": 0, "guild_id": server, **one.refers}
    if one.type == 21 and one.refers is not None:
        origin = world.channels[one.refers["channel_id"]].messages.get(one.refers["message_id"])
        shape["referenced_message"] = _quoted(world, origin) if origin else None
    if one.id in world.channels:
        shape["thread"] = channel(world, world.channels[one.id])
    if one.webhook is not None:
        shape["webhook_id"] = one.webhook.id
        if one.webhook.application_id:
            shape["application_id"] = one.webhook.application_id
    if one.interaction is not None:
        shape["application_id"] = shape["webhook_id"] = world.application_id
        shape["interaction_metadata"] = interaction_metadata(world, one.interaction)
    return shape


def _quoted(world: World, target: Message) -> Json:
    """Return the message a reply quotes, without what that one quotes in turn."""
    shape = message(world, replace(target, reply_to=None))
    if target.reply_to is not None:
        shape["message_reference"] = {"type": 0, "channel_id": target.channel_id, "message_id": target.reply_to}
    return shape


def veiled(shape: Json) -> Json:
    """Return a message as an app without the message content intent gets it (Discord: Gateway)."""
    return shape | {"content": "", "embeds": [], "attachments": [], "components": []}


def interaction_metadata(world: World, one: Interaction) -> Json:
    """Return what a message says of the interaction it came from."""
    shape: Json = {
        "id": one.id,
        "type": one.type,
        "user": user(world.users[one.person_id]),
        "authorizing_integration_owners": installed_by(one.guild_id),
    }
    if one.type == 2 and one.data.get("type") == 2:
        shape["target_user"] = user(world.users[one.data["target_id"]])
    if one.type == 2 and one.data.get("type") == 3:
        shape["target_message_id"] = one.data["target_id"]
    if one.type == 3 and one.message is not None:
        shape["interacted_message_id"] = one.message.id
    if one.type == 5 and one.parent is not None:
        shape["triggering_interaction_metadata"] = interaction_metadata(world, one.parent)
    return shape


def installed_by(guild_id: str | None) -> Json:
    """Return the installation owners: the server, or 0 for the bot's direct messages."""
    return {"0": guild_id or "0"}


def callback(world: World, one: Interaction, shown: Message | None) -> Json:
    """Return the answer to a callback that asked for ``with_response``."""
    inner: Json = {"id": one.id, "type": one.type}
    if shown is not None:
        inner |= {
            "response_message_id": shown.id,
            "response_message_loading": bool(shown.flags & LOADING),
            "response_message_ephemeral": shown.only_for is not None,
        }
    if shown is not None and one.answer in (4, 7):
        return {"interaction": inner, "resource": {"type": one.answer, "message": message(world, shown)}}
    return {"interaction": inner}


def guild(world: World, server_id: str = "") -> Json:
    """Return a server as REST shows it."""
    return {
        "id": server_id or world.guild_id,
        "name": world.name_of(server_id),
        "owner_id": world.owner_of(server_id),
        "icon": None,
        "description": None,
        "home_header": None,
        "splash": None,
        "discovery_splash": None,
        "features": [],
        "banner": None,
        "application_id": None,
        "region": "deprecated",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 1,
        "roles": [role(r) for r in world.roles_of(server_id).values()],
        "default_message_notifications": 1,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_presences": None,
        "max_members": 500000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": "en-US",
        "rules_channel_id": None,
        "safety_alerts_channel_id": None,
        "public_updates_channel_id": None,
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "nsfw_level": 0,
        "emojis": [],
        "stickers": [],
        "incidents_data": None,
        "hub_type": None,
    }


def gateway_guild(world: World, all_members: bool, server_id: str = "") -> Json:
    """Return a server as GUILD_CREATE shows it: of the members only the bot, unless more was granted."""
    present = [u for u in world.users.values() if world.is_in(u, server_id)]
    return guild(world, server_id) | {
        "joined_at": made_at(world.application_id).isoformat(),
        "large": False,
        "unavailable": False,
        "member_count": len(present),
        "voice_states": [],
        "members": [member(world, u, server_id) for u in present if all_members or u.bot],
        "channels": [channel(world, c) for c in world.guild_channels(server_id)],
        "threads": [channel(world, c) for c in world.active_threads(world.bot, server_id)],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def added_member(world: World, channel_id: str, user_id: str, since: str) -> Json:
    """Return a thread member as THREAD_MEMBERS_UPDATE shows who was added."""
    shape = thread_member(channel_id, user_id, since)
    server = world.server_of(world.channels[channel_id])
    return shape | {"member": member(world, world.users[user_id], server), "presence": None}

"""How threads and webhooks look on the wire (Discord: Resources, "Channel" and "Webhook")."""

from rehearsal.records import PRIVATE_THREAD, Channel, Json, Thread, Webhook

COUNTED = 50
"""Members of a thread are counted up to this many, as on Discord."""


def thread(guild_id: str, one: Channel, about: Thread, viewer_id: str) -> Json:
    """Return a thread; whoever looks at it sees their own membership beside it."""
    shape: Json = {
        "id": one.id,
        "type": one.type,
        "flags": 0,
        "guild_id": guild_id,
        "parent_id": one.parent_id,
        "name": one.name,
        "owner_id": about.owner_id,
        "last_message_id": one.last_message_id,
        "rate_limit_per_user": one.slowmode,
        "message_count": max(0, about.sent - about.removed),
        "total_message_sent": about.sent,
        "member_count": min(len(about.members), COUNTED),
        "thread_metadata": _metadata(one, about),
    }
    if viewer_id in about.members:
        shape["member"] = thread_member(one.id, viewer_id, about.members[viewer_id])
    return shape


def _metadata(one: Channel, about: Thread) -> Json:
    shape: Json = {
        "archived": about.archived,
        "archive_timestamp": about.changed,
        "auto_archive_duration": about.minutes,
        "locked": about.locked,
        "create_timestamp": about.since,
    }
    if one.type == PRIVATE_THREAD:
        shape["invitable"] = about.invitable
    return shape


def thread_member(channel_id: str, user_id: str, since: str) -> Json:
    """Return a thread member object."""
    return {"id": channel_id, "user_id": user_id, "join_timestamp": since, "flags": 0}


def webhook(guild_id: str, one: Webhook, maker: Json | None) -> Json:
    """Return a webhook object; ``maker`` is the user who made it, left out where the token asked."""
    shape: Json = {
        "id": one.id,
        "type": 1,
        "guild_id": guild_id,
        "channel_id": one.channel_id,
        "name": one.name,
        "avatar": None,
        "token": one.token,
        "application_id": one.application_id,
    }
    return shape if maker is None else shape | {"user": maker}

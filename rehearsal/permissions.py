"""Who may do what where (Discord: Topics, "Permissions")."""

from enum import IntFlag

from rehearsal.records import DM, PRIVATE_THREAD, Channel, Overwrite, Role, User

OF_ROLE, OF_MEMBER = 0, 1
"""For whom an overwrite is (Discord: Channel, Overwrite Object)."""


class Permission(IntFlag):
    """Discord's permission bits, by their documented names."""

    CREATE_INSTANT_INVITE = 1 << 0
    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_AUDIT_LOG = 1 << 7
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    SEND_TTS_MESSAGES = 1 << 12
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    CONNECT = 1 << 20
    SPEAK = 1 << 21
    MUTE_MEMBERS = 1 << 22
    DEAFEN_MEMBERS = 1 << 23
    MOVE_MEMBERS = 1 << 24
    USE_VAD = 1 << 25
    CHANGE_NICKNAME = 1 << 26
    MANAGE_NICKNAMES = 1 << 27
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_EVENTS = 1 << 33
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    MODERATE_MEMBERS = 1 << 40
    CREATE_EVENTS = 1 << 44
    SEND_POLLS = 1 << 49
    PIN_MESSAGES = 1 << 51
    BYPASS_SLOWMODE = 1 << 52


P = Permission

ALL = sum(int(bit) for bit in Permission)

EVERYONE = int(
    P.CREATE_INSTANT_INVITE | P.ADD_REACTIONS | P.VIEW_CHANNEL | P.SEND_MESSAGES | P.EMBED_LINKS
    | P.ATTACH_FILES | P.READ_MESSAGE_HISTORY | P.CONNECT | P.SPEAK | P.USE_VAD | P.CHANGE_NICKNAME
    | P.USE_APPLICATION_COMMANDS | P.CREATE_PUBLIC_THREADS | P.SEND_MESSAGES_IN_THREADS
)  # fmt: skip

MODERATOR = ALL & ~int(P.ADMINISTRATOR)

BOT = int(
    P.VIEW_CHANNEL | P.SEND_MESSAGES | P.SEND_MESSAGES_IN_THREADS | P.CREATE_PRIVATE_THREADS
    | P.EMBED_LINKS | P.READ_MESSAGE_HISTORY | P.MANAGE_CHANNELS | P.MANAGE_ROLES
)  # fmt: skip

IN_DIRECT_MESSAGES = int(
    P.ADD_REACTIONS | P.VIEW_CHANNEL | P.SEND_MESSAGES | P.EMBED_LINKS | P.ATTACH_FILES
    | P.READ_MESSAGE_HISTORY | P.MENTION_EVERYONE | P.USE_EXTERNAL_EMOJIS | P.USE_APPLICATION_COMMANDS
)  # fmt: skip

NEEDS_SENDING = int(P.MENTION_EVERYONE | P.SEND_TTS_MESSAGES | P.ATTACH_FILES | P.EMBED_LINKS)


def in_guild(user: User, owner_id: str, guild_id: str, roles: dict[str, Role]) -> int:
    """Return what a member may do in a server at large; ``roles`` are those of that server."""
    if user.id == owner_id:
        return ALL
    base = roles[guild_id].permissions
    for role_id in user.roles:
        base |= roles[role_id].permissions if role_id in roles else 0
    return ALL if base & P.ADMINISTRATOR else base


def in_channel(user: User, channel: Channel, base: int, guild_id: str) -> int:
    """Return what a member may do in one channel, given what they may do in the server at large."""
    if channel.type == DM:
        return IN_DIRECT_MESSAGES if user.id in channel.recipients else 0
    base = _viewing(user, channel, base, guild_id)
    return base if base & P.SEND_MESSAGES else base & ~NEEDS_SENDING


def in_thread(user: User, thread: Channel, parent: Channel, base: int, guild_id: str) -> int:
    """Return what a member may do in a thread: what they may do in its channel, if it is theirs to see.

    A private thread is seen by its members and with Manage Threads (Discord: Topics, "Threads").
    """
    base = _viewing(user, parent, base, guild_id)
    inside = thread.thread is not None and user.id in thread.thread.members
    if thread.type == PRIVATE_THREAD and not inside and not base & P.MANAGE_THREADS:
        return 0
    return base if base & P.SEND_MESSAGES_IN_THREADS else base & ~NEEDS_SENDING


def _viewing(user: User, channel: Channel, base: int, guild_id: str) -> int:
    if base & P.ADMINISTRATOR:
        return ALL
    # An overwrite counts for what it says it is for: a role's id marked as a member's gives the role nothing.
    of_roles = {one.id: one for one in channel.overwrites.values() if one.type == OF_ROLE}
    of_members = {one.id: one for one in channel.overwrites.values() if one.type == OF_MEMBER}
    base = _overwritten(base, [of_roles[guild_id]] if guild_id in of_roles else [])
    base = _overwritten(base, [of_roles[role] for role in user.roles if role in of_roles])
    base = _overwritten(base, [of_members[user.id]] if user.id in of_members else [])
    return base if base & P.VIEW_CHANNEL else 0


def _overwritten(base: int, overwrites: list[Overwrite]) -> int:
    deny = allow = 0
    for overwrite in overwrites:
        deny |= overwrite.deny
        allow |= overwrite.allow
    return (base & ~deny) | allow

"""What the rehearsed world consists of, as plain records."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

EPHEMERAL = 1 << 6
LOADING = 1 << 7
SUPPRESS_EMBEDS = 1 << 2
SILENT = 1 << 12
COMPONENTS_V2 = 1 << 15
HAS_THREAD = 1 << 5

TEXT, DM, VOICE, CATEGORY, ANNOUNCEMENT = 0, 1, 2, 4, 5
PUBLIC_THREAD, PRIVATE_THREAD = 11, 12


@dataclass
class User:
    """A person or the bot; ``present`` and ``joined_at`` are of the first server, ``roles`` of every one."""

    id: str
    name: str
    token: str
    joined_at: str
    bot: bool = False
    listed: bool = True
    locale: str = "en-US"
    dms_open: bool = True
    present: bool = True
    roles: list[str] = field(default_factory=list)


@dataclass
class Server:
    """Another server than the first one: whose it is, and since when who is in it."""

    id: str
    name: str
    owner_id: str
    members: dict[str, str] = field(default_factory=dict)


@dataclass
class Role:
    """A role of a server; the one whose id is the server's id is @everyone."""

    id: str
    name: str
    permissions: int
    position: int
    color: int = 0
    hoist: bool = False
    mentionable: bool = False
    managed_by: str | None = None
    # Empty for the first server, as it is for channels.
    server_id: str = ""


@dataclass
class Overwrite:
    """What one role (type 0) or one member (type 1) may do differently in one channel."""

    id: str
    type: int
    allow: int
    deny: int


@dataclass
class Webhook:
    """An address that posts into one channel under a name of its own; ``token`` is all it takes."""

    id: str
    channel_id: str
    name: str
    token: str
    maker_id: str
    application_id: str | None = None


@dataclass
class Message:
    """A message; ``only_for`` names the one person who can see a private reply."""

    id: str
    channel_id: str
    author_id: str
    timestamp: str
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    flags: int = 0
    type: int = 0
    tts: bool = False
    edited: str | None = None
    nonce: str | int | None = None
    mention_everyone: bool = False
    mentions: list[str] = field(default_factory=list)
    mention_roles: list[str] = field(default_factory=list)
    reply_to: str | None = None
    only_for: str | None = None
    interaction: "Interaction | None" = None
    webhook: Webhook | None = None
    # Under whose name a webhook spoke; everybody else speaks as themselves.
    speaker: User | None = None
    # What a message of the system points to, such as the thread it tells of.
    refers: Json | None = None


@dataclass
class Thread:
    """What a thread has beside being a channel (Discord: Resources, "Channel", "Thread Metadata")."""

    owner_id: str
    since: str
    changed: str
    members: dict[str, str] = field(default_factory=dict)
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    minutes: int = 4320
    sent: int = 0
    removed: int = 0


@dataclass
class Channel:
    """A channel of a server, or (type 1) the direct messages of two people."""

    id: str
    type: int
    name: str = ""
    position: int = 0
    parent_id: str | None = None
    topic: str | None = None
    nsfw: bool = False
    slowmode: int = 0
    overwrites: dict[str, Overwrite] = field(default_factory=dict)
    recipients: list[str] = field(default_factory=list)
    messages: dict[str, Message] = field(default_factory=dict)
    last_message_id: str | None = None
    thread: Thread | None = None
    server_id: str = ""


@dataclass
class Interaction:
    """One act of a person that the bot has to answer."""

    id: str
    token: str
    type: int
    person_id: str
    channel_id: str
    guild_id: str | None
    data: Json
    asked: float
    message: Message | None = None
    parent: "Interaction | None" = None
    answer: int | None = None
    original: str | None = None
    modal: Json | None = None
    late: bool = False


@dataclass
class Event:
    """Something that happened, by its gateway name, for whoever listens."""

    name: str
    data: Json
    channel: Channel | None = None
    message: Message | None = None
    interaction: Interaction | None = None
    person_id: str | None = None

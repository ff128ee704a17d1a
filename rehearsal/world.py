"""The state of the rehearsed world and the only ways it changes."""

import secrets
from collections.abc import Callable

from rehearsal import permissions, shapes
from rehearsal.clock import Snowflakes, WorldClock
from rehearsal.errors import unknown
from rehearsal.permissions import Permission
from rehearsal.records import DM, Channel, Event, Interaction, Json, Message, Role, Server, User, Webhook
from rehearsal.servers import Servers


class World(Servers):
    """The first server, others beside it, people, and one bot; every change is told to the listeners in order."""

    def __init__(self, clock: WorldClock | None = None) -> None:
        self.clock = clock or WorldClock()
        self.ids = Snowflakes(self.clock)
        self.guild_id = self.ids.next()
        self.guild_name = "Riverside"
        self.application_id = self.ids.next()
        self.users: dict[str, User] = {}
        self.roles: dict[str, Role] = {}
        self.channels: dict[str, Channel] = {}
        self.commands: list[Json] = []
        self.interactions: dict[str, Interaction] = {}
        self.webhooks: dict[str, Webhook] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        self.owner_id = ""
        self.others: dict[str, Server] = {}
        # Ids of those who were banned: they cannot come back until that is lifted.
        self.bans: set[str] = set()
        self.base_url = ""
        # Intents the application was granted beyond the ordinary ones (Discord: Gateway, "Privileged Intents").
        self.privileged_intents = 0
        self.answer_limit = 3.0
        self.token_minutes = 15
        self.listeners: list[Callable[[Event], None]] = []

    def tell(self, event: Event) -> None:
        """Let every listener know what happened."""
        for listener in self.listeners:
            listener(event)

    # Looking up

    @property
    def bot(self) -> User:
        """The bot's own user; its id is the application's id."""
        return self.users[self.application_id]

    @property
    def bot_role(self) -> Role:
        """The managed role that came with the bot into the first server."""
        mine = (role for role in self.roles.values() if role.managed_by == self.application_id)
        return next(role for role in mine if self.server_of(role) == self.guild_id)

    @property
    def people(self) -> list[User]:
        """The ten people of the rehearsal, and those of other servers."""
        return [user for user in self.users.values() if user.listed and not user.bot]

    def person(self, name: str) -> User:
        """Return a person by name, whatever the case."""
        for user in self.people:
            if user.name.lower() == name.lower():
                return user
        raise unknown("User")

    def by_token(self, token: str) -> User | None:
        """Return whoever holds this token."""
        given = token.encode(errors="surrogateescape")
        return next((u for u in self.users.values() if secrets.compare_digest(u.token.encode(), given)), None)

    def user(self, user_id: str) -> User:
        """Return a user or refuse with 10013."""
        if user_id not in self.users:
            raise unknown("User")
        return self.users[user_id]

    def member(self, user_id: str, server_id: str = "") -> User:
        """Return a member of a server or refuse with 10007."""
        user = self.users.get(user_id)
        if user is None or not self.is_in(user, server_id):
            raise unknown("Member")
        return user

    def role(self, role_id: str) -> Role:
        """Return a role or refuse with 10011."""
        if role_id not in self.roles:
            raise unknown("Role")
        return self.roles[role_id]

    def channel(self, channel_id: str) -> Channel:
        """Return a channel or refuse with 10003."""
        if channel_id not in self.channels:
            raise unknown("Channel")
        return self.channels[channel_id]

    def author(self, message: Message) -> User:
        """Return whoever a message is by; a webhook speaks under a name of its own."""
        return message.speaker or self.users[message.author_id]

    def every_channel(self) -> list[Channel]:
        """Return the channels of all servers, without threads and direct messages."""
        return [one for one in self.channels.values() if one.type != DM and one.thread is None]

    def guild_channels(self, server_id: str = "") -> list[Channel]:
        """Return the channels of one server; the first one if none is named."""
        server = server_id or self.guild_id
        return [one for one in self.every_channel() if self.server_of(one) == server]

    def threads(self, parent_id: str | None = None) -> list[Channel]:
        """Return the threads, archived ones too; of one channel if it is named."""
        threads = [one for one in self.channels.values() if one.thread is not None]
        return [one for one in threads if parent_id in (None, one.parent_id)]

    def active_threads(self, viewer: User, server_id: str = "") -> list[Channel]:
        """Return the threads of a server that are not archived, as far as somebody can see them."""
        server = server_id or self.guild_id
        here = [one for one in self.threads() if self.server_of(one) == server]
        active = [one for one in here if one.thread and not one.thread.archived]
        return [one for one in active if self.can_view(viewer, one)]

    def guild_permissions(self, user: User, server_id: str = "") -> int:
        """Return what a member may do in a server at large."""
        server = server_id or self.guild_id
        if not self.is_in(user, server):
            return 0
        return permissions.in_guild(user, self.owner_of(server), server, self.roles_of(server))

    def channel_permissions(self, user: User, channel: Channel) -> int:
        """Return what a user may do in one channel."""
        server = self.server_of(channel)
        if channel.type != DM and not self.is_in(user, server):
            return 0  # overwrites for someone who left stay, and give nothing
        base = self.guild_permissions(user, server)
        if channel.thread is not None:
            parent = self.channels[channel.parent_id or ""]
            return permissions.in_thread(user, channel, parent, base, server)
        return permissions.in_channel(user, channel, base, server)

    def can_view(self, user: User, channel: Channel) -> bool:
        """Tell whether this channel exists for this user."""
        return bool(self.channel_permissions(user, channel) & Permission.VIEW_CHANNEL)

    def can_see(self, user: User, message: Message) -> bool:
        """Tell whether this message exists for this user: private replies do for one person alone."""
        channel = self.channels.get(message.channel_id)
        if channel is None or message.only_for not in (None, user.id):
            return False
        return self.can_view(user, channel)

    def rank(self, user: User, server_id: str = "") -> tuple[int, int]:
        """Return the place of a member's highest role in a server; a greater tuple is higher."""
        if user.id == self.owner_of(server_id):
            return (1 << 30, 0)
        roles = self.roles_of(server_id)
        return max((rank_of(roles[r]) for r in user.roles if r in roles), default=(0, 0))

    def direct(self, one: str, other: str) -> Channel:
        """Return the direct messages of two users, opened now if they never spoke."""
        for channel in self.channels.values():
            if channel.type == DM and set(channel.recipients) == {one, other}:
                return channel
        channel = Channel(self.ids.next(), DM, recipients=[one, other])
        self.channels[channel.id] = channel
        return channel

    # Changing

    def add_channel(self, channel: Channel) -> None:
        """Put a new channel into its server."""
        self.channels[channel.id] = channel
        self._channel_event("CHANNEL_CREATE", channel)

    def channel_changed(self, channel: Channel) -> None:
        """Tell of a channel that was just changed."""
        self._channel_event("CHANNEL_UPDATE", channel)

    def remove_channel(self, channel: Channel) -> None:
        """Delete a channel and its threads and webhooks; a category leaves its channels behind."""
        del self.channels[channel.id]
        for thread in self.threads(channel.id):
            del self.channels[thread.id]
        self.webhooks = {key: one for key, one in self.webhooks.items() if one.channel_id != channel.id}
        self._channel_event("CHANNEL_DELETE", channel)
        for child in [c for c in self.every_channel() if c.parent_id == channel.id]:
            child.parent_id = None
            self.channel_changed(child)

    def _channel_event(self, name: str, channel: Channel) -> None:
        self.tell(Event(name, shapes.channel(self, channel), channel=channel))

    def add_role(self, role: Role) -> None:
        """Put a new role into its server."""
        self.roles[role.id] = role
        self.tell(Event("GUILD_ROLE_CREATE", {"guild_id": self.server_of(role), "role": shapes.role(role)}))

    def change_role(self, role: Role, **values: object) -> None:
        """Set some of a role's fields, e.g. ``permissions``, and tell of it."""
        for name, value in values.items():
            setattr(role, name, value)
        self.tell(Event("GUILD_ROLE_UPDATE", {"guild_id": self.server_of(role), "role": shapes.role(role)}))

    def remove_role(self, role: Role) -> None:
        """Delete a role, from its members and from every channel too."""
        server = self.server_of(self.roles.pop(role.id))
        for user in self.users.values():
            if role.id in user.roles:
                user.roles.remove(role.id)
                self.member_changed(user, server)
        self.tell(Event("GUILD_ROLE_DELETE", {"guild_id": server, "role_id": role.id}))
        for channel in self.guild_channels(server):
            if channel.overwrites.pop(role.id, None):
                self.channel_changed(channel)

    def member_changed(self, user: User, server_id: str = "") -> None:
        """Tell of a member whose roles were just changed."""
        data = {"guild_id": server_id or self.guild_id, **shapes.member(self, user, server_id)}
        self.tell(Event("GUILD_MEMBER_UPDATE", data, person_id=user.id))


def rank_of(role: Role) -> tuple[int, int]:
    """Return a role's place: by position and, where two share one, the older is higher."""
    return (role.position, -int(role.id))

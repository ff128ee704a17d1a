"""Which servers there are, and who is in which: the first one, and any beside it."""

from rehearsal.errors import unknown
from rehearsal.records import Channel, Role, Server, User


class Servers:
    """What a world knows of its servers; an empty id always means the first one."""

    guild_id: str
    guild_name: str
    owner_id: str
    application_id: str
    others: dict[str, Server]
    roles: dict[str, Role]
    users: dict[str, User]

    @property
    def servers(self) -> list[str]:
        """The ids of all servers, the first one first."""
        return [self.guild_id, *self.others]

    def servers_of(self, user: User) -> list[str]:
        """Return the ids of the servers somebody is in."""
        return [one for one in self.servers if self.is_in(user, one)]

    def server_of(self, one: Channel | Role) -> str:
        """Return the id of the server a channel or a role is of."""
        return one.server_id or self.guild_id

    def is_in(self, user: User, server_id: str = "") -> bool:
        """Tell whether somebody is in a server."""
        if server_id in ("", self.guild_id):
            return user.present
        return server_id in self.others and user.id in self.others[server_id].members

    def shares_a_server(self, user: User) -> bool:
        """Tell whether somebody is in any server the bot is in."""
        return any(self.is_in(user, one) for one in self.servers_of(self.users[self.application_id]))

    def other(self, server_id: str) -> Server | None:
        """Return one of the other servers; None for the first one, and 10004 for none."""
        if server_id in ("", self.guild_id):
            return None
        if server_id not in self.others:
            raise unknown("Guild")
        return self.others[server_id]

    def owner_of(self, server_id: str) -> str:
        """Return the id of whoever owns a server."""
        other = self.other(server_id)
        return other.owner_id if other else self.owner_id

    def name_of(self, server_id: str) -> str:
        """Return the name of a server."""
        other = self.other(server_id)
        return other.name if other else self.guild_name

    def joined(self, user: User, server_id: str) -> str:
        """Return since when somebody is in a server."""
        other = self.other(server_id)
        return other.members.get(user.id, user.joined_at) if other else user.joined_at

    def roles_of(self, server_id: str) -> dict[str, Role]:
        """Return the roles of a server by id."""
        server = server_id or self.guild_id
        return {key: role for key, role in self.roles.items() if self.server_of(role) == server}

"""Another server beside the first, with people of its own (only the rehearsal opens one like this)."""

from rehearsal import permissions, shapes
from rehearsal.calls import Call, Route
from rehearsal.errors import ApiError
from rehearsal.records import TEXT, Channel, Event, Json, Role, Server, User
from rehearsal.town import arrives
from rehearsal.world import World


async def open_one(call: Call) -> tuple[int, Json]:
    """Open a server with one channel; the first of the people owns it, and whoever is new comes into the world."""
    name, people, bot = call.body.get("name"), call.body.get("people"), call.body.get("bot", True)
    if not isinstance(name, str) or not name or not isinstance(bot, bool) or not isinstance(people, list):
        raise _misshapen()
    if not people or not all(isinstance(one, str) and one for one in people):
        raise _misshapen()
    world = call.world
    inside = [_somebody(world, one) for one in people]
    made = Server(world.ids.next(), name, inside[0].id)
    world.others[made.id] = made
    made.members = {one.id: world.clock.iso() for one in inside}
    world.roles[made.id] = Role(made.id, "@everyone", permissions.EVERYONE, 0, server_id=made.id)
    lobby = Channel(world.ids.next(), TEXT, "lobby", server_id=made.id)
    world.channels[lobby.id] = lobby
    if bot:
        _bot_in(world, made)
    return 201, shown(world, made.id) | {"people": [person(one) for one in inside]}


def _misshapen() -> ApiError:
    return ApiError(400, 50035, "Invalid Form Body: name, people (one name or more) and bot (true or false)")


def _somebody(world: World, name: str) -> User:
    known = next((one for one in world.people if one.name == name), None)
    if known is not None:
        return known
    new = arrives(world, name, world.ids.next())
    new.present = False  # of the first server
    return new


def _bot_in(world: World, server: Server) -> None:
    role = Role(world.ids.next(), world.bot.name, permissions.BOT, 1, managed_by=world.application_id)
    role.server_id = server.id
    world.roles[role.id] = role
    world.bot.roles.append(role.id)
    server.members[world.bot.id] = world.clock.iso()
    world.tell(Event("GUILD_CREATE", shapes.gateway_guild(world, all_members=False, server_id=server.id)))


def shown(world: World, server_id: str) -> Json:
    """Return one of the other servers as the contract shows it."""
    channels = [shapes.channel(world, one) for one in world.guild_channels(server_id)]
    return {
        "id": server_id,
        "name": world.name_of(server_id),
        "channels": [{key: one[key] for key in ("id", "name", "type", "parent_id")} for one in channels],
        "roles": [shapes.role(role) for role in world.roles_of(server_id).values()],
    }


def person(one: User) -> Json:
    """Return somebody as the contract shows them."""
    return {"name": one.name, "id": one.id, "token": one.token, "roles": list(one.roles), "locale": one.locale}


ROUTES = (Route("POST", "/rehearsal/servers", open_one, "token"),)

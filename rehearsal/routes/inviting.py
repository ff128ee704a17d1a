"""Taking the bot out of the server, and inviting it again."""

from rehearsal import permissions, shapes
from rehearsal.calls import Call, Route
from rehearsal.errors import ApiError
from rehearsal.records import Event, Json, Role
from rehearsal.world import World


async def set_here(call: Call) -> Json:
    """Put the bot out of the server, or invite it; done as well if it was so already."""
    here = call.body.get("here")
    if not isinstance(here, bool):
        raise ApiError(400, 50035, "Invalid Form Body: here is true or false")
    if here and not call.world.bot.present:
        invite(call.world)
    elif not here and call.world.bot.present:
        remove(call.world)
    return {"here": call.world.bot.present}


def remove(world: World) -> None:
    """Put the bot out: its own role and its commands here go, what it made stays."""
    role = world.bot_role
    world.bot.present = False
    world.remove_role(role)
    world.commands = [command for command in world.commands if command.get("guild_id") != world.guild_id]
    world.tell(Event("GUILD_DELETE", {"id": world.guild_id}))


def invite(world: World) -> None:
    """Let the bot in with the permissions it asks for; its new role stands at the bottom, as every new one."""
    role = Role(world.ids.next(), world.bot.name, permissions.BOT, 1, managed_by=world.application_id)
    world.roles[role.id] = role
    world.bot.roles.append(role.id)
    world.bot.present = True
    world.bot.joined_at = world.clock.iso()
    world.tell(Event("GUILD_CREATE", shapes.gateway_guild(world, all_members=False)))


ROUTES = (Route("POST", "/rehearsal/bot", set_here, "token"),)

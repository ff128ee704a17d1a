"""The whole objects that travel beside chosen ids (Discord: Interactions, "Resolved Data Structure")."""

from rehearsal import shapes
from rehearsal.records import DM, Channel, Json, User
from rehearsal.world import World


def resolved(world: World, person: User, channel: Channel, chosen: dict[str, list[str]]) -> Json:
    """Return the chosen users, roles, channels and messages as the bot gets them."""
    found: Json = {}
    for number in chosen.get("users", []):
        user = world.users[number]
        found.setdefault("users", {})[number] = shapes.user(user)
        server = world.server_of(channel)
        if channel.type != DM and world.is_in(user, server):
            bits = str(world.channel_permissions(user, channel))
            member = shapes.partial_member(world, user, server) | {"permissions": bits}
            # Resolved members come without these two (Discord: "Resolved Data Structure").
            member.pop("mute")
            member.pop("deaf")
            found.setdefault("members", {})[number] = member
    for number in chosen.get("roles", []):
        found.setdefault("roles", {})[number] = shapes.role(world.roles[number])
    for number in chosen.get("channels", []):
        one = world.channels[number]
        shape = shapes.channel(world, one, person)
        shape.pop("permission_overwrites", None)
        shape["permissions"] = str(world.channel_permissions(person, one))
        found.setdefault("channels", {})[number] = shape
    for number in chosen.get("messages", []):
        found.setdefault("messages", {})[number] = shapes.message(world, channel.messages[number])
    return found

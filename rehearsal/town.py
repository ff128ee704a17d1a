"""Riverside: the server, the people and the roles every rehearsal begins with."""

import base64
import secrets

from rehearsal import permissions
from rehearsal.clock import WorldClock
from rehearsal.records import TEXT, Channel, Role, User
from rehearsal.world import World

MEMBERS = ("Ana", "Bea", "Cleo", "Dani", "Eli", "Flor", "Gus", "Hana")


def riverside(clock: WorldClock | None = None) -> World:
    """Return the world as it is on the first morning, before anyone said anything."""
    world = World(clock)
    _roles(world)
    _people(world)
    for position, name in enumerate(("welcome", "general")):
        channel = Channel(world.ids.next(), TEXT, name, position)
        world.channels[channel.id] = channel
    return world


def _roles(world: World) -> None:
    guild = world.guild_id
    world.roles[guild] = Role(guild, "@everyone", permissions.EVERYONE, 0)
    # Positions leave 1 free: that is where a new role appears, below the bot's.
    for position, name, bits in (
        (2, "Facilitators", 0),
        (3, "Willow", permissions.BOT),
        (4, "Moderators", permissions.MODERATOR),
    ):
        role = Role(world.ids.next(), name, bits, position)
        world.roles[role.id] = role
        if name == "Willow":
            role.managed_by = world.application_id


def _people(world: World) -> None:
    named = {role.name: role.id for role in world.roles.values()}
    owner = arrives(world, "Otis", world.ids.next())
    # A silent owner keeps the moderator from passing every permission check by ownership.
    owner.listed = False
    world.owner_id = owner.id
    willow = arrives(world, "Willow", world.application_id)
    willow.bot, willow.roles = True, [named["Willow"]]
    arrives(world, "Robin", world.ids.next()).roles = [named["Moderators"]]
    for name in MEMBERS:
        arrives(world, name, world.ids.next())
    world.person("Ana").roles = [named["Facilitators"]]
    arrives(world, "Sam", world.ids.next())


def arrives(world: World, name: str, user_id: str) -> User:
    """Let somebody come into the world, and into the first server."""
    # Shaped like a real token (some clients read the id out of it), but it says what it is.
    first = base64.urlsafe_b64encode(user_id.encode()).decode().rstrip("=")
    token = f"{first}.rehearsal.{secrets.token_urlsafe(18)}"
    user = User(user_id, name, token, world.clock.iso())
    world.users[user_id] = user
    return user

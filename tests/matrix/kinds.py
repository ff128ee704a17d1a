"""The eight kinds of people whose presses the matrix tries, beside whoever a screen was shown to."""

from dataclasses import dataclass

from rehearsal.person import Person
from rehearsal.records import Channel, Json
from rehearsal.town import arrives
from tests.stories.conftest import Evening, until

KINDS = ("member", "moderator", "facilitator", "owner", "outsider", "left", "banned", "other")
"""A member; who holds the role of moderators, of who plans, of nobody but owns the server; one who is in no circle;
members who left the server or were banned from it; and whoever owns another server the bot is in."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """One of each kind, and the channel they press in."""

    kind: str
    person: Person
    place: Channel


async def everybody(evening: Evening) -> list[Somebody]:
    """Answer one of each kind; the circle has to stand, with a role of its own for who plans."""
    world, roles = evening.server.world, {role.name: role.id for role in evening.server.world.roles.values()}
    newcomer(evening, "Mika", roles["Moderators"])
    newcomer(evening, "Ines", roles["Facilitators"])
    owner = world.users[world.owner_id]
    owner.listed = True
    evening.people.meet({"name": owner.name, "id": owner.id, "token": owner.token})
    await evening.join("Ines", "Gus", "Hana")
    await evening.people.goes("Gus", "leave")
    await evening.people.goes("Hana", "ban")
    hillside = await evening.people.another_server("Hillside", "Vera")
    await until(lambda: any(one.get("guild_id") == hillside["id"] for one in world.commands))
    general = next(one for one in world.guild_channels() if one.name == "general")
    places = {
        "left": world.direct(evening["Gus"].id, world.bot.id),
        "banned": world.direct(evening["Hana"].id, world.bot.id),
        "other": world.channels[hillside["channels"][0]["id"]],
    }
    names = ("Flor", "Mika", "Ines", owner.name, "Sam", "Gus", "Hana", "Vera")
    return [
        Somebody(kind, evening[name], places.get(kind, general)) for kind, name in zip(KINDS, names, strict=True)
    ]


def newcomer(evening: Evening, name: str, role: str) -> None:
    """Let somebody come to the server who was not there, with a role."""
    world = evening.server.world
    user = arrives(world, name, world.ids.next())
    user.roles.append(role)
    entry: Json = {"name": user.name, "id": user.id, "token": user.token}
    evening.people.meet(entry)

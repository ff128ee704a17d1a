"""Every command, used by everybody as if their server had hidden none of them."""

from rehearsal.person_forms import NothingHappened
from rehearsal.records import DM, Json
from rehearsal.screen import Screen
from tests.matrix.crawling import Matrix
from tests.matrix.handlers import door_of
from tests.matrix.kinds import Somebody
from tests.matrix.undoing import back, stood

SHOWN_TO = {"desk": "Robin"}
"""Who is offered a command; Ana, who is in North and plans for it, where nobody else is named."""


async def try_doors(matrix: Matrix) -> dict[str, dict[str, str]]:
    """Answer what everybody gets of each command; `-` where the platform has none for them, as outside a server."""
    world = matrix.evening.server.world
    for command in world.commands:
        # A server's own settings can show a command to anybody: what Hearth itself says counts.
        command["default_member_permissions"] = None
    found: dict[str, dict[str, str]] = {}
    for command in sorted(world.commands, key=lambda one: one["name"]):
        cells = found.setdefault(door_of(command), {})
        shown_to = Somebody("shown", matrix.evening[SHOWN_TO.get(command["name"], "Ana")], matrix.kinds[0].place)
        for one in (shown_to, *matrix.kinds):
            if _is_for(command, one):
                cells[one.kind] = await _used(matrix, command, one)
    return found


def _is_for(command: Json, one: Somebody) -> bool:
    if one.place.type == DM:
        return "guild_id" not in command
    return command.get("guild_id") is None or command["guild_id"] == one.place.server_id or not one.place.server_id


async def _used(matrix: Matrix, command: Json, one: Somebody) -> str:
    before = await stood(matrix.evening)
    matrix.begins()
    try:
        verdict = await matrix.verdict(one.person.name, await _opened(matrix, command, one), before)
    except NothingHappened:
        verdict = "-"  # the platform itself refuses it
    await back(matrix.evening, before)
    return verdict


async def _opened(matrix: Matrix, command: Json, one: Somebody) -> Screen:
    if command["type"] == 3:
        said = await matrix.evening["Vera" if one.kind == "other" else "Dani"].say(one.place.id, "a quiet line")
        return await one.person.menu(said, command["name"])
    if one.place.type == DM:
        return await one.person.command(command["name"], dm=True)
    return await one.person.command(command["name"], channel=one.place.id)

"""Commands, for all servers or for one (Discord: Interactions, "Application Commands")."""

from collections.abc import Iterable

from rehearsal.calls import Call, Handler, Route
from rehearsal.command_rules import check_command, check_commands
from rehearsal.errors import ApiError, Form, missing_access, unknown
from rehearsal.records import Event, Json
from rehearsal.world import World

KEPT = (
    "name", "name_localizations", "description", "description_localizations", "options", "contexts",
    "integration_types", "default_member_permissions", "dm_permission", "nsfw",
)  # fmt: skip


async def listed(call: Call) -> list[Json]:
    """Get Application Commands; translations only if asked for."""
    found = list(_in_scope(call))
    if call.query.get("with_localizations") in ("1", "true", "True"):
        return found
    return [_untranslated(command) for command in found]


async def overwrite(call: Call) -> list[Json]:
    """Bulk Overwrite Application Commands: ids stay with the names."""
    scope = _scope(call)
    if not isinstance(call.sent, list):
        raise ApiError(400, 50035, "Invalid Form Body")
    check_commands(call.sent)
    before = list(_in_scope(call))
    made = [_made(call.world, scope, body, _same_name(before, body)) for body in call.sent]
    call.world.commands = [c for c in call.world.commands if c not in before] + made
    call.world.tell(Event("COMMANDS", {}))
    return made


async def create(call: Call) -> tuple[int, Json]:
    """Create Application Command: one with the same name is replaced."""
    scope = _scope(call)
    _check(call.body)
    before = _same_name(_in_scope(call), call.body)
    made = _made(call.world, scope, call.body, before)
    call.world.commands = [c for c in call.world.commands if c is not before] + [made]
    call.world.tell(Event("COMMANDS", {}))
    return (200 if before else 201), made


async def one(call: Call) -> Json:
    """Get Application Command."""
    _scope(call)
    for command in _in_scope(call):
        if command["id"] == call.path["command_id"]:
            return command
    raise unknown("application command")


async def change(call: Call) -> Json:
    """Edit Application Command."""
    before = await one(call)
    _check(before | call.body)
    before.update({key: value for key, value in call.body.items() if key in KEPT})
    before["version"] = call.world.ids.next()
    return before


async def delete(call: Call) -> None:
    """Delete Application Command."""
    call.world.commands.remove(await one(call))


def _scope(call: Call) -> str | None:
    if call.path["application_id"] != call.world.application_id:
        raise ApiError(403, 20012, "You are not authorized to perform this action on this application")
    guild = call.path.get("guild_id")
    if guild is not None and guild not in call.world.servers_of(call.world.bot):
        raise missing_access()
    return guild


def _in_scope(call: Call) -> Iterable[Json]:
    scope = _scope(call)
    return (c for c in call.world.commands if c.get("guild_id") == scope)


def _same_name(commands: Iterable[Json], body: Json) -> Json | None:
    key = (body.get("type") or 1, body["name"])
    return next((c for c in commands if (c["type"], c["name"]) == key), None)


def _check(body: Json) -> None:
    form = Form()
    check_command(form, "", body)
    form.check()


def _made(world: World, scope: str | None, body: Json, before: Json | None) -> Json:
    number = before["id"] if before else world.ids.next()
    command: Json = {
        "id": number,
        "application_id": world.application_id,
        "version": world.ids.next(),
        "type": body.get("type") or 1,
        "description": "",
        "default_member_permissions": None,
        "contexts": None,
        "integration_types": [0],
        "nsfw": False,
        "options": [],
    }
    command |= {key: body[key] for key in KEPT if body.get(key) is not None}
    if scope is not None:
        command["guild_id"] = scope
        command.pop("contexts")
    if command["default_member_permissions"] is not None:
        command["default_member_permissions"] = str(command["default_member_permissions"])
    return command


def _untranslated(holder: Json) -> Json:
    """Return a command or option without its translations, options included."""
    kept = {key: value for key, value in holder.items() if not key.endswith("_localizations")}
    if holder.get("options"):
        kept["options"] = [_untranslated(option) for option in holder["options"]]
    return kept


def _both(method: str, tail: str, handler: Handler) -> tuple[Route, Route]:
    start = "/applications/{application_id}"
    return (
        Route(method, f"{start}/commands{tail}", handler, "bot"),
        Route(method, f"{start}/guilds/{{guild_id}}/commands{tail}", handler, "bot"),
    )


ROUTES = (
    *_both("GET", "", listed),
    *_both("PUT", "", overwrite),
    *_both("POST", "", create),
    *_both("GET", "/{command_id}", one),
    *_both("PATCH", "/{command_id}", change),
    *_both("DELETE", "/{command_id}", delete),
)

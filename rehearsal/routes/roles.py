"""Roles: made, changed, given, taken, deleted (Discord: Resources, "Guild"; Topics, "Permissions")."""

from rehearsal import shapes
from rehearsal.calls import Call, Route, whole
from rehearsal.errors import ApiError, Form, missing_permissions, unknown
from rehearsal.permissions import Permission
from rehearsal.records import Json, Role, User
from rehearsal.routes.account import in_guild
from rehearsal.world import rank_of


async def roles(call: Call) -> list[Json]:
    """Get Guild Roles."""
    return [shapes.role(role) for role in call.world.roles_of(in_guild(call)).values()]


async def role(call: Call) -> Json:
    """Get Guild Role."""
    return shapes.role(_meant(call))


async def create(call: Call) -> Json:
    """Create Guild Role: it appears below the bot's role, with no more than the maker may do."""
    server = needs(call, Permission.MANAGE_ROLES)
    _check(call)
    everyone = call.world.roles[server]
    made = Role(call.world.ids.next(), "new role", everyone.permissions, 1, server_id=server)
    wanted = call.body.get("permissions")
    if wanted is not None:
        _only_own(call, whole(wanted))
        made.permissions = whole(wanted)
    elif not call.actor.bot:
        made.permissions = 0
    _fill(call, made)
    call.world.add_role(made)
    return shapes.role(made)


async def change(call: Call) -> Json:
    """Modify Guild Role."""
    needs(call, Permission.MANAGE_ROLES)
    one = _meant(call)
    _below(call, one)
    _check(call)
    if call.body.get("permissions") is not None:
        wanted = whole(call.body["permissions"])
        _only_own(call, wanted ^ one.permissions)
        one.permissions = wanted
    _fill(call, one)
    call.world.change_role(one)
    return shapes.role(one)


async def delete(call: Call) -> None:
    """Delete Guild Role."""
    needs(call, Permission.MANAGE_ROLES)
    one = _meant(call)
    if one.id == call.path["guild_id"] or one.managed_by:
        raise ApiError(400, 50028, "Invalid Role")
    _below(call, one)
    call.world.remove_role(one)


async def give(call: Call) -> None:
    """Add Guild Member Role."""
    user, one = _member_and_role(call)
    if one.id not in user.roles:
        user.roles.append(one.id)
        call.world.member_changed(user, call.path["guild_id"])


async def take(call: Call) -> None:
    """Remove Guild Member Role."""
    user, one = _member_and_role(call)
    if one.id in user.roles:
        user.roles.remove(one.id)
        call.world.member_changed(user, call.path["guild_id"])


def needs(call: Call, permission: Permission) -> str:
    """Return the server of the path; refuse with 50013 unless the caller holds a permission there."""
    server = in_guild(call)
    if not call.world.guild_permissions(call.actor, server) & permission:
        raise missing_permissions()
    return server


def _meant(call: Call) -> Role:
    server, one = in_guild(call), call.world.role(call.path["role_id"])
    if call.world.server_of(one) != server:
        raise unknown("Role")
    return one


def _member_and_role(call: Call) -> tuple[User, Role]:
    server = in_guild(call)
    user = call.world.member(call.path["user_id"], server)
    one = _meant(call)
    needs(call, Permission.MANAGE_ROLES)
    if one.managed_by or one.id == server:
        raise missing_permissions()
    _below(call, one)
    return user, one


def _below(call: Call, one: Role) -> None:
    if rank_of(one) >= call.world.rank(call.actor, call.world.server_of(one)):
        raise missing_permissions()


def _only_own(call: Call, bits: int) -> None:
    if bits & ~call.world.guild_permissions(call.actor, call.path["guild_id"]):
        raise missing_permissions()


def _check(call: Call) -> None:
    form = Form()
    if call.body.get("name") is not None:
        form.length("name", call.body["name"], 0, 100)
    form.check()


def _fill(call: Call, one: Role) -> None:
    body = call.body
    one.name = body.get("name") or one.name
    one.color = whole(body.get("color"), one.color)
    one.hoist = bool(body.get("hoist", one.hoist))
    one.mentionable = bool(body.get("mentionable", one.mentionable))


ROUTES = (
    Route("GET", "/guilds/{guild_id}/roles", roles),
    Route("POST", "/guilds/{guild_id}/roles", create),
    Route("GET", "/guilds/{guild_id}/roles/{role_id}", role),
    Route("PATCH", "/guilds/{guild_id}/roles/{role_id}", change),
    Route("DELETE", "/guilds/{guild_id}/roles/{role_id}", delete),
    Route("PUT", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}", give),
    Route("DELETE", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}", take),
)

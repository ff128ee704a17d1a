"""Channels and who may do what in them (Discord: Resources, "Channel")."""

from rehearsal import shapes
from rehearsal.calls import Call, Route, text_or_none, whole
from rehearsal.errors import ApiError, Form, invalid, missing_permissions, not_here, unknown
from rehearsal.permissions import Permission
from rehearsal.records import CATEGORY, DM, TEXT, Channel, Json, Overwrite
from rehearsal.routes.account import in_guild
from rehearsal.routes.roles import needs

HERE = (TEXT, CATEGORY)


async def channels(call: Call) -> list[Json]:
    """Get Guild Channels; a person gets only those they can see, which on Discord their client hides."""
    server = in_guild(call)
    world, actor = call.world, call.actor
    seen = [c for c in world.guild_channels(server) if actor.bot or world.can_view(actor, c)]
    return [shapes.channel(world, c) for c in seen]


async def channel(call: Call) -> Json:
    """Get Channel."""
    return shapes.channel(call.world, call.channel(), call.actor)


async def create(call: Call) -> tuple[int, Json]:
    """Create Guild Channel."""
    server = needs(call, Permission.MANAGE_CHANNELS)
    kind = whole(call.body.get("type"), TEXT)
    if kind not in HERE:
        raise not_here(f"channels of type {kind}")
    _check(call, creating=True)
    made = Channel(call.world.ids.next(), kind, _named(kind, call.body["name"]), server_id=server)
    made.position = len(call.world.guild_channels(server))
    _fill(call, made)
    given = call.body.get("permission_overwrites")
    if given:
        _may_overwrite(call, made, {}, _overwrites(given))
        made.overwrites = _overwrites(given)
    elif made.parent_id:
        # A channel made without own overwrites takes those of its category.
        made.overwrites = _copies(call.world.channels[made.parent_id])
    call.world.add_channel(made)
    return 201, shapes.channel(call.world, made)


async def change(call: Call) -> Json:
    """Modify Channel."""
    one = _managed(call)
    _check(call, creating=False)
    given = call.body.get("permission_overwrites")
    if given is not None:
        wanted = _overwrites(given)
        _may_overwrite(call, one, one.overwrites, wanted)
        one.overwrites = wanted
    if call.body.get("name"):
        one.name = _named(one.type, call.body["name"])
    _fill(call, one)
    call.world.channel_changed(one)
    return shapes.channel(call.world, one)


async def delete(call: Call) -> Json:
    """Delete/Close Channel."""
    one = _managed(call)
    shape = shapes.channel(call.world, one)
    call.world.remove_channel(one)
    return shape


async def set_overwrite(call: Call) -> None:
    """Edit Channel Permissions."""
    one = _with_overwrites(call)
    target = call.path["overwrite_id"]
    kind = whole(call.body.get("type"), -1)
    if kind not in (0, 1):
        raise invalid("type", "BASE_TYPE_CHOICES", "Value must be one of (0, 1).")
    known = call.world.roles if kind == 0 else call.world.users
    if target not in known:
        raise unknown("Overwrite")
    wanted = dict(one.overwrites)
    wanted[target] = Overwrite(target, kind, whole(call.body.get("allow")), whole(call.body.get("deny")))
    _may_overwrite(call, one, one.overwrites, wanted)
    one.overwrites = wanted
    call.world.channel_changed(one)


async def drop_overwrite(call: Call) -> None:
    """Delete Channel Permission."""
    one = _with_overwrites(call)
    _may_overwrite(call, one, {}, {})
    if one.overwrites.pop(call.path["overwrite_id"], None) is None:
        raise unknown("Overwrite")
    call.world.channel_changed(one)


async def typing(call: Call) -> None:
    """Trigger Typing Indicator: accepted, and shown nowhere."""
    call.channel()


def _with_overwrites(call: Call) -> Channel:
    one = call.channel()
    if one.thread is not None or one.type == DM:
        raise ApiError(400, 50024, "Cannot execute action on this channel type")
    return one


def _managed(call: Call) -> Channel:
    one = call.channel()
    if one.type == DM:
        raise ApiError(403, 50003, "Cannot execute action on a DM channel")
    if not call.world.channel_permissions(call.actor, one) & Permission.MANAGE_CHANNELS:
        raise missing_permissions()
    return one


def _may_overwrite(call: Call, one: Channel, before: dict[str, Overwrite], after: dict[str, Overwrite]) -> None:
    """Refuse overwrites the caller may not set: they need Manage Roles and hold every bit they change."""
    world, actor = call.world, call.actor
    own = world.guild_permissions(actor, world.server_of(one))
    here = world.channel_permissions(actor, one) if one.id in world.channels else own
    if own & Permission.ADMINISTRATOR:
        return
    if not here & Permission.MANAGE_ROLES:
        raise missing_permissions()
    changed = 0
    for target in before.keys() | after.keys():
        old, new = before.get(target), after.get(target)
        changed |= (old.allow if old else 0) ^ (new.allow if new else 0)
        changed |= (old.deny if old else 0) ^ (new.deny if new else 0)
    # Setting Manage Roles in a channel is for administrators only (Discord: Channel, "Modify Channel").
    if changed & ~own or changed & Permission.MANAGE_ROLES:
        raise missing_permissions()


def _overwrites(given: list[Json]) -> dict[str, Overwrite]:
    found: dict[str, Overwrite] = {}
    for one in given:
        target = str(one["id"])
        kind = whole(one.get("type"))
        found[target] = Overwrite(target, kind, whole(one.get("allow")), whole(one.get("deny")))
    return found


def _copies(parent: Channel) -> dict[str, Overwrite]:
    return {o.id: Overwrite(o.id, o.type, o.allow, o.deny) for o in parent.overwrites.values()}


def _named(kind: int, name: str) -> str:
    # Text channels are written small and without spaces, as Discord's clients and server make them.
    return name.lower().replace(" ", "-") if kind == TEXT else name


def _check(call: Call, creating: bool) -> None:
    form = Form()
    body = call.body
    if creating or body.get("name") is not None:
        form.length("name", body.get("name"), 1, 100)
    if body.get("topic") is not None:
        form.length("topic", body["topic"], 0, 1024)
    if not 0 <= whole(body.get("rate_limit_per_user")) <= 21600:
        form.fault("rate_limit_per_user", "NUMBER_TYPE_MAX", "Must be between 0 and 21600.")
    form.check()
    parent = text_or_none(body.get("parent_id"))
    if parent is None:
        return
    if parent not in call.world.channels or call.world.channels[parent].type != CATEGORY:
        raise invalid("parent_id", "CHANNEL_PARENT_INVALID", "Category does not exist")
    if not call.world.channel_permissions(call.actor, call.world.channels[parent]) & Permission.MANAGE_CHANNELS:
        raise missing_permissions()


def _fill(call: Call, one: Channel) -> None:
    body = call.body
    if "topic" in body:
        one.topic = text_or_none(body["topic"])
    if "parent_id" in body:
        one.parent_id = text_or_none(body["parent_id"])
    one.position = whole(body.get("position"), one.position)
    one.nsfw = bool(body.get("nsfw", one.nsfw))
    one.slowmode = whole(body.get("rate_limit_per_user"), one.slowmode)


ROUTES = (
    Route("GET", "/guilds/{guild_id}/channels", channels),
    Route("POST", "/guilds/{guild_id}/channels", create),
    Route("GET", "/channels/{channel_id}", channel),
    Route("PUT", "/channels/{channel_id}/permissions/{overwrite_id}", set_overwrite),
    Route("DELETE", "/channels/{channel_id}/permissions/{overwrite_id}", drop_overwrite),
    Route("POST", "/channels/{channel_id}/typing", typing),
)

"""Who the caller is, and where the gateway is (Discord: Resources, "User", "Application")."""

from rehearsal import shapes
from rehearsal.calls import Call, Route, ids
from rehearsal.errors import ApiError, invalid, missing_access
from rehearsal.records import DM, Json
from rehearsal.world import World


async def gateway(call: Call) -> Json:
    """Get Gateway."""
    return {"url": call.world.base_url.replace("http://", "ws://") + "/gateway"}


async def gateway_bot(call: Call) -> Json:
    """Get Gateway Bot."""
    limit = {"total": 1000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": 1}
    return await gateway(call) | {"shards": 1, "session_start_limit": limit}


async def application(call: Call) -> Json:
    """Get Current Application."""
    return _application(call.world)


async def me(call: Call) -> Json:
    """Get Current User."""
    return shapes.own_user(call.actor)


async def user(call: Call) -> Json:
    """Get User."""
    return shapes.user(call.world.user(call.path["user_id"]))


async def my_guilds(call: Call) -> list[Json]:
    """Get Current User Guilds."""
    return [_my_guild(call, server) for server in call.world.servers_of(call.actor)]


def _my_guild(call: Call, server: str) -> Json:
    bits = str(call.world.guild_permissions(call.actor, server))
    owner = call.actor.id == call.world.owner_of(server)
    one = {"id": server, "name": call.world.name_of(server), "icon": None, "banner": None}
    return one | {"owner": owner, "permissions": bits, "features": []}


async def open_direct(call: Call) -> Json:
    """Create DM: it opens even where a later message is refused with 50007, as on Discord."""
    recipient = call.body.get("recipient_id") or next(iter(ids(call.body.get("recipients"))), None)
    if recipient is None:
        raise invalid("recipient_id", "BASE_TYPE_REQUIRED", "This field is required")
    other = call.world.user(str(recipient))
    if other.id == call.actor.id or (call.actor.bot and other.bot):
        raise ApiError(400, 50007, "Cannot send messages to this user")
    channel = call.world.direct(other.id, call.actor.id)
    return shapes.channel(call.world, channel, call.actor)


async def my_channels(call: Call) -> list[Json]:
    """List a person's direct messages; a bot gets none, as on Discord."""
    if call.actor.bot:
        return []
    mine = [c for c in call.world.channels.values() if c.type == DM and call.actor.id in c.recipients]
    return [shapes.channel(call.world, c, call.actor) for c in mine]


async def my_settings(call: Call) -> Json:
    """Show what a person set about themselves (only the rehearsal has this)."""
    return {"locale": call.actor.locale, "dms_open": call.actor.dms_open}


async def set_my_settings(call: Call) -> Json:
    """Let a person choose their language and whether their direct messages are open."""
    if isinstance(call.body.get("locale"), str):
        call.actor.locale = call.body["locale"]
    if isinstance(call.body.get("dms_open"), bool):
        call.actor.dms_open = call.body["dms_open"]
    return await my_settings(call)


async def guild(call: Call) -> Json:
    """Get Guild."""
    return shapes.guild(call.world, in_guild(call))


async def member(call: Call) -> Json:
    """Get Guild Member."""
    server = in_guild(call)
    return shapes.member(call.world, call.world.member(call.path["user_id"], server), server)


async def my_member(call: Call) -> Json:
    """Get Current User Guild Member."""
    server = in_guild(call)
    return shapes.member(call.world, call.world.member(call.actor.id, server), server)


def in_guild(call: Call) -> str:
    """Return the server of the path; one the caller is not in is refused (Discord says 10004 to both)."""
    server = call.path["guild_id"]
    if server not in call.world.servers:
        raise ApiError(404, 10004, "Unknown Guild")
    if not call.world.is_in(call.actor, server):
        raise missing_access()
    return server


def _application(world: World) -> Json:
    return {
        "id": world.application_id,
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "type": None,
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "bot": shapes.user(world.bot),
        "bot_public": False,
        "bot_require_code_grant": False,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": shapes.user(world.users[world.owner_id]),
        "approximate_guild_count": len(world.servers_of(world.bot)),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
        "tags": [],
    }


ROUTES = (
    Route("GET", "/gateway", gateway, "token"),
    Route("GET", "/gateway/bot", gateway_bot, "bot"),
    Route("GET", "/oauth2/applications/@me", application, "bot"),
    Route("GET", "/applications/@me", application, "bot"),
    Route("GET", "/users/@me", me),
    Route("GET", "/users/@me/guilds", my_guilds),
    Route("GET", "/users/@me/guilds/{guild_id}/member", my_member),
    Route("POST", "/users/@me/channels", open_direct),
    Route("GET", "/users/@me/channels", my_channels),
    Route("GET", "/users/@me/settings", my_settings, "person"),
    Route("PATCH", "/users/@me/settings", set_my_settings, "person"),
    Route("GET", "/users/{user_id}", user),
    Route("GET", "/guilds/{guild_id}", guild),
    Route("GET", "/guilds/{guild_id}/members/@me", my_member),
    Route("GET", "/guilds/{guild_id}/members/{user_id}", member),
)

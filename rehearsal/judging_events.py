"""Gateway events: the schema made from discord-api-types, and short descriptions of what that one leaves out."""

import copy
from typing import Any

from rehearsal.records import Json

EVENTS = "urn:discord:events"

DESCRIBED = {
    "READY": "GatewayReadyDispatchData",
    "GUILD_CREATE": "GatewayGuildCreateDispatchData",
    "GUILD_MEMBER_UPDATE": "GatewayGuildMemberUpdateDispatchData",
    "GUILD_MEMBERS_CHUNK": "GatewayGuildMembersChunkDispatchData",
    "GUILD_ROLE_CREATE": "GatewayGuildRoleModifyDispatchData",
    "GUILD_ROLE_UPDATE": "GatewayGuildRoleModifyDispatchData",
    "GUILD_SCHEDULED_EVENT_CREATE": "GatewayGuildScheduledEventCreateDispatchData",
    "GUILD_SCHEDULED_EVENT_UPDATE": "GatewayGuildScheduledEventCreateDispatchData",
    "GUILD_SCHEDULED_EVENT_DELETE": "GatewayGuildScheduledEventCreateDispatchData",
    "INTERACTION_CREATE": "GatewayInteractionCreateDispatchData",
    "MESSAGE_CREATE": "GatewayMessageCreateDispatchData",
    "MESSAGE_UPDATE": "GatewayMessageCreateDispatchData",
    "THREAD_CREATE": "GatewayThreadCreateDispatchData",
    "THREAD_UPDATE": "APIThreadChannel",
    "CHANNEL_CREATE": "APIChannel",
    "CHANNEL_UPDATE": "APIChannel",
    "CHANNEL_DELETE": "APIChannel",
}
"""Events, and the definition each has in the schema."""

BRIEF = {
    # What it must have, what it may have (Discord: Events, "Gateway Events"); * for lists of ids, # for numbers.
    "RESUMED": ("", ""),
    "MESSAGE_DELETE": ("id channel_id", "guild_id"),
    "MESSAGE_DELETE_BULK": ("ids* channel_id", "guild_id"),
    "GUILD_ROLE_DELETE": ("guild_id role_id", ""),
    "THREAD_DELETE": ("id guild_id parent_id type#", ""),
    "WEBHOOKS_UPDATE": ("guild_id channel_id", ""),
}
"""Events made of ids alone, which the schema leaves out."""

OPEN = {
    "CHANNEL_PINS_UPDATE": "channel_id",
    "GUILD_BAN_ADD": "guild_id user",
    "GUILD_BAN_REMOVE": "guild_id user",
    "GUILD_DELETE": "id",
    "GUILD_MEMBER_ADD": "guild_id user roles joined_at",
    "GUILD_MEMBER_REMOVE": "guild_id user",
    "MESSAGE_REACTION_ADD": "user_id channel_id message_id emoji burst type",
    "MESSAGE_REACTION_REMOVE": "user_id channel_id message_id emoji burst type",
    "THREAD_LIST_SYNC": "guild_id threads members",
    "THREAD_MEMBER_UPDATE": "guild_id id user_id join_timestamp flags",
    "THREAD_MEMBERS_UPDATE": "id guild_id member_count",
    "TYPING_START": "channel_id user_id timestamp",
}
"""Events the schema leaves out, of which only the fields that must be there are held."""


def corrected_events(schema: Json) -> Json:
    """Return the schema with its corrections, and under ``events`` what each event must be."""
    made = _prepared(copy.deepcopy(schema))
    made["definitions"] = {name: _corrected(name, one) for name, one in made["definitions"].items()}
    events = {name: {"$ref": f"{EVENTS}#/definitions/{one}"} for name, one in DESCRIBED.items()}
    events |= {name: _brief(*fields) for name, fields in BRIEF.items()}
    events |= {name: {"type": "object", "required": must.split()} for name, must in OPEN.items()}
    return made | {"events": events}


def _corrected(name: str, definition: Json) -> Json:
    fields = definition.get("properties", {})
    if name.endswith("Flags"):
        # Flags are sums of the listed numbers, not one of them.
        return {"type": "integer", "minimum": 0}
    if "ResolvedChannel" in name:
        # Documented with more fields (Discord: Interactions, "Resolved Data Structure").
        return {"type": "object", "required": ["id", "name", "type", "permissions"]}
    if "component_type" in fields and "custom_id" in fields:
        # Documented with the component's number (Discord: Component Reference, "Interaction Response Structure").
        fields["id"] = {"type": "integer"}
    # What follows is sent, and stands in the description of the HTTP API.
    if name == "APIUnfurledMediaItem":
        fields["id"] = {"type": "string"}
    if name == "GatewayGuildCreateDispatchData":
        fields |= {"home_header": {"type": ["string", "null"]}, "nsfw": {"type": "boolean"}}
    return definition


def _brief(must: str, may: str) -> Json:
    one: Json = {"type": "string", "pattern": "^[0-9]+$"}
    fields = [*must.split(), *may.split()]
    kinds = {"*": {"type": "array", "items": one}, "#": {"type": "integer"}}
    properties = {field.rstrip("*#"): kinds.get(field[-1], one) for field in fields}
    required = [field.rstrip("*#") for field in must.split()]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _prepared(node: Any) -> Any:  # noqa: ANN401  (any part of a JSON document)
    if isinstance(node, list):
        return [_prepared(one) for one in node]
    if not isinstance(node, dict):
        return node
    made = {key: _prepared(value) for key, value in node.items()}
    if made.get("type") == "object" and isinstance(made.get("properties"), dict):
        made.setdefault("additionalProperties", False)
    if isinstance(made.get("$ref"), str) and made["$ref"].startswith("#"):
        made["$ref"] = EVENTS + made["$ref"]
    return made

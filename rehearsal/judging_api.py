"""Discord's OpenAPI description, corrected where it is known to differ from what Discord takes."""

import copy
from collections.abc import Callable
from typing import Any

from rehearsal.records import Json

API = "urn:discord:api"
PERMISSIONS = ("allow", "deny", "permissions", "default_member_permissions")
OPEN = ("Error", "allOf")
"""Schemas that others add to, and parts of a whole: these stay open."""


def corrected_api(description: Json) -> Json:
    """Return the description with its corrections, every object closed against names it does not list."""
    api = copy.deepcopy(description)
    for correct in CORRECTIONS:
        correct(api, api["components"]["schemas"])
    return _prepared(api, "")


def _prepared(node: Any, name: str) -> Any:  # noqa: ANN401  (any part of a JSON document)
    if isinstance(node, list):
        return [_prepared(one, name) for one in node]
    if not isinstance(node, dict):
        return node
    made = {key: _prepared(value, key) for key, value in node.items()}
    if isinstance(made.get("$ref"), str):
        made["$ref"] = API + made["$ref"] if made["$ref"].startswith("#") else made["$ref"]
    # A number written as a text can fit two variants; what the description means is "one of these".
    if "oneOf" in made:
        made["anyOf"] = made.pop("oneOf")
    whole = name not in OPEN and "allOf" not in made
    if whole and made.get("type") == "object" and isinstance(made.get("properties"), dict):
        made.setdefault("additionalProperties", False)
    return made


def _numbers_for_ids(_: Json, schemas: Json) -> None:
    # Ids may come as numbers (the description's own README says so), and discord.py sends them like that.
    schemas["SnowflakeType"] = {"anyOf": [schemas["SnowflakeType"], {"type": "integer", "minimum": 0}]}


def _texts_for_permissions(api: Json, schemas: Json) -> None:
    # Permission bits go as texts (Discord: Topics, "Permissions"); the description knows them as numbers only.
    inline = api["paths"]["/channels/{channel_id}/permissions/{overwrite_id}"]["put"]["requestBody"]
    for schema in (*schemas.values(), inline["content"]["application/json"]["schema"]):
        for name in PERMISSIONS:
            known = schema.get("properties", {}).get(name)
            if known is not None and "integer" in str(known.get("type")):
                schema["properties"][name] = {"anyOf": [known, {"type": "string", "pattern": "^[0-9]+$"}]}


def _known_fields(_: Json, schemas: Json) -> None:
    # Documented or long accepted, and missing in the description: nsfw of commands, tts of edits, flags of
    # embeds, the type of a thread in a forum.
    yes_or_no = {"type": ["boolean", "null"]}
    commands = ("CreateRequest", "UpdateRequest", "PatchRequestPartial")
    _add(schemas, tuple(f"ApplicationCommand{one}" for one in commands), "nsfw", yes_or_no)
    edits = ("UpdateRequestPartial", "UpdateForInteractionCallbackRequestPartial")
    edited = ("MessageEditRequestPartial", *(f"IncomingWebhook{one}" for one in edits))
    _add(schemas, (*edited, "BaseCreateMessageCreateRequest"), "tts", yes_or_no)
    # A nonce in answers and to webhooks is taken and passed over; discord.js sends both fields everywhere.
    answers = ("IncomingWebhookInteractionRequest", "IncomingWebhookRequestPartial")
    _add(schemas, answers, "enforce_nonce", yes_or_no)
    _add(schemas, answers, "nonce", {"type": ["string", "integer", "null"], "maxLength": 25})
    _add(schemas, ("RichEmbed",), "flags", {"type": ["integer", "null"]})
    _add(schemas, ("CreateForumThreadRequest",), "type", {"type": ["integer", "null"]})


def _add(schemas: Json, names: tuple[str, ...], field: str, schema: Json) -> None:
    for name in names:
        if name in schemas:
            schemas[name]["properties"].setdefault(field, schema)


def _overwrites_name_themselves(api: Json, _: Json) -> None:
    body = api["paths"]["/channels/{channel_id}/permissions/{overwrite_id}"]["put"]["requestBody"]
    schema = body["content"]["application/json"]["schema"]
    schema.get("properties", {}).setdefault("id", {"$ref": "#/components/schemas/SnowflakeType"})


def _bans_without_words(api: Json, _: Json) -> None:
    # A ban needs no body; the description says it does.
    api["paths"]["/guilds/{guild_id}/bans/{user_id}"]["put"]["requestBody"]["required"] = False


def _forwards(_: Json, schemas: Json) -> None:
    # A reference of type 1 forwards a message (Discord: Message, "Message Reference Types").
    schemas["MessageReferenceType"]["oneOf"].append({"const": 1})


def _written_booleans(_: Json, schemas: Json) -> None:
    # discord.py writes this one as a text, and Discord takes it.
    found = schemas["PruneGuildRequest"]["properties"]
    found["compute_prune_count"] = {"anyOf": [found["compute_prune_count"], {"enum": ["true", "false"]}]}


def _plain_descriptions(_: Json, schemas: Json) -> None:
    # An application's description is a text (Discord: Application, "Edit Current Application").
    found = schemas["ApplicationFormPartial"]["properties"]
    found["description"] = {"anyOf": [found["description"], {"type": "string", "maxLength": 400}]}


def _refusals(_: Json, schemas: Json) -> None:
    # Codes of single fields are texts (Discord: Reference, "Error Messages"), and a 429 may have no code at all
    # (Discord: Topics, "Rate Limits").
    code = {"code": {"type": "string"}, "message": {"type": "string"}}
    of_field = {"type": "object", "properties": code, "required": ["code", "message"]}
    schemas["InnerErrors"]["properties"]["_errors"]["items"] = of_field
    schemas["RatelimitedResponse"]["allOf"][0] = {"required": ["message"]}


CORRECTIONS: tuple[Callable[[Json, Json], None], ...] = (
    _numbers_for_ids, _texts_for_permissions, _known_fields, _overwrites_name_themselves, _bans_without_words,
    _forwards, _written_booleans, _plain_descriptions, _refusals,
)  # fmt: skip

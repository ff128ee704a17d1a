"""What Discord accepts as a message (Discord: Resources, "Message")."""

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from rehearsal.calls import ids
from rehearsal.component_rules import SELECTS, ComponentRules, numbered
from rehearsal.errors import ApiError, Form, not_here
from rehearsal.permissions import Permission
from rehearsal.records import COMPONENTS_V2, EPHEMERAL, SILENT, SUPPRESS_EMBEDS, Json, Message
from rehearsal.world import World

FLAGS_OF_SENDERS = SUPPRESS_EMBEDS | EPHEMERAL | SILENT | COMPONENTS_V2
DEFAULTS: Mapping[int, Json] = MappingProxyType(
    {
        11: {"description": None, "spoiler": False},
        13: {"spoiler": False},
        14: {"divider": True, "spacing": 1},
        17: {"accent_color": None, "spoiler": False},
    }
)
"""What Discord writes into parts that came without it (Discord: Components, "Component Reference")."""

EMBED_LIMITS = {"title": 256, "description": 4096}


@dataclass
class Pings:
    """Whom a text mentions, after ``allowed_mentions`` had its say."""

    users: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    everyone: bool = False


def check_message(body: Json, flags: int, files: int = 0, before: Message | None = None) -> None:
    """Refuse a message or an edit that Discord would refuse (50035, 50006)."""
    form = Form()
    v2 = bool(flags & COMPONENTS_V2)
    content = body.get("content") or ""
    form.length("content", content, 0, 2000)
    if flags & ~FLAGS_OF_SENDERS:
        form.fault("flags", "MESSAGE_FLAGS_INVALID", "Only some flags can be set by senders.")
    if v2:
        _check_v2(form, body)
    for index, embed in enumerate(body.get("embeds") or []):
        _check_embed(form, f"embeds.{index}", embed)
    _check_embed_totals(form, body.get("embeds") or [])
    if body.get("components") is not None:
        ComponentRules(form, "components").message(body["components"], v2)
    nonce = body.get("nonce")
    if nonce is not None and len(str(nonce)) > 25:
        form.fault("nonce", "NONCE_TYPE_TOO_LONG", "Must be 25 or fewer in length.")
    _check_allowed_mentions(form, body.get("allowed_mentions"))
    form.check()
    if body.get("poll") or body.get("sticker_ids"):
        raise not_here("polls or stickers in messages")
    if _is_empty(body, files, before):
        raise ApiError(400, 50006, "Cannot send an empty message")


def _check_v2(form: Form, body: Json) -> None:
    for name in ("content", "embeds", "poll", "sticker_ids"):
        if body.get(name):
            message = "The 'content', 'embeds', 'poll' and stickers cannot be used with IS_COMPONENTS_V2."
            form.fault(name, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message)


def _is_empty(body: Json, files: int, before: Message | None) -> bool:
    old: Json = {}
    if before is not None:
        old = {"content": before.content, "embeds": before.embeds, "components": before.components}
        old["attachments"] = before.attachments
    merged = old | {key: value for key, value in body.items() if key in ("content", "embeds", "components")}
    return not files and not any(merged.values())


def _check_embed(form: Form, path: str, embed: Json) -> None:
    for name, high in EMBED_LIMITS.items():
        if embed.get(name) is not None:
            form.length(f"{path}.{name}", embed[name], 0, high)
    fields = embed.get("fields") or []
    if len(fields) > 25:
        form.fault(f"{path}.fields", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for index, one in enumerate(fields):
        form.length(f"{path}.fields.{index}.name", one.get("name"), 1, 256)
        form.length(f"{path}.fields.{index}.value", one.get("value"), 1, 1024)
    if embed.get("footer"):
        form.length(f"{path}.footer.text", embed["footer"].get("text"), 0, 2048)
    if embed.get("author"):
        form.length(f"{path}.author.name", embed["author"].get("name"), 0, 256)


def _check_embed_totals(form: Form, embeds: list[Json]) -> None:
    if len(embeds) > 10:
        form.fault("embeds", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    if sum(map(_embed_size, embeds)) > 6000:
        form.fault("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")


def _embed_size(embed: Json) -> int:
    texts: list[Any] = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for one in embed.get("fields") or []:
        texts += [one.get("name"), one.get("value")]
    return sum(len(text) for text in texts if isinstance(text, str))


def _check_allowed_mentions(form: Form, allowed: Json | None) -> None:
    if not allowed:
        return
    kinds = allowed.get("parse") or []
    for kind in ("users", "roles"):
        if kind in kinds and allowed.get(kind):
            message = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            form.fault("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message)
        if len(allowed.get(kind) or []) > 100:
            form.fault(f"allowed_mentions.{kind}", "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")


def components_of(body: Json) -> list[Json]:
    """Return the body's components as the message keeps them."""
    components = numbered(copy.deepcopy(body.get("components") or []))
    _complete(components)
    return components


def embeds_of(body: Json) -> list[Json]:
    """Return the body's embeds as the message keeps them."""
    made = [{"type": "rich", **embed} for embed in copy.deepcopy(body.get("embeds") or [])]
    for embed in made:
        for one in embed.get("fields") or []:
            one.setdefault("inline", False)
    return made


def _complete(components: list[Json]) -> None:
    for component in components:
        if component.get("type") == 2:
            component.setdefault("disabled", False)
        elif component.get("type") in SELECTS:
            # In messages "required" means nothing, and a menu says how many can be chosen.
            component.pop("required", None)
            component.update({"min_values": 1, "max_values": 1} | component)
        for name, value in DEFAULTS.get(component.get("type", 0), {}).items():
            component.setdefault(name, value)
        for item in component.get("items") or []:
            item.setdefault("description", None)
            item.setdefault("spoiler", False)
        inner = [component[name] for name in ("accessory",) if isinstance(component.get(name), dict)]
        _complete([*component.get("components", []), *inner])


def pings_of(world: World, permissions: int, text: str, allowed: Json | None) -> Pings:
    """Return whom a text mentions (Discord: Message, "Allowed Mentions Object")."""
    rules = {"parse": ["users", "roles", "everyone"]} if allowed is None else allowed
    kinds = rules.get("parse") or []
    users = [u for u in re.findall(r"<@!?(\d+)>", text) if u in world.users]
    roles = [r for r in re.findall(r"<@&(\d+)>", text) if r in world.roles]
    if "users" not in kinds:
        users = [u for u in users if u in ids(rules.get("users"))]
    if "roles" not in kinds:
        roles = [r for r in roles if r in ids(rules.get("roles"))]
    may = bool(permissions & Permission.MENTION_EVERYONE)
    roles = [r for r in roles if may or world.roles[r].mentionable]
    everyone = "everyone" in kinds and may and bool(re.search(r"@(everyone|here)\b", text))
    return Pings(list(dict.fromkeys(users)), list(dict.fromkeys(roles)), everyone)

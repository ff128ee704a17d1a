"""Calls as a bot should make them, and mistakes bots really make: each is one of those calls with one change."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Body = Any
Change = Callable[[Body], None]

BUTTON = {"type": 2, "style": 1, "label": "Join", "custom_id": "join"}
SELECT = {
    "type": 3,
    "custom_id": "menu",
    "options": [{"label": "One", "value": "1"}, {"label": "Two", "value": "2"}],
}
BOX = {"type": 18, "label": "Words", "component": {"type": 4, "custom_id": "words", "style": 1}}
OPTION = {"type": 3, "name": "word", "description": "A word"}
ROOM = "/channels/{general}/messages"
LIST = "/applications/{app}/commands"
ANSWER = "/interactions/{interaction}/callback"

RIGHT: dict[str, tuple[str, str, Body]] = {
    "message": ("POST", ROOM, {"content": "Hello", "components": [{"type": 1, "components": [BUTTON]}]}),
    "menu": ("POST", ROOM, {"content": "Choose", "components": [{"type": 1, "components": [SELECT]}]}),
    "embed": ("POST", ROOM, {"embeds": [{"title": "A card", "fields": [{"name": "When", "value": "Today"}]}]}),
    "layout": ("POST", ROOM, {"flags": 1 << 15, "components": [{"type": 10, "content": "Hello"}]}),
    "edit": ("PATCH", ROOM + "/{message}", {"content": "Hello again"}),
    "history": ("GET", ROOM + "?limit=5", None),
    "clearing": ("POST", ROOM + "/bulk-delete", {"messages": ["1", "2"]}),
    "answer": ("POST", ANSWER, {"type": 4, "data": {"content": "Hello", "flags": 64}}),
    "form": ("POST", ANSWER, {"type": 9, "data": {"title": "A form", "custom_id": "form", "components": [BOX]}}),
    "command": ("POST", LIST, {"name": "plan", "description": "Plan", "type": 1, "options": [OPTION]}),
    "commands": ("PUT", LIST, [{"name": "plan", "description": "Plan", "type": 1}]),
    "person menu": ("POST", LIST, {"name": "Say thanks", "type": 2}),
    "role": ("POST", "/guilds/{guild}/roles", {"name": "North", "color": 255, "permissions": "0"}),
    "channel": ("POST", "/guilds/{guild}/channels", {"name": "north", "type": 0}),
    "overwrite": ("PUT", "/channels/{general}/permissions/{guild}", {"type": 0, "allow": "0", "deny": "0"}),
    "direct": ("POST", "/users/@me/channels", {"recipient_id": "{person}"}),
    "gathering": ("POST", "/guilds/{guild}/scheduled-events", {
        "name": "Tea", "privacy_level": 2, "entity_type": 3, "entity_metadata": {"location": "Garden"},
        "scheduled_start_time": "2100-01-01T18:00:00+00:00", "scheduled_end_time": "2100-01-01T19:00:00+00:00",
    }),
    "webhook": ("POST", "/channels/{general}/webhooks", {"name": "Letters"}),
    "time-out": ("PATCH", "/guilds/{guild}/members/{person}", {"communication_disabled_until": None}),
}  # fmt: skip
"""One right call of each kind; what this server does not have is answered 501, never 400."""


@dataclass(frozen=True)
class Mistake:
    """A right call with one change; `where` is the field the refusal names."""

    name: str
    call: str
    change: Change
    where: str

    def __str__(self) -> str:
        return self.name

    @property
    def body(self) -> Body:
        """The body with the mistake in it."""
        body = copy.deepcopy(RIGHT[self.call][2])
        self.change(body)
        return body


def put(path: str, value: object) -> Change:
    """Return a change that sets one field."""

    def change(body: Body) -> None:
        *way, last = path.split(".")
        for step in way:
            body = body[int(step)] if step.isdigit() else body[step]
        body[int(last) if last.isdigit() else last] = value

    return change


def drop(path: str) -> Change:
    """Return a change that leaves one field out."""

    def change(body: Body) -> None:
        *way, last = path.split(".")
        for step in way:
            body = body[int(step)] if step.isdigit() else body[step]
        del body[last]

    return change


def row(*children: Body) -> Body:
    return {"type": 1, "components": list(children)}


def button(number: int) -> Body:
    return BUTTON | {"custom_id": f"join:{number}"}


FIRST = "components.0.components.0"
WORD = {"type": 10, "content": "word"}
LONG = [{"type": 10, "content": "x" * 2001}, {"type": 10, "content": "x" * 2001}]
DEEP = [{"type": 17, "components": [WORD] * 20}] * 2
HEAVY = [{"description": "x" * 3001}, {"description": "x" * 3001}]
CHOICES = [{"name": f"{n}" + "x" * 90, "value": f"{n}" + "x" * 90} for n in range(20)]
MANY = [{"name": f"plan{n}", "description": "Plan", "type": 1} for n in range(101)]
TWICE = [{"name": "plan", "description": "Plan", "type": 1}] * 2

BY_HAND = (
    Mistake("a message of more than 2000 characters", "message", put("content", "x" * 2001), "content"),
    Mistake("an edit of more than 2000 characters", "edit", put("content", "x" * 2001), "content"),
    Mistake("a message with nothing in it", "message", lambda body: body.clear(), "empty message"),
    Mistake("embeds of more than 6000 characters together", "embed", put("embeds", HEAVY), "embeds"),
    Mistake("an empty field in an embed", "embed", put("embeds.0.fields.0.value", ""), "embeds.0.fields.0.value"),
    Mistake("six rows", "message", put("components", [row(button(n)) for n in range(6)]), "components"),
    Mistake("six buttons in a row", "message", put("components", [row(*map(button, range(6)))]), "components.0"),
    Mistake("one custom id twice", "message", put("components.0", row(BUTTON, BUTTON)), "custom_id"),
    Mistake("a button without a custom id", "message", drop(f"{FIRST}.custom_id"), f"{FIRST}.custom_id"),
    Mistake("a link without an address", "message", put(FIRST, {"type": 2, "style": 5, "label": "Go"}), "url"),
    Mistake("a menu beside a button", "menu", put("components.0", row(SELECT, BUTTON)), "components.0"),
    Mistake("two options of one value", "menu", put(f"{FIRST}.options.1.value", "1"), "options.1.value"),
    Mistake("a menu that wants more than it has", "menu", put(f"{FIRST}.max_values", 3), "max_values"),
    Mistake("a layout without its flag", "layout", drop("flags"), "components.0.type"),
    Mistake("a layout beside a content", "layout", put("content", "Hello"), "content"),
    Mistake("a layout of more than 40 parts", "layout", put("components", DEEP), "components"),
    Mistake("a layout of more than 4000 characters", "layout", put("components", LONG), "components"),
    Mistake("a form with six boxes", "form", put("data.components", [
        {**BOX, "component": BOX["component"] | {"custom_id": f"{n}"}} for n in range(6)
    ]), "data.components"),
    Mistake("a form without a title", "form", drop("data.title"), "data.title"),
    Mistake("a form of rows of buttons", "form", put("data.components", [row(BUTTON)]), "data.components.0"),
    Mistake("a command in capitals", "command", put("name", "Plan"), "name"),
    Mistake("a command of two words", "command", put("name", "plan it"), "name"),
    Mistake("a command without a description", "command", drop("description"), "description"),
    Mistake("a needed option after an optional one", "command", put("options", [
        OPTION, OPTION | {"name": "more", "required": True}
    ]), "options.1"),
    Mistake("one option twice", "command", put("options", [OPTION, OPTION]), "options.1.name"),
    Mistake("one command twice", "commands", lambda body: body.extend(TWICE), "unique"),
    Mistake("more than 100 commands", "commands", lambda body: body.extend(MANY), "100"),
    Mistake("a language Discord does not have", "command", put("name_localizations", {"xx": "plan"}), "locali"),
    Mistake("a description on a command of a person's menu", "person menu", put("description", "No"), "descr"),
    Mistake("a command of more than 8000 characters", "command", put("options", [
        OPTION | {"name": f"word{n}", "choices": CHOICES} for n in range(3)
    ]), "8000"),
    Mistake("a gathering elsewhere without an end", "gathering", drop("scheduled_end_time"), "scheduled_end_time"),
    Mistake("a gathering that began long ago", "gathering", put(
        "scheduled_start_time", "2020-01-01T18:00:00+00:00"), "scheduled_start_time"),
    Mistake("a gathering that ends before it begins", "gathering", put(
        "scheduled_end_time", "2099-12-31T18:00:00+00:00"), "scheduled_end_time"),
    Mistake("a webhook that calls itself Discord", "webhook", put("name", "My Discord"), "name"),
    Mistake("a time-out of more than 28 days", "time-out", put(
        "communication_disabled_until", "2100-01-01T00:00:00+00:00"), "communication_disabled_until"),
    Mistake("direct messages to nobody", "direct", drop("recipient_id"), "recipient_id"),
    Mistake("a nonce of more than 25 characters", "message", put("nonce", "x" * 26), "nonce"),
    Mistake("mentions of all people and of some", "message", put("allowed_mentions", {
        "parse": ["users"], "users": ["1"]
    }), "allowed_mentions"),
)  # fmt: skip
"""What rules written by hand refuse, with or without Discord's descriptions."""

BY_DESCRIPTION = (
    Mistake("a number as content", "message", put("content", 5), "content"),
    Mistake("a text as flags", "message", put("flags", "private"), "flags"),
    Mistake("a field nobody knows", "message", put("ephemeral", True), "ephemeral"),
    Mistake("an unknown style", "message", put(f"{FIRST}.style", 9), f"{FIRST}.style"),
    Mistake("an emoji as a text", "message", put(f"{FIRST}.emoji", "x"), f"{FIRST}.emoji"),
    Mistake("a disabled that is a text", "message", put(f"{FIRST}.disabled", "no"), "disabled"),
    Mistake("a time that is none", "embed", put("embeds.0.timestamp", "today"), "timestamp"),
    Mistake("a colour as a text", "embed", put("embeds.0.color", "#ff0000"), "color"),
    Mistake("an embed instead of a list", "embed", put("embeds", {"title": "A card"}), "embeds"),
    Mistake("an answer of an unknown type", "answer", put("type", 99), "type"),
    Mistake("an answer's words beside its data", "answer", put("content", "Hello"), "content"),
    Mistake("an option of an unknown type", "command", put("options.0.type", 12), "options.0"),
    Mistake("a context nobody knows", "command", put("contexts", [7]), "contexts"),
    Mistake("a role's colour out of range", "role", put("color", 1 << 24), "color"),
    Mistake("a list of permissions", "role", put("permissions", ["VIEW"]), "permissions"),
    Mistake("a channel of an unknown type", "channel", put("type", "text"), "type"),
    Mistake("an overwrite that is no number", "overwrite", put("allow", "view"), "allow"),
    Mistake("an id that is none", "direct", put("recipient_id", "Ana"), "recipient_id"),
    Mistake("one message to clear away", "clearing", put("messages", ["1"]), "messages"),
    Mistake("a level of privacy nobody has", "gathering", put("privacy_level", 1), "privacy_level"),
)
"""What only Discord's descriptions tell."""

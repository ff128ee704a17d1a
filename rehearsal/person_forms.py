"""Turning the names and labels a story uses into what a client sends."""

import json
from collections.abc import Callable, Sequence

import aiohttp

from rehearsal.records import Json
from rehearsal.screen import Screen

TEXT_INPUT, STRING_SELECT, UPLOAD, RADIO, CHECKBOXES, CHECKBOX = 4, 3, 19, 21, 22, 23
NAMED = {5: ("people",), 6: ("roles",), 7: ("people", "roles"), 8: ("channels",)}
OPTION_KINDS = {6: 5, 7: 8, 8: 6, 9: 7}


Upload = tuple[str, bytes]
"""A file to hand over: its name, and what is in it."""


class NothingHappened(AssertionError):
    """An act of a person led to nothing, or was refused; the words say whose act and why."""

    def __init__(self, words: str, status: int | None = None, answer: object = None) -> None:
        super().__init__(words)
        self.status = status
        self.answer = answer

    @property
    def code(self) -> int | None:
        """Discord's code of the refusal, if the server refused."""
        return self.answer.get("code") if isinstance(self.answer, dict) else None


def command_options(world: Json, command: Json, inner: list[str], given: Json) -> list[Json]:
    """Return a command's options as a client sends them: subcommands nested, names turned into ids."""
    if inner:
        for option in command.get("options") or []:
            if option["name"] == inner[0] and option["type"] in (1, 2):
                nested = command_options(world, option, inner[1:], given)
                return [{"name": option["name"], "type": option["type"], "options": nested}]
        raise NothingHappened(f"/{command['name']} has no subcommand “{inner[0]}”.")
    kinds = {option["name"]: option["type"] for option in command.get("options") or []}
    found: list[Json] = []
    for name, value in given.items():
        if name not in kinds:
            raise NothingHappened(f"/{command['name']} has no option “{name}”.")
        kind = kinds[name]
        if kind in OPTION_KINDS:
            value = _named(world, OPTION_KINDS[kind], str(value))
        found.append({"name": name, "type": kind, "value": value})
    return found


def server_of(world: Json, channel: str | None) -> str:
    """Return the id of the server a channel is of; direct messages count for the first one."""
    for server in world["servers"]:
        if any(one["id"] == channel for one in server["channels"]):
            return server["id"]
    return world["guild"]["id"]


def picked(world: Json, select: Json, wanted: list[str]) -> list[str]:
    """Return the values of a select for labels, values or names."""
    if select["type"] in NAMED:
        return [_named(world, select["type"], one) for one in wanted]
    return [_option(select, one) for one in wanted]


def _named(world: Json, kind: int, wanted: str) -> str:
    for group in NAMED[kind]:
        for one in world[group]:
            if wanted in (one["name"], one["id"]):
                return one["id"]
    return wanted


def _option(holder: Json, wanted: str) -> str:
    options = holder["options"]
    for option in options:
        if wanted in (option["label"], option["value"]):
            return option["value"]
    there = ", ".join(option["label"] for option in options)
    raise NothingHappened(f"There is no “{wanted}” to choose; there are: {there}.")


def focus(options: list[Json], name: str) -> None:
    """Mark the option somebody is typing into, however deep it lies."""
    for option in options:
        focus(option.get("options") or [], name)
        if option["name"] == name and "value" in option:
            option["focused"] = True


def answers(world: Json, screen: Screen, filled: Json, files: list[Upload]) -> list[Json]:
    """Return a filled-in modal as a client sends it; what is not named keeps what the form proposed.

    Files (name and bytes, in a list) are put into ``files``, and the answer names them by their number there.
    """
    fields = screen.fields
    left = dict(filled)
    found: list[Json] = []
    for label, shown in fields.items():
        given = left.pop(label, left.pop(shown["custom_id"], None))
        answer = {"type": shown["type"], "custom_id": shown["custom_id"]}
        if shown["type"] == UPLOAD:
            answer["values"] = [_handed(files, one) for one in given or []]
        else:
            answer |= _answer(world, shown, given)
        found.append({"type": 18, "component": answer})
    if left:
        raise NothingHappened(f"The form has no {', '.join(left)}; it has: {', '.join(fields)}.")
    return found


def _answer(world: Json, shown: Json, given: object) -> Json:
    kind = shown["type"]
    if kind == TEXT_INPUT:
        return {"value": shown.get("value") or "" if given is None else str(given)}
    if kind == CHECKBOX:
        return {"value": bool(shown.get("default") if given is None else given)}
    proposed = [o["value"] for o in shown.get("options") or [] if o.get("default")]
    if kind == RADIO:
        return {"value": _option(shown, str(given)) if given is not None else next(iter(proposed), None)}
    if given is None:
        return {"values": proposed}
    wanted = [str(one) for one in given] if isinstance(given, list | tuple) else [str(given)]
    return {"values": picked(world, shown, wanted)}


def _handed(files: list[Upload], one: Upload) -> str:
    files.append(one)
    return str(len(files) - 1)


def in_parts(body: Json | None, files: Sequence[Upload]) -> aiohttp.FormData:
    """Return a body with its files, as clients send it (Discord: Reference, "Uploading Files")."""
    form = aiohttp.FormData()
    form.add_field("payload_json", json.dumps(body), content_type="application/json")
    for number, (name, data) in enumerate(files):
        form.add_field(f"files[{number}]", data, filename=name)
    return form


def id_of(world: Json, person: str) -> str:
    """Return the id of a person by name; an id stays as it is."""
    return next((one["id"] for one in world["people"] if one["name"] == person), person)


def names_in(world: Json) -> Callable[[str, str], str]:
    """Return what writes a mention as people see it."""
    groups: dict[str, list[Json]] = {"@": world["people"], "@&": world["roles"], "#": world["channels"]}
    names = {(sign, one["id"]): one["name"] for sign, group in groups.items() for one in group}
    names["@", world["application"]["id"]] = world["application"]["name"]
    return lambda sign, one: sign[0] + names.get((sign, one), "unknown")

"""A filled-in modal, checked against the modal that was shown (Discord: Components, "Component Reference")."""

from dataclasses import dataclass, field
from typing import Any

from rehearsal.component_rules import CHECKBOX, CHECKBOXES, LABEL, RADIO, ROW, TEXT_INPUT, UPLOAD
from rehearsal.errors import invalid
from rehearsal.handing import Handed
from rehearsal.reading import walk
from rehearsal.records import Json


@dataclass
class Filled:
    """The components as the bot gets them, and what was chosen in which select of people, roles or channels."""

    files: Handed
    components: list[Json] = field(default_factory=list)
    chosen: list[tuple[Json, list[str]]] = field(default_factory=list)


def filled_in(shown: list[Json], sent: list[Json], files: Handed) -> Filled:
    """Return the modal with the person's answers, or refuse what the client would not let through."""
    answers = {one["custom_id"]: one for one in walk(sent) if one.get("custom_id") is not None}
    known = {one["custom_id"] for one in walk(shown) if one.get("custom_id") is not None}
    for custom_id in answers:
        if custom_id not in known:
            raise invalid("data.components", "COMPONENT_VALIDATION_FAILED", f"No field {custom_id} was shown.")
    filled = Filled(files)
    for outer in shown:
        base: Json = {"type": outer["type"], "id": outer["id"]}
        if outer["type"] == ROW:
            base["components"] = [_answer(one, answers, filled) for one in outer["components"]]
        elif outer["type"] == LABEL:
            base["component"] = _answer(outer["component"], answers, filled)
        filled.components.append(base)
    return filled


def _answer(shown: Json, answers: dict[str, Json], filled: Filled) -> Json:
    kind, custom_id = shown["type"], shown["custom_id"]
    given = answers.get(custom_id, {})
    base: Json = {"type": kind, "id": shown["id"], "custom_id": custom_id}
    if kind == TEXT_INPUT:
        return base | {"value": _text(shown, given.get("value"))}
    if kind == RADIO:
        return base | {"value": _radio(shown, given.get("value"))}
    if kind == CHECKBOX:
        return base | {"value": bool(given.get("value", shown.get("default", False)))}
    values = [str(one) for one in given.get("values") or []]
    _check_many(shown, values)
    if kind == UPLOAD:
        return base | {"values": [filled.files.taken(one, custom_id.replace(".", "-")) for one in values]}
    if kind in (5, 6, 7, 8):
        filled.chosen.append((shown, values))
    return base | {"values": values}


def _text(shown: Json, given: Any) -> str:  # noqa: ANN401  (a JSON value can be anything)
    value = shown.get("value") or "" if given is None else str(given)
    required = shown.get("required", True)
    low, high = shown.get("min_length") or 0, shown.get("max_length") or 4000
    if required and not value:
        raise invalid(shown["custom_id"].replace(".", "-"), "BASE_TYPE_REQUIRED", "This field is required")
    if value and not low <= len(value) <= high:
        message = f"Must be between {low} and {high} in length."
        raise invalid(shown["custom_id"].replace(".", "-"), "BASE_TYPE_BAD_LENGTH", message)
    return value


def _radio(shown: Json, given: Any) -> str | None:  # noqa: ANN401  (a JSON value can be anything)
    if given is None:
        if shown.get("required", True):
            raise invalid(shown["custom_id"].replace(".", "-"), "BASE_TYPE_REQUIRED", "This field is required")
        return None
    if given not in {option["value"] for option in shown["options"]}:
        raise invalid("data.components", "BASE_TYPE_CHOICES", "This is not one of the options.")
    return str(given)


def _check_many(shown: Json, values: list[str]) -> None:
    required = shown.get("required", True)
    options = {option["value"] for option in shown.get("options") or []}
    high = shown.get("max_values") or (len(options) if shown["type"] == CHECKBOXES else 1)
    low = 1 if shown.get("min_values") is None else shown["min_values"]
    where = shown["custom_id"].replace(".", "-")
    if not values and not required:
        return
    if len(values) > high or len(values) < low:
        raise invalid(where, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
    if options and not set(values) <= options:
        raise invalid(where, "BASE_TYPE_CHOICES", "This is not one of the options.")

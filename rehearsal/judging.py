"""Outside judges: what goes between a bot and this server, held against Discord's published descriptions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from rehearsal.errors import Form
from rehearsal.faults import without_names
from rehearsal.judging_api import API, corrected_api
from rehearsal.judging_events import EVENTS, corrected_events
from rehearsal.judging_flaws import Flaw, flaws_of
from rehearsal.records import Json

try:
    import jsonschema_rs as schemas
except ImportError:
    schemas = None

CONTRACTS = "HEARTH_CONTRACTS"
"""The variable that names the folder of the descriptions."""

FILES = ("discord-openapi.json", "discord-gateway.schema.json")


@dataclass
class Operation:
    """One operation of Discord's API: validators of what is asked and of what is answered."""

    body: Any = None
    needs_body: bool = False
    query: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)


class Judges:
    """Validators of every operation and event, made once; `judges_in` keeps them for the whole process."""

    def __init__(self, api: Json, events: Json) -> None:
        if schemas is None:
            raise RuntimeError("jsonschema_rs is not installed")
        api, events = corrected_api(api), corrected_events(events)
        self._registry = schemas.Registry([(API, api), (EVENTS, events)])
        self._shared = api["components"]["responses"]
        self._operations = {
            (method.upper(), without_names(path)): self._operation(one)
            for path, methods in api["paths"].items()
            for method, one in methods.items()
            if method != "parameters"
        }
        self._events = {name: self._validator(schema) for name, schema in events["events"].items()}

    def _operation(self, one: Json) -> Operation:
        made = Operation()
        body = one.get("requestBody")
        if body is not None and "application/json" in body["content"]:
            made.body = self._validator(body["content"]["application/json"]["schema"])
            made.needs_body = bool(body.get("required"))
        for parameter in one.get("parameters", []):
            if parameter["in"] == "query":
                made.query[parameter["name"]] = self._validator(parameter["schema"])
        for status, answer in one["responses"].items():
            shared = self._shared.get(answer.get("$ref", "").rpartition("/")[2], answer)
            content = shared.get("content", {}).get("application/json")
            made.answers[status] = self._validator(content["schema"]) if content else None
        return made

    def _validator(self, schema: Json) -> Any:  # noqa: ANN401  (the package may be missing)
        kind = schemas.Draft202012Validator  # pyright: ignore[reportOptionalMemberAccess]
        return kind(schema, registry=self._registry, validate_formats=True)

    def check_request(self, method: str, route: str, query: Mapping[str, str], body: object) -> None:
        """Refuse with 50035, with where and why, a request that Discord does not describe so."""
        operation = self._operations.get((method, without_names(route)))
        if operation is None:
            return
        form = Form()
        for name, text in query.items():
            if name not in operation.query:
                form.fault(name, "NOT_DESCRIBED", "There is no such parameter.")
            elif not any(operation.query[name].is_valid(value) for value in _readings(text)):
                form.fault(name, "BASE_TYPE_CHOICES", "Does not fit this parameter.")
        if operation.body is not None and (operation.needs_body or body is not None):
            for flaw in _flaws(operation.body, body):
                form.fault(flaw.path, flaw.code, flaw.message)
        form.check()

    def answer_problems(self, method: str, route: str, status: int, body: object) -> list[str]:
        """Return what is wrong with an answer of this server; an operation nobody describes has nothing wrong."""
        operation = self._operations.get((method, without_names(route)))
        if operation is None or status >= 500:
            return []
        known = operation.answers
        key = next((one for one in (str(status), f"{status // 100}XX") if one in known), None)
        if key is None:
            return [f"status {status} is not described, only {', '.join(known)}"]
        if known[key] is None:
            return [] if body is None else ["a body where none is described"]
        return [str(flaw) for flaw in _flaws(known[key], body)]

    def event_problems(self, name: str, data: Json) -> list[str]:
        """Return what is wrong with an event of this server; one that nobody describes is wrong too."""
        validator = self._events.get(name)
        if validator is None:
            return ["no description speaks of this event"]
        return [str(flaw) for flaw in _flaws(validator, data)]


def _flaws(validator: Any, instance: object) -> list[Flaw]:  # noqa: ANN401  (the package may be missing)
    return [] if validator.is_valid(instance) else flaws_of(validator.iter_errors(instance))


def _readings(text: str) -> list[object]:
    """Return what a text of an address may stand for."""
    readings: list[object] = [text]
    if text.lstrip("-").isdigit():
        readings.append(int(text))
    if text.lower() in ("true", "false", "1", "0"):
        readings.append(text.lower() in ("true", "1"))
    return readings


def why_not(folder: str | None) -> str | None:
    """Return why nothing can be judged with this folder, or None if it can."""
    if not folder:
        return f"{CONTRACTS} names no folder"
    missing = [name for name in FILES if not (Path(folder) / name).is_file()]
    if missing:
        return f"{folder} has no {' and no '.join(missing)}"
    return "jsonschema_rs is not installed" if schemas is None else None


@lru_cache(maxsize=2)
def judges_in(folder: str | None) -> Judges | None:
    """Return the judges of this folder, made at the first call (about half a second); None if there are none."""
    if why_not(folder) is not None or folder is None:
        return None
    api, events = (json.loads((Path(folder) / name).read_text("utf-8")) for name in FILES)
    return Judges(api, events)

"""The words of a message in the order a person reads them."""

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from rehearsal.records import Json

ROW, BUTTON, SECTION, TEXT_DISPLAY, LABEL = 1, 2, 9, 10, 18


SYSTEM: Mapping[int, Callable[[Json], str]] = MappingProxyType(
    {
        1: lambda said: f"added {_first_named(said)} to the thread",
        2: lambda said: f"removed {_first_named(said)} from the thread",
        4: lambda said: f"renamed the thread: {said['content']}",
        18: lambda said: f"started a thread: {said['content']}",
        21: lambda said: text_of(said.get("referenced_message") or {}),
    }
)
"""What the platform itself says, as a client words it."""


def _first_named(message: Json) -> str:
    return next((f"<@{one['id']}>" for one in message.get("mentions", [])), "somebody")


def walk(components: list[Json]) -> Iterator[Json]:
    """Yield every component of a message or modal, outer ones first."""
    for component in components:
        yield component
        yield from walk(component.get("components", []))
        for inner in ("accessory", "component"):
            if isinstance(component.get(inner), dict):
                yield from walk([component[inner]])


def text_of(message: Json) -> str:
    """Return all that can be read in a message: content, embeds and text components."""
    if message.get("type") in SYSTEM:
        return SYSTEM[message["type"]](message)
    parts: list[str] = [message.get("content") or ""]
    for embed in message.get("embeds", []):
        parts += [embed.get("title") or "", embed.get("description") or ""]
        for field in embed.get("fields", []):
            parts += [field["name"], field["value"]]
        parts.append((embed.get("footer") or {}).get("text", ""))
    parts += [c["content"] for c in walk(message.get("components", [])) if c.get("type") == TEXT_DISPLAY]
    return "\n".join(part for part in parts if part)


def with_names(text: str, name_of: Callable[[str, str], str]) -> str:
    """Write mentions as people see them; ``name_of`` gets the sign (@, @& or #) and the id."""
    return re.sub(r"<(@&|@|#)!?(\d+)>", lambda found: name_of(found[1], found[2]), text)

"""Every way into Hearth that answers presses and forms, read from the cogs themselves."""

from cogs import every_cog
from rehearsal.records import Json
from tests.stories.conftest import Evening

PARTS = ("", "0", "-1", "1", "²", "٣", "9223372036854775808", "9" * 30, "x" * 40)
"""Parts that no button of Hearth carries, or that name another's things: empty, negative, foreign digits, huge."""


def presses(evening: Evening) -> list[str]:
    """Answer `<feature>:<action>` of everything that answers a press or a form."""
    return sorted(f"{cog.feature}:{action}" for cog in every_cog(evening.hearth) for action in cog.actions())


def every_door(evening: Evening) -> set[str]:
    """Answer every command and every entry in the menu of messages, as it is called on Discord."""
    return {door_of(command) for command in evening.server.world.commands}


def door_of(command: Json) -> str:
    """Answer what a command is called in the table, as one word."""
    return "/" + str(command["name"]).replace(" ", "_")


def forged(handler: str) -> list[str]:
    """Answer custom ids of a handler with parts that were not given to anybody, none longer than Discord takes."""
    bare = [handler, f"{handler}~7", f"{handler}:steady:1:1:1"]
    return [one[:100] for one in bare + [":".join([handler, *[part] * 3]) for part in PARTS]]

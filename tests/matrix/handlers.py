"""Every way into Hearth that answers presses and forms, read from the cogs themselves."""

from cogs import every_cog
from tests.stories.conftest import Evening

PARTS = ("", "0", "-1", "1", "²", "٣", "9223372036854775808", "9" * 30, "x" * 40)
"""Parts that no button of Hearth carries, or that name another's things: empty, negative, foreign digits, huge."""


def presses(evening: Evening) -> list[str]:
    """Answer `<feature>:<action>` of everything that answers a press or a form."""
    return sorted(f"{cog.feature}:{action}" for cog in every_cog(evening.hearth) for action in cog.actions())


def forged(handler: str) -> list[str]:
    """Answer custom ids of a handler with parts that were not given to anybody, none longer than Discord takes."""
    bare = [handler, f"{handler}~7", f"{handler}:steady:1:1:1"]
    return [one[:100] for one in bare + [":".join([handler, *[part] * 3]) for part in PARTS]]

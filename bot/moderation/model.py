"""What was done as a moderator or facilitator, as the moderators of a server see it."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.core.ids import CircleId, PersonNumber, PlatformId

PAGE = 10
"""Acts on one page."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One act as it is kept; `by` is None where whoever did it took their name away."""

    act: int
    kind: str
    circle: CircleId | None
    done_at: datetime
    by: PersonNumber | None


@dataclass(frozen=True, slots=True)
class Done:
    """One act as moderators see it; `circle` is its name, empty for what was done to the whole server."""

    act: int
    kind: str
    circle: str
    done_at: datetime
    who: PlatformId | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class DonePage:
    """One page of what was done, newest first; `place` counts from 0, and `last` has no page after it."""

    acts: tuple[Done, ...]
    place: int
    last: bool

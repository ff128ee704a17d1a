"""What was done as a moderator or facilitator, as the moderators of a server see it."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.core.acting import Act
from bot.core.ids import CircleId, PersonNumber, PlatformId

UNDONE = "moderation.did.undone"
"""The kind of act that puts another back; its item is the number of that one."""

PAGE = 10
"""Acts on one page."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One act as it is kept; `by` is None where whoever did it took their name away.

    `undid` is the kind of act that it put back, and `until` is when it can be put back itself no more.
    """

    act: int
    kind: str
    undid: str | None
    until: datetime | None
    circle: CircleId | None
    done_at: datetime
    by: PersonNumber | None


@dataclass(frozen=True, slots=True)
class Done:
    """One act as moderators see it; `circle` is its name, empty for what was done to the whole server.

    `undid` is the kind of act that it put back, and `undoable` if it can be put back itself still.
    """

    act: int
    kind: str
    undid: str | None
    undoable: bool
    circle: str
    done_at: datetime
    who: PlatformId | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class DonePage:
    """One page of what was done, newest first; `place` counts from 0, and `last` has no page after it."""

    acts: tuple[Done, ...]
    place: int
    last: bool


@dataclass(frozen=True, slots=True)
class Change:
    """An act that was just noted, with how things stood before and after it."""

    number: int
    act: Act
    before: str = field(repr=False)
    after: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Before:
    """How things stood before an act and just after it, until it can be undone no more."""

    act: Act
    before: str = field(repr=False)
    after: str = field(repr=False)
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Undone:
    """An act of this kind was put back."""

    kind: str

"""What stepping away is, and how it ended."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.ids import ChannelId, CircleId, PersonNumber
from bot.core.notices import Said

ROOM_NAME = "side-room"
"""What the blank room is called in every server: it tells nothing (R49)."""


class State(StrEnum):
    """How it stands with one circle of somebody's."""

    HIDING = "hiding"
    """The server is being asked to hide it."""
    AWAY = "away"
    SHOWING = "showing"
    """They came back; the server is being asked to show it again."""
    BACK = "back"
    """Everything is shown again; the blank room stays a minute longer, so that its answer can be read."""

    @property
    def is_away(self) -> bool:
        """Tell whether they want to see and hear nothing of it."""
        return self in (State.HIDING, State.AWAY)


@dataclass(frozen=True, slots=True)
class Entry:
    """One circle that somebody stepped away from."""

    entry: int
    person: PersonNumber
    circle: CircleId
    state: State
    since: datetime


@dataclass(frozen=True, slots=True)
class Before:
    """What stepping away would do here: `hides` anything at all, or they are `away` already."""

    hides: bool
    away: bool
    everywhere: bool


@dataclass(frozen=True, slots=True)
class Left:
    """A circle with which the server did not do what was asked, and why."""

    circle: str
    why: Said


@dataclass(frozen=True, slots=True)
class SteppedAway:
    """Somebody is away: `shows` still stands in their list, and the platform has not answered yet if it `waits`.

    `room` is the blank room that leads back, None where none could be made. With `nothing` there was nothing to
    hide.
    """

    shows: tuple[Left, ...] = ()
    waits: bool = False
    room: ChannelId | None = None
    nothing: bool = False


@dataclass(frozen=True, slots=True)
class CameBack:
    """Somebody is back; `missing` circles could not give their role again. With `nothing` they were not away."""

    missing: tuple[Left, ...] = ()
    waits: bool = False
    nothing: bool = False

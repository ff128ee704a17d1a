"""What stands of a place somebody left."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.circles.model import Circle
from bot.core.ids import CircleId, PersonNumber

STAYS = timedelta(days=30)
"""How long a place can be taken back (F40)."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that can be taken back."""

    place: int
    person: PersonNumber
    circle: CircleId
    version: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Open:
    """A place as its own person sees it."""

    place: int
    circle: Circle
    until: datetime


@dataclass(frozen=True, slots=True)
class LeftKindly:
    """A circle was left and its place is kept; `role_stays` where the server would not let Hearth take the role."""

    circle: Circle
    until: datetime
    role_stays: bool

"""What stands of a place somebody left."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.circles.model import Circle
from bot.core.ids import ChannelId, CircleId, MessageId, PersonNumber

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


STANDS = timedelta(days=90)
"""How long a candle stands (R177)."""

WITHIN = timedelta(days=1)
"""How late a candle may be lit."""


@dataclass(frozen=True, slots=True)
class Candle:
    """A candle that is to be lit; `lost` says why it could not be."""

    candle: int
    person: PersonNumber
    place: int
    circle: CircleId
    channel: ChannelId
    lost: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """A candle that stands in a room; nothing says whose it is."""

    post: int
    circle: CircleId
    channel: ChannelId
    message: MessageId
    posted_at: datetime


@dataclass(frozen=True, slots=True)
class Open:
    """A place as its own person sees it; `unlit` where its candle could not be lit."""

    place: int
    circle: Circle
    until: datetime
    unlit: bool = False


@dataclass(frozen=True, slots=True)
class LeftKindly:
    """A circle was left and its place is kept; `role_stays` where the server would not let Hearth take the role."""

    circle: Circle
    until: datetime
    role_stays: bool
    candle: bool = False

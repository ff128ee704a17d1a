"""What stands of a place somebody left."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.circles.model import Circle
from bot.core.ids import ChannelId, CircleId, MessageId, PersonNumber, PlatformId, Private
from bot.core.words import can_be_seen, straight

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
"""How long a candle or a line stands (R177)."""

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
    """A candle or a line that stands in a room; nothing here says whose it is."""

    post: int
    circle: CircleId
    channel: ChannelId
    message: MessageId
    posted_at: datetime


WORDS_MOST = 300
"""Characters of a line."""

AFTER = timedelta(minutes=10)
"""How long a line for today can be taken back before it comes."""

NOON = time(12)
"""When a line comes on a later day, by the circle's clock."""

LATE = timedelta(days=1)
"""How late a line may come, as after an outage; later it does not, and its writer is told so."""

DRAFT_STAYS = timedelta(minutes=15)
"""How long a line stays that is not decided (R14)."""


class Way(StrEnum):
    """How a line stands."""

    OPEN = ""
    """That is not decided."""
    NAMED = "named"
    NAMELESS = "nameless"


class NotALine(ValueError):
    """Raised for what makes no line; `reason` is the last part of a text key."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def line_words(words: str) -> Private:
    """Answer somebody's words as one line; raises NotALine: `line_empty`, `line_long`."""
    kept = Private(" ".join(straight(words).split()))
    if not can_be_seen(kept):
        raise NotALine("line_empty")
    if len(kept) > WORDS_MOST:
        raise NotALine("line_long")
    return kept


def line_at(day: str, month: str, now: datetime, zone: str, until: datetime) -> datetime:
    """Answer when a line comes: ten minutes from now for today, otherwise at noon of that day, before `until`.

    A day alone is the next one of that number; both empty mean today. Raises NotALine: `line_day`.
    """
    here = ZoneInfo(zone)
    today = now.astimezone(here).date()
    chosen = _chosen(day.strip(), month.strip(), today)
    at = now + AFTER if chosen == today else datetime.combine(chosen, NOON, here).astimezone(UTC)
    if at >= until:
        raise NotALine("line_day")
    return at


def _chosen(day: str, month: str, today: date) -> date:
    if not day and not month:
        return today
    for ahead in range(STAYS.days + 1):
        one = today + timedelta(days=ahead)
        if _is(day, one.day) and (not month or _is(month, one.month)):
            return one
    raise NotALine("line_day")


def _is(typed: str, number: int) -> bool:
    return typed.isascii() and typed.isdigit() and typed.lstrip("0") == str(number)


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into the form of a line, as it stands there."""

    words: str = field(repr=False)
    day: str = ""
    month: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its words; `lost` says why it was not posted, `post` where it stands."""

    line: int
    person: PersonNumber
    place: int
    circle: CircleId
    way: Way
    at: datetime
    until: datetime
    lost: str = ""
    post: int | None = None

    @property
    def waits(self) -> bool:
        """Tell whether it is to come."""
        return self.way is not Way.OPEN and not self.lost and self.post is None


@dataclass(frozen=True, slots=True)
class Letter:
    """A kept place and its line as its own person sees them; `circle` is None once that is gone."""

    place: int
    circle: Circle | None
    line: Line | None
    words: Private
    who: PlatformId = field(repr=False)


@dataclass(frozen=True, slots=True)
class Open:
    """A place as its own person sees it; `unlit` where its candle could not be lit.

    `circle` is None once that is gone: then only a line's words are left of it.
    """

    place: int
    circle: Circle | None
    until: datetime
    unlit: bool = False
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class LeftKindly:
    """A circle was left and its place is kept; `role_stays` where the server would not let Hearth take the role."""

    circle: Circle
    until: datetime
    role_stays: bool
    place: int
    candle: bool = False

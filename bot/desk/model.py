"""What a moderator sees on opening the desk, and the rules of the silent line."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from bot.circles.model import Circle
from bot.core.ids import ChannelId, ServerId
from bot.core.notices import Said
from bot.core.scheduling.recurrence import Rule, next_after

MOST_SHOWN = 10
"""Things that wait shown on one screen."""

SHOWN_FOR = timedelta(days=7)
"""How long an outage, or a post that was lost, is shown at the desk."""

LINE_WITHIN = timedelta(hours=2)
"""How late the daily line may come: a missed one is not made up for in the middle of the night."""

AWAY_WITHIN = timedelta(hours=24)
"""How long after its end an outage is still worth a line in the channel."""

HOURS = 24

UTC_ZONE = "UTC"
"""The zone of a server that has no circle yet."""

# Every day of the week: the count of weeks begins anywhere.
_EVERY_DAY = tuple(range(7))
_ANY_DAY = date(2026, 1, 5)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in one server, as lines; the last of them tell the outages with these numbers."""

    lines: tuple[Said, ...]
    outages: tuple[int, ...] = ()

    @property
    def shown(self) -> tuple[Said, ...]:
        """Answer the lines that fit one screen."""
        return self.lines[:MOST_SHOWN]

    @property
    def more(self) -> int:
        """Answer how many lines do not fit."""
        return len(self.lines) - len(self.shown)

    @property
    def outages_shown(self) -> tuple[int, ...]:
        """Answer the outages whose line is shown: no other may be put away unseen."""
        others = len(self.lines) - len(self.outages)
        return self.outages[: max(0, MOST_SHOWN - others)]


@dataclass(frozen=True, slots=True)
class Overview:
    """The circles of one server, what waits there, and what is to be told to the host."""

    circles: tuple[Circle, ...]
    waiting: Waiting
    can_set_up: bool
    health: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One circle at the desk; `broken` where its role or a channel was deleted on the server."""

    circle: Circle
    broken: bool


@dataclass(frozen=True, slots=True)
class Line:
    """The silent line of a server; `minute` is the wall time of `zone`, in minutes after midnight.

    It is off, with `is_on` False, where its channel was deleted.
    """

    server: ServerId
    channel: ChannelId
    zone: str
    minute: int
    is_on: bool = True


def line_text(line: Line) -> str:
    """Answer a line as one text."""
    return json.dumps(asdict(line))


def line_from(words: str) -> Line:
    """Answer the line of such a text."""
    return Line(**cast(dict[str, Any], json.loads(words)))


@dataclass(frozen=True, slots=True)
class LineSetting:
    """The silent line as it is set, or as far as somebody who is setting it has come.

    `lost` where it went off because its channel was deleted; `for_all` where everyone in the server sees the
    channel.
    """

    zone: str
    channel: ChannelId | None = None
    minute: int | None = None
    is_on: bool = False
    lost: bool = False
    for_all: bool = False


def next_time(line: Line, after: datetime) -> datetime:
    """Answer when the line is due next: each day at its wall time, also over a change of the clocks."""
    rule = Rule(1, _EVERY_DAY, None, line.minute, zone=line.zone, anchor=_ANY_DAY)
    found = next_after(rule, after)
    if found is None:
        raise ValueError("a series without an end has a next time")
    return found.at


def made_channels(circle: Circle) -> tuple[ChannelId, ...]:
    """Answer the channels that were made for a circle."""
    return tuple(channel for channel in (circle.door, circle.room) if channel is not None)

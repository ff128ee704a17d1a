"""Weekly hours on a clock that changes twice a year, and the moments they mean: pure rules."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

DAYS = 7

DAY_MINUTES = 24 * 60

TONIGHT_ENDS = 2 * 60
"""The wall time at which tonight ends, in minutes after midnight."""

NIGHT_ENDS = 6 * 60
"""The same for who says it between midnight and then."""

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A weekly time (Monday is 0) in minutes after midnight; it may pass midnight, and its end is outside it.

    The same start and end mean a whole day.
    """

    weekday: int
    start_minute: int
    end_minute: int

    @property
    def minutes(self) -> int:
        """Answer how long it is on an ordinary day."""
        return (self.end_minute - self.start_minute) % DAY_MINUTES or DAY_MINUTES

    @property
    def words(self) -> str:
        """Answer it as a short text, from which `span_from` makes it again."""
        return f"{self.weekday}-{self.start_minute}-{self.end_minute}"


@dataclass(frozen=True, slots=True)
class Hours:
    """Weekly hours; `zone` is a zone of one's own, or None for the circle's."""

    spans: tuple[Span, ...] = ()
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time between two moments; the end is outside it."""

    begins: datetime
    ends: datetime

    def holds(self, moment: datetime) -> bool:
        """Tell whether a moment lies in it."""
        return self.begins <= moment < self.ends


def span_from(words: str) -> Span:
    """Answer the span that `Span.words` wrote; raises ValueError for anything else."""
    weekday, start, end = (int(part) for part in words.split("-"))
    if not (0 <= weekday < DAYS and 0 <= start < DAY_MINUTES and 0 <= end < DAY_MINUTES):
        raise ValueError("no such time of a week")
    return Span(weekday, start, end)


def stretches(spans: Sequence[Span], zone: str, begins: datetime, ends: datetime) -> Iterator[Stretch]:
    """Answer the times that weekly spans mean between two moments, each whole, in no order.

    A wall time that the clock skips moves forward by the gap; one that comes twice is the first (design.md, Time).
    A span of which the clock leaves nothing does not come that day.
    """
    place = _zone(zone)
    day = begins.astimezone(place).date() - timedelta(days=2)
    last = ends.astimezone(place).date() + timedelta(days=1)
    while day <= last:
        for span in spans:
            if span.weekday == day.weekday():
                midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a wall time
                start = _instant(midnight + timedelta(minutes=span.start_minute), place)
                end = _instant(midnight + timedelta(minutes=span.start_minute + span.minutes), place)
                if start < end and begins < end and start < ends:
                    yield Stretch(start, end)
        day += timedelta(days=1)


def is_around(spans: Sequence[Span], zone: str, now: datetime) -> bool:
    """Tell whether a moment lies in weekly spans on the clock of an IANA zone."""
    return around_until(spans, zone, now) is not None


def around_until(spans: Sequence[Span], zone: str, now: datetime) -> datetime | None:
    """Answer when the spans around a moment end, or None where it lies in none."""
    found = [one.ends for one in stretches(spans, zone, now, now + _HOUR) if one.holds(now)]
    return max(found, default=None)


def next_within(spans: Sequence[Span], zone: str, moment: datetime) -> datetime | None:
    """Answer the first moment from the given one on that lies in the spans, or None where there are none."""
    found = [one.begins for one in stretches(spans, zone, moment, moment + timedelta(days=8)) if one.ends > moment]
    return max(min(found), moment) if found else None


def tonight_ends(zone: str, now: datetime) -> datetime:
    """Answer when tonight ends: at two at night, or at six for who says it between midnight and then."""
    place = _zone(zone)
    local = now.astimezone(place)
    midnight = datetime(local.year, local.month, local.day)  # noqa: DTZ001 - a wall time
    morning = _instant(midnight + timedelta(minutes=NIGHT_ENDS), place)
    if now < morning:
        return morning
    return _instant(midnight + timedelta(days=1, minutes=TONIGHT_ENDS), place)


def tonight_shows(zone: str, now: datetime) -> int:
    """Answer the same as the clock of the place shows it, in minutes after midnight."""
    local = tonight_ends(zone, now).astimezone(_zone(zone))
    return local.hour * 60 + local.minute


def _instant(wall: datetime, zone: ZoneInfo) -> datetime:
    # fold=0, Python's default, is the first of two; for a skipped time it moves forward by the gap.
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    # A zone that this computer no longer knows must not keep a circle from being asked.
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def packed(hours: Hours) -> str:
    """Answer hours as a text to be sealed."""
    spans = [[span.weekday, span.start_minute, span.end_minute] for span in hours.spans]
    return json.dumps({"zone": hours.zone, "spans": spans}, separators=(",", ":"))


def unpacked(text: str) -> Hours:
    """Answer the hours that `packed` wrote down."""
    kept = json.loads(text)
    return Hours(tuple(Span(*span) for span in kept["spans"]), kept["zone"])

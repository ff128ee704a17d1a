"""What a person settles for themselves, and when it is quiet: pure rules."""

import difflib
import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

MINUTES_A_DAY = 24 * 60
"""Minutes of a day on the wall clock."""

_MOST_SUGGESTIONS = 3
_LEAST_LETTERS = 4
"""Shorter words, such as EST, are near to many names and mean none of them."""
# EST, MST and HST stand still all year, while nearly all who write them live where the clock changes: their
# quiet hours would be off by one every summer. The other two name no place at all.
_NOT_MEANT = frozenset({"EST", "MST", "HST", "Factory", "localtime"})
_TIME = re.compile(r"([0-9]{1,2})(?:[:.,]([0-5][0-9])|h([0-5][0-9])?)?(am|pm)?")
_TIME_TOGETHER = re.compile(r"([0-9]{2})([0-5][0-9])")


APART_MOST = 50
"""Entries on the list of whom a person would rather not meet (R28)."""


class TooMany(ValueError):
    """Raised for one entry more than a list holds."""


class NotATime(ValueError):
    """Raised for words that name no time of day."""


class UnknownZone(ValueError):
    """Raised for words that name no time zone; `suggestions` are up to three zones that may be meant."""

    def __init__(self, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__("no such time zone")
        self.suggestions = suggestions


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A daily span on the wall clock of an IANA zone, in minutes after midnight; `end_minute` is outside it.

    It may pass midnight; the same start and end mean the whole day.
    """

    start_minute: int
    end_minute: int
    zone: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person settled for all circles; `language` is a locale, None where they settled nothing."""

    language: str | None = None
    quiet: QuietHours | None = None


def minutes_from(words: str) -> int:
    """Answer minutes after midnight for "21:00", "9pm", "21.30", "21h30", "2130" or "21"; raises `NotATime`."""
    told = "".join(words.lower().split()).replace("a.m.", "am").replace("p.m.", "pm")
    together = _TIME_TOGETHER.fullmatch(told)
    if together is not None:
        return _minutes(int(together[1]), int(together[2]), None)
    parts = _TIME.fullmatch(told)
    if parts is None:
        raise NotATime
    return _minutes(int(parts[1]), int(parts[2] or parts[3] or 0), parts[4])


def _minutes(hour: int, minute: int, half: str | None) -> int:
    if half is not None:
        if not 1 <= hour <= 12:
            raise NotATime
        hour = hour % 12 + (12 if half == "pm" else 0)
    # Many write the end of a day as 24:00.
    if hour > 24 or (hour == 24 and minute):
        raise NotATime
    return (hour * 60 + minute) % MINUTES_A_DAY


def quiet_at(quiet: QuietHours, moment: datetime) -> bool:
    """Answer whether an aware moment lies in the quiet hours, over midnight and clock changes alike.

    A start or end that the clock skips moves forward by the gap; one that comes twice is the first (design.md,
    Time). Raises `UnknownZone` if the zone is no longer known to this computer.
    """
    return quiet_until(quiet, moment) is not None


def quiet_until(quiet: QuietHours, moment: datetime) -> datetime | None:
    """Answer when the quiet hours around an aware moment end, or None where it lies in none; else as `quiet_at`."""
    return next((end for start, end in _spans(quiet, moment) if start <= moment < end), None)


def next_quiet(quiet: QuietHours, moment: datetime) -> datetime:
    """Answer when quiet hours begin next after an aware moment; otherwise as `quiet_at`."""
    return next(start for start, _ in _spans(quiet, moment) if start > moment)


def _spans(quiet: QuietHours, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
    if quiet.zone not in _zones():
        raise UnknownZone
    zone = ZoneInfo(quiet.zone)
    today = moment.astimezone(zone).date()
    # Tomorrow too: where clocks go back over midnight, a day can begin before the day before it has ended.
    for days in (-1, 0, 1, 2):
        midnight = datetime(today.year, today.month, today.day) + timedelta(days=days)  # noqa: DTZ001
        yield _span_start(quiet, midnight, zone), _span_end(quiet, midnight, zone)


def _span_start(quiet: QuietHours, midnight: datetime, zone: ZoneInfo) -> datetime:
    return _instant(midnight + timedelta(minutes=quiet.start_minute), zone)


def _span_end(quiet: QuietHours, midnight: datetime, zone: ZoneInfo) -> datetime:
    over_midnight = quiet.end_minute <= quiet.start_minute
    return _instant(midnight + timedelta(days=int(over_midnight), minutes=quiet.end_minute), zone)


def _instant(wall: datetime, zone: ZoneInfo) -> datetime:
    # fold=0, Python's default, is the first of two; for a skipped time it moves forward by the gap.
    return wall.replace(tzinfo=zone).astimezone(UTC)


def known_zone(text: str) -> str:
    """Answer the IANA zone meant by "Europe/Berlin", "europe/berlin" or "berlin", also with spaces or accents.

    Raises `UnknownZone` with up to three suggestions for anything else, a city that several zones are named
    after included: there the person chooses.
    """
    wanted = _folded(text)
    zones = _zones_by_folded_name()
    if wanted in zones:
        return zones[wanted]
    of_city = _zones_by_city().get(wanted, ())
    if len(of_city) == 1:
        return of_city[0]
    raise UnknownZone(of_city[:_MOST_SUGGESTIONS] or _suggestions(wanted, zones))


def _suggestions(wanted: str, zones: dict[str, str]) -> tuple[str, ...]:
    by_city = _zones_by_city()
    city = wanted.rpartition("/")[2]
    if len(city) < _LEAST_LETTERS:
        return ()
    near_cities = difflib.get_close_matches(city, by_city, n=_MOST_SUGGESTIONS, cutoff=0.75)
    near_names = difflib.get_close_matches(wanted, zones, n=_MOST_SUGGESTIONS, cutoff=0.75)
    found = [zone for near in near_cities for zone in by_city[near]] + [zones[near] for near in near_names]
    return tuple(dict.fromkeys(found))[:_MOST_SUGGESTIONS]


def _folded(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words.strip().lower())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).replace(" ", "_")


# Reading the zones walks a folder of 600 files, too long to do at every press; they change with the system alone.
@functools.cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


@functools.cache
def _zones_by_folded_name() -> dict[str, str]:
    return {_folded(zone): zone for zone in _zones() - _NOT_MEANT}


@functools.cache
def _zones_by_city() -> dict[str, tuple[str, ...]]:
    cities: dict[str, tuple[str, ...]] = {}
    for folded, zone in sorted(_zones_by_folded_name().items()):
        city = folded.rpartition("/")[2]
        cities[city] = (*cities.get(city, ()), zone)
    return cities

"""When a series comes again: rules on the wall clock of a zone, and the moments they mean. Pure rules."""

import calendar
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import MO, MONTHLY, WEEKLY, rrule, weekday

LONGEST_INTERVAL = 52
"""A series may leave out this many weeks or months less one, and no more."""

LAST = -1
"""As `nth`: the last one of its month."""

MOST_COUNTED = 1000
"""`passed_between` counts no further."""

_MINUTES_A_DAY = 24 * 60
_MOST_IN_A_MONTH = 5
# The calendar, weekdays and leap years together, comes round after 400 years.
_MONTHS_OF_THE_CALENDAR = 400 * 12
# Clocks have jumped by up to a day: a series is looked at from a little before the moment that is asked about.
_JUMP = timedelta(days=2)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PART = re.compile(r"FREQ=(?P<freq>WEEKLY|MONTHLY)|INTERVAL=(?P<interval>[1-9][0-9]?)|BYDAY=(?P<byday>[-0-9A-Z,]*)")
_DAY = re.compile(rf"(-1|[1-9][0-9]?)?({'|'.join(_DAYS)})")


class NotARule(ValueError):
    """Raised for a rule outside of what Hearth keeps: weeks or months, weekdays, and one number in the month."""


class NeverOccurs(ValueError):
    """Raised for a rule that no day fits, such as one without weekdays, or one whose end lies before its days."""


class NoSuchZone(ValueError):
    """Raised for a zone that this computer does not know."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A series on the wall clock of an IANA zone; one that exists occurs at least once.

    `nth` is None for a series by weeks; by months it is 1 to 5 or `LAST`, and holds for each of the weekdays
    (Monday is 0). Every `interval` weeks or months (1 to 52) counts from the Monday or the month of `anchor`, the
    first day it may occur; `until` is the last. `minute` is the wall time in minutes after midnight.

    Raises `NotARule`, `NoSuchZone` or `NeverOccurs`.
    """

    interval: int
    weekdays: tuple[int, ...]
    nth: int | None
    minute: int
    zone: str
    anchor: date
    until: date | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "weekdays", tuple(sorted(set(self.weekdays))))
        if not 1 <= self.interval <= LONGEST_INTERVAL or not 0 <= self.minute < _MINUTES_A_DAY:
            raise NotARule
        if not set(self.weekdays) <= set(range(7)) or (self.nth is not None and self.nth < 1 and self.nth != LAST):
            raise NotARule
        _zone(self.zone)
        # Before dateutil is asked: it would look through every year up to 9999 and hold up all else meanwhile.
        if not self.weekdays or not _fits_a_month(self) or not _begins_before_its_end(self):
            raise NeverOccurs


class Shift(StrEnum):
    """What the clocks of the zone do to a wall time on its day."""

    NONE = "none"
    """It comes once, as on nearly every day."""
    MOVED = "moved"
    """The clocks skip it; it is meant later, by as much as they skip."""
    FIRST_OF_TWO = "first_of_two"
    """It comes twice; the first is meant."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a series comes."""

    at: datetime
    """The moment, in UTC."""
    wall: datetime
    """The wall time as the rule wants it, without a zone."""
    shown: datetime
    """What the clocks of the zone show at that moment, without a zone; it differs from `wall` if it was moved."""
    shift: Shift


def rule_text(rule: Rule) -> str:
    """Answer the days of a rule as a part of RFC 5545's RRULE, such as "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH".

    Time, zone, anchor and end are not in it: they are kept beside it.
    """
    freq = "WEEKLY" if rule.nth is None else "MONTHLY"
    number = "" if rule.nth is None else str(rule.nth)
    days = ",".join(f"{number}{_DAYS[day]}" for day in rule.weekdays)
    return f"FREQ={freq};INTERVAL={rule.interval};BYDAY={days}"


def rule_from(text: str, *, minute: int, zone: str, anchor: date, until: date | None = None) -> Rule:
    """Answer the rule that a text of `rule_text` and what is kept beside it tell.

    Parts may stand in any order, and an interval of 1 may be left out. Raises `NotARule`, `NoSuchZone` or
    `NeverOccurs`.
    """
    told: dict[str, str] = {}
    for part in text.split(";"):
        matched = _PART.fullmatch(part)
        name = matched and matched.lastgroup
        if not matched or not name or name in told:
            raise NotARule
        told[name] = matched[name]
    if not {"freq", "byday"} <= told.keys():
        raise NotARule
    weekdays, nth = _days_from(told["byday"], by_months=told["freq"] == "MONTHLY")
    return Rule(int(told.get("interval", "1")), weekdays, nth, minute, zone=zone, anchor=anchor, until=until)


def _days_from(byday: str, *, by_months: bool) -> tuple[tuple[int, ...], int | None]:
    days = [_DAY.fullmatch(day) for day in byday.split(",")] if byday else []
    known = [day for day in days if day]
    numbers = {day[1] for day in known}
    if len(known) != len(days) or len(numbers) > 1 or any((number is not None) != by_months for number in numbers):
        raise NotARule
    nth = next(iter(numbers), None)
    return tuple(_DAYS.index(day[2]) for day in known), None if nth is None else int(nth)


def next_after(rule: Rule, moment: datetime) -> Occurrence | None:
    """Answer the first occurrence strictly after an aware moment, or None if the series has ended by then."""
    return next(_occurrences(rule, moment), None)


def upcoming(rule: Rule, moment: datetime, count: int) -> list[Occurrence]:
    """Answer the next occurrences strictly after an aware moment, at most `count`, fewer where the series ends."""
    return list(islice(_occurrences(rule, moment), count))


def passed_between(rule: Rule, after: datetime, up_to: datetime) -> int:
    """Answer how many occurrences lie after one aware moment and not after another, at most `MOST_COUNTED`."""
    passed = takewhile(lambda occurrence: occurrence.at <= up_to, _occurrences(rule, after))
    return sum(1 for _ in islice(passed, MOST_COUNTED))


def _occurrences(rule: Rule, after: datetime) -> Iterator[Occurrence]:
    zone = _zone(rule.zone)
    last = after
    for wall in _walls(rule, (after.astimezone(zone) - _JUMP).date()):
        occurrence = _meant(wall, zone)
        # Where a zone left out a whole day, its time moves onto that of the next day: the two are one occurrence.
        if occurrence.at > last:
            last = occurrence.at
            yield occurrence


def _meant(wall: datetime, zone: ZoneInfo) -> Occurrence:
    # fold=0, Python's default, is the first of two; for a skipped time it moves forward by the gap (PEP 495).
    first = wall.replace(tzinfo=zone)
    at = first.astimezone(UTC)
    shown = at.astimezone(zone).replace(tzinfo=None)
    if shown != wall:
        shift = Shift.MOVED
    elif first.utcoffset() != first.replace(fold=1).utcoffset():
        shift = Shift.FIRST_OF_TWO
    else:
        shift = Shift.NONE
    return Occurrence(at, wall, shown, shift)


def _walls(rule: Rule, near: date) -> Iterator[datetime]:
    start = datetime.combine(_rolled(rule, near), time(*divmod(rule.minute, 60)))
    if rule.nth is None:
        # Without wkst, dateutil takes the first day of a week from a setting of the whole program.
        walls = rrule(WEEKLY, start, rule.interval, wkst=MO, byweekday=rule.weekdays)
    else:
        days = [weekday(day, rule.nth) for day in rule.weekdays]
        walls = rrule(MONTHLY, start, rule.interval, byweekday=days)
    return takewhile(lambda wall: rule.until is None or wall.date() <= rule.until, walls)


def _rolled(rule: Rule, near: date) -> date:
    """Answer a first day with the same weeks or months as the anchor, the last one not after `near`.

    Without it the cost of each look would grow with the age of the series.
    """
    if near <= rule.anchor:
        return rule.anchor
    if rule.nth is None:
        monday = rule.anchor - timedelta(days=rule.anchor.weekday())
        start = near - (near - monday) % timedelta(weeks=rule.interval)
    else:
        month = _months(near) - (_months(near) - _months(rule.anchor)) % rule.interval
        start = date(month // 12, month % 12 + 1, 1)
    return max(rule.anchor, start)


def _months(day: date) -> int:
    return day.year * 12 + day.month - 1


def _fits_a_month(rule: Rule) -> bool:
    if rule.nth is None or rule.nth < _MOST_IN_A_MONTH:
        return True
    if rule.nth > _MOST_IN_A_MONTH:
        return False
    first = _months(rule.anchor)
    months = range(first, first + _MONTHS_OF_THE_CALENDAR, rule.interval)
    return any(_has_fifth(month, rule.weekdays) for month in months)


def _has_fifth(month: int, weekdays: tuple[int, ...]) -> bool:
    first, length = calendar.monthrange(month // 12, month % 12 + 1)
    return any(day % 7 in weekdays for day in range(first, first + length - 28))


def _begins_before_its_end(rule: Rule) -> bool:
    return rule.until is None or next(_walls(rule, rule.anchor), None) is not None


@functools.cache
def _zone(name: str) -> ZoneInfo:
    # zoneinfo raises KeyError for an unknown name, ValueError for a strange one, OSError for that of a folder.
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as unknown:
        raise NoSuchZone(name) from unknown

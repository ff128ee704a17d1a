"""What a series means, found the slow way: every day is looked at, every moment is tried, no library is asked.

It knows nothing of folds or recurrence rules: only the calendar, and what the clocks of a zone show at a moment.
"""

import calendar
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from bot.core.scheduling.recurrence import LAST, Occurrence, Rule, Shift

DAY = timedelta(days=1)


def fits(rule: Rule, day: date) -> bool:
    """Answer whether a series comes on a day."""
    if day < rule.anchor or (rule.until is not None and day > rule.until) or day.weekday() not in rule.weekdays:
        return False
    if rule.nth is None:
        # The first of January of the year 1 was a Monday: whole weeks since then.
        return ((day.toordinal() - 1) // 7 - (rule.anchor.toordinal() - 1) // 7) % rule.interval == 0
    months = (day.year - rule.anchor.year) * 12 + day.month - rule.anchor.month
    if months % rule.interval:
        return False
    if rule.nth == LAST:
        return day.day + 7 > calendar.monthrange(day.year, day.month)[1]
    return (day.day - 1) // 7 + 1 == rule.nth


@cache
def meant(day: date, minute: int, zone: str) -> Occurrence:
    """Answer the moment of a wall time, by trying the offsets the zone has the day before and the day after."""
    clocks = ZoneInfo(zone)
    wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001
    near = wall.replace(tzinfo=UTC)
    before, after = (_offset(near + timedelta(hours=hours), clocks) for hours in (-36, 36))
    moments = sorted({near - offset for offset in (before, after) if _shown(near - offset, clocks) == wall})
    if moments:
        return Occurrence(moments[0], wall, wall, Shift.FIRST_OF_TWO if len(moments) > 1 else Shift.NONE)
    return Occurrence(near - before, wall, wall + (after - before), Shift.MOVED)


def occurrences(rule: Rule, until: date) -> Iterator[Occurrence]:
    """Answer each occurrence from the anchor to a last day."""
    day = rule.anchor
    while day <= until:
        if fits(rule, day):
            yield meant(day, rule.minute, rule.zone)
        day += DAY


def _offset(moment: datetime, clocks: ZoneInfo) -> timedelta:
    return _shown(moment, clocks).replace(tzinfo=UTC) - moment


def _shown(moment: datetime, clocks: ZoneInfo) -> datetime:
    return moment.astimezone(clocks).replace(tzinfo=None, fold=0)

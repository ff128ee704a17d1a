"""Hours of being asked: right on the clock of every place, over midnight and over both clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.asked.model.hours import (
    Hours,
    Span,
    around_until,
    is_around,
    next_within,
    packed,
    stretches,
    tonight_ends,
    unpacked,
)

ZONES = (
    *("Europe/Berlin", "Europe/London", "Europe/Lisbon", "Atlantic/Azores", "America/New_York", "America/St_Johns"),
    *(
        "America/Los_Angeles",
        "America/Santiago",
        "America/Havana",
        "America/Asuncion",
        "Africa/Cairo",
        "Asia/Beirut",
    ),
    *("Asia/Jerusalem", "Australia/Sydney", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham"),
    *("Asia/Kolkata", "Asia/Kathmandu", "Africa/Casablanca", "America/Nuuk", "UTC"),
)
YEAR = 2027


def changes(zone: str) -> list[datetime]:
    """Answer the hours of a year in which a zone's clock changes, found by looking at every hour of it."""
    place, found = ZoneInfo(zone), list[datetime]()
    at = datetime(YEAR, 1, 1, tzinfo=UTC)
    while at.year == YEAR:
        if at.astimezone(place).utcoffset() != (at + timedelta(hours=1)).astimezone(place).utcoffset():
            found.append(at)
        at += timedelta(hours=1)
    return found


def test_the_zones_change_their_clocks_in_both_directions() -> None:
    assert sum(len(changes(zone)) >= 2 for zone in ZONES) >= 15


@pytest.mark.parametrize("zone", ZONES)
def test_around_a_clock_change_the_hours_are_those_the_wall_clock_shows(zone: str) -> None:
    # An evening, one over midnight, and one that lies clear of any change at night.
    spans = tuple(
        Span(day, start, end) for day in range(7) for start, end in ((1140, 1320), (1380, 15), (540, 555))
    )
    place = ZoneInfo(zone)
    for change in changes(zone) or [datetime(YEAR, 6, 1, tzinfo=UTC)]:
        at = change - timedelta(days=2)
        while at < change + timedelta(days=2):
            local = at.astimezone(place)
            shows = local.hour * 60 + local.minute
            if not _near(at, change):
                wanted = any(_shown(span, shows) for span in spans[:3])
                assert is_around(spans, zone, at) == wanted, (zone, local)
            at += timedelta(minutes=5)


def _near(at: datetime, change: datetime) -> bool:
    # What happens in the hours of the change itself is told by the tests below.
    return abs(at - change) < timedelta(hours=2, minutes=30)


def _shown(span: Span, minute: int) -> bool:
    if span.end_minute > span.start_minute:
        return span.start_minute <= minute < span.end_minute
    return minute >= span.start_minute or minute < span.end_minute


def _at(day: date, wall: time, zone: str, *, fold: int = 0) -> datetime:
    return datetime.combine(day, wall, ZoneInfo(zone)).replace(fold=fold).astimezone(UTC)


SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
"""Sundays on which the clocks of Berlin go from two to three, and from three to two."""


def test_in_the_night_of_the_skipped_hour_a_span_over_it_is_an_hour_shorter() -> None:
    night = (Span(6, 60, 240),)
    (found,) = stretches(
        night, "Europe/Berlin", _at(SPRING, time(0), "Europe/Berlin"), _at(SPRING, time(12), "UTC")
    )
    assert found.ends - found.begins == timedelta(hours=2)


def test_a_span_that_begins_in_the_skipped_hour_begins_later_by_the_gap() -> None:
    span = (Span(6, 150, 300),)
    assert not is_around(span, "Europe/Berlin", datetime(2027, 3, 28, 1, 29, tzinfo=UTC))
    assert is_around(span, "Europe/Berlin", datetime(2027, 3, 28, 1, 30, tzinfo=UTC))
    assert around_until(span, "Europe/Berlin", datetime(2027, 3, 28, 1, 30, tzinfo=UTC)) == datetime(
        2027, 3, 28, 3, 0, tzinfo=UTC
    )


def test_a_span_of_which_the_clock_leaves_nothing_does_not_come_that_day() -> None:
    span = (Span(6, 150, 190),)
    day = datetime(2027, 3, 27, 22, 0, tzinfo=UTC)
    assert list(stretches(span, "Europe/Berlin", day, day + timedelta(days=1))) == []


def test_in_the_hour_that_comes_twice_a_span_is_there_once_and_ends_with_the_first() -> None:
    span = (Span(6, 60, 150),)
    assert is_around(span, "Europe/Berlin", _at(AUTUMN, time(2, 29), "Europe/Berlin"))
    assert not is_around(span, "Europe/Berlin", _at(AUTUMN, time(2, 29), "Europe/Berlin", fold=1))


def test_over_the_hour_that_comes_twice_nobody_is_lost() -> None:
    span = (Span(6, 60, 240),)
    at, end = _at(AUTUMN, time(1), "Europe/Berlin"), _at(AUTUMN, time(4), "Europe/Berlin")
    assert end - at == timedelta(hours=4)
    while at < end:
        assert is_around(span, "Europe/Berlin", at)
        at += timedelta(minutes=10)
    assert not is_around(span, "Europe/Berlin", end)


def test_a_span_over_midnight_belongs_to_the_day_it_begins_on() -> None:
    saturday = (Span(5, 22 * 60, 2 * 60),)
    assert is_around(saturday, "UTC", datetime(2027, 3, 21, 1, 59, tzinfo=UTC))
    assert not is_around(saturday, "UTC", datetime(2027, 3, 21, 2, 0, tzinfo=UTC))
    assert not is_around(saturday, "UTC", datetime(2027, 3, 20, 1, 0, tzinfo=UTC))


def test_the_same_start_and_end_are_a_whole_day() -> None:
    monday = (Span(0, 540, 540),)
    assert monday[0].minutes == 24 * 60
    assert is_around(monday, "UTC", datetime(2027, 3, 23, 8, 59, tzinfo=UTC))
    assert not is_around(monday, "UTC", datetime(2027, 3, 23, 9, 0, tzinfo=UTC))


def test_the_next_time_within_the_hours_is_now_if_it_lies_in_them() -> None:
    span = (Span(0, 540, 600),)
    inside = datetime(2027, 3, 22, 9, 30, tzinfo=UTC)
    assert next_within(span, "UTC", inside) == inside
    after = datetime(2027, 3, 22, 10, 0, tzinfo=UTC)
    assert next_within(span, "UTC", after) == datetime(2027, 3, 29, 9, 0, tzinfo=UTC)
    assert next_within((), "UTC", after) is None


@pytest.mark.parametrize(
    ("said_at", "ends"),
    [("12:00", "02:00"), ("23:30", "02:00"), ("00:30", "06:00"), ("05:59", "06:00"), ("06:00", "02:00")],
)
def test_tonight_ends_at_two_and_for_who_says_it_at_night_at_six(said_at: str, ends: str) -> None:
    now = _at(date(2027, 5, 4), time.fromisoformat(said_at), "Europe/Berlin")
    local = tonight_ends("Europe/Berlin", now).astimezone(ZoneInfo("Europe/Berlin"))
    assert f"{local:%H:%M}" == ends
    assert now < local.astimezone(UTC) <= now + timedelta(hours=21)


@pytest.mark.parametrize("zone", ZONES)
def test_tonight_is_ahead_at_every_minute_around_a_clock_change(zone: str) -> None:
    for change in changes(zone):
        at = change - timedelta(hours=8)
        while at < change + timedelta(hours=8):
            assert at < tonight_ends(zone, at) <= at + timedelta(hours=22)
            at += timedelta(minutes=7)


def test_a_zone_this_computer_does_not_know_keeps_nobody_from_being_asked() -> None:
    assert is_around((Span(0, 540, 600),), "Nowhere/At_All", datetime(2027, 3, 22, 9, 0, tzinfo=UTC))


def test_hours_are_the_same_after_they_were_kept() -> None:
    hours = Hours((Span(0, 540, 600), Span(6, 1320, 120)), "Pacific/Chatham")
    assert unpacked(packed(hours)) == hours
    assert unpacked(packed(Hours())) == Hours()

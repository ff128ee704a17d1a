"""Rules of a series as examples: what they mean, and what becomes of them on the days clocks change."""

import calendar
from datetime import date, datetime, timedelta

import pytest

from bot.core.scheduling.recurrence import (
    MOST_COUNTED,
    Occurrence,
    Shift,
    next_after,
    passed_between,
    upcoming,
)
from tests.scheduling.examples import EVERY_DAY, series, utc


def days(found: list[Occurrence]) -> list[str]:
    return [occurrence.wall.strftime("%a %d %b %Y") for occurrence in found]


def test_every_second_tuesday_and_thursday_keeps_its_weeks() -> None:
    rule = series("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH")
    assert days(upcoming(rule, utc("2026-01-01T00:00"), 4)) == [
        "Thu 01 Jan 2026",  # the Tuesday of this first week lies before the anchor
        "Tue 13 Jan 2026",
        "Thu 15 Jan 2026",
        "Tue 27 Jan 2026",
    ]


def test_the_weeks_of_a_series_count_from_the_monday_before_its_first_day() -> None:
    on_sunday = series("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", anchor=date(2026, 1, 4))
    on_monday = series("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", anchor=date(2026, 1, 5))
    assert days(upcoming(on_sunday, utc("2026-01-01T00:00"), 2)) == ["Mon 12 Jan 2026", "Mon 26 Jan 2026"]
    assert days(upcoming(on_monday, utc("2026-01-01T00:00"), 2)) == ["Mon 05 Jan 2026", "Mon 19 Jan 2026"]


def test_every_second_week_stays_every_second_week_over_a_year_of_53_weeks() -> None:
    rule = series("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", anchor=date(2026, 12, 8))
    assert days(upcoming(rule, utc("2026-12-20T00:00"), 3)) == [
        "Tue 22 Dec 2026",
        "Tue 05 Jan 2027",
        "Tue 19 Jan 2027",
    ]


def test_the_second_tuesday_of_each_month() -> None:
    rule = series("FREQ=MONTHLY;INTERVAL=1;BYDAY=2TU")
    assert days(upcoming(rule, utc("2026-01-20T00:00"), 3)) == [
        "Tue 10 Feb 2026",
        "Tue 10 Mar 2026",
        "Tue 14 Apr 2026",
    ]


def test_the_last_friday_of_every_second_month_counts_from_the_month_of_its_first_day() -> None:
    rule = series("FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR", anchor=date(2026, 1, 31))
    assert days(upcoming(rule, utc("2026-01-01T00:00"), 2)) == ["Fri 27 Mar 2026", "Fri 29 May 2026"]


def test_the_fifth_monday_comes_only_in_months_that_have_one() -> None:
    rule = series("FREQ=MONTHLY;INTERVAL=1;BYDAY=5MO")
    assert days(upcoming(rule, utc("2026-01-01T00:00"), 3)) == [
        "Mon 30 Mar 2026",
        "Mon 29 Jun 2026",
        "Mon 31 Aug 2026",
    ]


@pytest.mark.parametrize(
    ("zone", "clock", "day", "at", "shown", "shift"),
    [
        ("Europe/Berlin", "19:00", "2026-03-28", "2026-03-28T18:00", "19:00", Shift.NONE),
        ("Europe/Berlin", "19:00", "2026-03-29", "2026-03-29T17:00", "19:00", Shift.NONE),
        ("Europe/Berlin", "02:30", "2026-03-29", "2026-03-29T01:30", "03:30", Shift.MOVED),
        ("Europe/Berlin", "02:30", "2026-10-25", "2026-10-25T00:30", "02:30", Shift.FIRST_OF_TWO),
        ("Europe/London", "02:30", "2026-03-29", "2026-03-29T01:30", "02:30", Shift.NONE),
        ("Europe/Dublin", "01:30", "2026-03-29", "2026-03-29T01:30", "02:30", Shift.MOVED),
        ("America/New_York", "02:30", "2026-03-08", "2026-03-08T07:30", "03:30", Shift.MOVED),
        ("America/New_York", "01:30", "2026-11-01", "2026-11-01T05:30", "01:30", Shift.FIRST_OF_TWO),
        ("America/New_York", "02:30", "2026-11-01", "2026-11-01T07:30", "02:30", Shift.NONE),
        ("America/St_Johns", "02:30", "2026-03-08", "2026-03-08T06:00", "03:30", Shift.MOVED),
        ("Africa/Cairo", "00:30", "2026-04-24", "2026-04-23T22:30", "01:30", Shift.MOVED),
        ("Asia/Beirut", "00:00", "2026-03-29", "2026-03-28T22:00", "01:00", Shift.MOVED),
        ("Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-03T15:45", "02:45", Shift.MOVED),
        ("Australia/Lord_Howe", "01:45", "2026-04-05", "2026-04-04T14:45", "01:45", Shift.FIRST_OF_TWO),
        ("Pacific/Chatham", "02:50", "2026-09-27", "2026-09-26T14:05", "03:50", Shift.MOVED),
        ("Asia/Kathmandu", "02:30", "2026-03-29", "2026-03-28T20:45", "02:30", Shift.NONE),
        ("Asia/Kolkata", "02:30", "2026-10-25", "2026-10-24T21:00", "02:30", Shift.NONE),
    ],
)
def test_the_wall_clock_decides_on_the_days_it_changes(
    zone: str, clock: str, day: str, at: str, shown: str, shift: Shift
) -> None:
    rule = series(EVERY_DAY, clock, zone, date.fromisoformat(day))
    assert next_after(rule, utc(day) - timedelta(days=1)) == Occurrence(
        utc(at), datetime.fromisoformat(f"{day}T{clock}"), datetime.fromisoformat(f"{day}T{shown}"), shift
    )


def test_a_time_that_comes_twice_comes_once_in_a_series() -> None:
    rule = series(EVERY_DAY, "02:30")
    first = utc("2026-10-25T00:30")
    found = next_after(rule, first)
    assert found is not None
    assert found.wall == datetime(2026, 10, 26, 2, 30)  # noqa: DTZ001


def test_a_day_that_a_zone_left_out_joins_the_next_one() -> None:
    # Samoa had no 30 December 2011: 19:00 of that day is meant a day later, when the next one comes as well.
    rule = series(EVERY_DAY, zone="Pacific/Apia", anchor=date(2011, 12, 29))
    found = upcoming(rule, utc("2011-12-29T00:00"), 3)
    assert [occurrence.shift for occurrence in found] == [Shift.NONE, Shift.MOVED, Shift.NONE]
    assert [occurrence.shown.day for occurrence in found] == [29, 31, 1]
    assert passed_between(rule, utc("2011-12-29T00:00"), found[-1].at) == 3


def test_a_day_left_out_at_the_end_of_a_month_is_still_found_on_the_next() -> None:
    # Kiritimati had no 31 December 1994, a last Saturday: its evening is meant on New Year's Day.
    rule = series("FREQ=MONTHLY;INTERVAL=1;BYDAY=-1SA", zone="Pacific/Kiritimati", anchor=date(1994, 11, 1))
    found = next_after(rule, utc("1994-12-31T12:00"))  # 02:00 on New Year's Day there
    assert found is not None
    assert (found.wall.day, found.shown.day, found.shift) == (31, 1, Shift.MOVED)


def test_weeks_begin_on_monday_whatever_the_program_is_set_to() -> None:
    rule = series("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", anchor=date(2026, 1, 6))
    set_to = calendar.firstweekday()
    calendar.setfirstweekday(calendar.SUNDAY)
    try:
        found = upcoming(rule, utc("2026-01-01T00:00"), 2)
    finally:
        calendar.setfirstweekday(set_to)
    assert days(found) == ["Sun 11 Jan 2026", "Sun 25 Jan 2026"]


def test_next_is_strictly_after_and_passed_counts_its_end() -> None:
    rule = series("FREQ=WEEKLY;INTERVAL=1;BYDAY=TU")
    first, second = upcoming(rule, utc("2026-01-01T00:00"), 2)
    assert next_after(rule, first.at) == second
    assert next_after(rule, first.at - timedelta(microseconds=1)) == first
    assert passed_between(rule, first.at, second.at) == 1
    assert passed_between(rule, first.at - timedelta(microseconds=1), second.at) == 2
    assert passed_between(rule, first.at, second.at - timedelta(microseconds=1)) == 0
    assert passed_between(rule, second.at, first.at) == 0


def test_a_series_ends_with_its_last_day() -> None:
    rule = series("FREQ=WEEKLY;INTERVAL=1;BYDAY=TU", until=date(2026, 1, 13))
    assert days(upcoming(rule, utc("2026-01-01T00:00"), 9)) == ["Tue 06 Jan 2026", "Tue 13 Jan 2026"]
    assert next_after(rule, utc("2026-01-13T18:00")) is None
    assert passed_between(rule, utc("2020-01-01T00:00"), utc("2030-01-01T00:00")) == 2


def test_what_passed_in_sixty_days_and_in_years_is_counted_up_to_a_bound() -> None:
    daily = series(EVERY_DAY)
    assert passed_between(daily, utc("2026-02-01T12:00"), utc("2026-04-02T12:00")) == 60
    assert passed_between(daily, utc("2026-01-01T00:00"), utc("2031-01-01T00:00")) == MOST_COUNTED

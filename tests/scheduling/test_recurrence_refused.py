"""Which rules of a series are kept as text, which are refused, and that none of them holds up the loop."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from types import FrameType

import pytest

from bot.core.scheduling.recurrence import (
    NeverOccurs,
    NoSuchZone,
    NotARule,
    Rule,
    next_after,
    rule_text,
    upcoming,
)
from tests.scheduling.examples import EVERY_DAY, NEW_YEAR, series, utc


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU",
        "FREQ=WEEKLY;INTERVAL=52;BYDAY=TU,TH",
        "FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO,1TH",
        "FREQ=MONTHLY;INTERVAL=1;BYDAY=-1FR",
        "FREQ=MONTHLY;INTERVAL=12;BYDAY=5SU",
    ],
)
def test_a_rule_is_the_same_after_it_was_kept_as_text(text: str) -> None:
    assert rule_text(series(text)) == text


def test_parts_and_days_may_stand_in_any_order() -> None:
    rule = series("BYDAY=TH,TU,TH;FREQ=WEEKLY")
    assert rule == Rule(1, (1, 3), None, 19 * 60, zone="Europe/Berlin", anchor=NEW_YEAR)
    assert rule_text(rule) == "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU,TH"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "weekly",
        "FREQ=WEEKLY",
        "BYDAY=MO",
        "FREQ=DAILY;BYDAY=MO",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTHDAY=30;BYDAY=1MO",
        "FREQ=WEEKLY;BYDAY=MO;COUNT=3",
        "FREQ=WEEKLY;BYDAY=MO;BYDAY=TU",
        "FREQ=WEEKLY;BYDAY=MO;",
        "FREQ=WEEKLY;BYDAY=MO,",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=WEEKLY;BYDAY=mo",
        "FREQ=WEEKLY;INTERVAL=0;BYDAY=MO",
        "FREQ=WEEKLY;INTERVAL=53;BYDAY=MO",
        "FREQ=WEEKLY;INTERVAL=-1;BYDAY=MO",
        "FREQ=WEEKLY;INTERVAL=٢;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=0MO",
        "FREQ=MONTHLY;BYDAY=-2MO",
        "FREQ=MONTHLY;BYDAY=1MO,2TU",
        "FREQ=MONTHLY;BYDAY=1MO,TU",
        " FREQ=WEEKLY;BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=MO\n",
    ],
)
def test_a_text_outside_the_subset_is_no_rule(text: str) -> None:
    with pytest.raises(NotARule):
        series(text)


@pytest.mark.parametrize(
    ("interval", "weekdays", "nth", "minute"),
    [
        (0, (1,), None, 0),
        (53, (1,), None, 0),
        (1, (7,), None, 0),
        (1, (1,), 0, 0),
        (1, (1,), -2, 0),
        (1, (1,), None, 1440),
    ],
)
def test_numbers_outside_their_limits_are_no_rule(
    interval: int, weekdays: tuple[int, ...], nth: int | None, minute: int
) -> None:
    with pytest.raises(NotARule):
        Rule(interval, weekdays, nth, minute, zone="Europe/Berlin", anchor=NEW_YEAR)


@pytest.mark.parametrize(
    ("text", "anchor", "until"),
    [
        ("FREQ=WEEKLY;BYDAY=", NEW_YEAR, None),
        ("FREQ=MONTHLY;BYDAY=6MO", NEW_YEAR, None),
        # Every second February from an odd year on: none has a leap day, so none has five of anything.
        ("FREQ=MONTHLY;INTERVAL=24;BYDAY=5MO", date(2027, 2, 1), None),
        ("FREQ=MONTHLY;INTERVAL=48;BYDAY=5MO,5TU,5WE", date(2026, 2, 1), None),
        ("FREQ=WEEKLY;BYDAY=TU", NEW_YEAR, date(2026, 1, 5)),
        ("FREQ=WEEKLY;BYDAY=TH", NEW_YEAR, date(2025, 12, 31)),
        ("FREQ=MONTHLY;INTERVAL=12;BYDAY=5MO", date(2026, 2, 1), date(2043, 12, 31)),
    ],
)
def test_a_rule_that_can_never_occur_is_refused(text: str, anchor: date, until: date | None) -> None:
    with pytest.raises(NeverOccurs), at_most_calls(5_000):
        series(text, anchor=anchor, until=until)


def test_a_rule_that_occurs_once_in_decades_is_kept() -> None:
    rule = series("FREQ=MONTHLY;INTERVAL=12;BYDAY=5MO", anchor=date(2026, 2, 1))
    found = upcoming(rule, utc("2026-01-01T00:00"), 2)
    assert [occurrence.wall.date() for occurrence in found] == [date(2044, 2, 29), date(2072, 2, 29)]


@pytest.mark.parametrize(
    "zone", ["", "Mars/Olympus", "../etc/passwd", "/etc/localtime", "Europe", "Europe/Berlin\0"]
)
def test_a_zone_this_computer_does_not_know_is_refused(zone: str) -> None:
    with pytest.raises(NoSuchZone):
        series(EVERY_DAY, zone=zone)


@contextmanager
def at_most_calls(most: int) -> Iterator[None]:
    """Hold the work inside to a number of function calls: unlike seconds, they are the same on every computer."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(before)
    assert calls <= most


@pytest.mark.parametrize("years", [0, 5, 500])
@pytest.mark.parametrize(
    "rule",
    [
        series(EVERY_DAY),
        series("FREQ=WEEKLY;INTERVAL=52;BYDAY=TU"),
        series("FREQ=MONTHLY;INTERVAL=1;BYDAY=-1FR"),
        series("FREQ=MONTHLY;INTERVAL=52;BYDAY=5FR"),
    ],
    ids=rule_text,
)
def test_the_age_of_a_series_does_not_make_it_slow(rule: Rule, years: int) -> None:
    moment = utc("2026-06-01T00:00").replace(year=2026 + years)
    with at_most_calls(400):
        assert next_after(rule, moment) is not None


def test_the_rarest_series_is_found_within_a_bound() -> None:
    rule = Rule(36, (0,), 5, 19 * 60, zone="Europe/Berlin", anchor=date(2026, 2, 1))
    for years in range(0, 400, 7):
        with at_most_calls(1_500):
            assert next_after(rule, utc("2026-06-01T00:00").replace(year=2026 + years)) is not None

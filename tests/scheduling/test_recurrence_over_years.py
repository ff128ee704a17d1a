"""Series over years and zones: the wall clock holds at every change, told by looking at every single day."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest

from bot.core.scheduling.recurrence import (
    LAST,
    NeverOccurs,
    Occurrence,
    Rule,
    Shift,
    next_after,
    passed_between,
    rule_from,
    rule_text,
    upcoming,
)
from tests.scheduling.day_by_day import occurrences

ZONES = (
    "UTC",
    "Europe/Berlin",
    "Europe/London",
    "Europe/Dublin",  # its winter, not its summer, is the time that differs
    "Europe/Chisinau",
    "Africa/Cairo",  # the clocks change at midnight
    "Africa/Casablanca",  # the clocks change around Ramadan
    "Africa/Johannesburg",
    "Asia/Beirut",  # the clocks change at midnight
    "Asia/Jerusalem",
    "Asia/Kathmandu",  # three quarters of an hour
    "Asia/Kolkata",  # half an hour
    "Australia/Adelaide",  # half an hour, and changes
    "Australia/Lord_Howe",  # the clocks change by 30 minutes
    "Pacific/Chatham",  # three quarters of an hour, and changes
    "America/New_York",
    "America/St_Johns",  # half an hour, and changes
    "America/Santiago",  # the clocks change at midnight
    "America/Havana",  # the clocks change at midnight and at one
    "America/Nuuk",  # the clocks change before midnight
)
"""Twenty ways in which zones differ."""

MORE_ZONES = (
    "Europe/Madrid",
    "Europe/Athens",
    "Europe/Istanbul",
    "Atlantic/Azores",
    "Africa/Lagos",
    "Africa/Nairobi",
    "Africa/El_Aaiun",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Asia/Gaza",
    "Asia/Yangon",
    "Australia/Sydney",
    "Australia/Eucla",
    "Pacific/Auckland",
    "Pacific/Apia",
    "Pacific/Easter",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/Asuncion",
    "America/Scoresbysund",
)
"""As many again, for the long table."""

MINUTES = (19 * 60, 2 * 60 + 30, 1 * 60 + 45, 2 * 60 + 15, 3 * 60 + 15, 0, 30, 23 * 60 + 30)
"""An evening, and the times of night that clocks skip or show twice, 02:30 among them."""

SERIES = (
    (1, (0, 1, 2, 3, 4, 5, 6), None),
    (1, (1,), None),
    (1, (5, 6), None),  # the nights on which most clocks change
    (2, (1, 3), None),
    (2, (6,), None),
    (3, (0, 4, 6), None),
    (1, (1,), 2),
    (1, (6,), LAST),
    (2, (4,), LAST),
    (1, (0, 6), 5),
)
"""Every so many weeks or months, on these weekdays, and which of the month."""

FIRST = date(2026, 1, 1)


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def rules(zone: str) -> Iterator[Rule]:
    for minute in MINUTES:
        for interval, weekdays, nth in SERIES:
            yield Rule(interval, weekdays, nth, minute, zone=zone, anchor=FIRST)


def holds_in(zone: str, last: date) -> set[Shift]:
    """Hold every series of the table in a zone to the slow truth, and answer what its clocks did meanwhile."""
    seen: set[Shift] = set()
    for rule in rules(zone):
        truth = list(occurrences(rule, last))
        assert upcoming(rule, moment(FIRST) - timedelta(days=1), len(truth)) == truth, rule
        for found in truth:
            assert (found.shown == found.wall) == (found.shift is not Shift.MOVED), rule
            seen.add(found.shift)
    return seen


@pytest.mark.parametrize("zone", ZONES)
def test_the_wall_clock_holds_for_three_years(zone: str) -> None:
    changes = zone not in ("UTC", "Asia/Kathmandu", "Asia/Kolkata", "Africa/Johannesburg")
    seen = holds_in(zone, date(2028, 12, 31))
    assert seen == (set(Shift) if changes else {Shift.NONE})


@pytest.mark.prove
@pytest.mark.parametrize("zone", (*ZONES, *MORE_ZONES))
def test_the_wall_clock_holds_for_five_years_in_forty_zones(zone: str) -> None:
    holds_in(zone, date(2030, 12, 31))


def test_the_tables_name_twenty_and_forty_zones() -> None:
    assert len(set(ZONES)) == 20
    assert len({*ZONES, *MORE_ZONES}) == 40


def invented(dice: random.Random) -> Rule:
    """Answer a rule nobody thought of, in a zone of the table; some of them end."""
    while True:
        nth = dice.choice((None, None, 1, 2, 3, 4, 5, LAST))
        anchor = FIRST + timedelta(days=dice.randrange(800))
        try:
            return Rule(
                dice.choice((1, 2, 3, 4, 6, 12, 13, 52)),
                tuple(dice.sample(range(7), dice.randint(1, 7 if nth is None else 3))),
                nth,
                dice.randrange(24 * 60),
                zone=dice.choice(ZONES),
                anchor=anchor,
                until=dice.choice((None, anchor + timedelta(days=dice.randrange(500)))),
            )
        except NeverOccurs:
            continue


@pytest.mark.parametrize("seed", range(60))
def test_a_rule_nobody_thought_of_means_what_looking_at_every_day_finds(seed: int) -> None:
    dice = random.Random(seed)
    rule = invented(dice)
    truth = list(occurrences(rule, rule.anchor + timedelta(days=1500)))
    for _ in range(8):
        # Any moment, and the very edges: at an occurrence, and a microsecond before and after it.
        asked = moment(rule.anchor) + timedelta(minutes=dice.randrange(-2 * 24 * 60, 1400 * 24 * 60))
        if truth and dice.random() < 0.6:
            asked = dice.choice(truth[: len(truth) // 2 + 1]).at + timedelta(microseconds=dice.choice((-1, 0, 1)))
        rest = [found for found in truth if found.at > asked]
        assert upcoming(rule, asked, min(len(rest), 4)) == rest[:4], rule
        assert rest or rule.until is None or next_after(rule, asked) is None, rule
        later = asked + timedelta(minutes=dice.randrange(60 * 24 * 60))
        assert passed_between(rule, asked, later) == sum(asked < found.at <= later for found in truth), rule


@pytest.mark.parametrize("seed", range(20))
def test_asking_for_the_next_again_and_again_is_the_same_as_asking_for_many(seed: int) -> None:
    rule = invented(random.Random(seed))
    start = moment(rule.anchor) - timedelta(days=1)
    assert list(islice(_one_by_one(rule, start), 25)) == upcoming(rule, start, 25)


def _one_by_one(rule: Rule, after: datetime) -> Iterator[Occurrence]:
    found = next_after(rule, after)
    while found is not None:
        yield found
        found = next_after(rule, found.at)


@pytest.mark.parametrize("seed", range(20))
def test_a_rule_nobody_thought_of_is_the_same_after_it_was_kept_as_text(seed: int) -> None:
    rule = invented(random.Random(seed))
    kept = rule_text(rule)
    assert rule_from(kept, minute=rule.minute, zone=rule.zone, anchor=rule.anchor, until=rule.until) == rule

"""Times and zones as people write them, and quiet hours that hold over midnight and clock changes."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.people.model import NotATime, QuietHours, UnknownZone, known_zone, minutes_from, quiet_at


@pytest.mark.parametrize(
    ("words", "hour", "minute"),
    [
        ("21:00", 21, 0),
        ("9pm", 21, 0),
        (" 9 PM ", 21, 0),
        ("9:30 p.m.", 21, 30),
        ("21.30", 21, 30),
        ("21h30", 21, 30),
        ("21h", 21, 0),
        ("21 h 30", 21, 30),
        ("2130", 21, 30),
        ("21", 21, 0),
        ("9", 9, 0),
        ("7am", 7, 0),
        ("12am", 0, 0),
        ("12pm", 12, 0),
        ("0:05", 0, 5),
        ("24:00", 0, 0),
    ],
)
def test_a_time_is_understood_as_people_write_it(words: str, hour: int, minute: int) -> None:
    assert minutes_from(words) == hour * 60 + minute


@pytest.mark.parametrize(
    "words",
    ["", "late", "25:00", "24:01", "21:60", "13pm", "0am", "-1", "9:5", "9:", "21:00:00", "9,", "٩pm", "123"],
)
def test_what_is_no_time_is_refused(words: str) -> None:
    with pytest.raises(NotATime):
        minutes_from(words)


def local(zone: str, text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def hours(start: str, end: str, zone: str = "Europe/Berlin") -> QuietHours:
    return QuietHours(minutes_from(start), minutes_from(end), zone)


@pytest.mark.parametrize(
    ("start", "end", "moment", "quiet"),
    [
        ("21:00", "7:00", "2026-07-01T20:59:59", False),
        ("21:00", "7:00", "2026-07-01T21:00:00", True),
        ("21:00", "7:00", "2026-07-02T00:00:00", True),
        ("21:00", "7:00", "2026-07-02T06:59:59", True),
        ("21:00", "7:00", "2026-07-02T07:00:00", False),
        ("13:00", "15:00", "2026-07-02T14:00:00", True),
        ("13:00", "15:00", "2026-07-02T15:00:00", False),
        ("0:00", "6:00", "2026-07-02T00:00:00", True),
        ("22:00", "0:00", "2026-07-02T23:59:59", True),
        ("22:00", "0:00", "2026-07-03T00:00:00", False),
        ("9:00", "9:00", "2026-07-02T08:00:00", True),
        ("9:00", "9:00", "2026-07-02T09:00:00", True),
    ],
)
def test_quiet_hours_on_ordinary_days(start: str, end: str, moment: str, quiet: bool) -> None:
    assert quiet_at(hours(start, end), local("Europe/Berlin", moment)) is quiet


@pytest.mark.parametrize("day", ["2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25"])
def test_a_night_of_a_clock_change_ends_at_the_wall_clocks_seven(day: str) -> None:
    quiet = hours("21:00", "7:00")
    evening = local("Europe/Berlin", f"{day}T21:00:00")
    morning = local("Europe/Berlin", (datetime.fromisoformat(day) + timedelta(days=1, hours=7)).isoformat())
    assert not quiet_at(quiet, evening - timedelta(seconds=1))
    assert quiet_at(quiet, evening)
    assert quiet_at(quiet, morning - timedelta(seconds=1))
    assert not quiet_at(quiet, morning)


def test_an_hour_that_comes_twice_does_not_make_it_quiet_twice() -> None:
    # In Berlin on 25 October 2026 the clock runs from 2:00 to 3:00 twice.
    quiet = hours("1:00", "2:30")
    assert quiet_at(quiet, local("Europe/Berlin", "2026-10-25T02:15:00", fold=0))
    assert not quiet_at(quiet, local("Europe/Berlin", "2026-10-25T02:30:00", fold=0))
    assert not quiet_at(quiet, local("Europe/Berlin", "2026-10-25T02:15:00", fold=1))
    begun = hours("2:30", "7:00")
    assert quiet_at(begun, local("Europe/Berlin", "2026-10-25T02:15:00", fold=1))


def test_an_hour_that_is_skipped_moves_forward_by_the_gap() -> None:
    # In Berlin on 29 March 2026 the clock jumps from 2:00 to 3:00.
    quiet = hours("2:30", "5:00")
    assert not quiet_at(quiet, local("Europe/Berlin", "2026-03-29T03:29:59"))
    assert quiet_at(quiet, local("Europe/Berlin", "2026-03-29T03:30:00"))


def test_quiet_hours_where_midnight_itself_is_skipped() -> None:
    # In Cairo on 24 April 2026 the clock jumps from 0:00 to 1:00.
    quiet = hours("0:00", "6:00", "Africa/Cairo")
    assert not quiet_at(quiet, local("Africa/Cairo", "2026-04-23T23:59:59"))
    assert quiet_at(quiet, local("Africa/Cairo", "2026-04-24T01:00:00"))


def test_quiet_hours_where_the_clock_went_back_over_midnight() -> None:
    # In St. John's on 7 November 2010 the clock went from 0:01 back to 23:01 of the day before.
    quiet = hours("0:00", "6:00", "America/St_Johns")
    assert quiet_at(quiet, local("America/St_Johns", "2010-11-06T23:30:00", fold=1))


def test_quiet_hours_in_a_zone_this_computer_no_longer_knows() -> None:
    with pytest.raises(UnknownZone):
        quiet_at(hours("1:00", "2:00", "Europe/Nowhere"), datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (" europe/berlin ", "Europe/Berlin"),
        ("america/argentina/buenos aires", "America/Argentina/Buenos_Aires"),
        ("América/São Paulo", "America/Sao_Paulo"),
        ("utc", "UTC"),
        ("berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("são paulo", "America/Sao_Paulo"),
    ],
)
def test_a_zone_is_found_however_it_is_written(words: str, zone: str) -> None:
    assert known_zone(words) == zone


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Berln", "Europe/Berlin"),
        ("Europe/Berln", "Europe/Berlin"),
        ("Germany/Berlin", "Europe/Berlin"),
        ("new yrok", "America/New_York"),
        ("sao palo", "America/Sao_Paulo"),
    ],
)
def test_what_is_no_zone_is_answered_with_what_may_be_meant(words: str, first: str) -> None:
    with pytest.raises(UnknownZone) as unknown:
        known_zone(words)
    assert unknown.value.suggestions[0] == first
    assert len(unknown.value.suggestions) <= 3


@pytest.mark.parametrize("words", ["qqqqqq", "", "/", "EST", "mst", "localtime", "Factory"])
def test_what_is_like_no_zone_is_answered_with_no_suggestion(words: str) -> None:
    with pytest.raises(UnknownZone) as unknown:
        known_zone(words)
    assert unknown.value.suggestions == ()


def test_a_city_that_several_zones_are_named_after_is_left_to_the_person() -> None:
    with pytest.raises(UnknownZone) as unknown:
        known_zone("Louisville")
    assert unknown.value.suggestions == ("America/Kentucky/Louisville", "America/Louisville")

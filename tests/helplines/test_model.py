"""Which numbers come first, when somebody answers, and how long a check holds."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.notices import Written
from bot.helplines.model import Age, Directory, Emergency, Hours, Kind, Known, Line, Opening, Topic

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)  # a Wednesday
ALWAYS = Hours(always=True)


def line(ident: str, country: str = "PT", *topics: Topic, hours: Hours = ALWAYS, speaks: str = "pt") -> Line:
    return Line(
        ident=ident,
        country=country,
        name=Written(ident),
        topics=topics or (Topic.SUICIDE,),
        call=(),
        text=None,
        chat=None,
        site="",
        hours=hours,
        cost=Written("unknown"),
        on_bill=Known.UNKNOWN,
        may_contact_police=Known.UNKNOWN,
        languages=(speaks,),
        more_languages=(),
        about=None,
        source="a page",
        dated=Written("2026"),
        confidence="high",
    )


def first(
    directory: Directory,
    *countries: str,
    locale: str = "en",
    topic: str | None = None,
    checked: Mapping[str, timedelta] | None = None,
) -> list[str]:
    confirmed = {ident: NOW - ago for ident, ago in (checked or {}).items()}
    return [one.ident for one in directory.numbers(countries, locale, topic, NOW, confirmed).lines]


def of(*lines: Line) -> Directory:
    return Directory(lines, (Emergency("PT", Kind.ALL, "112", "a page", "2026", "high"),))


def test_countries_take_turns_in_the_order_the_circle_gave_them() -> None:
    three = of(line("pt-a"), line("pt-b"), line("es-a", "ES"), line("fr-a", "FR"))
    assert first(three, "ES", "PT", "ES") == ["es-a", "pt-a", "pt-b"]


def test_what_the_circle_checked_comes_first_then_what_is_for_anyone_then_the_readers_language() -> None:
    four = of(
        line("men", "PT", Topic.MEN),
        line("other"),
        line("spoken", speaks="es"),
        line("checked", "PT", Topic.VICTIMS),
    )
    found = first(four, "PT", locale="es-419", checked={"checked": timedelta(days=1)})
    assert found == ["checked", "spoken", "other", "men"]


def test_what_the_circle_checked_in_any_of_its_countries_comes_before_what_it_did_not() -> None:
    three = of(line("pt-a"), line("pt-b"), line("es-a", "ES"))
    assert first(three, "PT", "ES", checked={"es-a": timedelta(days=1)}) == ["es-a", "pt-a", "pt-b"]


def test_a_topic_shows_its_lines_alone_and_an_unknown_one_all() -> None:
    two = of(line("a"), line("b", "PT", Topic.MEN, Topic.WARM_LINE))
    assert first(two, "PT", topic="men") == ["b"]
    assert first(two, "PT", topic="weather") == ["a", "b"]
    assert two.topics(["PT"]) == (Topic.SUICIDE, Topic.WARM_LINE, Topic.MEN)
    assert two.topics(["ES"]) == ()


def test_no_country_is_guessed_from_a_language() -> None:
    found = of(line("a")).numbers((), "pt-PT", None, NOW, {})
    assert (found.lines, found.emergency, found.country) == ((), (), "")


@pytest.mark.parametrize(("days", "age"), [(0, Age.FRESH), (179, Age.FRESH), (180, Age.MARKED), (364, Age.MARKED)])
def test_a_check_is_marked_after_180_days(days: int, age: Age) -> None:
    entry = of(line("a")).numbers(("PT",), "en", None, NOW, {"a": NOW - timedelta(days=days)}).entries[0]
    assert (entry.age, entry.checked, entry.by_circle) == (age, (NOW - timedelta(days=days)).date(), True)


def test_a_line_is_hidden_after_365_days_unless_its_country_would_be_left_with_none() -> None:
    old = {"a": timedelta(days=365)}
    assert first(of(line("a"), line("b")), "PT", checked=old) == ["b"]
    left = of(line("a"), line("b", "ES")).numbers(("PT", "ES"), "en", None, NOW, {"a": NOW - old["a"]})
    assert [(entry.line.ident, entry.age) for entry in left.entries] == [("a", Age.MARKED), ("b", Age.NEVER)]


def test_a_line_nobody_checked_is_never_hidden_and_an_emergency_number_never_expires() -> None:
    found = of(line("a")).numbers(("PT",), "en", None, NOW + timedelta(days=9_000), {})
    assert [entry.age for entry in found.entries] == [Age.NEVER]
    assert [one.number for _, numbers in found.emergency for one in numbers] == ["112"]


def test_an_emergency_number_that_another_one_replaced_is_not_shown() -> None:
    directory = Directory((), (Emergency("PT", Kind.POLICE, "113", "a page", "2010", "low", shown=False),))
    assert directory.numbers(("PT",), "en", None, NOW, {}).emergency == ()


WORKDAYS = Hours((Opening((0, 1, 2, 3, 4), 600, 1080),), zone="America/Toronto")
NIGHTS = Hours((Opening((4,), 1320, 1680),), zone="Europe/Lisbon")


@pytest.mark.parametrize(
    ("hours", "at", "answered"),
    [
        (WORKDAYS, datetime(2026, 7, 1, 13, 59, tzinfo=UTC), False),
        (WORKDAYS, datetime(2026, 7, 1, 14, 0, tzinfo=UTC), True),
        (WORKDAYS, datetime(2026, 1, 7, 14, 0, tzinfo=UTC), False),  # winter: their clocks show 9:00
        (WORKDAYS, datetime(2026, 7, 1, 22, 0, tzinfo=UTC), False),
        (WORKDAYS, datetime(2026, 7, 4, 15, 0, tzinfo=UTC), False),  # Saturday
        (NIGHTS, datetime(2026, 7, 3, 22, 0, tzinfo=UTC), True),  # Friday 23:00 there
        (NIGHTS, datetime(2026, 7, 4, 2, 0, tzinfo=UTC), True),  # Saturday 3:00, from Friday on
        (NIGHTS, datetime(2026, 7, 4, 3, 0, tzinfo=UTC), False),
        (NIGHTS, datetime(2026, 7, 5, 2, 0, tzinfo=UTC), False),
        (ALWAYS, NOW, True),
        (Hours(always=True, sure=False), NOW, None),
        (Hours(), NOW, None),
        (Hours(WORKDAYS.openings), NOW, None),  # no zone
        (Hours((Opening((), 600, 1080),), zone="Europe/Lisbon"), NOW, None),  # no days
        (Hours(WORKDAYS.openings, sure=False, zone="America/Toronto"), NOW, None),
    ],
)
def test_open_now_is_said_on_the_lines_own_clock_and_only_where_it_is_known(
    hours: Hours, at: datetime, answered: bool | None
) -> None:
    assert hours.open_at(at) is answered


def test_the_hosts_own_check_counts_where_the_circle_has_none() -> None:
    checked = replace(line("a"), checked=date(2026, 6, 1))
    entry = of(checked).numbers(("PT",), "en", None, NOW, {}).entries[0]
    assert (entry.age, entry.checked, entry.by_circle) == (Age.FRESH, date(2026, 6, 1), False)

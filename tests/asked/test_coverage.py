"""How well a circle is covered: gaps over a week, who comes first, when a rest is due, and the level."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.asked.model import (
    GAP,
    Level,
    Switch,
    SwitchId,
    Willing,
    around_at,
    covered,
    gaps,
    in_order,
    level,
    rest_is_due,
)
from bot.asked.model.hours import Hours, Span, Stretch
from bot.asked.model.swaps import Swap, SwapId, Swaps, swaps_of
from bot.core.ids import CircleId, PersonNumber

NOW = datetime(2027, 3, 22, 12, 0, tzinfo=UTC)
"""A Monday at noon; on the Sunday after it the clocks of Berlin are put forward."""

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WEEK = Stretch(NOW, NOW + 7 * DAY)
ZONE = "Europe/Berlin"


def switch(*spans: Span, back: bool = False, until: datetime | None = None) -> Switch:
    return Switch(SwitchId(1), PersonNumber(1), CircleId(1), Hours(spans), back=back, back_until=until)


def daily(start: int, end: int) -> tuple[Span, ...]:
    return tuple(Span(day, start, end) for day in range(7))


def test_an_evening_each_day_leaves_no_gap_of_more_than_a_day() -> None:
    assert gaps(covered(switch(*daily(18 * 60, 22 * 60)), ZONE, None, WEEK), WEEK) == []


def test_nobody_at_all_is_one_gap_of_the_whole_week() -> None:
    assert gaps([], WEEK) == [WEEK]


def test_one_evening_in_the_week_leaves_a_gap_before_and_one_after_it() -> None:
    wednesday = covered(switch(Span(2, 18 * 60, 22 * 60)), ZONE, None, WEEK)
    evening = Stretch(datetime(2027, 3, 24, 17, tzinfo=UTC), datetime(2027, 3, 24, 21, tzinfo=UTC))
    assert gaps(wednesday, WEEK) == [Stretch(NOW, evening.begins), Stretch(evening.ends, WEEK.ends)]


def test_exactly_a_day_is_no_gap() -> None:
    pieces = [Stretch(NOW, NOW + HOUR), Stretch(NOW + HOUR + GAP, WEEK.ends)]
    assert gaps(pieces, WEEK) == []
    later = [pieces[0], Stretch(NOW + HOUR + GAP + timedelta(seconds=1), WEEK.ends)]
    assert len(gaps(later, WEEK)) == 1


def test_stepped_back_covers_nothing_and_a_rest_covers_what_comes_after_it() -> None:
    always = daily(0, 0)
    assert covered(switch(*always, back=True), ZONE, None, WEEK) == []
    rested = covered(switch(*always, back=True, until=NOW + 2 * DAY), ZONE, None, WEEK)
    assert gaps(rested, WEEK) == [Stretch(NOW, NOW + 2 * DAY)]


def test_what_is_given_is_not_covered_and_what_is_taken_is() -> None:
    evening = Stretch(datetime(2027, 3, 24, 17, tzinfo=UTC), datetime(2027, 3, 24, 21, tzinfo=UTC))
    spans = (Span(2, 18 * 60, 22 * 60),)
    assert covered(switch(*spans), ZONE, Swaps(given=(evening,)), WEEK) == []
    assert covered(switch(), ZONE, Swaps(taken=(evening,)), WEEK) == [evening]
    assert not around_at(switch(*spans), ZONE, Swaps(given=(evening,)), evening.begins)
    assert around_at(switch(), ZONE, Swaps(taken=(evening,)), evening.begins)
    assert not around_at(switch(back=True), ZONE, Swaps(taken=(evening,)), evening.begins)


def test_a_swap_nobody_took_changes_nothing() -> None:
    evening = Stretch(NOW, NOW + HOUR)
    assert swaps_of([Swap(SwapId(1), CircleId(1), PersonNumber(1), evening)]) == {}
    both = swaps_of([Swap(SwapId(1), CircleId(1), PersonNumber(1), evening, PersonNumber(2))])
    assert both == {PersonNumber(1): Swaps(given=(evening,)), PersonNumber(2): Swaps(taken=(evening,))}


@pytest.mark.parametrize("seed", range(60))
def test_the_pieces_cover_exactly_the_moments_at_which_somebody_is_around(seed: int) -> None:
    draw = Random(seed)
    spans = tuple(
        Span(draw.randrange(7), draw.randrange(0, 1440, 15), draw.randrange(0, 1440, 15))
        for _ in range(draw.randrange(5))
    )
    begins = NOW + draw.randrange(160) * HOUR
    given = Stretch(begins, begins + draw.randrange(1, 30) * HOUR)
    swaps = Swaps(given=(given,)) if draw.random() < 0.5 else Swaps(taken=(given,))
    until = NOW + draw.randrange(1, 50) * HOUR if draw.random() < 0.5 else None
    one = switch(*spans, back=until is not None, until=until)
    pieces = covered(one, ZONE, swaps, WEEK)
    at = WEEK.begins
    while at < WEEK.ends:
        assert any(piece.holds(at) for piece in pieces) == around_at(one, ZONE, swaps, at), at
        at += timedelta(minutes=15)


def test_the_fewest_asks_come_first_then_whoever_was_not_asked_for_longest() -> None:
    people = [
        (Switch(SwitchId(number), PersonNumber(number), CircleId(1), asked_at=asked), taken)
        for number, asked, taken in ((1, NOW, 0), (2, NOW - DAY, 0), (3, None, 1), (4, None, 0))
    ]
    assert [one.switch for one, _ in in_order(people)] == [4, 2, 1, 3]


@pytest.mark.parametrize(
    ("days", "due"), [((), False), ((1, 2), False), ((1, 2, 6), True), ((1, 2, 7), False), ((0, 0, 0), True)]
)
def test_a_rest_is_due_after_three_in_seven_days(days: tuple[int, ...], due: bool) -> None:
    assert rest_is_due([NOW - day * DAY for day in days], NOW) == due


def person(*, hours: bool = False, tested: bool = False) -> Willing:
    return Willing(PersonNumber(1), around=False, hours=hours, tested=tested, wake=False, taken=0)


def test_the_level_asks_for_a_seen_test_page_of_a_few_and_for_hours_of_three() -> None:
    assert level([]) is Level.NOBODY
    assert level([person(), person()]) is Level.NOBODY
    assert level([person(tested=True)]) is Level.TOGETHER
    assert level([person(tested=True)] * 3) is Level.TOGETHER
    assert level([person(hours=True)] * 2) is Level.NOBODY
    assert level([person(hours=True)] * 3) is Level.NOBODY
    assert level([person(hours=True, tested=True)] * 3) is Level.IN_TURN

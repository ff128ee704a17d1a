"""Which row goes next, how long one is held, and what becomes of the rows of an earlier run."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.delivery.outbox import (
    DROPPED_STAYS,
    LEASE,
    SENT_STAYS,
    URGENT_LEASE,
    Delivery,
)
from bot.core.delivery.resting import ROUTINE_IN_FLIGHT, URGENT_IN_FLIGHT
from bot.core.lanes import Lane
from tests.delivery.conftest import NOW, Feature, page, post

SECOND = timedelta(seconds=1)


async def test_urgent_lanes_go_before_routine_ones_whenever_they_came(feature: Feature) -> None:
    await feature.put(*(post(lane, lane) for lane in reversed(Lane)))
    assert await feature.subjects(most=5, routine=5) == list(Lane)


async def test_servers_take_turns_so_that_a_large_one_keeps_nobody_waiting(feature: Feature) -> None:
    await feature.put(*(post(number, server=1) for number in range(1, 7)), post(20, server=2), post(30, server=3))
    taken = [subject for _ in range(4) for subject in await feature.subjects(most=2, routine=2)]
    assert taken[:3] == [1, 20, 30]
    assert taken[3:] == [2, 3, 4, 5, 6]


async def test_only_so_many_routine_ones_are_taken_and_urgent_ones_on_top(feature: Feature) -> None:
    await feature.put(*(post(number) for number in range(1, 9)))
    await feature.put(post(50, Lane.START), page(60), post(70, Lane.REMINDER))
    assert await feature.subjects(most=6, routine=2) == [60, 50, 1, 2]
    assert await feature.subjects(most=6, routine=0) == []


async def test_what_is_put_twice_goes_once(feature: Feature) -> None:
    first, second = await feature.put(post(), post())
    assert first == second
    assert await feature.subjects() == [1]
    await feature.put(post())
    assert await feature.subjects() == []


async def test_the_id_tells_kind_subject_moment_and_place_apart(feature: Feature) -> None:
    one = post(1)
    others = (post(2), page(1), replace(one, kind="tests.others"), replace(one, due_at=NOW + SECOND))
    idents = {feature.outbox.id_of(delivery) for delivery in (one, post(1), *others)}
    assert len(idents) == 5
    assert all(len(ident) == 24 for ident in idents)


async def test_nothing_is_taken_before_its_time(feature: Feature) -> None:
    [ident] = await feature.put(post())
    await feature.claim()
    await feature.database.write(lambda tx: feature.outbox.rest(tx, ident, NOW + SECOND))
    assert await feature.subjects() == []
    assert await feature.outbox.next_try() == NOW + SECOND
    feature.clock.forward(SECOND)
    assert await feature.subjects() == [1]


async def test_what_is_put_again_rests_no_longer(feature: Feature) -> None:
    [ident] = await feature.put(post())
    await feature.claim()
    await feature.database.write(lambda tx: feature.outbox.rest(tx, ident, NOW + timedelta(minutes=5)))
    await feature.put(post())
    assert await feature.subjects() == [1]


@pytest.mark.parametrize(("delivery", "lease"), [(post(), LEASE), (page(), URGENT_LEASE)])
async def test_a_try_that_never_ended_is_taken_again_after_its_lease(
    feature: Feature, delivery: Delivery, lease: timedelta
) -> None:
    await feature.put(delivery)
    await feature.claim()
    assert await feature.outbox.next_try() == NOW + lease
    feature.clock.forward(lease - SECOND)
    assert await feature.claim() == []
    feature.clock.forward(SECOND)
    [again] = await feature.claim()
    assert (again.attempts, again.tried_at) == (2, NOW)


async def test_a_lease_that_is_over_frees_nothing_this_process_still_sends(feature: Feature) -> None:
    [ident] = await feature.put(post())
    await feature.claim()
    feature.clock.forward(LEASE)
    assert await feature.outbox.claim(5, 4, (ident,)) == []
    assert len(await feature.claim()) == 1


@pytest.mark.parametrize(("delivery", "rest"), [(post(), ROUTINE_IN_FLIGHT), (page(), URGENT_IN_FLIGHT)])
async def test_what_a_dead_process_was_sending_rests_until_nothing_of_it_is_in_flight(
    feature: Feature, delivery: Delivery, rest: timedelta
) -> None:
    await feature.put(delivery)
    await feature.claim()
    await feature.outbox.free_own()
    assert await feature.outbox.next_try() == NOW + rest
    feature.clock.forward(rest - timedelta(microseconds=1))
    assert await feature.claim() == []
    # Put again meanwhile, as a feature does that finds its thing unposted: it rests all the same.
    await feature.put(delivery)
    assert await feature.claim() == []
    feature.clock.forward(timedelta(microseconds=1))
    [again] = await feature.claim()
    assert again.attempts == 2


async def test_a_hearth_that_ends_again_and_again_comes_to_it_all_the_same(feature: Feature) -> None:
    await feature.put(post())
    await feature.claim()
    for _ in range(5):
        await feature.outbox.free_own()
        feature.clock.forward(ROUTINE_IN_FLIGHT / 5)
    assert len(await feature.claim()) == 1


async def test_what_was_off_for_long_needs_no_rest_at_the_start(feature: Feature) -> None:
    await feature.put(post())
    await feature.claim()
    feature.clock.forward(timedelta(hours=1))
    await feature.outbox.free_own()
    assert len(await feature.claim()) == 1


async def test_rows_go_when_their_time_is_over(feature: Feature) -> None:
    sent, dropped, _ = await feature.put(post(1), post(2), post(3))
    await feature.database.write(lambda tx: feature.outbox.sent(tx, sent))
    await feature.database.write(lambda tx: feature.outbox.dropped(tx, dropped, "expired"))

    async def expired(at: timedelta) -> int:
        return await feature.database.write(lambda tx: feature.outbox.expire(tx, NOW + at))

    assert await expired(SENT_STAYS - SECOND) == 0
    assert await expired(SENT_STAYS) == 1
    assert await expired(DROPPED_STAYS - SECOND) == 0
    assert await expired(DROPPED_STAYS) == 1
    assert await feature.subjects() == [3]


async def test_whoever_waits_has_a_delivery_go_before_routine_ones(feature: Feature) -> None:
    await feature.put(*(post(number) for number in range(1, 9)))
    [hurried] = await feature.put(post(9))
    assert await feature.outbox.hurry(hurried)
    assert (await feature.subjects())[0] == 9


async def test_hurrying_makes_nothing_less_urgent_and_revives_nothing(feature: Feature) -> None:
    [urgent, ended] = await feature.put(page(1), post(2))
    await feature.database.write(lambda tx: feature.outbox.sent(tx, ended))
    assert await feature.outbox.hurry(urgent)
    assert not await feature.outbox.hurry(ended)
    assert not await feature.outbox.hurry("nothing of this name")
    [claimed] = await feature.claim()
    assert claimed.delivery.lane is Lane.REACH

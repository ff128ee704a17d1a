"""How a delivery ends: sent once, found and not sent again, dropped with a record, or tried again."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.delivery.errand import NotKnown, NotSent, Sent
from bot.core.delivery.outbox import LEASE, URGENT_LEASE, Delivery
from bot.core.delivery.reconcile import NONCE_HOLDS
from bot.core.delivery.sender import AT_ONCE, ROUTINE_AT_ONCE
from bot.core.delivery.trying import RESTS, URGENT_RESTS
from bot.core.ids import ChannelId, MessageId
from bot.core.lanes import Lane
from bot.core.notices import Notice
from bot.core.ports import Why
from tests.delivery.conftest import Feature, a_run, page, post

HOUR = timedelta(hours=1)
MOMENT = timedelta(seconds=1)


async def test_a_delivery_is_posted_once_and_its_feature_is_told(feature: Feature) -> None:
    [ident] = await feature.carry(post())
    [message] = feature.platform.standing
    assert feature.told == [(1, message)]
    assert await feature.state(ident) == ("sent", None)
    await feature.carry(post())
    assert feature.platform.posted == [1]
    assert feature.platform.looks() == 0


async def test_a_lost_answer_is_looked_for_and_not_posted_twice(feature: Feature) -> None:
    feature.platform.lost_answers = 1
    [ident] = await feature.carry(post())
    assert feature.told == []
    assert await feature.state(ident) == ("waiting", None)
    await feature.later(HOUR)
    [message] = feature.platform.standing
    assert feature.told == [(1, message)]
    assert [what for what, _, _ in feature.platform.asked] == ["post", "find"]


async def test_a_direct_message_with_a_lost_answer_is_looked_for_too(feature: Feature) -> None:
    feature.platform.lost_answers = 1
    await feature.carry(page())
    await feature.later(HOUR)
    assert [what for what, _, _ in feature.platform.asked] == ["whisper", "find_whisper"]
    assert len(feature.told) == 1


async def test_what_never_arrived_is_posted_at_the_second_try(feature: Feature) -> None:
    feature.platform.refuses = [Why.NOT_ANSWERED]
    await feature.carry(post())
    await feature.later(MOMENT)
    assert [what for what, _, _ in feature.platform.asked] == ["post", "find", "post"]
    assert feature.platform.posted == [1]


@pytest.mark.parametrize(("delivery", "rests"), [(post(), RESTS), (page(), URGENT_RESTS)])
async def test_each_try_without_an_answer_is_followed_by_a_longer_rest(
    feature: Feature, delivery: Delivery, rests: tuple[timedelta, ...]
) -> None:
    feature.platform.refuses = [Why.NOT_ANSWERED] * (len(rests) + 2)
    await feature.carry(delivery)
    for rest in (*rests, rests[-1]):
        assert await feature.outbox.next_try() == feature.clock.now() + rest
        await feature.later(rest)
    assert len(feature.platform.asked) == 1 + 2 * (len(rests) + 1)


async def test_nothing_is_sent_while_nobody_can_look(feature: Feature) -> None:
    feature.platform.lost_answers = 1
    await feature.carry(post())
    feature.platform.unreadable = Why.NOT_ANSWERED
    await feature.later(HOUR)
    assert await feature.outbox.next_try() is not None
    feature.platform.unreadable = None
    await feature.later(HOUR)
    assert feature.platform.posted == [1]
    assert len(feature.told) == 1


async def test_a_hidden_history_within_the_nonces_time_is_sent_again_and_merged(feature: Feature) -> None:
    feature.platform.lost_answers = 1
    feature.platform.unreadable = Why.NO_PERMISSION
    await feature.carry(post())
    await feature.later(NONCE_HOLDS)
    [message] = feature.platform.standing
    assert feature.told == [(1, message)]


async def test_a_hidden_history_later_on_is_not_risked_for_a_routine_thing(feature: Feature) -> None:
    feature.platform.lost_answers = 1
    feature.platform.unreadable = Why.NO_PERMISSION
    [ident] = await feature.carry(post())
    await feature.later(NONCE_HOLDS + MOMENT)
    assert feature.platform.posted == [1]
    assert await feature.state(ident) == ("dropped", "unknown")
    assert feature.told == [(1, "unknown")]


async def test_a_hidden_history_later_on_sends_a_page_once_more(feature: Feature) -> None:
    feature.platform.lost_answers = 1
    feature.platform.unreadable = Why.NO_PERMISSION
    [ident] = await feature.carry(page())
    await feature.later(NONCE_HOLDS + MOMENT)
    assert feature.platform.posted == [1, 1]
    assert await feature.state(ident) == ("sent", None)


async def test_a_post_deleted_after_its_lost_answer_is_not_put_back_while_the_nonce_holds(feature: Feature) -> None:
    feature.platform.lost_answers = 1
    [ident] = await feature.carry(post())
    feature.platform.standing.clear()
    await feature.later(MOMENT)
    assert feature.platform.posted == []
    assert await feature.state(ident) == ("dropped", "message_gone")
    assert feature.told == [(1, "message_gone")]


async def test_what_is_over_its_time_is_dropped_with_a_record(feature: Feature) -> None:
    [ident] = await feature.put(post(within=HOUR))
    await feature.later(HOUR)
    assert feature.platform.asked == []
    assert await feature.state(ident) == ("dropped", "expired")
    assert feature.told == [(1, "expired")]


async def test_what_stands_already_when_its_time_is_over_counts_as_sent(feature: Feature) -> None:
    feature.platform.lost_answers = 1
    [ident] = await feature.carry(post(within=HOUR))
    await feature.later(HOUR)
    assert await feature.state(ident) == ("sent", None)


async def test_a_page_is_never_over(feature: Feature) -> None:
    feature.platform.refuses = [Why.NOT_ANSWERED]
    await feature.carry(page())
    await feature.later(timedelta(days=3))
    assert feature.platform.posted == [1]


@pytest.mark.parametrize("why", [why for why in Why if why is not Why.NOT_ANSWERED])
async def test_a_refusal_is_final_and_its_reason_recorded(feature: Feature, why: Why) -> None:
    feature.platform.refuses = [why]
    [ident] = await feature.put(post())
    assert await feature.deliver(ident) == NotSent(why)
    assert await feature.state(ident) == ("dropped", str(why))
    assert feature.told == [(1, why)]


async def test_what_is_not_wanted_any_more_is_not_sent(feature: Feature) -> None:
    feature.not_wanted.add(1)
    [ident] = await feature.carry(post())
    assert feature.platform.asked == []
    assert await feature.state(ident) == ("dropped", "not_wanted")


async def test_what_is_not_wanted_any_more_but_stands_is_told_to_its_feature(feature: Feature) -> None:
    feature.platform.lost_answers = 1
    await feature.carry(post())
    feature.not_wanted.add(1)
    await feature.later(MOMENT)
    [message] = feature.platform.standing
    assert feature.told == [(1, message)]


async def test_what_cannot_be_made_now_is_tried_again_and_keeps_no_other_waiting(feature: Feature) -> None:
    feature.cannot_be_made.add(1)
    await feature.carry(post(1), post(2))
    assert feature.platform.posted == [2]
    feature.cannot_be_made.clear()
    await feature.later(LEASE)
    assert feature.platform.posted == [2, 1]


async def test_what_can_never_be_made_is_dropped_when_its_time_is_over(feature: Feature) -> None:
    feature.cannot_be_made.add(1)
    [ident] = await feature.carry(post(within=HOUR))
    await feature.later(LEASE)
    assert (await feature.state(ident))[0] == "sending"
    await feature.later(HOUR)
    assert await feature.state(ident) == ("dropped", "expired")
    assert feature.told == [(1, "expired")]


async def test_a_note_that_could_not_be_written_is_made_good_without_a_second_post(feature: Feature) -> None:
    feature.sent_fails = 1
    [ident] = await feature.carry(page())
    assert (await feature.state(ident))[0] == "sending"
    assert feature.told == []
    await feature.later(URGENT_LEASE)
    assert feature.platform.posted == [1]
    assert await feature.state(ident) == ("sent", None)
    assert len(feature.told) == 1


async def test_changing_a_post_looks_for_nothing_and_may_be_done_twice(feature: Feature) -> None:
    feature.edits[1] = MessageId(77)
    feature.platform.refuses = [Why.NOT_ANSWERED]
    [ident] = await feature.carry(post())
    await feature.later(MOMENT)
    assert feature.platform.asked == [("revise", 1, "77"), ("revise", 1, "77")]
    assert await feature.state(ident) == ("sent", None)


async def test_a_request_travels_in_its_own_lane(feature: Feature) -> None:
    await feature.carry(post(1, Lane.REMINDER), page(2), post(3, Lane.START))
    assert sorted(feature.platform.lanes) == [Lane.REACH, Lane.START, Lane.REMINDER]


async def test_only_so_many_are_sent_at_once(feature: Feature) -> None:
    places = range(1, 6 * AT_ONCE + 1)
    # Nobody is let through before so many stand there.
    feature.platform.gates.update(dict.fromkeys(places, asyncio.Barrier(AT_ONCE)))
    await feature.carry(*(post(place, Lane.START, server=place) for place in places))
    assert feature.platform.most_at_work == AT_ONCE
    assert sorted(feature.platform.posted) == list(places)


async def test_one_hand_is_always_free_for_something_urgent(feature: Feature) -> None:
    gates = {number: asyncio.Event() for number in range(1, ROUTINE_AT_ONCE + 2)}
    feature.platform.gates.update(gates)
    await feature.put(*(post(number) for number in gates))
    feature.sender.look_now()
    [ident] = await feature.put(page(90))
    assert isinstance(await feature.deliver(ident), Sent)
    assert feature.platform.at_work == ROUTINE_AT_ONCE
    for gate in gates.values():
        gate.set()
    await feature.sender.settle()
    assert len(feature.platform.posted) == ROUTINE_AT_ONCE + 2


async def test_whoever_waits_hears_what_became_of_it(feature: Feature) -> None:
    [stands] = await feature.put(post(1))
    assert isinstance(await feature.deliver(stands), Sent)
    assert await feature.deliver(stands) == NotKnown()
    feature.platform.refuses = [Why.NOT_ANSWERED]
    [lost] = await feature.put(post(3))
    assert await feature.deliver(lost) == NotKnown()
    assert await feature.deliver("nothing of this name") == NotKnown()


async def test_two_who_wait_for_the_same_hear_the_same(feature: Feature) -> None:
    gate = feature.platform.gates[1] = asyncio.Event()
    [ident] = await feature.put(post())
    both = asyncio.gather(feature.deliver(ident), feature.deliver(ident))
    gate.set()
    first, second = await both
    assert isinstance(first, Sent)
    assert first == second
    assert feature.platform.posted == [1]


async def test_whoever_waits_goes_before_a_thousand_routine_ones(feature: Feature) -> None:
    await feature.put(*(post(number, server=number) for number in range(1, 201)))
    [ident] = await feature.put(post(900, server=900))
    assert isinstance(await feature.deliver(ident), Sent)
    assert 900 in feature.platform.posted[: 3 * AT_ONCE]
    await feature.sender.settle()


async def test_a_run_that_is_stopped_in_the_middle_leaves_the_rest_to_the_next(
    feature: Feature, tmp_path: Path
) -> None:
    feature.platform.gates[1] = asyncio.Event()
    [ident, after] = await feature.put(post(1), post(2))
    feature.sender.look_now()
    assert isinstance(await feature.deliver(after), Sent)
    await feature.sender.stop()
    assert (await feature.state(ident))[0] == "sending"
    # The request of the stopped run arrives all the same.
    feature.platform.gates.clear()
    await feature.platform.post(ChannelId(1), Notice(()), "en", ident)
    restarted = a_run(feature.database, feature.clock, feature.platform, tmp_path)
    await restarted.outbox.free_own()
    await restarted.later(LEASE)
    assert sorted(feature.platform.posted) == [1, 2]
    assert len(restarted.told) == 1
    await restarted.sender.stop()

"""Settling: whoever waits until nothing is left to send hears of all that ended, so that nothing due is left."""

import asyncio

from bot.core.ports import Why
from tests.delivery.conftest import Feature, page, post


async def test_whoever_settles_hears_of_what_ended_before_they_asked(feature: Feature) -> None:
    feature.platform.refuses = [Why.PERSON_GONE]
    [ident] = await feature.put(page())
    await feature.deliver(ident)
    assert [subject for subject, _ in feature.told] == [1]
    # Its loss may have left something that is due now: it counts, once.
    assert [await feature.sender.settle() for _ in range(2)] == [1, 0]


async def test_whoever_settles_hears_of_what_was_under_way(feature: Feature) -> None:
    gate = feature.platform.gates[1] = asyncio.Barrier(2)
    await feature.put(post())
    feature.sender.look_now()
    settled = asyncio.ensure_future(feature.sender.settle())
    # Here the post is at the platform: it goes on only now.
    await gate.wait()
    assert await settled == 1

"""Requests go out one by one, the urgent first; tested in a loop whose time is made up."""

import asyncio
import random
import selectors
from collections.abc import Awaitable, Callable

import pytest

from bot.core.delivery.pacer import PER_SECOND, Pacer
from bot.core.lanes import Lane

GAP = 1 / PER_SECOND


class MadeUpTime(asyncio.SelectorEventLoop):
    """A loop in which waiting takes no time, and `now` is moved instead."""

    def __init__(self) -> None:
        self.now = 1000.0
        super().__init__(_Leaping(self))

    def time(self) -> float:
        return self.now


class _Leaping(selectors.DefaultSelector):
    def __init__(self, loop: MadeUpTime) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self._loop.now += timeout or 0.0
        return super().select(0)


Times = list[tuple[float, Lane]]


class Queue:
    """Requests before a pacer, and when each was let out."""

    def __init__(self, loop: MadeUpTime) -> None:
        self.loop = loop
        self.began = loop.now
        self.pacer = Pacer()
        self.out: Times = []

    def ask(self, *lanes: Lane) -> "list[asyncio.Task[None]]":
        return [asyncio.create_task(self._ask(lane)) for lane in lanes]

    async def _ask(self, lane: Lane) -> None:
        await self.pacer.permit(lane)
        self.out.append((self.loop.now - self.began, lane))

    async def after(self, seconds: float) -> None:
        """Wait in made-up time."""
        waiting = self.loop.create_future()
        self.loop.call_later(seconds, waiting.set_result, None)
        await waiting

    @property
    def moments(self) -> list[float]:
        return [at for at, _ in self.out]


def played(story: Callable[[Queue], Awaitable[None]]) -> Queue:
    async def play() -> Queue:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, MadeUpTime)
        queue = Queue(loop)
        await story(queue)
        return queue

    with asyncio.Runner(loop_factory=MadeUpTime) as runner:
        return runner.run(play())


def test_requests_are_let_out_one_by_one() -> None:
    async def story(queue: Queue) -> None:
        await asyncio.gather(*queue.ask(*[Lane.CHECK_IN] * 5))

    # After a pause of any length, one and no more is made up for.
    assert played(story).moments == pytest.approx([0, 0, GAP, 2 * GAP, 3 * GAP], abs=1e-4)


def test_ten_thousand_take_no_longer_than_the_rate_says() -> None:
    async def story(queue: Queue) -> None:
        await asyncio.gather(*queue.ask(*[Lane.CHECK_IN] * 10_000))

    assert played(story).moments[-1] == pytest.approx(9_998 / PER_SECOND, rel=1e-3)


def test_an_urgent_one_goes_before_all_that_wait() -> None:
    async def story(queue: Queue) -> None:
        waiting = queue.ask(Lane.CLEAN_UP, Lane.CLEAN_UP, Lane.CHECK_IN, Lane.REMINDER, Lane.CHECK_IN)
        await queue.after(GAP / 2)
        await asyncio.gather(*waiting, *queue.ask(Lane.REACH))

    queue = played(story)
    lanes = [lane for _, lane in queue.out]
    assert lanes == [*[Lane.CLEAN_UP] * 2, Lane.REACH, Lane.CHECK_IN, Lane.CHECK_IN, Lane.REMINDER]
    assert queue.moments[2] == pytest.approx(GAP, abs=1e-4)


def test_a_pause_is_followed_by_no_burst() -> None:
    async def story(queue: Queue) -> None:
        waiting = queue.ask(*[Lane.CHECK_IN] * 6)
        await queue.after(GAP / 2)
        queue.loop.now += 10.0  # something held the loop up
        await asyncio.gather(*waiting)

    first, second, late, caught_up, *rest = played(story).moments
    assert (first, second) == (0, 0)
    assert late >= 10
    assert caught_up == pytest.approx(late, abs=1e-4)
    assert rest == pytest.approx([late + GAP, late + 2 * GAP], abs=1e-3)


def test_a_little_lateness_is_made_up_for() -> None:
    async def story(queue: Queue) -> None:
        waiting = queue.ask(*[Lane.CHECK_IN] * 450)
        chance = random.Random(7)
        while not all(task.done() for task in waiting):
            await queue.after(GAP)
            queue.loop.now += chance.uniform(0, GAP / 2)

    queue = played(story)
    assert queue.moments[-1] == pytest.approx(448 / PER_SECOND, rel=0.01)


def test_no_second_ever_sees_more_than_the_platform_takes() -> None:
    async def story(queue: Queue) -> None:
        waiting = queue.ask(*[Lane.CHECK_IN] * 600)
        chance = random.Random(11)
        while not all(task.done() for task in waiting):
            await queue.after(chance.uniform(0, 0.2))
            queue.loop.now += chance.choice((0.0, 0.0, 0.03, 0.5, 2.0))

    moments = played(story).moments
    busiest = max(sum(start <= at < start + 1 for at in moments) for start in moments)
    assert busiest <= 50


def test_a_hold_lets_nothing_out_not_even_the_urgent() -> None:
    async def story(queue: Queue) -> None:
        waiting = queue.ask(*[Lane.CHECK_IN] * 3)
        await queue.after(GAP / 2)
        queue.pacer.hold(3.0)
        await asyncio.gather(*waiting, *queue.ask(Lane.REACH))

    queue = played(story)
    assert [lane for _, lane in queue.out] == [*[Lane.CHECK_IN] * 2, Lane.REACH, Lane.CHECK_IN]
    assert queue.moments[2] == pytest.approx(3 + GAP / 2, abs=1e-3)


def test_a_shorter_hold_shortens_no_longer_one() -> None:
    async def story(queue: Queue) -> None:
        queue.pacer.hold(3.0)
        queue.pacer.hold(1.0)
        await asyncio.gather(*queue.ask(Lane.REACH))

    assert played(story).moments == pytest.approx([3], abs=1e-3)


def test_whoever_gave_up_waiting_takes_no_turn() -> None:
    async def story(queue: Queue) -> None:
        first, second, gone, last = queue.ask(*[Lane.CHECK_IN] * 4)
        await queue.after(GAP / 2)
        gone.cancel()
        await asyncio.gather(first, second, last)

    assert played(story).moments == pytest.approx([0, 0, GAP], abs=1e-4)

"""A rhythm in rough weather: wrong clocks, times away, changes on the day itself."""

from datetime import timedelta

from tests.stories.conftest import Evening
from tests.stories.test_rhythm import WEEK, posts, sketch, start

YEAR = timedelta(days=365)


async def test_a_clock_that_was_once_a_year_ahead_keeps_no_rhythm_waiting(circle: Evening) -> None:
    await start(circle)
    circle.clock.forward(YEAR)
    await circle.hearth.settle()
    circle.clock.forward(-YEAR)
    await circle.hearth.recover()
    await circle.pass_time(WEEK)
    assert len(await posts(circle)) == 1


async def test_a_clock_set_back_while_it_runs_brings_the_rhythm_back_too(circle: Evening) -> None:
    await start(circle)
    circle.clock.forward(YEAR)
    await circle.hearth.settle()
    circle.clock.forward(-YEAR)
    await circle.hearth.clock_set_back(YEAR)
    await circle.pass_time(WEEK)
    assert len(await posts(circle)) == 1


async def test_silence_while_nobody_could_press_is_no_silence(circle: Evening) -> None:
    await start(circle)
    await circle.pass_time(timedelta(days=3, hours=1))
    for _ in range(3):
        # Away from an hour after it opened until it was over, as with the gateway gone.
        circle.client.front.hears(presses=False)
        circle.clock.forward(timedelta(days=1))
        circle.client.front.hears(presses=True)
        await circle.hearth.ground.outages.beat()
        await circle.hearth.settle()
        await circle.pass_time(timedelta(days=6))
    assert len(await posts(circle)) == 4


async def test_a_changed_hour_brings_no_second_one_on_the_same_day(circle: Evening) -> None:
    robin = circle["Robin"]
    brief = await robin.choose(await sketch(circle), "2", menu="How long it stays open")
    await robin.press(brief, "Start it, without news")
    await circle.pass_time(timedelta(days=3, hours=2, minutes=10))
    assert len(await posts(circle)) == 1
    card = await robin.press(await robin.command("plan"), "Rhythm: Tuesday, 19:00")
    later = await robin.choose(await robin.press(card, "Change it"), "1320", menu="At what time")
    await robin.press(later, "Start it, without news")
    await circle.pass_time(timedelta(days=1, hours=3))
    assert len(await posts(circle)) == 1
    await circle.pass_time(timedelta(days=6))
    assert len(await posts(circle)) == 2


async def test_a_rhythm_at_rest_is_not_named_at_the_desk_for_ever(circle: Evening) -> None:
    robin = circle["Robin"]
    await start(circle)
    await circle.pass_time(3 * WEEK)
    assert "A rhythm in North rests" in (await robin.command("desk")).text
    await circle.pass_time(3 * WEEK)
    assert "A rhythm in North rests" not in (await robin.command("desk")).text

"""Rough weather while a check-in is closed: the same post closes in the end, and its closer is told truly."""

from datetime import timedelta

import pytest

from rehearsal.screen import Screen
from tests.stories.conftest import MEMBERS, Evening
from tests.stories.mishaps import EDIT, one_post, strike, tried, without_rests

REST = timedelta(seconds=1)
OFTEN = 5


async def close(circle: Evening) -> Screen:
    robin = circle["Robin"]
    return await robin.press(await robin.command("plan"), "Close it now")


async def answered(circle: Evening) -> None:
    """Open a check-in that six answer, three of them steady."""
    await circle.open_checkin()
    for name, choice in zip(MEMBERS, ("Steady",) * 3 + ("Wobbly",) * 3, strict=False):
        await circle.answer(name, choice)


async def the_closing_stands_once(circle: Evening) -> None:
    post = await one_post(circle)
    assert "Check-in, closed." in post.text
    assert "Steady: 3" in post.text
    assert set(post.buttons) == {"Light a candle", "Step out"}


@pytest.mark.parametrize(
    ("do", "times"), [("500", OFTEN), ("502", OFTEN), ("503", 1), ("reset_before", 1), ("reset_after", 1)]
)
async def test_a_closing_that_got_no_answer_is_told_as_not_known_and_shown_a_second_later(
    circle: Evening, monkeypatch: pytest.MonkeyPatch, do: str, times: int
) -> None:
    without_rests(monkeypatch)
    await answered(circle)
    old = await circle.post("Ana")
    await strike(circle, do, EDIT, times=times)
    told = await close(circle)
    assert "Steady: 3" in told.text
    assert "its post may still show the open form" in told.text
    if do == "reset_after":
        await the_closing_stands_once(circle)
    else:
        assert "How is it in you now" in (await one_post(circle)).text
        late = await circle["Ana"].press(old, "Stormy")
        assert "is closed. Your press changed nothing" in late.text
    await circle.pass_time(REST)
    await the_closing_stands_once(circle)


@pytest.mark.parametrize("scope", ["user", "global", "shared"])
async def test_a_limit_on_the_closing_is_waited_out(circle: Evening, scope: str) -> None:
    await answered(circle)
    await strike(circle, "429", EDIT, scope=scope, seconds=0.05)
    told = await close(circle)
    assert "The circle sees the closing in its room" in told.text
    assert "may still show" not in told.text
    assert (await tried(circle, EDIT))[-2:] == [429, 200]
    await the_closing_stands_once(circle)


async def test_a_limit_that_lasts_closes_later(circle: Evening) -> None:
    await answered(circle)
    await strike(circle, "429", EDIT, seconds=0, times=OFTEN)
    assert "its post may still show the open form" in (await close(circle)).text
    await circle.pass_time(REST)
    await the_closing_stands_once(circle)


async def test_a_check_in_that_closes_by_itself_in_an_outage_shows_it_afterwards(circle: Evening) -> None:
    await answered(circle)
    await strike(circle, "503", EDIT, times=None)
    await circle.pass_time(timedelta(hours=24, minutes=20))
    old = await one_post(circle)
    assert "is closed" in (await circle["Ana"].press(old, "Stormy")).text
    await circle.people.clear_faults()
    await circle.pass_time(timedelta(minutes=5))
    await the_closing_stands_once(circle)


async def test_closing_again_after_a_lost_receipt_answers_the_same(circle: Evening) -> None:
    await answered(circle)
    robin = circle["Robin"]
    plan = await robin.command("plan")
    again = await robin.command("plan")
    await strike(circle, "reset_after", EDIT)
    await robin.press(plan, "Close it now")
    await circle.pass_time(REST)
    told = await robin.press(again, "Close it now")
    assert "Steady: 3" in told.text
    assert "may still show" not in told.text
    await the_closing_stands_once(circle)

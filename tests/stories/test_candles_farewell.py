"""Leaving with a candle: one silent post without a name, once, and only if somebody did leave."""

from datetime import timedelta

import pytest

from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.mishaps import POST, strike
from tests.stories.reaching import presses
from tests.stories.test_closing import closes
from tests.stories.test_farewells import places, sees_room, ways
from tests.stories.test_mailbox import held
from tests.stories.test_posts_go import passes, same_time

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CANDLE = "The same, with a candle"
LIT = "A candle is lit for them"


async def lit(circle: Evening) -> list[Screen]:
    """Answer the posts of the room that say so, as somebody else sees them."""
    return [one for one in await circle["Bea"].look("north-room") if not one.private and LIT in one.text]


async def leaves(circle: Evening) -> Screen:
    left = await circle["Ana"].press(await ways(circle), CANDLE)
    await circle.hearth.settle()
    return left


async def test_the_post_is_shown_before_and_comes_once_silently_and_without_a_name(circle: Evening) -> None:
    shown = await ways(circle)
    assert LIT in shown.text
    rung = await circle["Bea"].notifications()
    left = await circle["Ana"].press(shown, CANDLE)
    assert "A candle is being lit" in left.text
    await circle.hearth.settle()
    (post,) = await lit(circle)
    assert "Ana" not in post.text
    assert circle["Ana"].id not in post.text
    assert await circle["Bea"].notifications() == rung
    assert not await sees_room(circle)
    await presses(circle, "Ana", shown.buttons[CANDLE]["custom_id"])
    await circle.pass_time(2 * DAY)
    assert len(await lit(circle)) == 1
    assert await held(circle, "farewell_candle") == 0
    assert await held(circle, "farewell_place") == 1


async def test_without_a_candle_nothing_is_posted(circle: Evening) -> None:
    await circle["Ana"].press(await ways(circle), "Leave, keep my place 30 days")
    await circle.pass_time(2 * DAY)
    assert await lit(circle) == []


@pytest.mark.parametrize("label", ["Take back: North", "Let go: North", "Stop everything"])
async def test_taken_back_let_go_or_stopped_before_it_is_lit_it_is_not_lit(circle: Evening, label: str) -> None:
    await strike(circle, "503", POST, times=None)
    await leaves(circle)
    screen = await circle["Ana"].command("my", dm=True) if label == "Stop everything" else await places(circle)
    await circle["Ana"].press(screen, label)
    await circle.people.clear_faults()
    await circle.pass_time(2 * DAY)
    assert await lit(circle) == []
    assert await held(circle, "farewell_candle") == 0


async def test_where_the_room_is_gone_the_truth_stands_beside_the_place(circle: Evening) -> None:
    await circle.join("Robin")
    room = next(one.id for one in circle.server.world.guild_channels() if one.name == "north-room")
    shown = await ways(circle)
    await circle["Robin"].call("DELETE", f"/channels/{room}")
    await circle["Ana"].press(shown, CANDLE)
    await circle.hearth.settle()
    assert "Your candle could not be lit there: nothing was posted" in (await places(circle)).text
    await circle["Ana"].press(await places(circle), "Let go: North")
    assert await held(circle, "farewell_candle") == 0


async def test_after_ninety_days_it_is_taken_down(circle: Evening) -> None:
    await leaves(circle)
    await passes(circle, 89 * DAY)
    assert len(await lit(circle)) == await held(circle, "farewell_post") == 1
    await passes(circle, 2 * DAY)
    assert await lit(circle) == []
    assert (await held(circle, "farewell_post"), await held(circle, "post_going")) == (0, 0)


async def test_it_is_taken_down_with_its_circle(circle: Evening) -> None:
    same_time(circle)
    await leaves(circle)
    await closes(circle)
    await passes(circle, DAY - HOUR)
    assert len(await lit(circle)) == 1
    await passes(circle, 2 * HOUR)
    assert await lit(circle) == []
    assert (await held(circle, "farewell_post"), await held(circle, "post_going")) == (0, 0)


async def test_where_a_fault_leaves_somebody_inside_the_room_is_not_told_that_they_are_gone(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(circle.hearth.circles, "leave", fails)
    await leaves(circle)
    assert await sees_room(circle)
    assert await lit(circle) == []

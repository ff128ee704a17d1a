"""Rough weather at a circle's door: inside or outside, and told which."""

import pytest

from rehearsal.screen import Screen
from tests.stories.conftest import Evening
from tests.stories.mishaps import held, strike, without_rests

GIVE = ("PUT", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}")
TAKE = ("DELETE", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}")
OFTEN = 5
TWICE = 2
"""What may be asked twice without harm, such as giving a role, aiohttp asks once more by itself."""


async def join(circle: Evening) -> Screen:
    gus = circle["Gus"]
    door = await gus.press((await gus.look("north-door"))[0], "Join")
    return await gus.press(door, "I agree, let me in")


async def sees_the_room(circle: Evening) -> bool:
    return "north-room" in await circle["Gus"].channels()


@pytest.mark.parametrize(
    ("do", "times"), [("500", OFTEN), ("502", OFTEN), ("503", 1), ("reset_before", TWICE), ("reset_after", TWICE)]
)
async def test_whoever_could_not_be_let_in_is_outside_with_nothing_kept_and_the_next_try_works(
    circle: Evening, monkeypatch: pytest.MonkeyPatch, do: str, times: int
) -> None:
    without_rests(monkeypatch)
    before = await held(circle, "consent")
    await strike(circle, do, GIVE, times=times)
    told = await join(circle)
    assert "You were not added to North: Discord did not answer. Nothing was kept." in told.text
    assert not await sees_the_room(circle)
    assert await held(circle, "consent") == before
    assert "You are in" in (await join(circle)).text
    assert await sees_the_room(circle)


async def test_where_nobody_can_say_whether_the_role_stands_nobody_says_so(circle: Evening) -> None:
    await strike(circle, "reset_after", GIVE, times=TWICE)
    await strike(circle, "reset_before", TAKE, times=TWICE)
    told = await join(circle)
    assert "we cannot say whether you hold the role of North. Nothing was kept" in told.text
    assert "not added" not in told.text
    assert await sees_the_room(circle)
    assert "You are in" in (await join(circle)).text


@pytest.mark.parametrize("scope", ["user", "global", "shared"])
async def test_a_limit_at_the_door_is_waited_out(circle: Evening, scope: str) -> None:
    await strike(circle, "429", GIVE, scope=scope, seconds=0.05)
    assert "You are in" in (await join(circle)).text
    assert await sees_the_room(circle)


async def test_leaving_while_discord_does_not_answer_is_leaving_and_the_role_is_spoken_of(circle: Evening) -> None:
    ana = circle["Ana"]
    before = await held(circle, "consent")
    inside = await ana.press(await ana.command("my"), "North: look in or leave")
    await strike(circle, "503", TAKE)
    told = await ana.press(inside, "Leave North")
    assert "The server did not confirm that your role is gone too" in told.text
    assert await held(circle, "consent") < before

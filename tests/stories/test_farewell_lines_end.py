"""A line for the circle one left, where something is in its way, and how it goes again."""

from datetime import timedelta
from pathlib import Path

import pytest

from rehearsal.server import Rehearsal
from tests.stories.conftest import Evening, an_evening
from tests.stories.founded import Founded
from tests.stories.mishaps import POST, strike, without_rests
from tests.stories.reaching import presses
from tests.stories.test_closing import closes
from tests.stories.test_farewell_lines import DAY, HOUR, MINUTE, NAMED, NAMELESS, WORDS, line, stand, typed, written
from tests.stories.test_farewells import places, sees_room
from tests.stories.test_mailbox import held
from tests.stories.test_posts_go import passes, room_of, see_room


async def test_where_the_room_is_gone_the_truth_stands_there_and_the_words_stay(circle: Evening) -> None:
    await circle["Ana"].press(await written(circle), NAMED)
    circle.server.world.remove_channel(room_of(circle))
    await passes(circle, 11 * MINUTE)
    told = await line(circle)
    assert "was not posted" in told.text
    assert WORDS in told.text
    assert "was not posted" in (await places(circle)).text


async def test_a_server_that_does_not_let_it_is_told_of_and_it_can_be_posted_again(circle: Evening) -> None:
    await circle["Ana"].press(await written(circle), NAMED)
    await see_room(circle, allowed=False)
    await passes(circle, 11 * MINUTE)
    told = await line(circle)
    assert "does not let" in told.text
    await see_room(circle, allowed=True)
    again = await typed(circle, await circle["Ana"].press(told, "Change it"))
    await circle["Ana"].press(again, NAMED)
    await passes(circle, 11 * MINUTE)
    assert len(await stand(circle)) == 1


async def test_a_circle_that_is_closed_gets_none_and_the_words_stay_when_it_is_gone(circle: Evening) -> None:
    await circle["Ana"].press(await written(circle, ahead=3), NAMED)
    await closes(circle)
    await passes(circle, 2 * DAY)
    listed = await places(circle)
    assert "A circle that is gone" in listed.text
    told = await circle["Ana"].press(listed, "The words of my line")
    assert WORDS in told.text
    assert "Change it" not in told.buttons
    assert await held(circle, "farewell_post") == 0
    await circle["Ana"].press(await places(circle), "Let go of it")
    assert await held(circle, "farewell_line") == 0


async def test_a_discord_that_is_silent_gets_it_later_that_day_once(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_rests(monkeypatch)
    await circle["Ana"].press(await written(circle), NAMED)
    await strike(circle, "503", POST, times=5)
    await passes(circle, 2 * HOUR)
    await circle.people.clear_faults()
    await passes(circle, 2 * HOUR)
    assert len(await stand(circle)) == 1


async def test_taken_back_while_it_may_stand_already_it_does_not_stay(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_rests(monkeypatch)
    await circle["Ana"].press(await written(circle), NAMED)
    await strike(circle, "reset_after", POST)
    await strike(circle, "503", POST, times=20)
    await circle.pass_time(10 * MINUTE)
    number = await circle.stores.main.read(lambda tx: tx.one("SELECT line FROM farewell_line"))
    assert number is not None
    await presses(circle, "Ana", f"farewells:unwrite:{number['line']}")
    await circle.people.clear_faults()
    await passes(circle, HOUR)
    assert await stand(circle) == []
    assert await held(circle, "post_going") == 0


@pytest.mark.parametrize(("off", "stands"), [(20 * HOUR, 1), (30 * HOUR, 0)])
async def test_switched_off_that_day_it_comes_a_day_late_at_most(
    rehearsal: Rehearsal, founded: Founded, tmp_path: Path, off: timedelta, stands: int
) -> None:
    founded.stand_again(rehearsal, tmp_path)
    async with an_evening(rehearsal, tmp_path) as circle:
        await circle["Ana"].press(await written(circle), NAMED)
        moment = circle.clock.now()
    async with an_evening(rehearsal, tmp_path) as circle:
        circle.clock.moment = moment + off
        await circle.hearth.settle()
        await passes(circle, MINUTE)
        assert len(await stand(circle)) == stands
        if not stands:
            told = await line(circle)
            assert "its time was over" in told.text
            assert WORDS in told.text


async def test_killed_between_the_post_and_its_note_it_stands_once_and_is_known(
    rehearsal: Rehearsal, founded: Founded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    founded.stand_again(rehearsal, tmp_path)
    async with an_evening(rehearsal, tmp_path) as circle:
        await circle["Ana"].press(await written(circle), NAMED)

        def dies(*_: object) -> None:
            raise RuntimeError("cut short between the deed and its note")

        monkeypatch.setattr(circle.hearth.house.ground.outbox, "sent", dies)
        await passes(circle, 11 * MINUTE)
        assert (len(await stand(circle)), await held(circle, "farewell_post")) == (1, 0)
        moment = circle.clock.now()
    async with an_evening(rehearsal, tmp_path) as circle:
        circle.clock.moment = moment + 2 * MINUTE
        await circle.hearth.settle()
        await passes(circle, MINUTE)
        assert (len(await stand(circle)), await held(circle, "farewell_post")) == (1, 1)


async def test_whoever_is_inside_again_by_the_door_has_no_line_posted(circle: Evening) -> None:
    await circle["Ana"].press(await written(circle), NAMED)
    await circle.join("Ana")
    assert await sees_room(circle)
    await passes(circle, 11 * MINUTE)
    assert await stand(circle) == []


async def test_after_ninety_days_and_with_its_place_gone_it_is_deleted(circle: Evening) -> None:
    await circle["Ana"].press(await written(circle), NAMED)
    await passes(circle, 11 * MINUTE)
    await passes(circle, 31 * DAY)
    assert (len(await stand(circle)), await held(circle, "farewell_line")) == (1, 0)
    await passes(circle, 58 * DAY)
    assert len(await stand(circle)) == 1
    await passes(circle, 2 * DAY)
    assert (await stand(circle), await held(circle, "farewell_post")) == ([], 0)


async def test_with_its_circle_it_is_deleted(circle: Evening) -> None:
    await circle["Ana"].press(await written(circle), NAMED)
    await passes(circle, 11 * MINUTE)
    await closes(circle)
    await passes(circle, DAY + HOUR)
    assert await stand(circle) == []
    assert (await held(circle, "farewell_line"), await held(circle, "farewell_post")) == (0, 0)


@pytest.mark.parametrize("first", [True, False])
async def test_erasing_takes_it_down_and_first_says_whether_it_went(circle: Evening, *, first: bool) -> None:
    ana = circle["Ana"]
    await ana.press(await written(circle), NAMELESS)
    await passes(circle, 11 * MINUTE)
    look = await ana.press(await ana.command("my", dm=True), "Erase")
    assert "or a line you left" in look.text
    if first:
        look = await ana.press(look, "Take my posted texts down first")
        assert "Taken down: 1 post" in look.text.replace("*", "")
        assert await stand(circle) == []
    await ana.press(look, "Erase all of this now")
    await passes(circle, MINUTE)
    assert await stand(circle) == []
    assert (await held(circle, "farewell_line"), await held(circle, "post_going")) == (0, 0)


async def test_stopping_everything_takes_it_down(circle: Evening) -> None:
    ana = circle["Ana"]
    await ana.press(await written(circle), NAMED)
    await passes(circle, 11 * MINUTE)
    await ana.press(await ana.command("my", dm=True), "Stop everything")
    await passes(circle, MINUTE)
    assert await stand(circle) == []


async def test_whoever_takes_the_place_back_has_gone_on_no_more_and_the_line_goes(circle: Evening) -> None:
    ana = circle["Ana"]
    await ana.press(await written(circle), NAMED)
    await passes(circle, 11 * MINUTE)
    assert len(await stand(circle)) == 1
    await ana.press(await places(circle, "Ana"), "farewells:back")
    await passes(circle, MINUTE)
    assert await stand(circle) == []
    assert (await held(circle, "farewell_line"), await held(circle, "farewell_post")) == (0, 0)

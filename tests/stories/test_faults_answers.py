"""Rough weather on the way back to whoever pressed: each reads an answer, or what they read next is true."""

import asyncio

import pytest

from bot.checkins.service import Checkins
from cogs import answering
from rehearsal.person_forms import NothingHappened
from tests.stories.conftest import Evening
from tests.stories.mishaps import (
    ANSWER,
    COMPLETE,
    FURTHER,
    IN_TIME,
    LATE,
    SILENCE,
    WAITS,
    held,
    privately,
    strike,
    tried,
    without_rests,
)

LOST = ["reset_before", "reset_after"]
EVERY = [*LOST, "500", "502", "503"]
SCOPES = ["user", "global", "shared"]


@pytest.fixture
async def counted(circle: Evening) -> Evening:
    """A circle with an open check-in, in which Ana has said yes to being counted and taken her answer back."""
    await circle.open_checkin()
    await circle["Ana"].press(await circle.answer("Ana", "Stormy"), "Take my answer back")
    assert await held(circle, "checkin_answer") == 0
    return circle


async def next_look_is_true(circle: Evening) -> None:
    """Look again after silence: the answer that was kept is said to be, and takes no second row."""
    assert await held(circle, "checkin_answer") == 1
    ana = circle["Ana"]
    again = await ana.press(await circle.post("Ana"), "Wobbly")
    assert "your earlier answer stands" in again.text
    assert "Nothing is kept" not in again.text
    assert "instead of your earlier answer" in (await ana.press(again, "The circle, with my name")).text
    assert await held(circle, "checkin_answer") == 1


async def test_an_answer_that_gets_lost_on_the_way_back_is_told_again(
    counted: Evening, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    without_rests(monkeypatch)
    ana = counted["Ana"]
    for do in EVERY:
        asked = await ana.press(await counted.post("Ana"), "Steady")
        await strike(counted, do, ANSWER)
        assert "for the circle" in (await ana.press(asked, "The circle, with my name")).text, do
        assert await held(counted, "checkin_answer") == 1, do
        assert "taken back" in (await ana.press(await counted.post("Ana"), "Pass")).text, do
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_private_answer_whose_receipt_is_lost_comes_once(
    counted: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_rests(monkeypatch)
    for do in EVERY:
        before = len(await privately(counted, "Bea"))
        await strike(counted, do, ANSWER)
        assert "How is it in you now" in (await counted["Bea"].command("checkin")).text, do
        assert len(await privately(counted, "Bea")) == before + 1, do


async def test_a_limit_on_an_answer_is_waited_out(counted: Evening) -> None:
    for scope in SCOPES:
        asked = await counted["Ana"].press(await counted.post("Ana"), "Steady")
        await strike(counted, "429", ANSWER, scope=scope, seconds=0.1)
        assert "for the circle" in (await counted["Ana"].press(asked, "The circle, with my name")).text, scope
        assert (await tried(counted, ANSWER))[-2:] == [429, 200], scope
    assert await held(counted, "checkin_answer") == 1


@pytest.mark.parametrize("kind", ["429", "slow"])
async def test_an_answer_that_comes_too_late_is_silence_and_the_next_look_is_true(
    counted: Evening, kind: str
) -> None:
    asked = await counted["Ana"].press(await counted.post("Ana"), "Steady")
    counted.server.world.answer_limit = WAITS
    await strike(counted, kind, ANSWER, seconds=LATE)
    with pytest.raises(NothingHappened, match=SILENCE):
        await counted["Ana"].press(asked, "The circle, with my name")
    await next_look_is_true(counted)


async def test_an_answer_that_takes_long_and_is_in_time_is_read(counted: Evening) -> None:
    asked = await counted["Ana"].press(await counted.post("Ana"), "Steady")
    counted.server.world.answer_limit = WAITS
    await strike(counted, "slow", ANSWER, seconds=IN_TIME)
    assert "for the circle" in (await counted["Ana"].press(asked, "The circle, with my name")).text


@pytest.mark.parametrize("where", [ANSWER, COMPLETE])
async def test_an_answer_in_two_parts_survives_the_loss_of_either(
    counted: Evening, monkeypatch: pytest.MonkeyPatch, where: tuple[str, str]
) -> None:
    without_rests(monkeypatch)
    robin = counted["Robin"]
    for do in EVERY:
        plan = await robin.command("plan")
        await strike(counted, do, where)
        # Closing is held first, and completed once the post is changed; closing again answers the same.
        assert "Closed. The circle sees the closing" in (await robin.press(plan, "Close it now")).text, do
        assert "Check-in, closed." in (await counted.post("Ana")).text, do
        await counted.open_checkin()


async def test_a_limit_on_either_part_is_waited_out(counted: Evening) -> None:
    for name, scope in zip(("Gus", "Hana", "Sam"), SCOPES, strict=True):
        await strike(counted, "429", ANSWER, scope=scope, seconds=0.05)
        door = await counted[name].press((await counted[name].look("north-door"))[0], "Join")
        await strike(counted, "429", ANSWER, scope=scope, seconds=0.05)
        await strike(counted, "429", COMPLETE, scope=scope, seconds=0.05)
        assert "You are in" in (await counted[name].press(door, "I agree, let me in")).text, scope


async def test_a_press_that_could_not_even_be_held_in_time_opens_nothing(circle: Evening) -> None:
    robin = circle["Robin"]
    shown = await robin.press(await robin.press(await robin.command("plan"), "Ask for"), "Steady")
    circle.server.world.answer_limit = WAITS
    await strike(circle, "slow", ANSWER, seconds=LATE)
    with pytest.raises(NothingHappened, match=SILENCE):
        await robin.press(shown, "Open it now")
    assert "Nothing is posted before you have seen it" in (await robin.command("plan")).text
    assert await held(circle, "checkin_round") == 0


@pytest.mark.parametrize("do", LOST)
async def test_a_no_beside_the_screen_is_read_though_its_receipt_was_lost(circle: Evening, do: str) -> None:
    robin = circle["Robin"]
    shown = await robin.press(await robin.press(await robin.command("plan"), "Ask for"), "Steady")
    room = next(one for one in circle.server.world.channels.values() if one.name == "north-room")
    circle.server.world.remove_channel(room)
    await strike(circle, do, FURTHER)
    assert "was not opened" in (await robin.press(shown, "Open it now")).text
    assert "Open it now" in shown.buttons


async def test_a_form_opens_though_its_receipt_was_lost(circle: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    without_rests(monkeypatch)
    ana = circle["Ana"]
    for do in EVERY:
        quiet = await ana.press(await ana.command("my"), "My quiet hours")
        await strike(circle, do, ANSWER)
        form = await ana.press(quiet, "Type")
        saved = await ana.submit(form, {"start": "21:00", "end": "09:00", "zone": "berlin"})
        assert "Saved" in saved.text, do


class Stuck:
    """A making that takes as long as a test wants."""

    def __init__(self) -> None:
        self.began = asyncio.Event()
        self.over = asyncio.Event()

    async def __call__(self, *_: object) -> tuple[list[object], None]:
        self.began.set()
        await self.over.wait()
        return [], None


@pytest.fixture
def stuck(counted: Evening, monkeypatch: pytest.MonkeyPatch) -> Stuck:
    """Whatever asks for the open check-in waits; a press is held after a tenth of a second."""
    counted.server.world.answer_limit = WAITS
    monkeypatch.setattr(answering, "HELD_AFTER", 0.1)
    making = Stuck()
    monkeypatch.setattr(Checkins, "here", making)
    return making


async def test_a_making_that_takes_long_is_answered_in_the_end(counted: Evening, stuck: Stuck) -> None:
    slow = asyncio.create_task(counted["Ana"].command("checkin"))
    await stuck.began.wait()
    await counted["Ana"].sees("thinking")
    await asyncio.wait([slow], timeout=LATE)
    stuck.over.set()
    assert "No check-in is open" in (await slow).text


async def test_a_second_press_behind_a_slow_one_is_answered_too(counted: Evening, stuck: Stuck) -> None:
    ana = counted["Ana"]
    asked = await ana.press(await counted.post("Ana"), "Steady")
    slow = asyncio.create_task(ana.command("checkin"))
    await stuck.began.wait()
    second = asyncio.create_task(ana.press(asked, "The circle, with my name"))
    await asyncio.wait([second], timeout=LATE)
    stuck.over.set()
    assert "No check-in is open" in (await slow).text
    assert "for the circle" in (await second).text
    assert await held(counted, "checkin_answer") == 1


async def test_a_form_behind_a_slow_press_is_no_silence(counted: Evening, stuck: Stuck) -> None:
    ana = counted["Ana"]
    quiet = await ana.press(await ana.command("my"), "My quiet hours")
    slow = asyncio.create_task(ana.command("checkin"))
    await stuck.began.wait()
    form = asyncio.create_task(ana.press(quiet, "Type"))
    await asyncio.wait([form], timeout=LATE)
    stuck.over.set()
    await slow
    assert "took too long to open here. Nothing was changed" in (await form).text
    assert (await ana.press(quiet, "Type")).modal is not None


async def test_a_press_that_was_given_up_while_it_waited_does_nothing(counted: Evening, stuck: Stuck) -> None:
    ana = counted["Ana"]
    asked = await ana.press(await counted.post("Ana"), "Steady")
    slow = asyncio.create_task(ana.command("checkin"))
    await stuck.began.wait()
    await ana.sees("thinking")
    await strike(counted, "slow", ANSWER, seconds=LATE)
    with pytest.raises(NothingHappened, match=SILENCE):
        await ana.press(asked, "The circle, with my name")
    await strike_out(counted)
    stuck.over.set()
    await slow
    assert await held(counted, "checkin_answer") == 0
    assert "Nothing is kept yet" in (await ana.press(await counted.post("Ana"), "Steady")).text


async def strike_out(circle: Evening) -> None:
    """Wait until the late answer was refused."""
    async with asyncio.timeout(5):
        while (await tried(circle, ANSWER))[-1] != 404:  # noqa: ASYNC110 - the rehearsal records it a moment later
            await asyncio.sleep(0.02)

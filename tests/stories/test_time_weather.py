"""Rough weather for storage and time: no room, a locked file, weeks switched off, a clock set back."""

import asyncio
from datetime import timedelta
from pathlib import Path

import aiohttp
import discord
import pytest

from cogs import answering
from rehearsal.person import visit
from rehearsal.screen import Screen
from rehearsal.server import Rehearsal
from tests.stories.conftest import MEMBERS, Evening, FakeClock, bot_on, until
from tests.stories.test_checkin import answers_kept
from tests.stories.test_rhythm import start
from tests.stories.weather import locked, no_room, pragma

FIVE = MEMBERS[:5]
CLOSED = "Thank you for being here"


async def posts(circle: Evening) -> list[Screen]:
    return [screen for screen in await circle["Ana"].look("north-room") if "Check-in" in screen.text]


def words(screen: Screen) -> str:
    return " ".join(screen.text.split())


async def test_with_no_room_left_an_answer_is_said_not_to_be_kept_and_counts_once_there_is_room(
    circle: Evening,
) -> None:
    await circle.open_checkin()
    await circle.answer("Ana", "Steady")
    async with no_room(circle):
        told = await circle.answer("Ana", "Stormy")
        assert "no room left" in words(told)
        assert "Nothing of your last press was kept. What was saved before stands as it was." in words(told)
        audiences = await circle["Bea"].press(await circle.post("Bea"), "Steady")
        more = await circle["Bea"].press(audiences, "More")
        asked = await circle["Bea"].press(more, "Circle without my name")
        assert "Nothing of your last press was kept" in words(await circle["Bea"].press(asked, "Yes, keep"))
        assert await answers_kept(circle) == 1
        switches = await circle["Bea"].press(await circle["Bea"].command("my"), "North: what I say yes to")
        assert "(off," in switches.text
    assert "instead of your earlier answer" in (await circle.answer("Ana", "Stormy")).text
    assert "counted with the circle" in (await circle["Bea"].press(asked, "Yes, keep")).text


async def test_a_press_that_was_kept_in_part_says_so(circle: Evening) -> None:
    await circle.open_checkin()
    async with no_room(circle, "checkin_answer"):
        told = await circle.answer("Ana", "Steady")
    assert "kept in part" in words(told)
    assert await answers_kept(circle) == 0
    assert "counted with the circle" in (await circle.answer("Ana", "Steady")).text


async def test_with_no_room_left_no_check_in_is_opened_and_none_is_posted(circle: Evening) -> None:
    async with no_room(circle):
        told = await circle.open_checkin()
        assert "no room left" in words(told)
        assert "Nothing of your last press was kept" in words(told)
    assert await posts(circle) == []
    assert "is open in North" in (await circle.open_checkin()).text
    assert len(await posts(circle)) == 1


@pytest.mark.parametrize("full", [(), ("checkin_answer",), ("outbox",)])
async def test_a_check_in_that_could_not_close_for_want_of_room_closes_once_there_is_some(
    circle: Evening, caplog: pytest.LogCaptureFixture, full: tuple[str, ...]
) -> None:
    await circle.open_checkin()
    for name in FIVE:
        await circle.answer(name, "Steady" if name in FIVE[:3] else "Wobbly")
    async with no_room(circle, *full):
        circle.clock.forward(timedelta(hours=24))
        circle.hearth.alarm.look_now()
        await until(lambda: "failed with NotKept" in caplog.text)
        assert CLOSED not in (await circle.post("Ana")).text
    await circle.pass_time(timedelta(minutes=10))
    closed = await circle.post("Ana")
    assert CLOSED in closed.text
    assert len(await posts(circle)) == 1
    assert await answers_kept(circle) == 0


async def test_a_closing_by_hand_that_was_cut_short_is_finished_by_itself(circle: Evening) -> None:
    opened = await circle.open_checkin()
    await circle.answer("Ana", "Steady")
    async with no_room(circle, "checkin_answer"):
        told = await circle["Robin"].press(opened, "Close it now")
        assert "kept in part" in words(told)
    await circle.pass_time(timedelta(minutes=10))
    assert CLOSED in (await circle.post("Ana")).text


async def test_a_file_that_another_program_keeps_for_three_seconds_costs_nobody_anything(circle: Evening) -> None:
    await circle.open_checkin()
    await circle.answer("Ana", "Steady")
    with locked(circle) as viewer:
        asyncio.get_running_loop().call_later(3, viewer.close)
        assert "instead of your earlier answer" in (await circle.answer("Ana", "Wobbly")).text
    assert await answers_kept(circle) == 1


async def test_a_press_that_takes_long_is_held_before_discord_gives_up(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "HELD_AFTER", 0.05)
    await circle.open_checkin()
    await circle.answer("Ana", "Steady")
    with locked(circle) as viewer:
        asyncio.get_running_loop().call_later(0.4, viewer.close)
        assert "instead of your earlier answer" in (await circle.answer("Ana", "Wobbly")).text
    with locked(circle) as viewer:
        asyncio.get_running_loop().call_later(0.4, viewer.close)
        passed = await circle["Bea"].press(await circle.post("Bea"), "Pass")
    assert "That is fine" in passed.text


async def test_a_file_kept_for_longer_is_told_kindly_and_nothing_is_lost(
    circle: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    await pragma(circle, "PRAGMA busy_timeout = 50")
    await circle.open_checkin()
    await circle.answer("Ana", "Steady")
    with locked(circle):
        told = await circle.answer("Ana", "Wobbly")
        assert "Another program keeps the files" in words(told)
        assert "Nothing of your last press was kept" in words(told)
        circle.clock.forward(timedelta(hours=24))
        circle.hearth.alarm.look_now()
        await until(lambda: "failed with NotKept" in caplog.text)
    assert await answers_kept(circle) == 1
    await circle.pass_time(timedelta(minutes=10))
    assert CLOSED in (await circle.post("Ana")).text
    assert circle["Ana"].id not in caplog.text


async def test_after_sixty_days_switched_off_a_check_in_closes_truly_and_what_is_old_is_gone(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    clock = FakeClock()
    async with visit(rehearsal.url) as people:
        async with bot_on(rehearsal, tmp_path, clock) as (client, hearth, stores):
            circle = Evening(rehearsal, people, client, hearth, stores, clock, tmp_path)
            await circle.set_up()
            await circle.join(*FIVE)
            for _ in range(2):
                await circle.pass_time(timedelta(days=1))
            await circle.open_checkin()
            for name in FIVE:
                await circle.answer(name, "Steady" if name in FIVE[:3] else "Wobbly")
            answered = await circle.answer("Ana", "Wobbly")
            copies = sorted(file.name for file in (tmp_path / "data" / "backups").iterdir())
        clock.forward(timedelta(days=60))
        async with bot_on(rehearsal, tmp_path, clock) as (client, hearth, stores):
            circle = Evening(rehearsal, people, client, hearth, stores, clock, tmp_path)
            await hearth.settle()
            closed = await circle.post("Ana")
            assert CLOSED in closed.text
            assert list(closed.buttons) == ["Step out"]
            late = await people["Ana"].press(answered, "Take my answer back")
            assert "counts hold that" in late.text
            assert await answers_kept(circle) == 0
            assert len(await posts(circle)) == 1
            rows = await stores.main.read(lambda tx: tx.all("SELECT kind, state FROM outbox"))
            assert [(row["kind"], row["state"]) for row in rows] == [("checkins.shows", "sent")]
            left = sorted(file.name for file in (tmp_path / "data" / "backups").iterdir())
            assert copies == ["hearth-2027-03-21.db", "hearth-2027-03-22.db", "people.db"]
            assert left == ["hearth-2027-05-21.db", "people.db"]


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=2)])
async def test_a_clock_set_back_makes_nothing_happen_twice(circle: Evening, back: timedelta) -> None:
    await circle.pass_time(timedelta(hours=10))
    await circle.open_checkin()
    for name in FIVE:
        await circle.answer(name, "Steady" if name in FIVE[:3] else "Wobbly")
    await circle.pass_time(timedelta(hours=24))
    before = await posts(circle)
    assert [CLOSED in post.text for post in before] == [True]
    spoken = len(await spoken_by_the_bot(circle))
    circle.clock.moment -= back
    circle.hearth.alarm.look_now()
    await circle.pass_time(back + timedelta(hours=1))
    assert len(await spoken_by_the_bot(circle)) == spoken
    assert await posts(circle) == before


async def spoken_by_the_bot(circle: Evening) -> list[dict[str, object]]:
    requests = await circle.people.requests()
    return [one for one in requests if one["method"] in ("POST", "PATCH") and "/channels/" in str(one["route"])]


async def test_a_lost_answer_and_a_clock_set_back_leave_one_post(
    circle: Evening, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    send = discord.abc.Messageable.send

    async def sent_but_not_heard(self: discord.abc.Messageable, *words: object, **more: object) -> None:
        await send(self, *words, **more)  # pyright: ignore[reportArgumentType, reportCallIssue]
        raise aiohttp.ServerDisconnectedError

    # The computer's clock was two days ahead of Discord's when it posted.
    circle.clock.forward(timedelta(days=2))
    circle.hearth.alarm.look_now()
    await circle.hearth.settle()
    with monkeypatch.context() as lost:
        lost.setattr(discord.abc.Messageable, "send", sent_but_not_heard)
        assert "cannot say whether" in (await circle.open_checkin()).text
    circle.clock.moment -= timedelta(days=2)
    circle.hearth.alarm.look_now()
    await until(lambda: "the clock was set back" in caplog.text)
    await circle.pass_time(timedelta(minutes=10))
    assert len(await posts(circle)) == 1
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT state FROM outbox WHERE kind = 'checkins.posts'"))
    assert row == {"state": "sent"}


@pytest.mark.parametrize("full", [(), ("checkin_round",), ("outbox",)])
async def test_a_check_in_that_could_not_open_for_want_of_room_opens_once_there_is_some(
    circle: Evening, caplog: pytest.LogCaptureFixture, full: tuple[str, ...]
) -> None:
    await start(circle, on="5", at="1200")  # Saturday at 20:00, an hour from now
    async with no_room(circle, *full):
        circle.clock.forward(timedelta(hours=1))
        circle.hearth.alarm.look_now()
        await until(lambda: "failed with NotKept" in caplog.text)
        assert await posts(circle) == []
    await circle.pass_time(timedelta(minutes=10))
    assert len(await posts(circle)) == 1
    assert "counted with the circle" in (await circle.answer("Ana", "Steady")).text


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=2)])
async def test_a_clock_set_back_after_an_opening_opens_it_no_second_time(circle: Evening, back: timedelta) -> None:
    await start(circle, on="5", at="1200")
    await circle.pass_time(timedelta(hours=1))
    assert len(await posts(circle)) == 1
    circle.clock.moment -= back
    circle.hearth.alarm.look_now()
    await circle.pass_time(back + timedelta(hours=1))
    assert len(await posts(circle)) == 1

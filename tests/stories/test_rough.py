"""Rough weather: restarts, faults in our own code, words in logs, renamed commands."""

import logging
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import discord
import pytest

from rehearsal.person import visit
from rehearsal.server import Rehearsal
from tests.stories.conftest import Evening, FakeClock, bot_on


async def test_buttons_from_before_a_restart_still_work(
    rehearsal: Rehearsal,
    tmp_path: Path,
) -> None:
    clock = FakeClock()
    async with visit(rehearsal.url) as people:
        async with bot_on(rehearsal, tmp_path, clock) as (client, hearth, stores):
            evening = Evening(rehearsal, people, client, hearth, stores, clock, tmp_path)
            await evening.set_up()
            await evening.join("Ana")
            await evening.open_checkin()
            form = await people["Ana"].press(
                await people["Ana"].press(await people["Ana"].command("my"), "My quiet hours"), "Type"
            )
        async with AsyncExitStack() as stack:
            client, hearth, stores = await stack.enter_async_context(bot_on(rehearsal, tmp_path, clock))
            evening = Evening(rehearsal, people, client, hearth, stores, clock, tmp_path)
            assert "counted with the circle" in (await evening.answer("Ana", "Steady")).text
            saved = await people["Ana"].submit(form, {"start": "21:00", "end": "09:00", "zone": "berlin"})
            assert "Saved" in saved.text


async def test_commands_are_handed_in_once_and_not_again_after_a_restart(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    clock = FakeClock()
    async with bot_on(rehearsal, tmp_path, clock), visit(rehearsal.url) as people:
        first = [one for one in await people.requests() if one["route"].endswith("/commands")]
    async with bot_on(rehearsal, tmp_path, clock), visit(rehearsal.url) as people:
        both = [one for one in await people.requests() if one["route"].endswith("/commands")]
    assert len(first) == 2
    assert len(both) == 2


async def test_a_check_in_left_unposted_by_a_crash_is_posted_at_the_next_start(circle: Evening) -> None:
    await circle.open_checkin()
    before = len(await circle["Ana"].look("north-room"))
    await circle.stores.main.write(lambda tx: tx.run("UPDATE checkin_round SET post = NULL"))
    await circle.hearth.checkins.recover()
    assert len(await circle["Ana"].look("north-room")) == before


async def test_a_check_in_closed_by_a_crash_in_the_middle_is_counted_at_the_next_start(circle: Evening) -> None:
    await circle.open_checkin()
    for name in ("Ana", "Bea", "Cleo", "Dani", "Eli"):
        await circle.answer(name, "Steady" if name != "Eli" else "Wobbly")
    await circle.stores.main.write(lambda tx: tx.run("UPDATE checkin_round SET state = 'closed'"))
    await circle.hearth.checkins.recover()
    assert "Thank you for being here" in (await circle.post("Ana")).text


async def test_a_fault_of_ours_is_an_apology_with_a_mark_and_the_log_holds_no_words(
    circle: Evening, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def breaks(*_: object) -> None:
        raise RuntimeError("words of a person")

    monkeypatch.setattr(type(circle.hearth.checkins), "open_for", breaks)
    with caplog.at_level(logging.DEBUG):
        answered = await circle["Ana"].command("checkin")
    assert "our fault" in answered.text
    assert "words of a person" not in caplog.text
    assert "RuntimeError" in caplog.text


async def test_a_whole_evening_at_the_most_talkative_level_logs_no_word_and_no_id(
    circle: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="bot"), caplog.at_level(logging.DEBUG, logger="cogs"):
        opened = await circle.open_checkin()
        await circle.answer("Ana", "Steady")
        await circle["Robin"].press(opened, "Close it now")
    ours = [record.getMessage() for record in caplog.records if record.name.split(".")[0] in ("bot", "cogs")]
    assert not [line for line in ours if circle["Ana"].id in line or "Ana" in line]


async def test_a_circle_that_cannot_be_reached_keeps_nothing_else_from_starting(circle: Evening) -> None:
    await circle.open_checkin()
    await circle.stores.main.write(lambda tx: tx.run("UPDATE checkin_round SET post = NULL"))
    await circle.stores.main.write(lambda tx: tx.run("UPDATE circle SET room = 1"))
    await circle.hearth.checkins.recover()
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT count(*) AS held FROM checkin_round"))
    assert row == {"held": 0}


async def test_a_lost_answer_of_discord_is_told_truly_and_opening_again_doubles_nothing(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = discord.abc.Messageable.send

    async def sent_but_not_heard(self: discord.abc.Messageable, *words: object, **more: object) -> None:
        await send(self, *words, **more)  # pyright: ignore[reportArgumentType, reportCallIssue]
        raise aiohttp.ServerDisconnectedError

    with monkeypatch.context() as lost:
        lost.setattr(discord.abc.Messageable, "send", sent_but_not_heard)
        told = await circle.open_checkin()
    assert "cannot say whether" in told.text
    robin = circle["Robin"]
    again = await robin.press(await robin.command("plan"), "Open it now")
    assert "is open in North" in again.text
    posts = [screen for screen in await circle["Ana"].look("north-room") if "Check-in" in screen.text]
    assert len(posts) == 1


async def test_agreements_full_of_signs_are_shown_whole(circle: Evening) -> None:
    robin, words = circle["Robin"], "*_" * 445 + "the end"
    limits = await robin.press(await robin.press(await robin.command("desk"), "North"), "Change agreements")
    changed = await robin.submit(await robin.press(limits, "Type it"), {"answer": words})
    assert "the end" in changed.text
    door = await circle["Sam"].press((await circle["Sam"].look("north-door"))[0], "Join")
    assert "the end" in door.text


async def test_a_switch_from_before_leaving_revives_nothing(circle: Evening) -> None:
    ana = circle["Ana"]
    switches = await ana.press(await ana.command("my"), "North: what I say yes to")
    await ana.press(await ana.press(await ana.command("my"), "North: look in or leave"), "Leave North")
    refused = await ana.press(switches, "Switch on: Being counted")
    assert "not kept" in refused.text
    assert "(off)" not in refused.text

"""Rough weather: restarts, faults in our own code, words in logs, renamed commands."""

import asyncio
import logging
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import aiohttp
import discord
import pytest

from bot.checkins.closing import POSTS
from bot.core.delivery.outbox import Delivery
from bot.core.delivery.resting import ROUTINE_IN_FLIGHT
from bot.core.ids import ChannelId, RoundId
from bot.core.lanes import Lane
from bot.core.storage.reading import number
from rehearsal.person import visit
from rehearsal.server import Rehearsal
from tests.stories.conftest import MEMBERS, Evening, FakeClock, bot_on, until
from tests.stories.test_checkin import answers_kept

READ_MESSAGE_HISTORY = 1 << 16


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


async def as_if_the_answer_was_never_noted(circle: Evening) -> None:
    """Put the files back to the moment between the platform's answer and the note of it."""
    await circle.stores.main.write(lambda tx: tx.run("UPDATE checkin_round SET post = NULL"))
    await circle.stores.main.write(
        lambda tx: tx.run(
            "UPDATE outbox SET state = 'sending', settled_at = NULL, lease_until = tried_at + 60 * 1000000"
        )
    )


async def test_a_check_in_left_unposted_by_a_crash_is_posted_at_the_next_start(circle: Evening) -> None:
    await circle.open_checkin()
    before = len(await circle["Ana"].look("north-room"))
    await as_if_the_answer_was_never_noted(circle)
    await circle.hearth.recover()
    await circle.pass_time(ROUTINE_IN_FLIGHT)
    assert len(await circle["Ana"].look("north-room")) == before
    assert "counted with the circle" in (await circle.answer("Bea", "Steady")).text
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT post IS NOT NULL AS known FROM checkin_round"))
    assert row == {"known": 1}


async def test_where_nothing_can_be_read_back_a_check_in_that_may_stand_is_not_sent_twice(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Three minutes later Discord may have forgotten the nonce that would drop a second sending.
    monkeypatch.setattr("rehearsal.posting.NONCE_MEMORY", 0.0)
    await circle.open_checkin()
    before = len(await circle["Ana"].look("north-room"))
    await as_if_the_answer_was_never_noted(circle)
    guild, room = circle.client.guilds[0], int((await circle.post("Ana")).channel_id or 0)
    there = circle.server.world.channels[str(room)]
    there.overwrites[str(guild.me.id)].allow &= ~READ_MESSAGE_HISTORY
    there.overwrites[str(guild.me.id)].deny |= READ_MESSAGE_HISTORY
    circle.server.world.channel_changed(there)
    channel = guild.get_channel(room)
    assert channel is not None
    await until(lambda: not channel.permissions_for(guild.me).read_message_history)
    circle.clock.forward(timedelta(minutes=3))
    await circle.hearth.recover()
    await circle.pass_time(ROUTINE_IN_FLIGHT)
    assert len(await circle["Ana"].look("north-room")) == before
    assert "counted with the circle" in (await circle.answer("Bea", "Steady")).text


async def test_a_check_in_closed_by_a_crash_in_the_middle_is_counted_at_the_next_start(circle: Evening) -> None:
    await circle.open_checkin()
    for name in ("Ana", "Bea", "Cleo", "Dani", "Eli"):
        await circle.answer(name, "Steady" if name != "Eli" else "Wobbly")
    await circle.stores.main.write(lambda tx: tx.run("UPDATE checkin_round SET state = 'closed'"))
    await circle.hearth.recover()
    await circle.hearth.settle()
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


async def test_words_that_cannot_be_shown_are_a_fault_of_ours_and_the_apology_still_comes(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(words: str) -> str:
        raise RuntimeError(words)

    monkeypatch.setattr("cogs.rendering.escaped", breaks)
    answered = await circle["Ana"].command("my")
    assert "our fault" in answered.text


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
    await as_if_the_answer_was_never_noted(circle)
    await circle.stores.main.write(lambda tx: tx.run("UPDATE outbox SET channel = 1"))
    await circle.stores.main.write(lambda tx: tx.run("UPDATE circle SET room = 1"))
    await circle.hearth.recover()
    await circle.pass_time(ROUTINE_IN_FLIGHT)
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
    refused = await ana.press(switches, "Switch on: Keeping my")
    assert "not kept" in refused.text
    assert "(off," not in refused.text


async def test_a_failed_second_joining_takes_nothing_from_a_member(circle: Evening) -> None:
    await circle.open_checkin()
    await circle.answer("Ana", "Steady")
    robin, ana = circle["Robin"], circle["Ana"]
    limits = await robin.press(await robin.press(await robin.command("desk"), "North"), "Change agreements")
    await robin.submit(await robin.press(limits, "Type it"), {"answer": "New words."})
    role = circle.server.world.bot_role
    held = role.permissions
    circle.server.world.change_role(role, permissions=held & ~(1 << 28))
    door = await ana.press((await ana.look("north-door"))[0], "Join")
    refused = await ana.press(door, "I agree, let me in")
    assert "before stays" in refused.text
    assert await answers_kept(circle) == 1
    circle.server.world.change_role(role, permissions=held)
    assert "You are in" in (await ana.press(door, "I agree, let me in")).text


async def test_a_new_role_after_the_old_was_deleted_opens_the_room_again(circle: Evening) -> None:
    robin, ana = circle["Robin"], circle["Ana"]
    world = await circle.people.world()
    role = next(role["id"] for role in world["roles"] if role["name"] == "North")
    await robin.call("DELETE", f"/guilds/{world['guild']['id']}/roles/{role}")
    await until(lambda: circle.client.guilds[0].get_role(int(role)) is None)
    assert "north-room" not in await ana.channels()
    await robin.press(await robin.press(await robin.command("desk"), "North"), "Carry on")
    await circle.join("Ana")
    assert "north-room" in await ana.channels()


async def test_a_post_on_its_way_to_a_deleted_room_takes_nothing_from_the_new(circle: Evening) -> None:
    await circle.open_checkin()
    row = await circle.stores.main.read(lambda tx: tx.one("SELECT * FROM checkin_round"))
    assert row is not None
    stray = Delivery(POSTS, number(row, "round"), circle.clock.now(), Lane.CHECK_IN, channel=ChannelId(1))
    await circle.stores.main.write(lambda tx: circle.hearth.ground.outbox.put(tx, stray))
    await circle.hearth.settle()
    assert len([post for post in await circle["Ana"].look("north-room") if "Check-in" in post.text]) == 1
    assert "counted with the circle" in (await circle.answer("Ana", "Steady")).text


async def test_two_closings_at_once_count_once(circle: Evening) -> None:
    opened = await circle.open_checkin()
    for name in MEMBERS[:5]:
        await circle.answer(name, "Steady" if name in ("Ana", "Bea", "Cleo") else "Wobbly")
    for name in ("Flor",):
        await circle.answer(name, "Wobbly")
    round_ = await circle.stores.main.read(lambda tx: tx.one("SELECT round FROM checkin_round"))
    assert round_ is not None
    checkins = circle.hearth.checkins
    await asyncio.gather(
        circle["Robin"].press(opened, "Close it now"),
        checkins.closings.close(await checkins.get(RoundId(number(round_, "round")))),
    )
    assert "Steady: 3" in (await circle.post("Ana")).text


async def test_taking_back_after_the_closing_is_told_truly(circle: Evening) -> None:
    opened = await circle.open_checkin()
    answered = await circle.answer("Ana", "Steady")
    await circle["Robin"].press(opened, "Close it now")
    late = await circle["Ana"].press(answered, "Take my answer back")
    assert "counts hold that" in late.text


async def test_a_row_that_fails_keeps_no_other_from_its_time(circle: Evening) -> None:
    async def breaks(_: int) -> None:
        raise RuntimeError

    dues = circle.hearth.ground.dues
    dues.handle("test.breaks", breaks)
    await circle.stores.main.write(lambda tx: dues.add(tx, "test.breaks", 1, circle.clock.now()))
    await circle.open_checkin()
    circle.clock.forward(timedelta(hours=24))
    circle.hearth.alarm.look_now()
    await circle["Ana"].sees("Thank you for being here", kind="edit")


async def test_a_host_renames_a_command_and_every_sentence_follows(rehearsal: Rehearsal, tmp_path: Path) -> None:
    async with bot_on(rehearsal, tmp_path, FakeClock(), {"my": "mine"}), visit(rehearsal.url) as people:
        sam = people["Sam"]
        assert "Yours" in (await sam.command("mine")).text
        how = await sam.press(await sam.press(await sam.command("help"), "What else is here"), "How this works")
        assert "/mine" in how.text
        assert "/my " not in how.text


async def test_a_permission_in_one_channel_makes_no_moderator(circle: Evening) -> None:
    robin, ana = circle["Robin"], circle["Ana"]
    world = await circle.people.world()
    general = next(channel["id"] for channel in world["channels"] if channel["name"] == "general")
    manage_messages = {"type": 1, "allow": str(1 << 13), "deny": "0"}
    await robin.call("PUT", f"/channels/{general}/permissions/{ana.id}", manage_messages)
    assert "no circle here that you can plan for" in (await ana.command("plan")).text
    assert "for people who hold Manage Messages" in (await ana.command("desk")).text

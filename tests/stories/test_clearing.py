"""Clearing what the bot sent in direct messages: all of it, after a start too, and told truly."""

import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.ids import MessageId, PlatformId, Visitor
from bot.core.ports import CannotKeep, Why
from bot.device.clearing import CLEARS
from rehearsal.person import Person
from rehearsal.screen import Screen
from rehearsal.server import Rehearsal
from tests.stories.conftest import Evening, an_evening
from tests.stories.founded import Founded
from tests.stories.mishaps import strike, without_rests
from tests.stories.test_my import rows_in_every_table
from tests.stories.test_step_away import erase
from tests.stories.test_whispers import direct

DELETE = ("DELETE", "/channels/{channel_id}/messages/{message_id}")
LAST = "What stays is this conversation"


async def samples(circle: Evening, name: str, count: int) -> None:
    """Have some direct messages sent that somebody asked for."""
    who = PlatformId(int(circle[name].id))
    visitor = Visitor(who, None, frozenset(), manages_messages=False, manages_server=False, locale="en-US")
    for _ in range(count):
        await circle.hearth.mailbox.whispers.sample(visitor, "en")


async def begin(circle: Evening, name: str = "Ana") -> Screen:
    """Clear everything, from the page of this phone."""
    person = circle[name]
    asked = await person.press(await phone(person), "Clear what")
    assert LAST in asked.text
    return await person.press(asked, "Clear all of it")


async def phone(person: Person) -> Screen:
    """Open the page of this phone."""
    return await person.press(await person.command("my"), "This phone")


async def test_everything_the_bot_sent_goes_and_ones_own_words_stay(circle: Evening) -> None:
    await samples(circle, "Ana", 3)
    await samples(circle, "Bea", 1)
    await circle["Ana"].say(None, "a line of mine")
    begun = await begin(circle)
    assert "goes on by itself" in begun.text
    await circle.hearth.settle()
    told = await circle["Ana"].press(begun, "How far it is")
    assert "3 messages are gone" in told.text
    assert LAST in told.text
    assert [screen.text for screen in await direct(circle, "Ana")] == ["a line of mine"]
    assert len(await direct(circle, "Bea")) == 1


async def test_more_than_a_page_goes_and_a_second_press_begins_nothing_anew(circle: Evening) -> None:
    await samples(circle, "Ana", 1)
    for _ in range(120):
        copied(circle, "Ana")
    asked = await circle["Ana"].press(await phone(circle["Ana"]), "Clear what")
    begun = await circle["Ana"].press(asked, "Clear all of it")
    again = await circle["Ana"].press(await phone(circle["Ana"]), "Clear what")
    assert "Clear all of it" not in again.buttons
    await circle.hearth.settle()
    assert "121 messages are gone" in (await circle["Ana"].press(begun, "How far it is")).text
    assert await direct(circle, "Ana") == []


async def test_what_discord_does_not_let_go_is_counted_as_staying(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    await samples(circle, "Ana", 2)
    front, refused = circle.client.front, list[MessageId]()
    goes = front.take_back_whisper

    async def refuses_one(who: PlatformId, message: MessageId) -> None:
        if not refused:
            refused.append(message)
            raise CannotKeep(Why.REFUSED)
        await goes(who, message)

    monkeypatch.setattr(front, "take_back_whisper", refuses_one)
    begun = await begin(circle)
    await circle.hearth.settle()
    told = await circle["Ana"].press(begun, "How far it is")
    assert "1 message is gone" in told.text
    assert "1 message could not be reached" in told.text


async def test_while_discord_does_not_answer_it_rests_and_goes_on_by_itself(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_rests(monkeypatch)
    await samples(circle, "Ana", 2)
    await strike(circle, "500", DELETE, times=5)
    begun = await begin(circle)
    await circle.hearth.settle()
    waits = await circle["Ana"].press(begun, "How far it is")
    assert "goes on by itself" in waits.text
    circle.clock.forward(timedelta(minutes=1))
    await circle.hearth.settle()
    assert "2 messages are gone" in (await circle["Ana"].press(waits, "How far it is")).text


async def test_a_start_in_the_middle_loses_nothing_and_counts_on(
    rehearsal: Rehearsal, founded: Founded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    founded.stand_again(rehearsal, tmp_path)
    async with an_evening(rehearsal, tmp_path) as circle:
        await samples(circle, "Ana", 3)
        before, told = circle.client.front.take_back_whisper, list[int]()

        async def dies(who: PlatformId, message: MessageId) -> None:
            if told:
                raise RuntimeError("cut short")
            told.append(1)
            await before(who, message)

        monkeypatch.setattr(circle.client.front, "take_back_whisper", dies)
        await begin(circle)
        await circle.hearth.settle()
        assert len(await direct(circle, "Ana")) == 2
    async with an_evening(rehearsal, tmp_path) as circle:
        circle.clock.forward(timedelta(minutes=20))
        await circle.hearth.settle()
        assert await direct(circle, "Ana") == []
        told_last = await circle["Ana"].press(await phone(circle["Ana"]), "Clear what")
        assert "3 messages are gone" in told_last.text


async def test_its_report_goes_after_a_day_and_erasing_ends_it(circle: Evening) -> None:
    await samples(circle, "Ana", 1)
    await begin(circle)
    await circle.hearth.settle()
    assert (await rows_in_every_table(circle))["device_clearing"] == 1
    await circle.pass_time(timedelta(days=1, hours=1))
    assert (await rows_in_every_table(circle))["device_clearing"] == 0
    await begin(circle)
    await erase(circle["Ana"])
    assert (await rows_in_every_table(circle))["device_clearing"] == 0
    due = await circle.stores.main.read(lambda tx: tx.all("SELECT * FROM due WHERE kind = :kind", kind=CLEARS))
    assert due == []


async def test_a_stranger_clears_at_once_and_nothing_is_kept_of_it(circle: Evening) -> None:
    sam = circle["Sam"]
    await samples(circle, "Sam", 2)
    before = await rows_in_every_table(circle)
    told = await begin(circle, "Sam")
    assert "2 messages are gone" in told.text
    assert LAST in told.text
    assert await direct(circle, "Sam") == []
    assert await rows_in_every_table(circle) == before
    assert "Clear all of it" in (await sam.press(await phone(sam), "Clear what")).buttons


async def test_a_stranger_with_many_is_told_to_press_again_and_not_that_it_goes_on(
    circle: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    await samples(circle, "Sam", 1)
    with monkeypatch.context() as short:
        short.setattr("bot.device.clearing.PAGES_WITHIN_A_PRESS", 0)
        told = await begin(circle, "Sam")
    assert "does not go on by itself" in told.text
    assert "1 message is gone" in (await circle["Sam"].press(told, "Clear again")).text


async def test_closed_direct_messages_are_cleared_all_the_same_and_no_log_says_whose(
    circle: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    await samples(circle, "Ana", 1)
    await circle["Ana"].set(dms_open=False)
    await begin(circle)
    await circle.hearth.settle()
    assert await direct(circle, "Ana") == []
    assert circle["Ana"].id not in caplog.text


def copied(circle: Evening, name: str) -> None:
    """Have one more message of the bot stand in somebody's direct messages, without waiting for its limits."""
    world = circle.server.world
    channel = next(one for one in world.channels.values() if circle[name].id in one.recipients)
    copy = replace(list(channel.messages.values())[-1], id=world.ids.next())
    channel.messages[copy.id] = copy

"""Candles: lit by nobody in particular, five at most, and shown in words."""

import asyncio
import sqlite3
from datetime import timedelta

import pytest

from rehearsal.person_forms import NothingHappened
from tests.stories.conftest import MEMBERS, Evening
from tests.stories.test_audiences import NAMED, close, drawn

ONE_MESSAGE = "/channels/{channel_id}/messages/{message_id}"


async def edits(circle: Evening) -> int:
    return sum(one["method"] == "PATCH" and "/messages/" in one["route"] for one in await circle.people.requests())


async def test_the_first_is_lit_already_and_one_more_shows_in_words_without_a_name(circle: Evening) -> None:
    await circle.open_checkin()
    post = await circle.post("Ana")
    assert "One candle is lit." in post.text
    lit = await circle["Ana"].press(post, "Light a candle")
    assert "Nobody sees that it is yours" in lit.text
    assert lit.private
    text = await drawn(circle)
    assert "Two candles are lit." in text
    assert not any(name in text for name in MEMBERS)
    assert {"Steady", "Pass", "Light a candle"} <= set((await circle.post("Ana")).buttons)


async def test_eight_at_once_light_the_four_there_are_with_one_change_of_the_post(circle: Evening) -> None:
    await circle.join("Gus", "Hana")
    await circle.open_checkin()
    post, before = await circle.post("Ana"), await edits(circle)
    told = await asyncio.gather(*(circle[name].press(post, "Light a candle") for name in MEMBERS))
    assert sum("A candle is lit" in screen.text for screen in told) == 4
    assert sum("there is room for no more" in screen.text for screen in told) == 4
    assert "Five candles are lit." in await drawn(circle)
    assert await edits(circle) == before + 1


async def test_four_one_after_the_other_within_a_breath_change_the_post_once(circle: Evening) -> None:
    await circle.open_checkin()
    post, before = await circle.post("Ana"), await edits(circle)
    for name in MEMBERS[:4]:
        circle.clock.forward(timedelta(milliseconds=300))
        await circle[name].press(post, "Light a candle")
        await circle.hearth.settle()
    assert "Five candles are lit." in await drawn(circle)
    assert await edits(circle) == before + 1


async def test_nothing_is_kept_of_whoever_lit_one(circle: Evening) -> None:
    def everything() -> dict[str, list[tuple[object, ...]]]:
        with sqlite3.connect(f"file:{circle.stores.main.file}?mode=ro", uri=True) as database:
            tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            apart = {"checkin_round", "outbox", "due"}
            return {
                name: database.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608 - names of our own
                for name in tables
                if name not in apart
            }

    await circle.open_checkin()
    before = everything()
    await circle["Ana"].press(await circle.post("Ana"), "Light a candle")
    await drawn(circle)
    assert everything() == before
    rows = await circle.stores.main.read(lambda tx: tx.all("SELECT person FROM outbox WHERE kind LIKE 'checkins%'"))
    assert {row["person"] for row in rows} == {None}


async def test_the_closing_keeps_them_and_lets_more_be_lit_for_fourteen_days(circle: Evening) -> None:
    await circle.open_checkin()
    await circle["Ana"].press(await circle.post("Ana"), "Light a candle")
    post = await close(circle)
    assert "Two candles are lit." in post.text
    await circle["Bea"].press(post, "Light a candle")
    assert "Three candles are lit." in await drawn(circle)
    await circle.pass_time(timedelta(days=14))
    over = await circle["Bea"].press(post, "Light a candle")
    assert "have burned down" in over.text
    assert "Three candles are lit." in await drawn(circle)
    assert list((await circle.post("Ana")).buttons) == ["Step out"]


async def test_an_outsider_lights_none(circle: Evening) -> None:
    await circle.open_checkin()
    with pytest.raises(NothingHappened):
        await circle["Sam"].press(await circle.post("Ana"), "Light a candle")
    assert "One candle is lit." in await drawn(circle)


async def test_a_candle_lit_while_the_platform_is_away_shows_once_it_is_back(
    circle: Evening,
) -> None:
    await circle.open_checkin()
    await circle.people.faults("503", ONE_MESSAGE, method="PATCH", times=1000)
    await circle["Ana"].press(await circle.post("Ana"), "Light a candle")
    await circle.pass_time(timedelta(minutes=1))
    assert "One candle is lit." in (await circle.post("Ana")).text
    await circle.people.clear_faults()
    await circle.pass_time(timedelta(minutes=10))
    assert "Two candles are lit." in (await circle.post("Ana")).text


async def test_a_change_that_is_slow_brings_back_no_name_that_went_meanwhile(circle: Evening) -> None:
    await circle.open_checkin()
    await circle.answer("Ana", "Stormy", NAMED)
    post = await close(circle)
    await circle["Bea"].press(post, "Light a candle")
    slow = await circle.people.faults("slow", ONE_MESSAGE, method="PATCH", seconds=0.5)
    candle = asyncio.create_task(drawn(circle))
    await circle.people.struck(slow)
    await circle["Ana"].press(post, "Take my answer back")
    await asyncio.gather(candle, drawn(circle))
    text = await drawn(circle)
    assert "Two candles are lit." in text
    assert "Ana" not in text

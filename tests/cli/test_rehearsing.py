"""A rehearsal plays stories with a bot beside it, starts it again when it ends, and leaves nothing behind."""

import asyncio
import os
import signal
import socket
import sys
from datetime import date, datetime
from pathlib import Path

import aiohttp
import pytest

from rehearsal import running
from rehearsal.running import CannotRehearse, Plan, find_story, play, rehearse
from rehearsal.stage import Stage
from rehearsal.story import StoryBroken

SMALL_BOT = (sys.executable, str(Path(__file__).parent / "small_bot.py"))


def found(folder: Path, pattern: str = "*") -> list[Path]:
    return list(folder.glob(pattern))


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What the rehearsal says; its folders are made in `tmp_path`."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return []


async def test_a_story_may_kill_the_bot_and_start_it_again(said: list[str], tmp_path: Path) -> None:
    async def story(stage: Stage) -> None:
        ana = stage.people["Ana"]
        stage.teller.reads((await ana.command("hello")).text, "Hello there.")
        stage.teller.step("Ana says hello.")
        await stage.kill_bot()
        await stage.start_bot()
        stage.teller.reads((await ana.command("hello")).text, "Hello there.")
        stage.teller.expect(len(list(stage.data_dir.iterdir())) == 2, "Two bots were to leave a file each.")
        stage.teller.step("The bot is back.")
        stage.teller.expect(stage.server.world.clock.now().date() == date(2026, 3, 20), "It is another day.")

    assert await play(story, Plan(SMALL_BOT, 0, date(2026, 3, 20)), said.append) == 0
    assert said == ["Ana says hello.", "The bot is back."]
    assert found(tmp_path) == []


async def test_a_story_may_name_its_own_first_morning(
    said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[datetime] = []

    async def story(stage: Stage) -> None:
        begun.append(stage.server.world.clock.now())
        (file,) = stage.data_dir.iterdir()
        stage.teller.expect(file.read_text() == f"{stage.server.url}/rehearsal/clock", "The clock has no address.")
        await stage.forward("PT1H")

    monkeypatch.setattr(sys.modules[__name__], "FIRST_DAY", date(2027, 3, 20), raising=False)
    monkeypatch.setattr(sys.modules[__name__], "FIRST_HOUR", 17, raising=False)
    for day, hour in ((None, "2027-03-20 17"), (date(2026, 5, 1), "2026-05-01 17")):
        assert await play(story, Plan(SMALL_BOT, 0, day), said.append) == 1
        assert said[-1] == "The story broke: Time went on by PT1H, and the bot did not follow."
        assert f"{begun[-1]:%Y-%m-%d %H}" == hour
    assert found(tmp_path) == []


async def test_a_broken_story_is_one_sentence(said: list[str], tmp_path: Path) -> None:
    async def story(stage: Stage) -> None:
        raise StoryBroken("Ana heard nothing.")

    assert await play(story, Plan(SMALL_BOT, 0), said.append) == 1
    assert said == ["The story broke: Ana heard nothing."]
    assert found(tmp_path) == []


async def test_a_story_with_a_malformed_request_breaks(said: list[str]) -> None:
    async def story(stage: Stage) -> None:
        async with aiohttp.ClientSession(headers={"Authorization": f"Bot {stage.server.bot_token}"}) as http:
            general = next(one.id for one in stage.server.world.channels.values() if one.name == "general")
            async with http.post(f"{stage.server.api_url}/channels/{general}/messages", json={}) as answer:
                assert answer.status == 400

    assert await play(story, Plan(SMALL_BOT, 0), said.append) == 1
    assert said == [
        "Not as Discord describes it: POST /channels/{channel_id}/messages: 50006 Cannot send an empty message"
    ]


async def test_a_bot_that_does_not_come_says_why(said: list[str]) -> None:
    async def story(stage: Stage) -> None:
        raise AssertionError("never reached")

    assert await play(story, Plan((*SMALL_BOT, "fail"), 0), said.append) == 1
    assert said == ["The bot ended with 1.\nThere is no kettle."]


async def test_the_page_opens_on_the_next_free_port_and_a_dead_bot_comes_back(
    said: list[str], tmp_path: Path
) -> None:
    news = asyncio.Event()

    def say(line: str) -> None:
        said.append(line)
        news.set()

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        task = asyncio.create_task(rehearse(Plan(SMALL_BOT, port), say))
        await asyncio.wait_for(news.wait(), 10)
    assert len(said) == 1
    (address,) = (word for word in said[0].split() if word.startswith("http"))
    assert port < int(address.rsplit(":", 1)[1]) < port + 20
    async with aiohttp.ClientSession() as http, http.get(address) as answer:
        assert "page.js" in await answer.text()
    news.clear()
    (bot,) = found(tmp_path, "*/data/*")
    os.kill(int(bot.name), signal.SIGKILL)
    await asyncio.wait_for(news.wait(), 10)
    assert "started again" in said[1]
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert found(tmp_path) == []


async def test_a_bot_that_ends_again_and_again_is_left_alone(
    said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def at_once(stage: Stage) -> None:
        await stage.bot.start()

    monkeypatch.setattr(Stage, "start_bot", at_once)
    plan = Plan((sys.executable, "-c", "raise SystemExit('no')"), 0)
    assert await asyncio.wait_for(rehearse(plan, said.append), 10) == 1
    assert len(said) == 1 + running.RESTARTS + 1
    assert "6 times within a minute" in said[-1]


async def test_taken_ports_are_a_sentence(said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "PORTS_TRIED", 1)
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(CannotRehearse, match="all taken"):
        await rehearse(Plan(SMALL_BOT, taken.getsockname()[1]), said.append)


def test_a_story_is_found_by_name_and_an_unknown_one_names_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("second", "first", "_shared"):
        (tmp_path / f"{name}.py").touch()
    monkeypatch.setattr(running, "STORIES", tmp_path)
    with pytest.raises(CannotRehearse, match=r'"third": the stories here are first, second\.'):
        find_story("third")

"""Faults of our own outside every handler, and limits in the log: answered if possible, and no words or ids."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.core.keeping import NotKept, WhyNot
from bot.logs import QUIET, QUIETER, set_up_logs
from bot.settings import read_settings
from cogs.press import Press
from rehearsal.person import visit
from rehearsal.person_forms import NothingHappened
from rehearsal.server import Rehearsal
from tests.stories.conftest import Evening, FakeClock, bot_on, until
from tests.stories.mishaps import SILENCE, WAITS, strike

WORDS = "words of a person"
ROLES = ("PUT", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}")


def breaks(*_: object, **__: object) -> None:
    raise RuntimeError(WORDS)


async def test_a_fault_before_a_handler_is_an_apology_too(
    circle: Evening, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(type(circle.hearth.people), "turn", breaks)
    for answered in (await circle["Ana"].command("my"), await circle["Ana"].command("checkin")):
        assert "our fault" in answered.text
    assert "RuntimeError" in caplog.text
    assert WORDS not in caplog.text


async def test_a_fault_inside_the_apology_is_silence_and_its_words_stay_out_of_the_log(
    circle: Evening, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    my = await circle["Ana"].command("my")
    circle.server.world.answer_limit = WAITS
    with monkeypatch.context() as broken:
        broken.setattr(Press, "show", breaks)
        broken.setattr(Press, "show_beside", breaks)
        for act in (lambda: circle["Ana"].command("my"), lambda: circle["Ana"].press(my, "What is kept")):
            with pytest.raises(NothingHappened, match=SILENCE):
                await act()
    assert "no apology, RuntimeError" in caplog.text
    assert WORDS not in caplog.text
    assert "Yours" in (await circle["Ana"].command("my")).text


async def test_a_fault_outside_the_switchboard_is_answered_and_its_words_stay_out_of_the_log(
    circle: Evening, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    my = await circle["Ana"].command("my")
    monkeypatch.setattr("cogs.switchboard.Switchboard.custom_id", breaks)
    assert "our fault" in (await circle["Ana"].press(my, "What is kept")).text
    assert "fault in on_interaction: RuntimeError" in caplog.text
    monkeypatch.setattr("cogs.doors.Doors.hand_in", breaks)
    circle.client.dispatch("guild_join", circle.client.guilds[0])
    await until(lambda: "fault in on_guild_join" in caplog.text)
    assert WORDS not in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_command_of_an_earlier_version_is_answered(
    circle: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    gone = dict(next(one for one in circle.server.world.commands if one["name"] == "my"))
    circle.server.world.commands.append(gone | {"name": "before"})
    answered = await circle["Ana"].command("before")
    assert "This command is from an earlier time" in answered.text
    assert "Traceback" not in caplog.text


async def test_an_answer_that_discord_finds_wrong_is_a_fault_of_ours_and_not_silence(
    circle: Evening, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    content = "cogs.rendering.Rendering.content"
    right = {"first": True}

    def too_long(*_: object) -> str:
        return "x" * 9_000 if right.pop("first", False) else "our fault"

    monkeypatch.setattr(content, too_long)
    assert "our fault" in (await circle["Ana"].command("my")).text
    assert "HTTPException" in caplog.text
    (malformed,) = circle.server.requests.malformed()
    assert "embeds.0.description: Must be 4096 or fewer in length." in malformed
    circle.server.requests.forgive()


@contextmanager
def logging_as_a_host_has_it() -> Iterator[None]:
    """Log to stderr at the most talkative level, and put back how tests log."""
    root = logging.getLogger()
    loggers = [root, *(logging.getLogger(name) for name in (*QUIET, *QUIETER))]
    handlers, levels = root.handlers[:], [logger.level for logger in loggers]
    root.handlers = []
    set_up_logs(read_settings({"HEARTH_LOG_LEVEL": "DEBUG"}, Path("nowhere")))
    try:
        yield
    finally:
        root.handlers = handlers
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


async def test_a_limit_on_a_members_role_leaves_no_id_in_the_log(
    circle: Evening, capsys: pytest.CaptureFixture[str]
) -> None:
    with logging_as_a_host_has_it():
        await strike(circle, "429", ROLES, seconds=0.1)
        gus = circle["Gus"]
        door = await gus.press((await gus.look("north-door"))[0], "Join")
        assert "You are in" in (await gus.press(door, "I agree, let me in")).text
    written = capsys.readouterr().err
    assert "Discord takes no more for PUT: scope user" in written
    libraries = [line for line in written.splitlines() if " discord." in line or " cogs." in line]
    assert not [line for line in libraries if gus.id in line or re.search(r"\d{15,}", line)]


@pytest.mark.parametrize("do", ["reset_before", "503"])
async def test_a_bot_whose_commands_cannot_be_handed_in_does_what_is_due_all_the_same(
    rehearsal: Rehearsal, tmp_path: Path, do: str
) -> None:
    async with visit(rehearsal.url) as people:
        await people.faults(do, "/applications/{application_id}/commands", method="PUT", times=None)
        await people.faults(
            do, "/applications/{application_id}/guilds/{guild_id}/commands", method="PUT", times=None
        )
        async with bot_on(rehearsal, tmp_path, FakeClock()) as (client, _, __):
            assert client.begun.is_set()
        await people.clear_faults()
        async with bot_on(rehearsal, tmp_path, FakeClock()):
            assert "Yours" in (await people["Ana"].command("my")).text


async def test_no_room_to_note_that_commands_were_handed_in_keeps_time_from_nobody(
    rehearsal: Rehearsal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise NotKept(WhyNot.FULL, "")

    monkeypatch.setattr("bot.core.notebook.Notebook.write", full)
    async with bot_on(rehearsal, tmp_path, FakeClock()) as (client, _, _):
        assert client.begun.is_set()

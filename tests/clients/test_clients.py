"""Two other libraries log in, hear a command and a press, and answer: the rehearsal is not bent to discord.py."""

import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from rehearsal.bot_process import BotProcess
from rehearsal.person import visit
from rehearsal.server import Rehearsal
from tests.optional import need

HERE = Path(__file__).parent
HIKARI = HERE.parent.parent / ".venv-clients" / "bin" / "python"
SETUP = "scripts/setup-clients installs it"

Client = Callable[[], tuple[list[str], str | None]]
"""Says the command line of a bot, and why it cannot run here if it cannot."""


def hikari() -> tuple[list[str], str | None]:
    why_not = None if HIKARI.is_file() else f"hikari is not installed: {SETUP}"
    return [str(HIKARI), "-W", "error", str(HERE / "hikari_bot.py")], why_not


def discord_js() -> tuple[list[str], str | None]:
    node = shutil.which("node")
    if node is None:
        return [], "Node is not installed"
    why_not = None if (HERE / "node_modules" / "discord.js").is_dir() else f"discord.js is not installed: {SETUP}"
    return [node, str(HERE / "discordjs_bot.js")], why_not


@pytest.fixture
async def server() -> AsyncIterator[Rehearsal]:
    rehearsal = Rehearsal()
    await rehearsal.start()
    yield rehearsal
    await rehearsal.stop()


@pytest.mark.parametrize("client", [hikari, discord_js], ids=["hikari", "discord.js"])
async def test_another_library_hears_a_command_and_a_press_and_answers(
    client: Client, server: Rehearsal, tmp_path: Path
) -> None:
    command, why_not = client()
    need("node" if client is discord_js else "hikari", why_not)
    env = {"CLIENT_TOKEN": server.bot_token, "CLIENT_SERVER": server.url}
    bot = BotProcess(command, env, tmp_path / "bot.log")
    await bot.start()
    try:
        await bot.ready(server)
        async with visit(server.url) as people:
            ana, bea = people["Ana"], people["Bea"]
            screen = await ana.command("hello")
            assert (screen.private, screen.text) == (True, "Hello Ana")
            door = await ana.sees("A door")
            assert (door.private, list(door.buttons)) == (False, ["Knock"])
            inside = await ana.press(door, "Knock")
            assert (inside.private, inside.text) == (True, "Come in, Ana")
            # What was private is not Bea's, and the post is.
            assert [one.text for one in await bea.look()] == ["A door"]
            assert (await bea.press(door, "Knock")).text == "Come in, Bea"
    finally:
        await bot.stop()
    assert server.requests.malformed() == [], bot.output
    assert server.verdicts.complaints() == [], bot.output
    assert server.limits.shown() == {"invalid_requests": 0, "too_many": 0}

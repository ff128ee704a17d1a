"""The stories, as a newcomer starts them from the command line; one that is not as Discord describes it breaks."""

import asyncio
import sys

import pytest


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("first", ("The power goes", "nothing of Cleo is in them")),
        (
            "time",
            ("After the restart it is found, not sent again.", "Robin reads of it in /my, where a note waits."),
        ),
        (
            "reach",
            (
                "The line is found, and Dani is not asked a second time.",
                "Dani is in the thread now, and nobody else.",
                "The next day the caring note waits for Ana.",
                "After twenty minutes Eli reads the truth: nobody has answered.",
                "Discord works again: Bea and Cleo are asked, each once",
            ),
        ),
    ],
)
async def test_a_story_can_be_told_from_the_command_line(name: str, lines: tuple[str, ...]) -> None:
    telling = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "rehearse",
        "--story",
        name,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(60):
        told, complaints = await telling.communicate()
    assert telling.returncode == 0, told.decode() + complaints.decode()
    assert [line for line in lines if line not in told.decode()] == []

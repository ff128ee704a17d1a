"""The story of the first evening, as a newcomer starts it from the command line."""

import asyncio
import sys


async def test_the_first_evening_can_be_told_from_the_command_line() -> None:
    telling = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "rehearse",
        "--story",
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(60):
        told, complaints = await telling.communicate()
    assert telling.returncode == 0, told.decode() + complaints.decode()
    assert b"The power goes" in told
    assert b"nothing of Cleo is in them" in told

"""Exit codes and sentences of `hearth`: what a host sees when all is well and when it is not."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.core.storage.lockfile import LockFile

from .conftest import Hearth, Ran

COMMANDS = ("run", "rehearse", "migrate", "keys", "backup", "verify", "restore", "breach", "status", "helplines")
TOKEN = "MTIz.rehearsal.abc-DEF_123"


def one_sentence(ran: Ran) -> str:
    assert ran.stdout == ""
    lines = ran.stderr.splitlines()
    assert len(lines) == 1
    return lines[0]


def test_the_program_itself_ends_with_its_code_and_never_with_a_trace(program: Hearth, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("HEARTH_TOKEN=x\n")
    ran = program("run")
    assert ran.returncode == 2
    assert one_sentence(ran).startswith(".env, line 1: HEARTH_TOKEN ")


def test_nothing_asked_is_answered_with_the_help(hearth: Hearth) -> None:
    ran = hearth()
    assert ran.returncode == 0
    assert all(f"    {command} " in ran.stdout for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_help(hearth: Hearth, command: str) -> None:
    ran = hearth(command, "--help")
    assert ran.returncode == 0
    assert ran.stdout.startswith(f"usage: hearth {command}")


@pytest.mark.parametrize(
    "arguments",
    [
        ("walk",), ("run", "fast"), ("rehearse", "--at", "tomorrow"), ("rehearse", "--at", "1999-01-01"),
        ("rehearse", "--port", "0"), ("rehearse", "--port", "x"), ("rehearse", "--port", "65536"),
    ],
)  # fmt: skip
def test_bad_arguments_end_with_2_and_a_reason(hearth: Hearth, arguments: tuple[str, ...]) -> None:
    ran = hearth(*arguments)
    assert ran.returncode == 2
    assert arguments[-1] in ran.stderr.splitlines()[-1]


def test_an_unknown_story_is_one_sentence(hearth: Hearth) -> None:
    ran = hearth("rehearse", "--story", "no-such-story")
    assert ran.returncode == 2
    assert '"no-such-story"' in one_sentence(ran)


def test_a_folder_that_is_not_there_is_one_sentence(hearth: Hearth) -> None:
    ran = hearth("--folder", "nowhere", "status")
    assert ran.returncode == 2
    assert "nowhere" in one_sentence(ran)


def test_run_without_a_token_tells_of_env_and_of_rehearsing(hearth: Hearth) -> None:
    ran = hearth("run")
    assert ran.returncode == 2
    assert ".env" in one_sentence(ran)
    assert "hearth rehearse" in ran.stderr


def test_run_reads_the_instance_of_its_own_folder(hearth: Hearth, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "instance.yaml").write_text("command_words: {help: NO}")
    ran = hearth("run", HEARTH_DISCORD_TOKEN=TOKEN)
    assert ran.returncode == 2
    assert "instance.yaml, line 1" in one_sentence(ran)


def test_keys_are_made_once_and_shown_without_themselves(hearth: Hearth, tmp_path: Path) -> None:
    first, second = hearth("keys"), hearth("keys")
    assert (first.returncode, second.returncode) == (0, 0)
    assert "made now" in first.stdout
    assert "made now" not in second.stdout
    assert "-rw-------" in second.stdout
    assert first.stdout.splitlines()[2] == second.stdout.splitlines()[2]
    kept = (tmp_path / "keys" / "hearth.key").read_text().split()
    assert not any(word in second.stdout for word in kept if len(word) == 64)


def test_a_key_file_inside_the_data_folder_is_refused(hearth: Hearth) -> None:
    ran = hearth("keys", HEARTH_KEY_FILE="data/hearth.key")
    assert ran.returncode == 2
    assert "HEARTH_KEY_FILE" in one_sentence(ran)


def test_migrate_names_what_it_applied_and_then_finds_nothing_missing(hearth: Hearth, tmp_path: Path) -> None:
    first, second = hearth("migrate"), hearth("migrate")
    assert (first.returncode, second.returncode) == (0, 0)
    assert f"{tmp_path / 'data' / 'hearth.db'}: 0001_" in first.stdout
    assert f"{tmp_path / 'data' / 'people.db'}: 0001_" in first.stdout
    assert second.stdout.count("nothing was missing") == 2


def test_migrate_without_the_key_of_the_data_is_refused(hearth: Hearth, tmp_path: Path) -> None:
    hearth("migrate")
    (tmp_path / "keys" / "hearth.key").unlink()
    ran = hearth("migrate")
    assert ran.returncode == 2
    assert "restore your key file" in one_sentence(ran)
    assert hearth("status").returncode == 1


def test_status_of_a_new_folder_makes_nothing(hearth: Hearth, tmp_path: Path) -> None:
    ran = hearth("status")
    assert ran.returncode == 0
    assert ran.stdout.count("not made yet") == 2
    assert list(tmp_path.iterdir()) == []


def test_status_shows_how_the_instance_stands_and_never_its_token(hearth: Hearth) -> None:
    hearth("migrate")
    ran = hearth("status", HEARTH_DISCORD_TOKEN=TOKEN)
    assert ran.returncode == 0
    assert ran.stdout.count("pending migrations: none") == 2
    assert "Token        present" in ran.stdout
    assert "Running      no" in ran.stdout
    assert TOKEN not in ran.stdout


def test_status_sees_a_running_instance_and_migrate_leaves_it_alone(hearth: Hearth, tmp_path: Path) -> None:
    hearth("migrate")
    lock = LockFile.hold(tmp_path / "data" / "hearth.db")
    try:
        status, migrate = hearth("status"), hearth("migrate")
    finally:
        lock.let_go()
    assert status.returncode == 0
    assert "Running      yes" in status.stdout
    assert migrate.returncode == 2
    assert "already using" in one_sentence(migrate)


def test_status_finds_a_damaged_database(hearth: Hearth, tmp_path: Path) -> None:
    hearth("migrate")
    (tmp_path / "data" / "people.db").write_bytes(b"not a database at all" * 100)
    ran = hearth("status")
    assert ran.returncode == 1
    assert "damaged" in ran.stderr


_RUN_WITH_SMALL_FRONT = """
import asyncio, logging, signal, sys, types

# A shell that runs this suite in its background has programs pass over SIGINT.
signal.signal(signal.SIGINT, signal.default_int_handler)

async def run_client(settings, instance):
    logging.getLogger("hearth").info("here as %s", instance.command_words["help"])
    for name in ("discord.gateway", "aiosqlite", "aiohttp.access", "apscheduler.executors"):
        logging.getLogger(name).info("private words")
    try:
        await asyncio.Event().wait()
    finally:
        await asyncio.sleep(0.2)
        logging.getLogger("hearth").info("closing")

front = types.ModuleType("cogs.client")
front.run_client = run_client
sys.modules["cogs.client"] = front
from bot.cli import main
sys.exit(main(["run"]))
"""


@pytest.mark.parametrize("signs", [(signal.SIGTERM,), (signal.SIGINT,), (signal.SIGINT, signal.SIGTERM)])
def test_run_ends_in_order_when_asked_and_logs_no_words_of_libraries(
    tmp_path: Path, environment: dict[str, str], signs: tuple[signal.Signals, ...]
) -> None:
    log = tmp_path / "log"
    with log.open("wb") as opened:
        command = [sys.executable, "-c", _RUN_WITH_SMALL_FRONT]
        settings = environment | {"HEARTH_DISCORD_TOKEN": TOKEN, "HEARTH_LOG_LEVEL": "DEBUG"}
        process = subprocess.Popen(command, cwd=tmp_path, env=settings, stderr=opened)  # noqa: S603
    try:
        end = time.monotonic() + 10
        while "here as help" not in log.read_text() and time.monotonic() < end:
            time.sleep(0.02)
        for sign in signs:
            process.send_signal(sign)
            time.sleep(0.05)
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.wait()
    said = log.read_text()
    assert "INFO hearth closing" in said
    assert "private words" not in said
    assert "Traceback" not in said


def test_status_shows_the_newest_backup_and_its_size(hearth: Hearth, tmp_path: Path) -> None:
    hearth("migrate")
    assert "Backups      none yet" in hearth("status").stdout
    folder = tmp_path / "data" / "backups"
    folder.mkdir()
    for day in ("2027-03-20", "2027-03-21"):
        (folder / f"hearth-{day}.db").write_bytes(b"x" * 4096)
    assert "Backups      newest hearth-2027-03-21.db: 4,096 bytes; 2 kept" in hearth("status").stdout

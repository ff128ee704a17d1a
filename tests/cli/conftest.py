"""`hearth` as a host starts it: in a folder of its own, with nothing of this computer's settings."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main

Ran = subprocess.CompletedProcess[str]
Hearth = Callable[..., Ran]


@pytest.fixture
def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("HEARTH_")}


@pytest.fixture
def program(tmp_path: Path, environment: dict[str, str]) -> Hearth:
    """Runs `python -m bot` as an own process in `tmp_path`."""

    def run(*arguments: str, **settings: str) -> Ran:
        command = [sys.executable, "-W", "error::ResourceWarning", "-m", "bot", *arguments]
        return subprocess.run(  # noqa: S603
            command,
            cwd=tmp_path,
            env=environment | settings,
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )

    return run


@pytest.fixture
def hearth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Hearth:
    """Runs the same inside the test's process."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("HEARTH_")]:
        monkeypatch.delenv(name)

    def run(*arguments: str, **settings: str) -> Ran:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        try:
            code = main(arguments)
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return Ran(["hearth", *arguments], code, said.out, said.err)

    return run

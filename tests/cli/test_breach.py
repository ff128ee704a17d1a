"""`hearth breach`: what copied files tell together, notices in both languages, a freeze, and its end."""

import stat
from pathlib import Path

import pytest

from tests.cli.test_verify import PEOPLE, let_in

from .conftest import Hearth


@pytest.fixture
def house(tmp_path: Path) -> list[int]:
    return let_in(tmp_path)


ALL, WHO, NAMES = "Everything that is kept", "Who the members are", "Names and agreements of circles"

TOGETHER = {
    ("main",): ("Which Discord servers", (ALL, WHO, NAMES)),
    ("people",): ("How many people there are, and nothing", (ALL, WHO, NAMES)),
    ("backups",): ("How many people there are, and nothing", (ALL, WHO, NAMES)),
    ("key",): ("Nothing; but with a copy", (ALL, WHO, NAMES)),
    ("people", "key"): (WHO, (ALL, NAMES)),
    ("main", "key"): (NAMES, (ALL, WHO)),
    ("backups", "key"): (ALL, (WHO, NAMES)),
    ("token",): ("speak as the bot", (ALL, WHO, NAMES)),
    (): (ALL, (WHO, NAMES)),
}


@pytest.mark.parametrize("copied", TOGETHER)
def test_what_files_tell_together_is_said(hearth: Hearth, house: list[int], copied: tuple[str, ...]) -> None:
    ran = hearth("breach", *(("--copied", *copied) if copied else ()))
    assert ran.returncode == 0
    told, never = TOGETHER[copied]
    assert told in ran.stdout
    assert not [line for line in never if line in ran.stdout]
    assert "People in people.db: 3." in ran.stdout
    assert not any(str(one) in ran.stdout for one in (*house, *PEOPLE))


@pytest.mark.usefixtures("house")
def test_drafts_come_in_both_languages_and_what_was_written_into_them_stays(hearth: Hearth, tmp_path: Path) -> None:
    ran = hearth("breach", "--copied", "main", "--drafts", "drafts")
    drafts = tmp_path / "drafts"
    names = {f"{what}.{language}.txt" for what in ("members", "discord", "authority") for language in ("en", "es")}
    assert {file.name for file in drafts.iterdir()} == names
    for file in drafts.iterdir():
        assert "{" not in file.read_text(encoding="utf-8")
        assert "hearth.db" in file.read_text(encoding="utf-8")
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    deadline = next(line for line in ran.stdout.splitlines() if "told by" in line).rpartition("told by ")[2]
    assert deadline.rstrip(".") in (drafts / "authority.en.txt").read_text(encoding="utf-8")
    (drafts / "members.en.txt").write_text("mine")
    hearth("breach", "--drafts", "drafts")
    assert (drafts / "members.en.txt").read_text() == "mine"


@pytest.mark.usefixtures("house")
def test_over_is_said_once(hearth: Hearth) -> None:
    assert "Nothing was frozen" in hearth("breach", "--over").stdout
    hearth("breach")
    assert "go again" in hearth("breach", "--over").stdout
    assert "Nothing was frozen" in hearth("breach", "--over").stdout


def test_without_data_it_is_one_sentence(hearth: Hearth) -> None:
    ran = hearth("breach")
    assert ran.returncode == 2
    assert "is missing" in ran.stderr

"""`hearth helplines`: files are looked over, checks are noted beside the data, and a list can be written out."""

import csv
import io
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from tests.guards.source import ROOT

from .conftest import Hearth


def noted(folder: Path) -> dict[str, object]:
    return yaml.safe_load((folder / "data" / "helplines_checked.yaml").read_text(encoding="utf-8"))


def own_lines(folder: Path) -> Path:
    """Give the host a configuration of their own, with a copy of the lines."""
    shutil.copytree(ROOT / "config" / "helplines", folder / "config" / "helplines")
    (folder / "config" / "instance.yaml").write_text("", encoding="utf-8")
    return folder / "config" / "helplines"


def test_check_says_how_many_there_are_and_what_nobody_checked(hearth: Hearth) -> None:
    ran = hearth("helplines", "check")
    assert ran.returncode == 0
    assert ran.stdout.startswith("Lines: 133. Countries: 31. Emergency numbers: 88.\n133 to check")
    assert "gb-samaritans: Samaritans (not checked here; its source: undated (current page) / 2015)" in ran.stdout


def test_confirm_notes_today_for_a_line_or_a_whole_country(hearth: Hearth, tmp_path: Path) -> None:
    ran = hearth("helplines", "confirm", "gb-shout", "BE")
    assert ran.returncode == 0
    today = datetime.now(UTC).date()
    assert noted(tmp_path) == {"be-zelfmoordlijn-1813": today, "gb-shout": today}
    checked = hearth("helplines", "check").stdout
    assert "131 to check" in checked
    assert "gb-shout" not in checked


def test_an_earlier_note_stays_and_what_is_old_is_listed_again(hearth: Hearth, tmp_path: Path) -> None:
    hearth("helplines", "confirm", "gb-shout")
    file = tmp_path / "data" / "helplines_checked.yaml"
    long_ago = datetime.now(UTC).date() - timedelta(days=181)
    file.write_text(f"gb-shout: {long_ago}\n", encoding="utf-8")
    hearth("helplines", "confirm", "gb-samaritans")
    assert set(noted(tmp_path)) == {"gb-shout", "gb-samaritans"}
    assert "gb-shout: Shout (checked over 180 days ago" in hearth("helplines", "check").stdout


def test_a_line_that_is_not_there_is_one_sentence_and_nothing_is_noted(hearth: Hearth, tmp_path: Path) -> None:
    ran = hearth("helplines", "confirm", "gb-shout", "gb-samaritan")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "There is no line gb-samaritan: did you mean gb-samaritans? Nothing was noted.\n"
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("how", ["check", "export"])
def test_a_wrong_number_in_the_hosts_own_files_is_one_sentence_with_its_line(
    hearth: Hearth, tmp_path: Path, how: str
) -> None:
    file = own_lines(tmp_path) / "GB.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("call: [116 123]", "call: [116 l23]", 1), encoding="utf-8")
    ran = hearth("helplines", how)
    assert ran.returncode == 2
    assert ran.stderr.startswith(f"{file}, line 9: 116 l23 is no number")
    assert len(ran.stderr.splitlines()) == 1


def test_the_bot_does_not_start_with_such_a_file(hearth: Hearth, tmp_path: Path) -> None:
    file = own_lines(tmp_path) / "GB.yaml"
    file.write_text("country: GB\n", encoding="utf-8")
    ran = hearth("run", HEARTH_DISCORD_TOKEN="MTIz.rehearsal.abc-DEF_123")
    assert ran.returncode == 2
    assert ran.stderr.splitlines()[-1].startswith(f"{file}, line 1: lines needs a list")


def test_the_hosts_own_lines_count(hearth: Hearth, tmp_path: Path) -> None:
    folder = own_lines(tmp_path)
    for path in folder.glob("[A-Z]*.yaml"):
        if path.stem != "GB":
            path.unlink()
    assert hearth("helplines", "check").stdout.startswith("Lines: 18. Countries: 1.")


def test_export_writes_every_number_as_csv(hearth: Hearth) -> None:
    rows = list(csv.DictReader(io.StringIO(hearth("helplines", "export", "--as", "csv").stdout)))
    assert len(rows) == 133 + 88
    assert {row["call"] for row in rows if row["country"] == "ES"} >= {"024", "016", "112"}
    assert all(row["source"] for row in rows)


@pytest.mark.parametrize(("kind", "head"), [("text", "ES\n"), ("markdown", "# ES\n")])
def test_export_writes_a_list_to_read(hearth: Hearth, kind: str, head: str) -> None:
    written = hearth("helplines", "export", "--as", kind, "--language", "es").stdout
    assert head in written
    assert "Líneas para mujeres y para menores" in written
    assert "SHOUT to 85258" in written


@pytest.mark.parametrize("arguments", [(), ("call",), ("confirm",), ("export", "--as", "pdf")])
def test_what_is_not_known_ends_with_2(hearth: Hearth, arguments: tuple[str, ...]) -> None:
    assert hearth("helplines", *arguments).returncode == 2

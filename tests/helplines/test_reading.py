"""A file of help lines is judged at start: what cannot be used is refused with its file, line and what to mend."""

from datetime import date
from pathlib import Path

import pytest

from bot.core.refusals import SettingsFault
from bot.helplines.model import Known, Opening, Topic
from bot.helplines.reading import read_directory

EMERGENCY = """\
menus:
  europe: [PT]
numbers:
  - {country: PT, kind: all, number: '112', service: all, source: a page, date: 2026-01, confidence: high}
"""
LINE = """\
country: PT
zone: Europe/Lisbon
lines:
  - id: pt-harbour
    name: Harbour Line
    topics: [warm_line]
    call: [024 11]
    hours: by day
    open: [mon-fri 10:00-18:00]
    source: a page
    date: '2026-01'
    confidence: high
"""


def folder(tmp_path: Path, line: str = LINE, emergency: str = EMERGENCY, words: str | None = None) -> Path:
    (tmp_path / "PT.yaml").write_text(line, encoding="utf-8")
    (tmp_path / "emergency.yaml").write_text(emergency, encoding="utf-8")
    if words is not None:
        (tmp_path / "words.yaml").write_text(words, encoding="utf-8")
    return tmp_path


def with_line(tmp_path: Path, before: str, after: str) -> Path:
    assert before in LINE
    return folder(tmp_path, LINE.replace(before, after))


def fault(path: Path) -> str:
    with pytest.raises(SettingsFault) as found:
        read_directory(path)
    return str(found.value)


def test_a_line_is_read_as_it_is_written(tmp_path: Path) -> None:
    line = read_directory(folder(tmp_path)).lines[0]
    assert [way.number for way in line.call] == ["024 11"]
    assert line.topics == (Topic.WARM_LINE,)
    assert line.hours.openings == (Opening((0, 1, 2, 3, 4), 600, 1080),)
    assert (line.on_bill, line.may_contact_police, line.cost.words) == (Known.UNKNOWN, Known.UNKNOWN, "unknown")


def test_a_leading_zero_without_quotes_stays(tmp_path: Path) -> None:
    line = read_directory(with_line(tmp_path, "[024 11]", "[024]")).lines[0]
    assert line.call[0].number == "024"


@pytest.mark.parametrize(
    ("before", "after", "line", "says"),
    [
        ("[024 11]", "[024O11]", 7, "024O11 is no number"),
        ("[024 11]", "['+']", 7, "+ is no number"),
        ("[024 11]", "[call 024]", 7, "call 024 is no number"),
        ("[024 11]", "[{a: b}]", 7, "call needs a list of single values"),
        ("    source: a page\n", "", 4, "source is missing"),
        ("source: a page", "source: ''", 10, "source is missing"),
        ("    date: '2026-01'\n", "", 4, "date is missing"),
        ("[warm_line]", "[weather]", 6, "weather is no topic: choose from suicide"),
        ("[warm_line]", "[]", 6, "a line needs a topic"),
        ("id: pt-harbour", "id: harbour", 4, "beginning pt-"),
        ("id: pt-harbour", "id: pt-Harbour", 4, "pt-Harbour is no id"),
        ("name: Harbour Line", f"name: {'x' * 101}", 5, "name has 101 characters: at most 100 fit"),
        ("country: PT", "country: ES", 1, "ES is not what the file is called"),
        ("country: PT", "country: Portugal", 1, "Portugal is not what the file is called"),
        ("zone: Europe/Lisbon", "zone: Europe/Atlantis", 2, "Europe/Atlantis is no time zone"),
        ("mon-fri 10:00-18:00", "weekdays 10-18", 9, "weekdays 10-18 are no hours"),
        ("mon-fri 10:00-18:00", "mon-fri 10:00-25:00", 9, "are no hours"),
        ("mon-fri 10:00-18:00", "mon-xyz 10:00-18:00", 9, "are no hours"),
        ("mon-fri 10:00-18:00", "10:00-10:00", 9, "are no hours"),
        ("hours: by day", "on_bill: maybe", 8, "on_bill is maybe: choose from yes, no, unknown"),
        ("hours: by day", "chat: https://a page", 8, "is no address"),
        ("hours: by day", "site: javascript:x", 8, "javascript:x is no address"),
        ("hours: by day", "site: https://a>b", 8, "is no address"),
        ("hours: by day", "text: HELLO", 8, "HELLO is no number"),
        ("hours: by day", "phone: 1", 8, "phone is not known here"),
        ("hours: by day", "about: {es: Una línea}", 8, "about needs its words in en"),
        ("hours: by day", f"about: {{en: {'x' * 301}}}", 8, "en has 301 characters"),
        ("hours: by day", "hours: a\n    hours: b", 9, "hours is there twice"),
        ("hours: by day", "hours: [a, b]", 8, "hours needs one value"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_line(
    tmp_path: Path, before: str, after: str, line: int, says: str
) -> None:
    told = fault(with_line(tmp_path, before, after))
    assert told.startswith(f"{tmp_path / 'PT.yaml'}, line {line}: ")
    assert says in told


def test_two_lines_of_one_name_are_refused(tmp_path: Path) -> None:
    again = LINE + LINE.partition("lines:\n")[2]
    assert "PT.yaml, line 13: pt-harbour is there twice" in fault(folder(tmp_path, again))


@pytest.mark.parametrize(
    "text", ["", "- a\n", "country: PT\nlines: none\n", "country: PT\nlines: [a]\n", "a: [b\n"]
)
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    assert "PT.yaml" in fault(folder(tmp_path, text))


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("'112'", "1 12", "line 4: 1 12 is no emergency number"),
        ("kind: all", "kind: fire", "line 4: kind is fire: choose from all, police, ambulance, text"),
        ("[PT]", "[PT, ES]", "line 2: ES has no emergency number below"),
        ("europe: [PT]", f"europe: [{', '.join(['PT'] * 26)}]", "line 2: a menu holds 25 countries at most"),
        ("europe: [PT]", "moon: [PT]", "line 2: moon is not known here"),
        ("source: a page, ", "", "line 4: source is missing"),
    ],
)
def test_a_wrong_emergency_number_or_menu_is_refused(tmp_path: Path, before: str, after: str, says: str) -> None:
    assert before in EMERGENCY
    told = fault(folder(tmp_path, emergency=EMERGENCY.replace(before, after)))
    assert told.startswith(f"{tmp_path / 'emergency.yaml'}, {says}")


def test_a_missing_emergency_file_is_refused(tmp_path: Path) -> None:
    (folder(tmp_path) / "emergency.yaml").unlink()
    assert "emergency.yaml is missing" in fault(tmp_path)


def test_a_remark_is_kept_apart_from_the_number_and_said_in_the_readers_language(tmp_path: Path) -> None:
    path = folder(tmp_path, LINE.replace("[024 11]", "[(02) 11 (landline)]"), words="landline: {en: L, es: F}")
    way = read_directory(path).lines[0].call[0]
    assert (way.number, way.stored) == ("(02) 11", "(02) 11 (landline)")
    assert way.remark is not None
    assert way.remark.by_locale["es"] == "F"


def test_when_the_host_checked_a_line_is_read_from_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "lines").mkdir()
    lines = folder(tmp_path / "lines")
    checked = tmp_path / "checked.yaml"
    checked.write_text("pt-harbour: 2026-05-03\npt-gone: 2026-05-03\n", encoding="utf-8")
    assert read_directory(lines, checked).lines[0].checked == date(2026, 5, 3)
    checked.write_text("pt-harbour: yesterday\n", encoding="utf-8")
    with pytest.raises(SettingsFault, match="the day of pt-harbour is no date"):
        read_directory(lines, checked)
    assert read_directory(lines, tmp_path / "none.yaml").lines[0].checked is None

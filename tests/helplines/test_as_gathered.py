"""Every number, source and date is as it was gathered: no digit changed, and what is unknown stays unknown.

`gathered_lines.csv` and `gathered_emergency.csv` were made from the gathered material itself, before any file of
config/helplines was read: one check-sum for each entry, over its values as they are written, one on each line, in
the order of `LINE` and `NUMBER` below. Several numbers or languages are joined by ` | `, a value that is missing is
`unknown`, and where an entry was gathered twice the later finding counts. To change a number for good, look it
up at its source, change the file, and put the new check-sum into the table, in one commit that says why.
"""

import csv
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.assembly import shipped_lines
from bot.helplines.model import Known
from tests.guards.source import ROOT

FOLDER = ROOT / "config" / "helplines"
HERE = Path(__file__).parent
NOT_COUNTRIES = ("emergency.yaml", "words.yaml")

LINE = (
    *("name", "call", "text", "chat", "site", "hours", "cost", "on_bill", "may_contact_police", "languages"),
    *("source", "date", "confidence", "note"),
)
EMPTY_WHERE_MISSING = ("call", "text", "chat", "site", "languages", "note")
NUMBER = ("country", "kind", "number", "service", "source", "date", "confidence", "note")


def as_written(path: Path) -> Any:  # noqa: ANN401 - a file may hold anything
    # Every value stays the text it is: 024 is no number, and no is no "false".
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - it makes texts alone


def check_sum(values: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(values).encode()).hexdigest()


def value(entry: Mapping[str, Any], name: str) -> str:
    found = entry.get(name, "" if name in EMPTY_WHERE_MISSING else "unknown")
    return " | ".join(found) if isinstance(found, list) else str(found)


def gathered(name: str) -> list[tuple[str, ...]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


def shipped() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.name not in NOT_COUNTRIES:
            file = as_written(path)
            for line in file["lines"]:
                values = [file["country"], *(value(line, name) for name in LINE)]
                found.append((file["country"], line["name"], check_sum(values)))
    return found


def test_every_line_is_as_it_was_gathered_and_none_is_missing() -> None:
    assert sorted(shipped()) == sorted(gathered("gathered_lines.csv"))


def test_every_emergency_number_is_as_it_was_gathered_and_none_is_missing() -> None:
    numbers = as_written(FOLDER / "emergency.yaml")["numbers"]
    found = [
        (
            one["country"],
            one["kind"],
            one["number"],
            check_sum([str(one.get(name, "" if name == "note" else "unknown")) for name in NUMBER]),
        )
        for one in numbers
    ]
    assert sorted(found) == sorted(gathered("gathered_emergency.csv"))


@pytest.mark.parametrize("name", ["call", "text", "source", "date", "on_bill", "may_contact_police"])
def test_one_changed_sign_would_be_seen(name: str) -> None:
    line = next(one for one in as_written(FOLDER / "GB.yaml")["lines"] if one.get("text") and one.get("call"))
    before = [value(line, field) for field in LINE]
    after = [value({**line, name: f"{value(line, name)}1"}, field) for field in LINE]
    assert check_sum(before) != check_sum(after)


def test_the_numbers_in_memory_are_those_of_the_files() -> None:
    read = shipped_lines()
    held = {line.ident: line for line in (*read.lines, *read.beyond)}
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.name in NOT_COUNTRIES:
            continue
        for entry in as_written(path)["lines"]:
            line = held.pop(entry["id"])
            assert [way.stored for way in line.call] == entry.get("call", [])
            assert (line.text.stored if line.text else "") == entry.get("text", "")
            assert all(way.number in way.stored for way in (*line.call, *((line.text,) if line.text else ())))
            assert (line.source, line.dated.words) == (entry["source"], entry["date"])
            assert (line.on_bill, line.may_contact_police) == (entry["on_bill"], entry["may_contact_police"])
    assert held == {}


def test_what_is_not_known_is_said_to_be_unknown() -> None:
    said = [line.may_contact_police for line in shipped_lines().lines]
    # Sources of 17 name a case in which they tell authorities unasked, and of two say that they never do.
    assert [said.count(answer) for answer in (Known.YES, Known.NO, Known.UNKNOWN)] == [17, 2, 114]


def test_every_country_with_a_line_has_an_emergency_number_and_can_be_chosen() -> None:
    read = shipped_lines()
    for country in {line.country for line in read.lines}:
        assert read.emergency_of(country)
        assert country in read.countries
    assert len(read.countries) == len(set(read.countries)) == 55


def test_every_word_that_lines_share_is_there_in_both_languages() -> None:
    read = shipped_lines()
    shown = [
        written
        for line in (*read.lines, *read.beyond)
        for written in (
            *line.more_languages,
            *((line.about,) if line.about else ()),
            *((line.cost,) if line.cost.words != "unknown" else ()),
            *(
                way.remark
                for way in (*line.call, line.text, line.chat)
                if way is not None and way.remark is not None
            ),
        )
    ]
    assert len(shown) > 150
    assert [written.words for written in shown if {"en", "es"} - written.by_locale.keys()] == []

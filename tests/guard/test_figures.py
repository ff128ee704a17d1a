"""What the shipped rules make of invented passages, kept apart by when they were written, and of ordinary chat."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.chatter import ordinary
from bot.assembly import shipped_leak_guard
from bot.core.ids import Private
from bot.guard.model import Kind

FILES = ("before_rules", "after_rules")

CAUGHT_AT_LEAST = 0.98
FLAGGED_AT_MOST = 0.01


@dataclass(frozen=True)
class Row:
    text: Private
    expected: str
    country: str
    names: tuple[Private, ...]

    @property
    def found(self) -> set[str]:
        return {find.kind.value for find in shipped_leak_guard().read(self.text, self.names)}


def rows(file: str) -> list[Row]:
    with (Path(__file__).parent / f"{file}.csv").open(encoding="utf-8", newline="") as opened:
        return [
            Row(
                Private(row["text"]),
                row["expected"],
                row.get("country", ""),
                tuple(Private(name) for name in row["names"].split("|") if name),
            )
            for row in csv.DictReader(opened)
        ]


def share(some: Sequence[Row]) -> float:
    return sum(bool(row.found) for row in some) / len(some)


@pytest.mark.parametrize("file", FILES)
def test_what_gives_somebody_away_is_pointed_out(file: str) -> None:
    assert share([row for row in rows(file) if row.expected != "none"]) >= CAUGHT_AT_LEAST


@pytest.mark.parametrize("file", FILES)
def test_ordinary_words_and_numbers_are_left_alone(file: str) -> None:
    assert share([row for row in rows(file) if row.expected == "none"]) <= FLAGGED_AT_MOST


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("kind", Kind)
def test_nine_in_ten_are_told_for_what_they_are(file: str, kind: Kind) -> None:
    some = [row for row in rows(file) if row.expected == kind]
    assert sum(kind in row.found for row in some) >= 0.9 * len(some) > 0


@pytest.mark.parametrize("file", FILES)
def test_each_file_is_half_harmless_and_comes_from_eight_countries(file: str) -> None:
    read = rows(file)
    assert len({row.text for row in read}) == len(read) >= 220
    assert 0.4 <= sum(row.expected == "none" for row in read) / len(read) <= 0.6
    assert len({row.country for row in read}) >= 8


def test_a_third_look_at_what_neither_half_held_does_nearly_as_well() -> None:
    read = rows("third_look")
    assert share([row for row in read if row.expected != "none"]) >= 0.9
    assert share([row for row in read if row.expected == "none"]) <= 0.05


def test_ordinary_chat_is_left_alone() -> None:
    flagged = [message for message in ordinary(10_000) if shipped_leak_guard().read(Private(message))]
    assert flagged == []

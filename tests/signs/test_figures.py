"""What the shipped rules make of invented texts, kept apart by when they were written, and of ordinary chat."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.chatter import ordinary
from bot.assembly import shipped_signs
from bot.core.ids import Private
from bot.signs.model import Level

FILES = ("before_rules", "after_rules")
FLAGGED = (Level.OFFER, Level.URGENT)

AT_LEAST = {"explicit": 0.9, "obfuscated": 0.95, "spaced": 0.9, "swapped": 0.6}
AT_MOST = {"chat": 0.0, "support": 0.01, "topic": 0.027, "negated": 0.02, "past": 0.1, "story": 0.0, "friend": 0.0}


@dataclass(frozen=True)
class Row:
    text: Private
    expected: Level
    kind: str

    @property
    def level(self) -> Level:
        return shipped_signs().read(self.text, "en").level


def rows(file: str, kind: str | None = None) -> list[Row]:
    with (Path(__file__).parent / f"{file}.csv").open(encoding="utf-8", newline="") as opened:
        read = [Row(Private(row["text"]), Level(row["expected"]), row["kind"]) for row in csv.DictReader(opened)]
    return [row for row in read if kind in (None, row.kind)]


def share(some: Sequence[Row]) -> float:
    return sum(row.level in FLAGGED for row in some) / len(some)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("kind", AT_LEAST)
def test_what_is_written_in_need_is_seen(file: str, kind: str) -> None:
    assert share(rows(file, kind)) >= AT_LEAST[kind]


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("kind", AT_MOST)
def test_what_only_sounds_like_it_is_left_alone(file: str, kind: str) -> None:
    assert share(rows(file, kind)) <= AT_MOST[kind]


@pytest.mark.parametrize("file", FILES)
def test_each_file_holds_three_hundred_texts_in_two_languages(file: str) -> None:
    texts = [row.text for row in rows(file)]
    assert len(set(texts)) == len(texts) >= 300


@pytest.mark.parametrize("file", FILES)
def test_nine_in_ten_are_read_as_they_were_meant(file: str) -> None:
    read = rows(file)
    assert sum(row.level is row.expected for row in read) / len(read) >= 0.9


@pytest.mark.parametrize("file", FILES)
def test_worry_about_somebody_else_is_never_taken_for_ones_own(file: str) -> None:
    assert [row.text for row in rows(file, "friend") if row.level in FLAGGED] == []


def test_ordinary_chat_is_left_alone() -> None:
    flagged = [message for message in ordinary(10_000) if shipped_signs().read(Private(message), "en").offers]
    assert flagged == []


def test_conduct_towards_others_is_not_ones_own_risk() -> None:
    for text in ("kys", "go kys loser", "you should kill yourself", "mátate"):
        assert not shipped_signs().read(Private(text), "en").offers

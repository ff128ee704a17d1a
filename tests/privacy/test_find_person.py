"""The search for one person in raw bytes sees every spelling, and says so where it sees nothing."""

import base64
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.find_person import BLIND, FOUND, NOTHING, Sought, spellings, traces

WHO = 1234567890123456789
NUMBER = 4611686018427387001
WORDS = "the lamp by the window"
SOUGHT = Sought(WHO, (NUMBER,), (WORDS,))

PLANTED = {
    "digits": str(WHO).encode(),
    "hex": f"{WHO:x}".encode(),
    "big end first": WHO.to_bytes(8),
    "little end first": WHO.to_bytes(8, "little"),
    "base64 of digits": base64.b64encode(str(WHO).encode()),
    "base64 within longer text": base64.b64encode(b"xy" + WORDS.encode() + b"z"),
    "base32 within longer text": base64.b32encode(b"xyz" + WORDS.encode() + b"z"),
    "words": WORDS.encode(),
    "words as Windows writes them": WORDS.encode("utf-16-le"),
    "number": NUMBER.to_bytes(8),
}


def program(*told: str) -> subprocess.CompletedProcess[bytes]:
    """Run the search as a host would."""
    whole = [sys.executable, "-m", "benchmarks.find_person", *told]
    return subprocess.run(whole, check=False, capture_output=True)  # noqa: S603


@pytest.mark.parametrize("way", PLANTED)
def test_each_spelling_is_seen(way: str, tmp_path: Path) -> None:
    (tmp_path / "some.log").write_bytes(b"before " + PLANTED[way] + b" after")
    assert traces(tmp_path, spellings(SOUGHT, None))


def test_somebody_else_is_not_taken_for_them(tmp_path: Path) -> None:
    (tmp_path / "some.log").write_bytes(str(WHO + 1).encode() + (NUMBER + 1).to_bytes(8) + b"the lamp by the door")
    assert traces(tmp_path, spellings(SOUGHT, None)) == []


def test_a_deleted_row_is_seen_where_it_still_lies_in_the_file(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "some.db", isolation_level=None)) as made:
        made.execute("PRAGMA secure_delete = OFF")
        made.execute("CREATE TABLE diary (person INTEGER, words TEXT)")
        made.execute("INSERT INTO diary VALUES (?, ?)", (NUMBER, WORDS))
        made.execute("DELETE FROM diary")
    assert traces(tmp_path, spellings(SOUGHT, None))


def test_a_packed_export_is_looked_into(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mine.json", WORDS * 20)
    assert traces(tmp_path, spellings(SOUGHT, None))


@pytest.mark.parametrize(
    ("held", "extra", "code"),
    [(WORDS, [], FOUND), (WORDS, ["--must-find"], FOUND), ("", [], NOTHING), ("", ["--must-find"], BLIND)],
)
def test_the_program_says_by_its_exit_what_it_saw(held: str, extra: list[str], code: int, tmp_path: Path) -> None:
    (tmp_path / "some.log").write_text(held)
    told = ["--data", str(tmp_path), "--id", str(WHO), "--word", WORDS, *extra]
    ran = program(*told)
    assert ran.returncode == code
    assert WORDS.encode() not in ran.stdout


def test_a_place_without_files_is_blind(tmp_path: Path) -> None:
    told = ["--data", str(tmp_path), "--id", str(WHO)]
    ran = program(*told)
    assert ran.returncode == BLIND

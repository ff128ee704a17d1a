"""The exercises as they ship, and copies of their files to break."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.core.texts import load_texts
from bot.escape.book import read_book
from bot.escape.model import Book
from tests.guards.source import ROOT

SHIPPED = ROOT / "config"

Broken = Callable[..., Path]
"""Changes one passage of one file in a copy of what ships, and answers the folder."""


@pytest.fixture(scope="session")
def book() -> Book:
    return read_book(SHIPPED / "escape.yaml", load_texts(SHIPPED / "texts"))


@pytest.fixture
def broken(tmp_path: Path) -> Broken:
    folder = tmp_path / "config"
    for locale in ("en", "es"):
        (folder / "texts" / locale).mkdir(parents=True)
        shutil.copy(SHIPPED / "texts" / locale / "exercises.yaml", folder / "texts" / locale)
    shutil.copy(SHIPPED / "escape.yaml", folder)

    def change(place: str, passage: str, instead: str) -> Path:
        path = folder / place
        words = path.read_text(encoding="utf-8")
        assert passage in words
        path.write_text(words.replace(passage, instead, 1), encoding="utf-8")
        return folder

    return change


def read(folder: Path) -> Book:
    """Read the exercises of a folder as at start."""
    return read_book(folder / "escape.yaml", load_texts(folder / "texts"))

"""What the documents say is what the code does."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.core.feature import Column, Erase, Feature, Table
from tests.guards import documents
from tests.guards.privacy_tables import BEGIN, END, render_tables
from tests.guards.source import ROOT
from tests.guards.tables import features


def test_the_documents_are_there() -> None:
    assert documents.missing(ROOT) == []


def test_privacy_lists_everything_that_is_kept() -> None:
    assert documents.privacy(ROOT, features()) == []


def test_privacy_names_whoever_the_pages_about_trust_name() -> None:
    assert documents.trust(ROOT) == []


@pytest.mark.parametrize(
    ("line", "document", "found"),
    [
        ("**Whoever runs {bot}** has it.", "**Whoever runs Hearth, the host,** has it.", []),
        ("**The owner** sees.", "The owner sees.", ["PRIVACY.md does not name: The owner"]),
        ("Nobody in bold.", "", ["trust.could.host names nobody in bold"]),
    ],
)
def test_somebody_privacy_leaves_out_is_seen(line: str, document: str, found: list[str], tmp_path: Path) -> None:
    texts = {f"config/texts/{locale}/trust.yaml": f'could:\n  host: "{line}"\n' for locale in ("en", "es")}
    _plant(tmp_path, {**texts, "PRIVACY.md": document})
    assert documents.trust(tmp_path) == found


def test_the_rehearsal_document_names_every_press() -> None:
    assert documents.presses(ROOT) == []


def test_the_safety_document_has_every_promise_the_code_cites() -> None:
    assert documents.promises(ROOT) == []


def test_nothing_names_a_path_of_one_machine() -> None:
    assert documents.machine_paths(ROOT) == []


def test_the_list_can_be_printed() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "tests.guards.privacy_tables"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert printed.stdout == f"{BEGIN}\n\n{render_tables(features())}\n\n{END}\n"


DIARIES = Feature(
    name="diaries",
    tables=(
        Table(
            name="diary",
            columns=(
                Column("person", "Whose it is.", "Nobody."),
                Column("sealed", "This | that.", "The person.", sealed=True),
            ),
            retention="7 days.",
            erase=Erase.DELETE,
        ),
    ),
)
LISTED = """### diaries: `diary`

Kept: 7 days.

Rows about a person go when that person presses erase. File: main.

| what | why | who can read it | encrypted |
| --- | --- | --- | --- |
| `person` | Whose it is. | Nobody. | no |
| `sealed` | This \\| that. | The person. | yes |"""


def test_the_list_has_every_reason_and_age() -> None:
    assert render_tables([Feature("empty"), DIARIES]) == LISTED


@pytest.mark.parametrize(
    ("listed", "found"),
    [
        (f"{BEGIN}\n{LISTED}\n{END}", []),
        ("", [f"PRIVACY.md needs {BEGIN} and {END} once each"]),
        (f"{END}{LISTED}{BEGIN}", [f"PRIVACY.md needs {BEGIN} and {END} once each"]),
        (f"{BEGIN}{LISTED}\n\n{LISTED}\n{END}", [f"PRIVACY.md says twice: {LISTED}"]),
        (f"{BEGIN}More.\n{LISTED}{END}", ["PRIVACY.md still says: More."]),
        (f"{BEGIN}{END}", [f"PRIVACY.md lacks: {LISTED}"]),
        (f"{BEGIN}{LISTED[:-3]}{END}", [f"PRIVACY.md lacks: {LISTED}", f"PRIVACY.md still says: {LISTED[:-3]}"]),
    ],
)
def test_another_list_than_the_declared_one_is_seen(listed: str, found: list[str], tmp_path: Path) -> None:
    _plant(tmp_path, {"PRIVACY.md": f"# Privacy\n{listed}\nThe end.\n"})
    assert documents.privacy(tmp_path, [DIARIES]) == found


def test_a_missing_or_empty_document_is_seen(tmp_path: Path) -> None:
    _plant(tmp_path, dict.fromkeys(documents.EXPECTED, "Words."))
    assert documents.missing(tmp_path) == []
    (tmp_path / "PRIVACY.md").unlink()
    (tmp_path / "docs" / "safety.md").write_text("\n", encoding="utf-8")
    assert documents.missing(tmp_path) == ["PRIVACY.md", "docs/safety.md"]


COG = "class C:\n    feature = 'circles'\n    @pressed('join')\n    async def join(self, press): ...\n"


@pytest.mark.parametrize(
    ("code", "document", "red"),
    [
        ("button('x', f'circles:join:{circle}')", "Buttons: `circles:join:<circle>`.", False),
        ("button('x', f'circles:join:{circle}')", "Buttons: `circles:joined`.", True),
        ("button('x', f'circles:join:{circle}')", "Nothing.", True),
        (COG, "", True),
        (COG, "| `circles:join` | lets in |", False),
        ("x = 'core:why'", "", False),
    ],
)
def test_a_press_that_is_not_documented_is_seen(code: str, document: str, red: bool, tmp_path: Path) -> None:
    _plant(tmp_path, {"bot/circles/__init__.py": "", "cogs/circles/cog.py": code, "docs/rehearsal.md": document})
    assert bool(documents.presses(tmp_path)) == red


@pytest.mark.parametrize(
    ("document", "red"),
    [("| R49 | names |", False), ("### R49 Names", False), ("It keeps R49.", True), ("| R4 |", True), ("", True)],
)
def test_a_promise_without_its_place_is_seen(document: str, red: bool, tmp_path: Path) -> None:
    _plant(tmp_path, {"bot/a.py": '"""Neutral names (R49)."""', "docs/safety.md": document})
    assert bool(documents.promises(tmp_path)) == red


@pytest.mark.parametrize("folder", ["tmp", "root", "work", "home"])
def test_a_path_of_one_machine_is_seen(folder: str, tmp_path: Path) -> None:
    _plant(tmp_path, {"docs/a.md": "Fine: https://example.org/home/ and rehearsal/.", "bot/a.py": ""})
    assert documents.machine_paths(tmp_path) == []
    _plant(tmp_path, {"docs/a.md": f"See `/{folder}/here`."})
    assert documents.machine_paths(tmp_path) == [f"docs/a.md:1: See `/{folder}/here`."]


def _plant(root: Path, files: dict[str, str]) -> None:
    for place, text in files.items():
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

"""Documents held against the code they speak about."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.core.feature import Feature
from bot.core.texts import DEFAULT_LOCALE
from tests.guards.pressing import answered, built
from tests.guards.privacy_tables import BEGIN, END, between_markers, render_tables
from tests.guards.texts import forms, load

EXPECTED = (
    *("README.md", "CONTRIBUTING.md", "PRIVACY.md", "CHANGELOG.md", ".env.example"),
    *("docs/rehearsal.md", "docs/safety.md"),
)
"""Documents a stranger looks for."""

FOLDERS = ("bot", "cogs", "config", "rehearsal", "tests", "benchmarks", "scripts", "docs", "requirements", ".ci")
TEXT = frozenset(
    {"", ".py", ".md", ".yaml", ".yml", ".toml", ".txt", ".in", ".sql", ".html", ".css", ".js", ".example"}
)
"""Files that are read for paths of one machine, by ending."""

RULE = re.compile(r"\bR\d{1,3}\b")
"""A promise of docs/safety.md, as code cites it."""

BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
"""What a paragraph is about."""

MACHINE = re.compile(r"(?<![\w.:/~-])/(?:tmp|root|work|home)/")
"""A path of the machine somebody worked on."""

OF_THIS_MACHINE = frozenset({".git", ".env"})
"""Files that are never committed and may name its paths: that of a second checkout, and the host's settings."""


def missing(root: Path) -> list[str]:
    """Report documents that are not there or say nothing."""
    return [name for name in EXPECTED if not _read(root / name).strip()]


def privacy(root: Path, declared: Iterable[Feature]) -> list[str]:
    """Report where PRIVACY.md's list of what is kept differs from what the FEATUREs declare."""
    shown = between_markers(_read(root / "PRIVACY.md"))
    if shown is None:
        return [f"PRIVACY.md needs {BEGIN} and {END} once each"]
    listed, kept = _parts(shown), _parts(render_tables(declared))
    return [
        *(f"PRIVACY.md lacks: {part}" for part in kept if part not in listed),
        *(f"PRIVACY.md still says: {part}" for part in listed if part not in kept),
        *(f"PRIVACY.md says twice: {part}" for part in sorted(set(listed)) if listed.count(part) > 1),
    ]


def trust(root: Path) -> list[str]:
    """Report whom the pages about trust name, in bold, as one who could see something, and PRIVACY.md does not."""
    told = [*(one.casefold() for one in BOLD.findall(_read(root / "PRIVACY.md")))]
    return [fault for key, words in _could(root) if (fault := _unnamed(key, words, told))]


def _could(root: Path) -> Iterator[tuple[str, str]]:
    texts = load(root)
    for key in texts.keys(DEFAULT_LOCALE):
        if re.fullmatch(r"trust\.(could|law)\..+", key):
            yield key, "".join(forms(texts.sentence(DEFAULT_LOCALE, key)).values())


def _unnamed(key: str, words: str, told: Iterable[str]) -> str | None:
    leads = [one.replace("{bot}", "Hearth").rstrip(".:,") for one in BOLD.findall(words)]
    if not leads:
        return f"{key} names nobody in bold"
    return next(
        (f"PRIVACY.md does not name: {one}" for one in leads if not any(one.casefold() in t for t in told)), None
    )


def _parts(listed: str) -> list[str]:
    """Answer the parts of a list, one for each table; their order tells nothing."""
    return [part.strip() for part in re.split(r"^(?=### )", listed, flags=re.MULTILINE) if part.strip()]


def presses(root: Path) -> list[str]:
    """Report custom id prefixes of the code that docs/rehearsal.md does not name."""
    document = _read(root / "docs" / "rehearsal.md")
    known = built(root) | answered(root)
    return [
        f"docs/rehearsal.md does not name {prefix} ({place})"
        for prefix, place in sorted(known.items())
        if not re.search(rf"(?<![\w:]){prefix}(?!\w)", document)
    ]


def promises(root: Path) -> list[str]:
    """Report R-numbers cited in the product that have no heading or row in docs/safety.md."""
    lines = _read(root / "docs" / "safety.md").splitlines()
    told = {rule for line in lines if line.lstrip().startswith(("#", "|")) for rule in RULE.findall(line)}
    cited: dict[str, str] = {}
    for path in _files(root, "bot", "cogs", "config"):
        for rule in RULE.findall(_read(path)):
            cited.setdefault(rule, path.relative_to(root).as_posix())
    return [
        f"docs/safety.md has no heading or row for {rule} ({cited[rule]})"
        for rule in sorted(cited.keys() - told, key=lambda rule: int(rule[1:]))
    ]


def machine_paths(root: Path) -> list[str]:
    """Report paths that exist on one machine alone."""
    top = (path for path in sorted(root.iterdir()) if path.is_file() and path.name not in OF_THIS_MACHINE)
    files = [*_files(root, *FOLDERS), *top]
    return [
        f"{path.relative_to(root).as_posix()}:{number}: {line.strip()[:80]}"
        for path in files
        if path.suffix in TEXT
        for number, line in enumerate(_read(path).splitlines(), start=1)
        if MACHINE.search(line)
    ]


def _files(root: Path, *folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix in TEXT and not {"__pycache__", "node_modules"} & {*path.parts}:
                yield path


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""

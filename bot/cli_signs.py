"""`hearth signs`: shows what a text is read as and why, and measures the rules on a file of the host's own."""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bot.cli_sheets import EXPECTED, TEXT, labelled
from bot.core.ids import Private
from bot.signs.model import Hit, Level
from bot.signs.service import Signs

LEVELS = (Level.NONE, Level.NOTE, Level.OFFER, Level.URGENT, Level.OTHER)
"""The levels in the order they are shown."""


def add_commands(signs: argparse.ArgumentParser) -> None:
    """Add what can be asked of `hearth signs`."""
    asked = signs.add_subparsers(dest="signs", metavar="WHAT", required=True)
    explain = asked.add_parser("explain", help="show what a text is read as, and why; nothing is kept")
    explain.add_argument("text", help="the text, in quotes")
    explain.add_argument("--locale", default="en", help="whose rules come first among equals (en)")
    measure = asked.add_parser("measure", help="measure the rules on a file with the columns text and expected")
    measure.add_argument("file", type=Path, metavar="FILE.csv")


def answer(asked: argparse.Namespace, config: Path) -> int:
    """Do what was asked with the rules of a configuration folder; raises SettingsFault for what cannot be used."""
    signs = Signs.load(config / "signs.yaml")
    if asked.signs == "explain":
        lines = explained(signs, Private(asked.text), asked.locale)
    else:
        lines = measured(signs, asked.file)
    for line in lines:
        print(line)
    return 0


def explained(signs: Signs, text: Private, locale: str) -> Iterator[str]:
    """Answer the level of a text, and of each hit its rule, where it stands, its words and what weighed on it."""
    reading = signs.read(text, locale)
    yield f"Read as: {reading.level}"
    for hit in reading.hits:
        yield f"  {hit.rule}: {_turned(hit)}, at {hit.start} to {hit.end}: “{text[hit.start : hit.end]}”"
        for weighed in hit.weighed:
            verb = "raised" if hit.level.weight > hit.says.weight else "lowered"
            yield f"    {verb} by {weighed.what}: {weighed.words}"
    if not reading.hits:
        yield "  no rule matches"


def _turned(hit: Hit) -> str:
    return f"{hit.says}" if hit.level is hit.says else f"{hit.says}, taken as {hit.level}"


def measured(signs: Signs, path: Path) -> Iterator[str]:
    """Answer how often each expected level was read as which, and the rates; never a text.

    Raises SettingsFault naming the row that cannot be used, by its number alone.
    """
    counts = Counter((expected, signs.read(text, "en").level) for text, expected in _rows(path))
    wide = max(len(level) for level in LEVELS) + 2
    yield "expected".ljust(10) + "".join(f"{level:>{wide}}" for level in LEVELS) + f"{'all':>{wide}}"
    for expected in LEVELS:
        row = [counts[expected, level] for level in LEVELS]
        yield f"{expected:10}" + "".join(f"{count:>{wide}}" for count in (*row, sum(row)))
    yield ""
    own = sum(counts[expected, level] for expected in _FLAGGED for level in LEVELS)
    seen = sum(counts[expected, level] for expected in _FLAGGED for level in _FLAGGED)
    yield f"offer or urgent, read as one of them   {_rate(seen, own)}"
    for expected in (Level.NONE, Level.NOTE, Level.OTHER):
        row = sum(counts[expected, level] for level in LEVELS)
        yield f"{expected}, read as offer or urgent".ljust(39) + _rate(
            sum(counts[expected, level] for level in _FLAGGED), row
        )
    yield "read as expected".ljust(39) + _rate(sum(counts[level, level] for level in LEVELS), sum(counts.values()))


_FLAGGED = (Level.OFFER, Level.URGENT)


def _rate(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / whole:.2f} %)" if whole else "none in the file"


def _rows(path: Path) -> Iterator[tuple[Private, Level]]:
    for row in labelled(path, LEVELS):
        yield Private(row[TEXT]), Level(row[EXPECTED])

"""`hearth guard`: shows what could give somebody away in a text, and measures the rules on a host's own file."""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.cli_sheets import EXPECTED, TEXT, labelled
from bot.core.ids import Private
from bot.guard.model import Kind
from bot.guard.service import Guard

NONE = "none"
"""What is expected of an ordinary text."""


@dataclass(frozen=True, slots=True)
class Row:
    """A text of a file, what should be found in it, and the names it is read for (a column `names`)."""

    text: Private
    expected: str
    names: tuple[Private, ...]


def add_commands(guard: argparse.ArgumentParser) -> None:
    """Add what can be asked of `hearth guard`."""
    asked = guard.add_subparsers(dest="guard", metavar="WHAT", required=True)
    explain = asked.add_parser("explain", help="show what could give somebody away, and why; nothing is kept")
    explain.add_argument("text", help="the text, in quotes")
    explain.add_argument(
        "--name", action="append", default=[], help="a name of somebody in the circle; may be repeated"
    )
    measure = asked.add_parser("measure", help="measure the rules on a file with the columns text and expected")
    measure.add_argument("file", type=Path, metavar="FILE.csv")


def answer(asked: argparse.Namespace, config: Path) -> int:
    """Do what was asked with the rules of a configuration folder; raises SettingsFault for what cannot be used."""
    guard = Guard.load(config / "guard.yaml")
    if asked.guard == "explain":
        lines = explained(guard, Private(asked.text), [Private(name) for name in asked.name])
    else:
        lines = measured(guard, asked.file)
    for line in lines:
        print(line)
    return 0


def explained(guard: Guard, text: Private, names: Iterable[Private] = ()) -> Iterator[str]:
    """Answer what was found in a text: kind, place, words, and the key of the sentence for its writer."""
    names = list(names)
    finds = guard.read(text, names)
    for find in finds:
        sure = "" if find.sure else ", perhaps"
        yield f"{find.kind}{sure}, at {find.start} to {find.end}: “{text[find.start : find.end]}” ({find.why})"
    if not finds:
        yield "nothing is pointed out"
    for name in guard.not_looked_for(names):
        yield f"too short to be looked for: {name}"


def measured(guard: Guard, path: Path) -> Iterator[str]:
    """Answer for each kind how often it was found, taken for another or missed, and the rates; never a text.

    Raises SettingsFault naming the row that cannot be used, by its number alone.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for row in _rows(path):
        found = {find.kind.value for find in guard.read(row.text, row.names)}
        counts[row.expected, row.expected if row.expected in found else min(found, default=NONE)] += 1
    order = [*(kind.value for kind in Kind), NONE]
    wide = max(len(one) for one in order) + 2
    yield "expected".ljust(wide) + "".join(one.rjust(wide) for one in order) + "all".rjust(wide)
    for expected in order:
        row = [counts[expected, one] for one in order]
        yield expected.ljust(wide) + "".join(str(count).rjust(wide) for count in (*row, sum(row)))
    yield ""
    wanted = sum(count for (expected, _), count in counts.items() if expected != NONE)
    missed = sum(count for (expected, found), count in counts.items() if expected != NONE and found == NONE)
    named = sum(count for (expected, found), count in counts.items() if expected == found != NONE)
    ordinary = sum(count for (expected, _), count in counts.items() if expected == NONE)
    yield f"what gives away, pointed out          {_rate(wanted - missed, wanted)}"
    yield f"what gives away, under its own kind   {_rate(named, wanted)}"
    yield f"ordinary, pointed out all the same    {_rate(ordinary - counts[NONE, NONE], ordinary)}"


def _rate(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / whole:.2f} %)" if whole else "none in the file"


def _rows(path: Path) -> Iterator[Row]:
    for row in labelled(path, sorted((NONE, *Kind))):
        yield Row(Private(row[TEXT]), row[EXPECTED], tuple(map(Private, (row.get("names") or "").split("|"))))

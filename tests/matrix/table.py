"""The permission matrix as a file: what each handler gives to whom, read and written as a table of words."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.matrix.kinds import KINDS

FILE = Path(__file__).with_name("expected.txt")
COLUMNS = ("shown", *KINDS)
VERDICTS = ("shows", "form", "does", "asks", "no")
"""A screen; a form; rows were changed; a yes is asked for first; a kind refusal. Behind it a `+` says that rows of
somebody else were changed, and a `!` that words came which were meant for somebody else."""

Row = Mapping[str, str]


def read(text: str) -> dict[str, Row]:
    """Answer the expected verdicts of each handler; raises ValueError naming a line that is none."""
    found: dict[str, Row] = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        handler, *cells = line.split()
        if len(cells) != len(COLUMNS) or handler in found or not all(map(_known, cells)):
            raise ValueError(f"not a line of the matrix, or twice the same handler: {line}")
        found[handler] = dict(zip(COLUMNS, cells, strict=True))
    return found


def _known(cell: str) -> bool:
    return cell.rstrip("+!") in (*VERDICTS, "-")


def line(handler: str, cells: Row) -> str:
    """Answer one line of the table."""
    return f"{handler:<28}" + "".join(f"{cells.get(one, '-'):<13}" for one in COLUMNS).rstrip()


def head() -> str:
    """Answer the names of the columns."""
    return line("# handler", {one: one for one in COLUMNS})


def written(rows: Iterable[tuple[str, Row]]) -> str:
    """Answer the whole table."""
    return "\n".join([head(), *(line(handler, cells) for handler, cells in rows)]) + "\n"


def differences(expected: Mapping[str, Row], found: Mapping[str, Row]) -> list[str]:
    """Answer each cell that is other than expected, and each handler that is in one of them alone."""
    lines = [f"{one}: nobody tried it, or it is gone" for one in sorted(expected.keys() - found.keys())]
    lines += [f"{one}: missing in {FILE.name}" for one in sorted(found.keys() - expected.keys())]
    for handler in sorted(expected.keys() & found.keys()):
        for column in COLUMNS:
            was, now = expected[handler][column], found[handler].get(column, "-")
            if was != now:
                lines.append(f"{handler}: {column} is {was} in {FILE.name}, and was {now}")
    return lines

"""The tables of PRIVACY.md, written from what the features declare: `python -m tests.guards.privacy_tables`."""

import sys
from collections.abc import Iterable, Iterator

from bot.assembly import FEATURES
from bot.core.feature import Feature, Table

BEGIN, END = "<!-- tables -->", "<!-- /tables -->"
"""What stands around the section in PRIVACY.md."""

FILES = {"main": "hearth.db", "people": "people.db"}
"""The file each table lies in, as the host sees it."""


def render_tables(features: Iterable[Feature]) -> str:
    """Answer every declared table as Markdown: how long rows live, and for each column why and for whom."""
    return "\n".join(line for feature in features for table in feature.tables for line in _lines(feature, table))


def _lines(feature: Feature, table: Table) -> Iterator[str]:
    yield f"### {feature.name}: `{table.name}` in `{FILES[table.file]}`"
    yield ""
    yield f"Kept: {table.retention.rstrip('.')}."
    yield ""
    yield "| column | what for | who can see it | sealed |"
    yield "| --- | --- | --- | --- |"
    for column in table.columns:
        sealed = "yes" if column.sealed else "no"
        yield f"| `{column.name}` | {_cell(column.purpose)} | {_cell(column.audience)} | {sealed} |"
    yield ""


def _cell(words: str) -> str:
    return words.rstrip(".").replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(f"{BEGIN}\n\n{render_tables(FEATURES)}{END}\n")

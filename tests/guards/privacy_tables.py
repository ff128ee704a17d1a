"""PRIVACY.md's list of everything kept, as the FEATUREs declare it; `python -m tests.guards.privacy_tables`."""

import sys
from collections.abc import Iterable

from bot.core.feature import Column, Erase, Feature, Table
from tests.guards.tables import features

BEGIN, END = "<!-- tables -->", "<!-- /tables -->"
"""What stands around the list in PRIVACY.md."""

ERASED = {
    Erase.DELETE: "Rows about a person go when that person presses erase.",
    Erase.NOT_PERSONAL: "No row is about a person.",
}
"""What erasing does to a table, in words."""


def render_tables(declared: Iterable[Feature]) -> str:
    """Answer the list: every table with its age, every column with its reason and its readers."""
    kept = sorted((feature for feature in declared if feature.tables), key=lambda feature: feature.name)
    return "\n\n".join(_table(feature, table) for feature in kept for table in feature.tables)


def _table(feature: Feature, table: Table) -> str:
    return "\n".join(
        (
            f"### {feature.name}: `{table.name}`",
            "",
            f"Kept: {table.retention}",
            "",
            f"{ERASED[table.erase]} File: {table.file}.",
            "",
            "| what | why | who can read it | encrypted |",
            "| --- | --- | --- | --- |",
            *(_row(column) for column in table.columns),
        )
    )


def _row(column: Column) -> str:
    sealed = "yes" if column.sealed else "no"
    return f"| `{column.name}` | {_cell(column.purpose)} | {_cell(column.audience)} | {sealed} |"


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def between_markers(document: str) -> str | None:
    """Answer what stands between the markers, or None where they are not there once each, in order."""
    if document.count(BEGIN) != 1 or document.count(END) != 1 or document.index(END) < document.index(BEGIN):
        return None
    return document.partition(BEGIN)[2].partition(END)[0].strip()


if __name__ == "__main__":
    sys.stdout.write(f"{BEGIN}\n\n{render_tables(features())}\n\n{END}\n")

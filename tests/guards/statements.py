"""Every SQL statement that stands whole in the product's code."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.guards.source import ROOT

RUNS = ("run", "one", "all")
"""What a transaction's statements are called."""

_NAMED = re.compile(r":([a-z_]+)")


@dataclass(frozen=True)
class Statement:
    """One statement, and where it stands."""

    place: str
    sql: str

    @property
    def names(self) -> tuple[str, ...]:
        """Answer the names of its values."""
        return tuple(_NAMED.findall(self.sql))


def statements_of_the_product() -> list[Statement]:
    """Answer every statement that is written out; one that is put together from pieces is not among them."""
    return [one for file in sorted((ROOT / "bot").rglob("*.py")) for one in _in(file.read_text(), file.name)]


def _in(text: str, place: str) -> Iterator[Statement]:
    for node in ast.walk(ast.parse(text)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in RUNS):
            continue
        sql = node.args[0] if node.args else None
        if isinstance(sql, ast.Constant) and isinstance(sql.value, str) and " " in sql.value:
            yield Statement(f"{place}:{node.lineno}", sql.value)

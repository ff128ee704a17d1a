"""Who speaks to the platform by itself: the sender alone, so that nothing is sent without its row."""

import ast
from pathlib import Path

from tests.guards.source import dotted, sources

SPEAKS = ("post", "whisper", "revise")
"""What a front does that a person would notice twice."""


def past_the_outbox(root: Path, allowed: tuple[str, ...]) -> list[str]:
    """Report posts, direct messages and edits that pass by the outbox; `allowed` files may make them."""
    return [
        source.at(node.lineno, f"{node.func.attr} goes through the outbox: put a Delivery there")
        for source in sources(root, "bot")
        if source.place not in allowed
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SPEAKS
        if (dotted(node.func.value, {}) or "").rpartition(".")[2].lstrip("_") == "front"
    ]

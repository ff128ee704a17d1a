"""What a log line may hold: a fixed sentence with counts, kinds, numbers of faults and pseudonyms (promise 5)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.guards.shape import is_log_call
from tests.guards.source import Source, sources

KIND = re.compile(
    r"type\(\w+\)\.__name__|fault\.(status|code)|(sweep|delivery|claimed\.delivery)\.kind|params\.method"
)
"""A kind of fault, of work or of request, and Discord's numbers for a fault: names that our own code gives."""

MADE = re.compile(r"(len|_kind|place_of|[\w.]*pseudonyms\.of)\(.*\)")
"""A count, a kind, a place in the code, a pseudonym."""

NAMED = frozenset({"mark", "kind", "which", "event_method", "scope", "rest"})
"""The number of an apology, kinds, a pseudonym that a line above made, an event of discord.py, a limit's scope."""

EXCUSED = frozenset(
    {
        # A sentence about a line of a file that came with Hearth.
        ("bot/signs/service.py", "fault"),
        # NotHeard holds a kind and numbers, by its own promise.
        ("cogs/switchboard.py", "fault"),
    }
)
"""Arguments that are more than that, by place, each with its reason."""


def telling(root: Path) -> list[str]:
    """Report log calls that pass anything else, faults with their words (`exc_info`, `exception`) included."""
    return [line for source in sources(root, "bot", "cogs") for line in _telling(source)]


def _telling(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call) or not is_log_call(node.func):
            continue
        if isinstance(node.func, ast.Attribute) and node.func.attr == "exception":
            yield source.at(node.lineno, "a fault's own words could be a person's: log its kind")
        for keyword in node.keywords:
            yield source.at(node.lineno, f"a log line takes no {keyword.arg}")
        if not node.args or not isinstance(node.args[0], ast.Constant):
            yield source.at(node.lineno, "a log line is a fixed sentence")
        for argument in node.args[1:]:
            if not _is_fit(source.place, ast.unparse(argument)):
                yield source.at(node.lineno, f"{ast.unparse(argument)} is no count, kind, number or pseudonym")


def _is_fit(place: str, written: str) -> bool:
    fit = KIND.fullmatch(written) or MADE.fullmatch(written) or written in NAMED
    return bool(fit) or (place, written) in EXCUSED

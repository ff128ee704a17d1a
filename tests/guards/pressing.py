"""Commands and custom ids as the code names them: what Discord is given, and what answers it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from tests.guards.source import Source, sources, strings

PREFIX = re.compile(r"([a-z_]+):([a-z_]+)(:.*)?")


def built(root: Path) -> dict[str, str]:
    """Answer the `<feature>:<action>` of every custom id that is written out, each with a place that builds it."""
    features = {path.name for path in (root / "bot").glob("*") if path.is_dir()} | _answering(root)
    found: dict[str, str] = {}
    for source in sources(root, "bot", "cogs"):
        for text, cut, line in strings(source.tree):
            prefix = PREFIX.fullmatch(text)
            # An f-string that goes on in the middle of the action does not tell the action.
            told = prefix is not None and not (cut and prefix[3] is None)
            if prefix is not None and told and prefix[1] in features:
                found.setdefault(f"{prefix[1]}:{prefix[2]}", f"{source.place}:{line}")
    return found


def answered(root: Path) -> dict[str, str]:
    """Answer the `<feature>:<action>` of every `@pressed(action)` method, each with its place."""
    return {
        f"{feature}:{action}": f"{source.place}:{line}"
        for source in sources(root, "cogs")
        for feature, decorator, action, line in _marked(source)
        if decorator == "pressed"
    }


def unanswered(root: Path) -> list[str]:
    """Report buttons, menus and forms whose press no cog answers."""
    known = answered(root)
    return [
        f"{place}: nothing answers {prefix}" for prefix, place in sorted(built(root).items()) if prefix not in known
    ]


def command_names(root: Path) -> dict[str, str]:
    """Answer every command's name by the place that gives it: in cogs/, or among the host's command_words."""
    found: dict[str, str] = {}
    for source in sources(root, "cogs"):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ("command", "Command"):
                given = [*node.args[:1], *(word.value for word in node.keywords if word.arg == "name")]
                for name in given:
                    if isinstance(name, ast.Constant) and isinstance(name.value, str):
                        found[f"{source.place}:{node.lineno}"] = name.value
    instance = root / "config" / "instance.yaml"
    if instance.exists():
        chosen = yaml.safe_load(instance.read_text(encoding="utf-8")).get("command_words", {})
        found |= {f"config/instance.yaml {command}": str(word) for command, word in chosen.items()}
    return found


def _answering(root: Path) -> set[str]:
    return {feature for source in sources(root, "cogs") for feature, *_ in _marked(source)}


def _marked(source: Source) -> Iterator[tuple[str, str, str, int]]:
    for cog in ast.walk(source.tree):
        if not isinstance(cog, ast.ClassDef):
            continue
        feature = next(
            (
                str(node.value.value)
                for node in cog.body
                if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "feature"
                if isinstance(node.value, ast.Constant)
            ),
            "",
        )
        for node in cog.body:
            for marked in getattr(node, "decorator_list", ()):
                if isinstance(marked, ast.Call) and marked.args and isinstance(marked.args[0], ast.Constant):
                    yield feature, ast.unparse(marked.func), str(marked.args[0].value), marked.lineno

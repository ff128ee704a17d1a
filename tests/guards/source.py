"""Python files as the guards see them: where they stand, what they import, which names they use."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
"""The repository."""


@dataclass(frozen=True)
class Import:
    """One imported thing by its full name, such as `bot.consent.store` or `bot.core.ids.PersonNumber`."""

    name: str
    line: int
    in_function: bool
    in_try: bool

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.name.split("."))


@dataclass(frozen=True)
class Source:
    """One Python file; `place` is its path below the root, with forward slashes."""

    place: str
    text: str
    tree: ast.Module

    @property
    def parts(self) -> tuple[str, ...]:
        """Answer the dotted name's parts; a package's own file ends in `__init__`."""
        return tuple(self.place.removesuffix(".py").split("/"))

    def at(self, line: int, what: str) -> str:
        """Answer a violation as the tests print it."""
        return f"{self.place}:{line}: {what}"

    def imports(self) -> list[Import]:
        """Answer every import, those inside functions and under TYPE_CHECKING included."""
        return list(_imports(self.tree, self.parts, in_function=False, in_try=False))

    def uses(self) -> Iterator[tuple[str, int]]:
        """Answer every dotted name used that begins with something imported, written out, and its line."""
        known = _aliases(self.tree)
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
                name = dotted(node, known)
                if name is not None and _first(node) in known:
                    yield name, node.lineno


def sources(root: Path, *folders: str) -> list[Source]:
    """Answer the Python files below the given folders of a tree."""
    found = [path for folder in folders for path in sorted((root / folder).rglob("*.py"))]
    return [_source(path, path.relative_to(root).as_posix(), path.stat().st_mtime_ns) for path in found]


@lru_cache(maxsize=2000)
def _source(path: Path, place: str, _changed: int) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(place, text, ast.parse(text, place))


def _imports(node: ast.AST, here: tuple[str, ...], *, in_function: bool, in_try: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        for name in _named(child, here):
            yield Import(name, getattr(child, "lineno", 1), in_function, in_try)
        yield from _imports(
            child,
            here,
            in_function=in_function or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda),
            in_try=in_try or isinstance(child, ast.Try),
        )


def _named(node: ast.AST, here: tuple[str, ...]) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        above = here[: -node.level] if node.level else ()
        return [".".join((*above, *filter(None, [node.module]), alias.name)) for alias in node.names]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute) and node.args:
        called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        first = node.args[0]
        if called in ("import_module", "__import__") and isinstance(first, ast.Constant):
            return [str(first.value)]
    return []


def _aliases(tree: ast.Module) -> Mapping[str, str]:
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                known[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                known[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return known


def _first(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else _first(node.value) if isinstance(node, ast.Attribute) else ""


def dotted(node: ast.AST, known: Mapping[str, str]) -> str | None:
    """Answer `a.b.c` for a chain of attributes, its first name replaced by what it was imported as."""
    if isinstance(node, ast.Name):
        return known.get(node.id, node.id)
    if isinstance(node, ast.Attribute):
        before = dotted(node.value, known)
        return None if before is None else f"{before}.{node.attr}"
    return None


def strings(tree: ast.AST) -> Iterator[tuple[str, bool, int]]:
    """Answer every string literal: its text, whether it is only an f-string's constant beginning, its line.

    Pieces in the middle of an f-string are not answered; an f-string that begins with a gap answers nothing.
    """
    inside: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inside.update(id(piece) for piece in node.values if isinstance(piece, ast.Constant))
            first = node.values[0] if node.values else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value, len(node.values) > 1, node.lineno
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.value, False, node.lineno

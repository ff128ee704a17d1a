"""Acts of moderators and facilitators as the code does them: what passes a gate for them and writes, notes it."""

import ast
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path

from tests.guards.source import Source, sources

GATES = ("moderated", "require_moderator", "require_planner", "_managed_server", "of_manager")
"""What lets moderators, facilitators and managers through, by the name it is called by."""

BENEATH = ("core", "people", "consent", "mailbox", "moderation", "circles.service")
"""Packages whose writes are somebody's own, or stand beneath every act."""

Method = tuple[str, str]
"""A class and one of its methods; a function has the class ""."""


@dataclass
class Class:
    """What one class has: its methods, and the classes of what it holds, by attribute."""

    place: str
    methods: dict[str, ast.AST] = field(default_factory=dict)
    holds: dict[str, str] = field(default_factory=dict)


def unnoted(root: Path, excused: Mapping[str, str]) -> list[str]:
    """Report public methods that pass a gate for staff and write past `acts.do`; `Class.method` is excused."""
    classes = _classes(root)
    found: list[str] = []
    for name, known in classes.items():
        for method in known.methods:
            if method.startswith("_") or _is_beneath(known.place):
                continue
            reached = _reached(classes, (name, method))
            if not {called for _, called in reached} & {*GATES}:
                continue
            writers = {one for one in reached if _writes(classes, one) and f"{one[0]}.{one[1]}" not in excused}
            found += [f"{known.place}: {name}.{method} writes in {a}.{b} and notes no act" for a, b in writers]
    return sorted(found)


def writers(root: Path) -> Set[str]:
    """Answer every method that writes itself, as `Class.method`."""
    classes = _classes(root)
    every = ((name, method) for name, known in classes.items() for method in known.methods)
    return {f"{name}.{method}" for name, method in every if _writes(classes, (name, method))}


def _is_beneath(place: str) -> bool:
    dotted = place.removeprefix("bot/").removesuffix(".py").replace("/", ".")
    return any(f"{dotted}.".startswith(f"{package}.") for package in BENEATH)


def _classes(root: Path) -> dict[str, Class]:
    found: dict[str, Class] = {}
    for source in sources(root, "bot"):
        for node in source.tree.body:
            if isinstance(node, ast.ClassDef):
                found[node.name] = _class(source, node)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                # Functions of one file are a class without a name of its own.
                found.setdefault(source.place, Class(source.place)).methods[node.name] = node
    return found


def _class(source: Source, node: ast.ClassDef) -> Class:
    known = Class(source.place)
    for part in node.body:
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
            known.holds[part.target.id] = ast.unparse(part.annotation)
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
            known.methods[part.name] = part
            if part.name == "__init__":
                _held(known, part)
    return known


def _held(known: Class, begin: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    every = (*begin.args.args, *begin.args.kwonlyargs)
    given = {arg.arg: ast.unparse(arg.annotation) for arg in every if arg.annotation is not None}
    for node in ast.walk(begin):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute):
            made = node.value
            if isinstance(made, ast.Call):
                known.holds[node.targets[0].attr] = ast.unparse(made.func)
            else:
                first, _, rest = ast.unparse(made).partition(".")
                known.holds[node.targets[0].attr] = ".".join(filter(None, [given.get(first, first), rest]))


def _reached(classes: Mapping[str, Class], begin: Method) -> set[Method]:
    """Answer every method that one may lead to, with those beneath and the gates as ends."""
    reached, left = {begin}, [begin]
    while left:
        for step in _steps(classes, left.pop()):
            if step not in reached:
                reached.add(step)
                known = classes.get(step[0])
                if known is not None and not _is_beneath(known.place):
                    left.append(step)
    return reached


def _steps(classes: Mapping[str, Class], method: Method) -> Iterator[Method]:
    known = classes[method[0]]
    node = known.methods.get(method[1])
    for part in ast.walk(node) if node is not None else ():
        if isinstance(part, ast.Name) and part.id in GATES:
            yield "", part.id
        elif isinstance(part, ast.Name) and part.id in classes.get(known.place, known).methods:
            yield known.place, part.id
        elif isinstance(part, ast.Attribute):
            owner = _type(classes, method[0], ast.unparse(part.value).split("."))
            if owner is not None:
                yield owner, part.attr


def _type(classes: Mapping[str, Class], here: str, chain: list[str]) -> str | None:
    """Answer the class of `self.a.b`, or None where the code does not tell."""
    if chain[0] != "self":
        return None
    now = here
    for attr in chain[1:]:
        held = classes[now].holds.get(attr, "").split(".") if now in classes else [""]
        now = held[0]
        for more in held[1:]:
            now = classes[now].holds.get(more, "") if now in classes else ""
    return now if now in classes else None


def _writes(classes: Mapping[str, Class], method: Method) -> bool:
    known = classes.get(method[0])
    if known is None or _is_beneath(known.place) or method[1] not in known.methods:
        return False
    steps = set(_steps(classes, method))
    return ("Database", "write") in steps or ("Circles", "update") in steps

"""How files look: sizes, names, no hidden state, no clock, no swallowed faults, no words in logs."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.guards.source import Source, dotted, sources, strings

FILE_MOST = 300
FUNCTION_MOST = 40
HANDLER_MOST = 15
PARAMETERS_MOST = 5
WITH_KEYWORDS_MOST = 6

REFUSED_NAMES = ("commands", "utils")
"""`commands.py` would shadow discord.ext.commands where discord is known; `utils` says nothing."""

WORLD = re.compile(
    r"datetime\.datetime\.(now|utcnow|today)|datetime\.date\.today|time\.(time|time_ns|sleep|localtime|gmtime)"
    r"|asyncio\.sleep|os\.(urandom|environ|environb|getenv|getenvb|getrandom)|(random|secrets|uuid)(\..+)?"
)
"""The wall clock, waiting, randomness and the environment, by full name."""

SQL = re.compile(r"\s*(SELECT\s|INSERT\s|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+TABLE|PRAGMA\s)")

MUTABLE = ("list", "dict", "set", "collections.defaultdict", "collections.deque", "collections.Counter")

LOG_CALLS = ("debug", "info", "warning", "error", "exception", "critical", "log")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def world(root: Path, allowed: Mapping[str, str]) -> list[str]:
    """Report clock, randomness and environment; `allowed` gives each file a pattern of what it may use."""
    found: list[str] = []
    for source in sources(root, "bot", "cogs"):
        may = re.compile(allowed.get(source.place, r"(?!)"))
        used = [*source.uses(), *((imported.name, imported.line) for imported in source.imports())]
        for name, line in used:
            if WORLD.fullmatch(name) and not may.fullmatch(name):
                found.append(source.at(line, f"{name} is only behind Clock, Chance and settings"))
    return sorted(set(found))


def pure_models(root: Path, beyond: tuple[str, ...]) -> list[str]:
    """Report models that wait, tell the time, speak SQL or import one of `beyond`; a long one is a folder."""
    models = [source for source in sources(root, "bot") if "model" in source.parts[2:]]
    return [source.at(line, what) for source in models for line, what in _impure(source, beyond)]


def _impure(source: Source, beyond: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.AsyncFunctionDef | ast.Await):
            yield node.lineno, "a model does not wait"
    for text, _, line in strings(source.tree):
        if SQL.match(text):
            yield line, "a model knows no SQL"
    for name, line in source.uses():
        if WORLD.fullmatch(name):
            yield line, f"a model does not know {name}"
    for imported in source.imports():
        if any(f"{imported.name}.".startswith(f"{name}.") for name in beyond):
            yield imported.line, f"a model may not import {imported.name}"


def sql(root: Path) -> list[str]:
    """Report SQL outside the stores and bot/core/; a feature with much of it has a folder `store`."""
    return [
        source.at(line, "SQL belongs in store.py")
        for source in sources(root, "bot", "cogs")
        if not source.place.startswith("bot/core/") and "store" not in source.parts[2:]
        for text, _, line in strings(source.tree)
        if SQL.match(text)
    ]


def hidden_state(root: Path) -> list[str]:
    """Report lists, dicts and sets that live as long as the program, and `global`.

    A table of fixed things is a tuple, a frozenset, a MappingProxyType, or a name in capitals whose declared
    type has no way to change it, so that the type checker holds it.
    """
    return [line for source in sources(root, "bot", "cogs") for line in _hidden_state(source)]


def _hidden_state(source: Source) -> Iterator[str]:
    for node in source.tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and _mutable(node.value) and not _only_read(node):
            yield source.at(node.lineno, "a module holds no list, dict or set: wrap it in something fixed")
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Global):
            yield source.at(node.lineno, "no global state")


def _only_read(node: ast.Assign | ast.AnnAssign) -> bool:
    if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name):
        return False
    declared = ast.unparse(node.annotation).removeprefix("Final[").partition("[")[0]
    return node.target.id.isupper() and declared in ("Mapping", "Sequence", "AbstractSet")


def _mutable(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Call):
        name = dotted(value.func, {}) or ""
        return any(name in (made, made.rpartition(".")[2]) for made in MUTABLE)
    return isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp)


def no_try(root: Path) -> list[str]:
    """Report `try` in a feature's cog: faults are answered in one place, cogs/switchboard.py."""
    return [
        source.at(node.lineno, "a feature's cog holds no try")
        for source in sources(root, "cogs")
        if len(source.parts) > 2
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Try | ast.TryStar)
    ]


def silent_logs(root: Path) -> list[str]:
    """Report log calls that build their text from values: f-strings, `%` and `.format`."""
    found: list[str] = []
    for source in sources(root, "bot", "cogs"):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and is_log_call(node.func) and any(_builds(arg) for arg in node.args):
                found.append(source.at(node.lineno, "a log line holds no built text: give values as arguments"))
    return found


def is_log_call(called: ast.expr) -> bool:
    """Tell whether something called writes a log line."""
    if not isinstance(called, ast.Attribute) or called.attr not in LOG_CALLS:
        return False
    receiver = (dotted(called.value, {}) or "").rpartition(".")[2] or ast.dump(called.value)
    return "log" in receiver.lower()


def _builds(argument: ast.expr) -> bool:
    return any(
        isinstance(node, ast.JoinedStr)
        or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add))
        or (isinstance(node, ast.Attribute) and node.attr == "format")
        for node in ast.walk(argument)
    )


def file_names(root: Path) -> list[str]:
    """Report files and folders with a name that says nothing or shadows a library."""
    return [
        source.at(1, f"choose another name than {part}")
        for source in sources(root, "bot", "cogs", "rehearsal", "benchmarks", "tests")
        for part in source.parts
        if part in REFUSED_NAMES and not (part == "commands" and source.parts[0] == "rehearsal")
    ]


def file_sizes(root: Path) -> list[str]:
    """Report long files, tests included."""
    return [
        source.at(FILE_MOST, f"{count} lines; at most {FILE_MOST}")
        for source in sources(root, "bot", "cogs", "rehearsal", "benchmarks", "tests")
        if (count := source.text.count("\n")) > FILE_MOST
    ]


def function_sizes(root: Path) -> list[str]:
    """Report long functions, long handlers and long lists of parameters."""
    found: list[str] = []
    for source in sources(root, "bot", "cogs"):
        handlers = _handlers(source)
        for node in ast.walk(source.tree):
            if not isinstance(node, Function):
                continue
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            most = HANDLER_MOST if node in handlers else FUNCTION_MOST
            if lines > most:
                found.append(source.at(node.lineno, f"{node.name} has {lines} lines; at most {most}"))
            if _too_many(node):
                found.append(source.at(node.lineno, f"{node.name} takes more than {PARAMETERS_MOST} parameters"))
    return found


def _handlers(source: Source) -> list[ast.stmt]:
    if len(source.parts) != 3 or source.parts[0] != "cogs" or source.parts[2] != "cog":
        return []
    classes = [node for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef)]
    methods = [node for one in classes for node in one.body if isinstance(node, Function)]
    return [method for method in methods if method.decorator_list]


def _too_many(node: Function) -> bool:
    named = [arg for arg in (*node.args.posonlyargs, *node.args.args) if arg.arg not in ("self", "cls")]
    total = len(named) + len(node.args.kwonlyargs)
    return len(named) > PARAMETERS_MOST or total > WITH_KEYWORDS_MOST

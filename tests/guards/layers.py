"""Who imports whom: the packages of bot/, the layers inside a feature, the cogs, the rehearsal."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.guards.source import Import, Source, sources

Table = Mapping[str, tuple[str, ...]]
"""A name, and the names it may import."""

FIXED = ("__init__", "model", "notices", "store", "service", "own")
"""The file names of a feature."""

ABOVE = (
    *(
        "foundation",
        "hard_hours",
        "at_home",
        "hearth",
        "assembly",
        "cli",
        "cli_sheets",
        "cli_signs",
        "cli_guard",
        "cli_keeping",
        "cli_copies",
        "cli_verify",
        "cli_restore",
        "cli_breach",
        "numbers",
        "settings",
        "stores",
    ),
    *("__main__", "__init__"),
)
"""Files right inside bot/, which are no feature."""


def package(parts: tuple[str, ...], rows: Table) -> str:
    """Answer the row of the table a dotted name belongs to: the longest that fits, `core` for the rest of core."""
    name = ".".join(parts[1:3])
    return name if name in rows else parts[1] if len(parts) > 1 else "__init__"


def between_packages(root: Path, rows: Table) -> list[str]:
    """Report imports from one package of bot/ into another that the table does not name."""
    found: list[str] = []
    for source in sources(root, "bot"):
        row = package(source.parts, rows)
        if row not in rows:
            found.append(source.at(1, f"package {row} has no row in the table"))
            continue
        for imported in source.imports():
            target = package(imported.parts, rows)
            if imported.parts[0] == "bot" and len(imported.parts) > 1 and target not in (row, *rows[row]):
                found.append(source.at(imported.line, f"{row} may not import {imported.name}"))
    return found


def inside_features(root: Path, layers: Table, abroad: Table, named: Table) -> list[str]:
    """Report imports against a feature's layers: model <- store <- service.

    `layers` says which files of its own feature a file may import, `abroad` which files of other features,
    `named` which files of a feature stand on the service's floor under a name of their own.
    """
    found: list[str] = []
    for source in sources(root, "bot"):
        feature = source.parts[1]
        if feature == "core" or len(source.parts) < 3:
            continue
        own = ("service", *named.get(feature, ()))
        here = "service" if source.parts[2] in own else source.parts[2]
        if here not in FIXED:
            found.append(source.at(1, f"a feature has no file {here}.py"))
            continue
        for imported in source.imports():
            wanted = file_of(imported, named)
            if wanted is None:
                continue
            allowed = layers if imported.parts[1] == feature else abroad
            if wanted not in allowed[here]:
                found.append(source.at(imported.line, f"{here} may not import {imported.name}"))
    return found


def file_of(imported: Import, named: Table) -> str | None:
    """Answer which file of a feature is imported, or None where it is no feature's."""
    parts = imported.parts
    if parts[0] != "bot" or len(parts) < 2 or parts[1] == "core" or parts[1] in ABOVE:
        return None
    name = parts[2] if len(parts) > 2 else "__init__"
    if name in named.get(parts[1], ()):
        return "service"
    return name if name in FIXED else "__init__"


@dataclass(frozen=True)
class CogRule:
    """What a feature's cog may import.

    `core` are files of bot/core, `shared` those of cogs/, `own` those of the feature it fronts, `abroad` those
    of features that one may call; `fronts` names the features of cogs that front others than their namesake.
    """

    core: tuple[str, ...]
    shared: tuple[str, ...]
    own: tuple[str, ...]
    abroad: tuple[str, ...]
    fronts: Table
    calls: Table
    named: Table


def in_cogs(root: Path, rule: CogRule) -> list[str]:
    """Report what a cog may not know: stores, storage, other features' cogs, other features.

    `cogs/__init__.py` is the product list and names every cog.
    """
    found: list[str] = []
    for source in sources(root, "cogs"):
        feature = source.parts[1] if len(source.parts) > 2 else None
        for imported in source.imports():
            if imported.parts[0] not in ("bot", "cogs") or len(imported.parts) < 2:
                continue
            reason = _never(imported, feature, source.place == "cogs/__init__.py")
            if feature is not None and reason is None:
                reason = _not_listed(imported, feature, rule)
            if reason:
                found.append(source.at(imported.line, f"{reason}: {imported.name}"))
    return found


def _never(imported: Import, feature: str | None, is_list: bool) -> str | None:
    where, first, *rest = imported.parts
    if where == "bot" and (rest[:1] == ["store"] or (first == "core" and rest[:1] == ["storage"])):
        return "a cog never touches a store or storage"
    if where == "cogs" and len(rest) > 1 and first != feature and not is_list:
        return "a cog never imports another feature's cog"
    return None


def _not_listed(imported: Import, feature: str, rule: CogRule) -> str | None:
    where, first, *rest = imported.parts
    if where == "cogs":
        return None if first in (feature, *rule.shared) else "not shared among cogs"
    if first == "core":
        return None if rest and (rest[0] in rule.core or ".".join(rest[:2]) in rule.core) else "not for cogs"
    fronted = (feature, *rule.fronts.get(feature, ()))
    wanted = file_of(imported, rule.named)
    if first in fronted and wanted in rule.own:
        return None
    if any(first in rule.calls.get(name, ()) for name in fronted) and wanted in rule.abroad:
        return None
    return f"a feature's cog knows of bot/ its own {' and '.join(rule.own)}"


def outward(root: Path, doors: tuple[str, ...]) -> list[str]:
    """Report files of bot/ that import cogs or rehearsal, except `doors`, which may do so inside functions."""
    found: list[str] = []
    for source in sources(root, "bot"):
        for imported in source.imports():
            if imported.parts[0] not in ("cogs", "rehearsal"):
                continue
            if source.place not in doors:
                found.append(source.at(imported.line, f"bot/ may not import {imported.name}"))
            elif not imported.in_function:
                found.append(source.at(imported.line, f"import {imported.name} inside a function"))
    return found


def homes(root: Path, table: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Report modules imported outside the one place that may know them."""
    return [
        source.at(imported.line, f"{imported.parts[0]} is only for {', '.join(table[imported.parts[0]])}")
        for source in sources(root, "bot", "cogs")
        for imported in source.imports()
        if imported.parts[0] in table and not source.place.startswith(table[imported.parts[0]])
    ]


def rehearsal(root: Path, others: tuple[str, ...], guarded: tuple[str, ...]) -> list[str]:
    """Report what the rehearsal imports besides Python itself, `others`, and `guarded` inside a try."""
    return list(_rehearsal(sources(root, "rehearsal"), others, guarded))


def _rehearsal(files: list[Source], others: tuple[str, ...], guarded: tuple[str, ...]) -> Iterator[str]:
    for source in files:
        for imported in source.imports():
            first = imported.parts[0]
            if first in guarded and not imported.in_try:
                yield source.at(imported.line, f"{first} may be missing: import it inside a try")
            elif first not in (*sys.stdlib_module_names, "rehearsal", *others, *guarded):
                yield source.at(imported.line, f"the rehearsal may not import {imported.name}")

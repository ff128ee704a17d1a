"""A YAML file whose every value knows its line, so that a fault names file, line and fix."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar, cast

import yaml

from bot.core.refusals import SettingsFault
from bot.core.texts import LOADER, read_yaml

E = TypeVar("E", bound=StrEnum)

Where = tuple[str, ...]
"""The names that lead to a value, outermost first."""


class MarkedYaml:
    """One file as names and values; every method raises `SettingsFault` for what is not as it asks.

    What has been looked at has a line; a fault of what has not stands on the line of what holds it.
    """

    def __init__(self, path: Path) -> None:
        read_yaml(path)
        self._path = path
        loader = LOADER(path.read_text(encoding="utf-8"))
        self.root: yaml.Node = loader.get_single_node() or yaml.ScalarNode("", "")
        self._lines: dict[Where, int] = {}

    def fault(self, where: Where, what: str) -> SettingsFault:
        """Answer what is wrong, and on which line."""
        held = (where[:parts] for parts in range(len(where), 0, -1))
        line = next((self._lines[one] for one in held if one in self._lines), 1)
        name = f"{'.'.join(where)} " if where else ""
        return SettingsFault(f"{self._path}, line {line}: {name}{what}.")

    def entries(self, node: yaml.Node, where: Where, known: tuple[str, ...] | None = None) -> dict[str, yaml.Node]:
        """Answer names and values of a mapping, in their order; `known` are the names it may have."""
        if not isinstance(node, yaml.MappingNode):
            raise self.fault(where, "holds no names with values")
        found: dict[str, yaml.Node] = {}
        for key, value in cast(list[tuple[yaml.Node, yaml.Node]], node.value):
            name = cast(str, key.value) if isinstance(key, yaml.ScalarNode) else ""
            if name in found:
                self._lines[*where, name] = key.start_mark.line + 1
                raise self.fault((*where, name), "is named a second time; remove one of the two")
            self._lines[*where, name] = key.start_mark.line + 1
            if known is not None and name not in known:
                raise self.fault((*where, name), f"means nothing here; write one of {', '.join(known)}")
            found[name] = value
        return found

    def require(self, given: Mapping[str, yaml.Node], where: Where, names: tuple[str, ...]) -> None:
        """Raise `SettingsFault` where one of the names is missing."""
        for name in names:
            if name not in given:
                raise self.fault(where, f"lacks `{name}`; add it")

    def word(self, node: yaml.Node, where: Where) -> str:
        """Answer one text, as it is written."""
        if not isinstance(node, yaml.ScalarNode) or not cast(str, node.value).strip():
            raise self.fault(where, "is no text; write one")
        return cast(str, node.value)

    def words(self, node: yaml.Node, where: Where) -> tuple[str, ...]:
        """Answer a list of texts, at least one."""
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            raise self.fault(where, "is no list such as [one, two]")
        return tuple(self.word(one, where) for one in cast(list[yaml.Node], node.value))

    def span(self, node: yaml.Node, where: Where) -> tuple[int, int]:
        """Answer two whole numbers, the least and the most."""
        written = self.words(node, where)
        if len(written) == 2 and all(one.isascii() and one.isdigit() for one in written):
            return int(written[0]), int(written[1])
        raise self.fault(where, "is no span of two whole numbers such as [30, 90]")

    def flag(self, node: yaml.Node, where: Where) -> bool:
        """Answer true or false."""
        written = self.word(node, where)
        if written not in ("true", "false"):
            raise self.fault(where, "is neither true nor false")
        return written == "true"

    def one_of(self, node: yaml.Node, where: Where, kind: type[E]) -> E:
        """Answer one of a few words."""
        written = self.word(node, where)
        if written not in set(kind):
            raise self.fault(where, f'"{written[:40]}" is none of {", ".join(kind)}')
        return kind(written)

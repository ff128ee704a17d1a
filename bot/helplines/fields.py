"""One mapping of a YAML file, each value as it is written and with its line, so that a fault says where it is."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar, cast

import yaml

from bot.core.notices import Written
from bot.core.refusals import SettingsFault
from bot.core.texts import DEFAULT_LOCALE

Word = TypeVar("Word", bound=StrEnum)


def fault_at(path: Path, line: int, what: str) -> SettingsFault:
    """Answer a fault that names its file and line."""
    return SettingsFault(f"{path}, line {line}: {what}.")


def fields_of(path: Path, node: yaml.Node | None) -> "Fields":
    """Answer a file's fields; raises SettingsFault where it holds no mapping."""
    if not isinstance(node, yaml.MappingNode):
        raise fault_at(
            path, 1 if node is None else _line(node), "this needs names with values, such as `country: GB`"
        )
    return Fields(path, node)


class Fields:
    """The fields of one mapping; every method raises SettingsFault with the line of what cannot be used."""

    def __init__(self, path: Path, node: yaml.MappingNode) -> None:
        self._path = path
        self._node = node
        self._values: dict[str, yaml.Node] = {}
        for key, value in cast(list[tuple[yaml.Node, yaml.Node]], node.value):
            name = str(key.value)
            if name in self._values:
                raise fault_at(path, _line(key), f"{name} is there twice")
            self._values[name] = value

    @property
    def names(self) -> tuple[str, ...]:
        """Answer the names in order."""
        return tuple(self._values)

    def only(self, *known: str) -> "Fields":
        """Let no other name stand there than these."""
        for name in self.names:
            if name not in known:
                raise self.fault(name, f"{name} is not known here: write one of {', '.join(known)}")
        return self

    def has(self, name: str) -> bool:
        """Tell whether a field is there."""
        return name in self._values

    def fault(self, name: str, what: str) -> SettingsFault:
        """Answer a fault at a field, or at the mapping where the field is missing."""
        return fault_at(self._path, _line(self._values.get(name, self._node)), what)

    def text(self, name: str, otherwise: str | None = None) -> str:
        """Answer a value as it is written; where it is missing or empty `otherwise`, which None forbids."""
        node = self._values.get(name)
        if node is None or node.value in ("", "~"):
            if otherwise is None:
                raise self.fault(name, f"{name} is missing")
            return otherwise
        if not isinstance(node, yaml.ScalarNode):
            raise self.fault(name, f"{name} needs one value")
        return str(node.value)

    def short(self, name: str, most: int) -> str:
        """Answer a value of at most `most` characters."""
        words = self.text(name)
        if len(words) > most:
            raise self.fault(name, f"{name} has {len(words)} characters: at most {most} fit")
        return words

    def texts(self, name: str) -> tuple[str, ...]:
        """Answer a list of values as they are written, one alone as a list of it, none where it is missing."""
        node = self._values.get(name)
        if node is None:
            return ()
        listed = cast(list[yaml.Node], node.value) if isinstance(node, yaml.SequenceNode) else [node]
        for one in listed:
            if not isinstance(one, yaml.ScalarNode) or not one.value:
                raise fault_at(self._path, _line(one), f"{name} needs a list of single values")
        return tuple(str(one.value) for one in listed)

    def one_of(self, name: str, words: type[Word], otherwise: Word | None = None) -> Word:
        """Answer a value that is one of a few words."""
        word = self.text(name, None if otherwise is None else str(otherwise))
        if word not in set(words):
            raise self.fault(name, f"{name} is {word}: choose from {', '.join(words)}")
        return words(word)

    def written(self, name: str, most: int = 1_000) -> Written:
        """Answer words in several languages; English has to be among them."""
        fields = self.inside(name)
        words = {locale: fields.short(locale, most) for locale in fields.names}
        if DEFAULT_LOCALE not in words:
            raise self.fault(name, f"{name} needs its words in {DEFAULT_LOCALE}")
        return Written(words[DEFAULT_LOCALE], MappingProxyType(words))

    def inside(self, name: str) -> "Fields":
        """Answer the fields of a value that is a mapping itself."""
        if name not in self._values:
            raise self.fault(name, f"{name} is missing")
        return fields_of(self._path, self._values[name])

    def each(self, name: str) -> Iterator["Fields"]:
        """Answer the mappings of a list."""
        node = self._values.get(name)
        if not isinstance(node, yaml.SequenceNode):
            raise self.fault(name, f"{name} needs a list")
        for one in cast(list[yaml.Node], node.value):
            yield fields_of(self._path, one)


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1

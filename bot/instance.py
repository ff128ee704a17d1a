"""What the host decides for the instance: `config/instance.yaml`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import cast

import yaml

from bot.core.refusals import SettingsFault
from bot.core.texts import read_yaml

COMMANDS = ("help", "escape", "reach", "my", "checkin", "desk", "plan")
"""The commands whose words a host may choose."""

_COMMAND_WORD = re.compile(r"[-_a-z0-9]{1,32}")


@dataclass(frozen=True, slots=True)
class Instance:
    """What the host decided: the word each command is known by, and the folder of own files (None: the shipped)."""

    command_words: Mapping[str, str]
    config: Path | None = None


Objection = Callable[[str], str | None]
"""Answers why a word cannot be shown to everyone, or None if it can."""


def read_instance(path: Path, objection: Objection = lambda _: None) -> Instance:
    """Read `config/instance.yaml`; a command it does not name keeps its own word.

    Raises `SettingsFault` naming file, line and fix.
    """
    words = {command: command for command in COMMANDS}
    for _, group in _entries(path, _document(path), ("command_words",)):
        for command, word in _entries(path, group, COMMANDS):
            words[command] = _command_word(path, word, objection)
    for command, word in words.items():
        other = next(name for name in words if words[name] == word)
        if other != command:
            raise SettingsFault(
                f'{path}: the commands {other} and {command} are both called "{word}"; give one another word.'
            )
    return Instance(MappingProxyType(words))


def _document(path: Path) -> yaml.Node | None:
    try:
        read_yaml(path)
        # Nodes know their lines, and keep a word such as `on` a word.
        return yaml.SafeLoader(path.read_text(encoding="utf-8")).get_single_node()
    except yaml.YAMLError:
        raise SettingsFault(f"{path} is not YAML: restore it from the download of this version.") from None


def _entries(path: Path, node: yaml.Node | None, known: tuple[str, ...]) -> list[tuple[str, yaml.Node]]:
    if node is None or node.tag == "tag:yaml.org,2002:null":
        return []
    if not isinstance(node, yaml.MappingNode):
        raise _at(path, node, f"should hold names and values, such as `{known[0]}: ...`")
    entries: dict[str, yaml.Node] = {}
    for key, value in cast(list[tuple[yaml.Node, yaml.Node]], node.value):
        name = _written(key)
        if name not in known:
            raise _at(path, key, f'"{name[:40]}" means nothing here; write one of {", ".join(known)}')
        if name in entries:
            raise _at(path, key, f'"{name}" is named a second time; remove one of the two')
        entries[name] = value
    return list(entries.items())


def _command_word(path: Path, node: yaml.Node, objection: Objection) -> str:
    word = _written(node)
    if _COMMAND_WORD.fullmatch(word) is None:
        raise _at(path, node, f'"{word[:40]}" is no word for a command; use 1 to 32 of a-z, 0-9, - and _')
    if why := objection(word):
        raise _at(path, node, f'"{word}" cannot be shown to everyone ({why}); choose another word')
    return word


def _written(node: yaml.Node) -> str:
    return cast(str, node.value) if isinstance(node, yaml.ScalarNode) else ""


def _at(path: Path, node: yaml.Node, what: str) -> SettingsFault:
    return SettingsFault(f"{path}, line {node.start_mark.line + 1}: {what}.")

"""What the host decides for the instance: `config/instance.yaml`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import cast

import yaml
from babel import Locale

from bot.core.host import Host
from bot.core.refusals import SettingsFault
from bot.core.texts import read_yaml
from bot.core.words import can_be_seen, straight

COMMANDS = ("help", "escape", "reach", "my", "checkin", "desk", "plan")
"""The commands whose words a host may choose."""

HOST: Mapping[str, int] = MappingProxyType({"name": 100, "contact": 200, "country": 2})
"""What a host may say of themselves, each with its length limit in characters (R183)."""

_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Codes that name no place in which a computer stands."""

_COMMAND_WORD = re.compile(r"[-_a-z0-9]{1,32}")


@dataclass(frozen=True, slots=True)
class Instance:
    """What the host decided: the word each command is known by, the folder of own files (None: the shipped), and
    who they are."""

    command_words: Mapping[str, str]
    config: Path | None = None
    host: Host = field(default_factory=Host)


_NOTHING = "tag:yaml.org,2002:null"

Objection = Callable[[str], str | None]
"""Answers why a word cannot be shown to everyone, or None if it can."""


def read_instance(path: Path, objection: Objection = lambda _: None) -> Instance:
    """Read `config/instance.yaml`; a command it does not name keeps its own word, and a host may say nothing.

    Raises `SettingsFault` naming file, line and fix.
    """
    words = {command: command for command in COMMANDS}
    groups = dict(_entries(path, _document(path), ("command_words", "host")))
    for command, word in _entries(path, groups.get("command_words"), COMMANDS):
        words[command] = _command_word(path, word, objection)
    for command, word in words.items():
        other = next(name for name in words if words[name] == word)
        if other != command:
            raise SettingsFault(
                f'{path}: the commands {other} and {command} are both called "{word}"; give one another word.'
            )
    told = {name: _told(path, name, node) for name, node in _entries(path, groups.get("host"), tuple(HOST))}
    name, contact, country = (told.get(each, "") for each in HOST)
    return Instance(MappingProxyType(words), host=Host(name, contact, country))


def _document(path: Path) -> yaml.Node | None:
    try:
        read_yaml(path)
        # Nodes know their lines, and keep a word such as `on` a word.
        return yaml.SafeLoader(path.read_text(encoding="utf-8")).get_single_node()
    except yaml.YAMLError:
        raise SettingsFault(f"{path} is not YAML: restore it from the download of this version.") from None


def _entries(path: Path, node: yaml.Node | None, known: tuple[str, ...]) -> list[tuple[str, yaml.Node]]:
    if node is None or node.tag == _NOTHING:
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


def _told(path: Path, name: str, node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _at(path, node, f"{name} should be plain words, in quotation marks if they have a colon")
    # What is written over several lines is shown in one.
    words = " ".join(straight(_written(node)).split()) if node.tag != _NOTHING else ""
    if name == "country":
        return _country(path, node, words.upper())
    if len(words) > HOST[name]:
        raise _at(path, node, f"{name} is longer than the {HOST[name]} characters that members are shown")
    return words if can_be_seen(words) else ""


def _country(path: Path, node: yaml.Node, code: str) -> str:
    known = len(code) == HOST["country"] and code not in _NO_COUNTRIES and code in Locale.parse("en").territories
    if code and not known:
        raise _at(path, node, f'"{code[:40]}" is no country; write its two letters, such as DE (ISO 3166)')
    return code


def _written(node: yaml.Node) -> str:
    return cast(str, node.value) if isinstance(node, yaml.ScalarNode) else ""


def _at(path: Path, node: yaml.Node, what: str) -> SettingsFault:
    return SettingsFault(f"{path}, line {node.start_mark.line + 1}: {what}.")

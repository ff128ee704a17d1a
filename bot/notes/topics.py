"""Reading config/content_notes.yaml once, at start: a list that breaks a rule keeps the bot from starting."""

import re
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType

import yaml

from bot.core.marked_yaml import MarkedYaml
from bot.notes.model import Topic, Topics

WORDS_MOST = 50
"""Characters of one topic's words, so that with its depth it fits a line and an entry of a menu (R110)."""

LIST_MOST = 25
"""Topics a menu can show (Discord: String Select)."""

_NAME = re.compile(r"[a-z][a-z_]{0,19}")
_BARE = "bare"


def read_topics(path: Path, locales: Sequence[str]) -> Topics:
    """Read the topics in every given language; raises `SettingsFault` naming file, line and fix."""
    file = MarkedYaml(path)
    parts = file.entries(file.root, (), ("topics",))
    file.require(parts, (), ("topics",))
    here = ("topics",)
    topics = tuple(
        _topic(file, (*here, name), node, locales) for name, node in file.entries(parts["topics"], here).items()
    )
    if not 0 < len(topics) <= LIST_MOST:
        raise file.fault(here, f"holds {len(topics)} topics; a menu shows 1 to {LIST_MOST}")
    for locale in locales:
        _tell_apart(file, topics, locale)
    return Topics(topics)


def _topic(file: MarkedYaml, here: tuple[str, str], node: yaml.Node, locales: Sequence[str]) -> Topic:
    if _NAME.fullmatch(here[1]) is None:
        raise file.fault(here, "is no id: use up to 20 of a-z and _")
    given = file.entries(node, here, (*locales, _BARE))
    file.require(given, here, tuple(locales))
    words = {locale: _words(file, given[locale], (*here, locale)) for locale in locales}
    bare = _BARE in given and file.flag(given[_BARE], (*here, _BARE))
    return Topic(here[1], MappingProxyType(words), bare)


def _words(file: MarkedYaml, node: yaml.Node, where: tuple[str, ...]) -> str:
    words = file.word(node, where)
    if len(words) > WORDS_MOST or "\n" in words:
        raise file.fault(where, f"has {len(words)} characters; one line of at most {WORDS_MOST} is shown")
    if words.rstrip()[-1] in ".!:;,":
        raise file.fault(where, "ends with a sign; the line it stands in has its own")
    return words


def _tell_apart(file: MarkedYaml, topics: Sequence[Topic], locale: str) -> None:
    seen: set[str] = set()
    for one in topics:
        if one.words[locale].casefold() in seen:
            raise file.fault(("topics", one.id, locale), "says the same as another topic; nobody could tell which")
        seen.add(one.words[locale].casefold())

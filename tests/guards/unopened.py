"""What can be read without opening anything: names, descriptions, labels, titles (R35, R49)."""

import re
from pathlib import Path

from bot.core.word_guard import WordGuard
from tests.guards.source import ROOT
from tests.guards.texts import every, load

UNOPENED = re.compile(
    r"\w+\.(command|button|choice|menu|box|option|event|file)(_names?)?\..+"
    r"|.+\.form\.(.+\.)?title|.+\.(title_form|form_title)(\..+)?"
    r"|core\.on_message\..+"
    r"|circles\.made(\..+|_.+)"
    r"|.+\.(box|menu)\..+"
)
"""Keys whose words stand on a screen, or in a list of channels and commands, before anything is opened."""


def guard() -> WordGuard:
    """Answer the guard as it ships."""
    return WordGuard.load(ROOT / "config" / "word_guard.yaml")


def texts(root: Path) -> list[str]:
    """Report words that name the wound among the texts shown unopened, in every language."""
    held = guard()
    return [
        f"{locale}: {key} says {wound}"
        for locale, key, words in every(load(root))
        if UNOPENED.fullmatch(key) and (wound := held.offends(words))
    ]


def names(shown: dict[str, str]) -> list[str]:
    """Report names that name the wound, each with where it stands."""
    held = guard()
    return [f"{where}: {name} says {wound}" for where, name in shown.items() if (wound := held.offends(name))]

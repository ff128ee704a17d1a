"""The words that name the wound, kept away from everything that is shown unopened (R35, R49)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

from bot.core.refusals import SettingsFault
from bot.core.texts import read_yaml

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LETTERS = re.compile(r"[^\W\d_]+")
_ENDING = "*"


class WordGuard:
    """Tells whether a name or label would say, to whoever holds the phone, what happened to its owner (R35).

    `wounds` are words, or several words in a row; one that ends in `*` stands for any ending. `exceptions` are
    single words that pass although a wound would cover them.
    """

    def __init__(self, wounds: Iterable[str], exceptions: Iterable[str] = ()) -> None:
        listed = "|".join(sorted({_pattern(wound) for wound in wounds}))
        self._wounds = re.compile(rf"\b(?:{listed})\b") if listed else None
        self._exceptions = frozenset(" ".join(_words(word)) for word in exceptions)

    @classmethod
    def load(cls, path: Path) -> "WordGuard":
        """Read config/word_guard.yaml; raises SettingsFault naming the entry that cannot be used."""
        tree = read_yaml(path)
        if not isinstance(tree, dict):
            raise SettingsFault(f"{path} needs a part `wounds`: restore it from the download of this version.")
        parts = cast(dict[object, object], tree)
        unknown = parts.keys() - {"wounds", "exceptions"}
        if unknown:
            raise SettingsFault(f"{path} has an unknown part `{min(map(str, unknown))}`: take it out.")
        return cls(_wounds(path, parts.get("wounds")), _exceptions(path, parts.get("exceptions", [])))

    def offends(self, words: str) -> str | None:
        """Answer the word that names the wound, in any shipped language, or None where there is none.

        Capitals, accents, digits, hyphens and underscores hide nothing.
        """
        if self._wounds is None:
            return None
        # What is excepted leaves a mark, so that its neighbours do not become a phrase.
        plain = " ".join("/" if word in self._exceptions else word for word in _words(words))
        found = self._wounds.search(plain)
        return None if found is None else found[0]


def _words(text: str) -> Iterator[str]:
    apart = unicodedata.normalize("NFKD", text)
    # Marks (Mn) carry the accents; format signs (Cf) are invisible and could split a word.
    plain = "".join(sign for sign in apart if unicodedata.category(sign) not in ("Mn", "Cf"))
    return (found[0].casefold() for found in _LETTERS.finditer(_HUMP.sub(" ", plain)))


def _pattern(wound: str) -> str:
    words = re.escape(" ".join(_words(wound)))
    return rf"{words}\w*" if wound.endswith(_ENDING) else words


def _wounds(path: Path, part: object) -> list[str]:
    if not isinstance(part, dict) or not part:
        raise SettingsFault(f"{path} needs a part `wounds` with a list for each language: put it back.")
    wounds: list[str] = []
    for locale, listed in cast(dict[object, object], part).items():
        if not isinstance(listed, list) or not listed:
            raise SettingsFault(f"{path}: wounds of `{locale}` are no list of words. Write one word on each line.")
        wounds += (_entry(path, word) for word in cast(list[object], listed))
    return wounds


def _entry(path: Path, word: object) -> str:
    if not isinstance(word, str) or not any(_words(word)):
        raise SettingsFault(f"{path}: `{word}` is no word. Put it in quotes, or take it out.")
    return word


def _exceptions(path: Path, part: object) -> list[str]:
    if not isinstance(part, list):
        raise SettingsFault(f"{path}: exceptions are no list. Give each its `word` and `reason`.")
    excepted: list[str] = []
    for entry in cast(list[object], part):
        fields = cast(dict[object, object], entry) if isinstance(entry, dict) else {}
        word, reason = fields.get("word"), fields.get("reason")
        if fields.keys() != {"word", "reason"} or not isinstance(reason, str) or not reason.strip():
            raise SettingsFault(f"{path}: the exception `{word or entry}` needs a `word` and its `reason`.")
        excepted.append(_entry(path, word))
    return excepted

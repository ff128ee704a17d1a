"""Reading config/escape.yaml once, at start: an exercise that breaks a rule keeps the bot from starting."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import yaml

from bot.core.marked_yaml import MarkedYaml
from bot.core.refusals import SettingsFault
from bot.core.texts import Texts
from bot.escape.model import PARTS, Book, Energy, Evidence, Exercise, Kind, Wrong, wrong_in

WORDS_MOST = 20
"""Words of one sentence (R108)."""

_PARTS_OF_FILE = ("version", "opens_with", "menus", "exercises", "sources")
_FIELDS = (
    *("kind", "good_for", "seconds", "energy", "discreet", "body_focus", "breath_focus", "self_touch"),
    *("swap_for", "evidence", "note", "sources"),
)
_MARKS = ("under_more", "gated")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
_SENTENCE_END = re.compile(r"[.?!…]+(?=\s|$)|\n")
_WORD = re.compile(r"[\w'’-]*\w[\w'’-]*")


def read_book(path: Path, texts: Texts) -> Book:
    """Read the exercises and hold them, and their words in every language, to R103, R104, R107 and R108.

    The words are those of `exercises.yaml` in `texts`. Raises `SettingsFault` naming file, line and fix.
    """
    file = MarkedYaml(path)
    parts = file.entries(file.root, (), _PARTS_OF_FILE)
    file.require(parts, (), _PARTS_OF_FILE)
    sources = file.entries(parts["sources"], ("sources",))
    exercises = {
        name: _exercise(file, ("exercises", name), node, sources, texts)
        for name, node in file.entries(parts["exercises"], ("exercises",)).items()
    }
    menus = {
        menu: file.words(node, ("menus", menu)) for menu, node in file.entries(parts["menus"], ("menus",)).items()
    }
    opens_with = file.word(parts["opens_with"], ("opens_with",))
    book = Book(opens_with, MappingProxyType(menus), MappingProxyType(exercises))
    for wrong in wrong_in(book):
        raise file.fault(wrong.where, wrong.what)
    for locale in texts.locales:
        for wrong in _wrong_words(book, texts, locale):
            raise _fault_of_words(path.parent / "texts" / locale / "exercises.yaml", wrong)
    return book


def _exercise(
    file: MarkedYaml, here: tuple[str, str], node: yaml.Node, sources: Mapping[str, yaml.Node], texts: Texts
) -> Exercise:
    name = here[1]
    if _NAME.fullmatch(name) is None:
        raise file.fault(here, "is no id: use up to 32 of a-z, 0-9 and _")
    given = file.entries(node, here, (*_FIELDS, *_MARKS))
    file.require(given, here, _FIELDS)
    file.word(given["note"], (*here, "note"))
    for source in file.words(given["sources"], (*here, "sources")):
        if source not in sources:
            raise file.fault((*here, "sources"), f'"{source}" is none of the sources below; add it there')

    def flag(key: str) -> bool:
        return key in given and file.flag(given[key], (*here, key))

    return Exercise(
        id=name,
        kind=file.one_of(given["kind"], (*here, "kind"), Kind),
        good_for=file.words(given["good_for"], (*here, "good_for")),
        seconds=file.span(given["seconds"], (*here, "seconds")),
        energy=file.one_of(given["energy"], (*here, "energy"), Energy),
        discreet=flag("discreet"),
        body_focus=flag("body_focus"),
        breath_focus=flag("breath_focus"),
        self_touch=flag("self_touch"),
        swap_for=file.word(given["swap_for"], (*here, "swap_for")),
        evidence=file.one_of(given["evidence"], (*here, "evidence"), Evidence),
        under_more=flag("under_more"),
        gated=flag("gated"),
        parts=frozenset(part for part in PARTS if _words(texts, texts.locales[0], name, part) is not None),
    )


def _wrong_words(book: Book, texts: Texts, locale: str) -> Iterator[Wrong]:
    for one in book.exercises.values():
        for part in ("title", "steps", *PARTS):
            words = _words(texts, locale, one.id, part)
            if words is None and (part not in PARTS or part in one.parts):
                yield Wrong((one.id,), f"lacks `{part}`, as another language has it; add it")
            elif words is not None and (what := _wrong_with(words)):
                yield Wrong((one.id, part), what)


def _words(texts: Texts, locale: str, name: str, part: str) -> str | None:
    try:
        words = str(texts.sentence(locale, f"exercises.{name}.{part}"))
    except KeyError:
        return None
    return words if words.strip("- \n") else None


def _wrong_with(words: str) -> str | None:
    if "!" in words or "¡" in words:
        return "has an exclamation mark; end with a full stop"
    longest = max(len(_WORD.findall(sentence)) for sentence in _SENTENCE_END.split(words))
    if longest > WORDS_MOST:
        return f"has a sentence of {longest} words; {WORDS_MOST} is the most"
    told = next((one for one in NEVER_SAID if one in words.casefold()), None)
    return None if told is None else f'says "{told}", which nobody can know for another; leave it out'


NEVER_SAID = (
    *("you are safe", "you're safe", "relax", "close your eyes", "calm down"),
    *("estás a salvo", "relájate", "relaja", "cierra los ojos", "cálmate"),
)
"""What no exercise says, in any language (R107)."""


def _fault_of_words(path: Path, wrong: Wrong) -> SettingsFault:
    # Looked through only now, for its lines.
    file = MarkedYaml(path)
    for name, node in file.entries(file.root, ()).items():
        if name == wrong.where[0]:
            file.entries(node, (name,))
    return file.fault(wrong.where, wrong.what)

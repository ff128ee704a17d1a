"""Whole sentences from config/texts, one YAML file for each feature and locale; never glued together in code."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar, cast

import yaml
from babel import Locale
from babel.lists import format_list

from bot.core.notices import Listed, Said, Together, Value, Values
from bot.core.refusals import SettingsFault

DEFAULT_LOCALE = "en"
"""The language shown where nothing better is known."""

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader written in C, which starts Hearth a third of a second sooner, where PyYAML came with it."""

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
"""A named gap in a sentence."""

Read = TypeVar("Read")

Sentence = str | Mapping[str, str]
"""A text, or its forms by CLDR plural category."""

Show = Callable[[str, Value], str]
"""How a front shows a value that is no text of its own, given the locale: a person's words, a moment, a place."""


class Texts:
    """The words of every locale, by key `<feature>.<moment>`."""

    def __init__(self, by_locale: Mapping[str, Mapping[str, Sentence]]) -> None:
        self._by_locale = by_locale
        self._plurals = {locale: Locale.parse(locale).plural_form for locale in by_locale}

    @property
    def locales(self) -> tuple[str, ...]:
        """Answer the locales that have texts, the default first."""
        return tuple(sorted(self._by_locale, key=lambda locale: (locale != DEFAULT_LOCALE, locale)))

    def nearest(self, wanted: str | None) -> str:
        """Answer the shipped locale nearest to what a platform or a person names, such as `es-419`."""
        language = (wanted or DEFAULT_LOCALE).replace("_", "-").split("-")[0].lower()
        return language if language in self._by_locale else DEFAULT_LOCALE

    def keys(self, locale: str) -> Iterator[str]:
        """Answer every key of a locale."""
        return iter(self._by_locale[locale])

    def sentence(self, locale: str, key: str) -> Sentence:
        """Answer a text as it stands in its file; raises KeyError where no file has it."""
        return self._by_locale[locale][key]

    def say(self, locale: str, key: str, values: Values, show: Show) -> str:
        """Answer the sentence with its gaps filled.

        `show` turns every value that is no text itself into words; `count` chooses the plural form. Raises
        KeyError where the text or a value is missing.
        """
        sentence = self.sentence(locale, key)
        if not isinstance(sentence, str):
            sentence = sentence.get(self._plural(locale, values), sentence["other"])
        return PLACEHOLDER.sub(lambda gap: self._fill(locale, values[gap[1]], values, show), sentence)

    def _fill(self, locale: str, value: Value, around: Values, show: Show) -> str:
        # A text inside a text may use what stands in the outer one, such as the bot's name.
        if isinstance(value, Said):
            return self.say(locale, value.key, {**around, **value.values}, show)
        if isinstance(value, Together):
            return "\n".join(self._fill(locale, line, around, show) for line in value.lines)
        if isinstance(value, Listed):
            items = [self._fill(locale, item, around, show) for item in value.items]
            return format_list(items, "or" if value.either else "standard", locale=locale)
        return show(locale, value)

    def _plural(self, locale: str, values: Values) -> str:
        count = values.get("count", 0)
        return self._plurals[locale](count if isinstance(count, int) else 0)


def load_texts(folder: Path) -> Texts:
    """Read every `<locale>/<feature>.yaml` below the folder.

    Raises SettingsFault naming file and line where one cannot be read.
    """
    locales = sorted(path.name for path in folder.iterdir() if path.is_dir())
    return Texts({locale: _load_locale(folder / locale) for locale in locales})


def _load_locale(folder: Path) -> dict[str, Sentence]:
    words: dict[str, Sentence] = {}
    for path in sorted(folder.glob("*.yaml")):
        for key, sentence in flatten(read_yaml(path), path.stem):
            words[key] = sentence
    return words


PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
"""CLDR's plural categories: a mapping of these alone is one sentence in its forms."""


def flatten(tree: object, key: str) -> Iterator[tuple[str, Sentence]]:
    """Answer the sentences of a tree of mappings, each with its dotted key; a list is one text, a point a line."""
    if isinstance(tree, list):
        yield key, "\n".join(f"- {str(point).strip()}" for point in cast(list[object], tree))
        return
    if not isinstance(tree, dict):
        yield key, str(tree).strip()
        return
    branches = cast(dict[str, object], tree)
    if "other" in branches and branches.keys() <= PLURALS:
        yield key, {form: str(words).strip() for form, words in branches.items()}
        return
    for name, branch in branches.items():
        yield from flatten(branch, f"{key}.{name}")


def read_yaml(path: Path) -> object:
    """Read a YAML file; raises SettingsFault naming file, line and fix where that is not possible."""
    return _read(path, lambda words: cast(object, yaml.load(words, LOADER)))  # noqa: S506 - both are safe


def compose_yaml(path: Path) -> yaml.Node | None:
    """Read a YAML file with the line of everything and each value as it is written, so that 024 stays 024.

    Raises as `read_yaml`.
    """
    return _read(path, lambda words: cast(yaml.Node | None, yaml.compose(words, LOADER)))  # pyright: ignore[reportUnknownMemberType]


def _read(path: Path, how: Callable[[str], Read]) -> Read:
    try:
        return how(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsFault(f"{path} is missing: restore it from the download of this version.") from None
    except (OSError, UnicodeDecodeError) as fault:
        raise SettingsFault(f"{path} cannot be read ({type(fault).__name__}): check its rights.") from None
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        raise SettingsFault(f"{path}, line {line}: {fault.problem or 'not YAML'}. Mend that line.") from None
    except yaml.YAMLError:
        raise SettingsFault(f"{path} holds a sign that YAML does not allow: remove it.") from None

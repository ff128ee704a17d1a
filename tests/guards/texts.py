"""The texts: the same in every locale, all used, none missing, short enough where the platform cuts."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import yaml
from babel import Locale

from bot.core.feature import Purpose
from bot.core.texts import DEFAULT_LOCALE, PLACEHOLDER, Sentence, Texts, load_texts
from tests.guards import wording
from tests.guards.source import sources

KEY = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")
NOT_KEYS = re.compile(r".*\.(db|yaml|sql|keys?|py|ics|csv|json|png|css|js|html|md|log)")
"""File names look like keys and are none."""

HIGHEST_COUNT = 1000
"""Counts up to here choose the plural forms a text must have; Spanish has one more for millions alone."""

EVERYWHERE = re.compile(r"bot|[a-z]+_command")
"""Gaps that rendering fills in every text: the bot's name, and the word of each command."""

LIMITS: tuple[tuple[str, int], ...] = (
    (r"\w+\.button\..+", 80),
    (r"\w+\.choice\..+", 80),
    (r".+\.form\.(.+\.)?title|.+\.(title_form|form_title)(\..+)?", 45),
    (r".+\.box\.(.+[._])?hint|\w+\.hint\..+", 100),
    (r".+\.box\..+", 45),
    (r".+\.menu\..+", 150),
    (r"\w+\.command\..+", 100),
    (r"core\.on_message\..+", 32),
)
"""Where the platform cuts, in characters; the first pattern that fits a key counts."""


def forms(sentence: Sentence) -> Mapping[str, str]:
    """Answer the forms of a text by plural category; a text without plurals is its only form, `other`."""
    return {"other": sentence} if isinstance(sentence, str) else sentence


def load(root: Path) -> Texts:
    """Answer the texts of a tree; read again only where a file has changed."""
    folder = root / "config" / "texts"
    return _load(folder, tuple((path, path.stat().st_mtime_ns) for path in sorted(folder.rglob("*.yaml"))))


@lru_cache(maxsize=4)
def _load(folder: Path, _changed: tuple[tuple[Path, int], ...]) -> Texts:
    return load_texts(folder)


def every(texts: Texts) -> Iterator[tuple[str, str, str]]:
    """Answer locale, key and words of every form of every text."""
    for locale in texts.locales:
        for key in texts.keys(locale):
            for words in forms(texts.sentence(locale, key)).values():
                yield locale, key, words


def parity(root: Path) -> list[str]:
    """Report keys and gaps that one locale has and another has not."""
    texts = load(root)
    found: list[str] = []
    known = {locale: set(texts.keys(locale)) for locale in texts.locales}
    for locale, keys in known.items():
        found += [f"{locale}: {key} is missing" for key in sorted(set().union(*known.values()) - keys)]
        for key in sorted(keys & known[DEFAULT_LOCALE]):
            wanted, said = (_gaps(texts.sentence(where, key)) for where in (DEFAULT_LOCALE, locale))
            if wanted != said:
                found.append(f"{locale}: {key} has the gaps {sorted(said)}, {DEFAULT_LOCALE} has {sorted(wanted)}")
    return found


def _gaps(sentence: Sentence) -> set[str]:
    return {gap for words in forms(sentence).values() for gap in PLACEHOLDER.findall(words)}


def plurals(root: Path) -> list[str]:
    """Report texts that lack a plural form their language needs, or have a gap in one form only."""
    texts = load(root)
    found: list[str] = []
    for locale in texts.locales:
        rule = Locale.parse(locale).plural_form
        wanted = {"other", *(rule(count) for count in range(HIGHEST_COUNT + 1))}
        for key in texts.keys(locale):
            sentence = texts.sentence(locale, key)
            if isinstance(sentence, str):
                continue
            found += [f"{locale}: {key} lacks the form {form}" for form in sorted(wanted - sentence.keys())]
            if _gaps(sentence) - set(PLACEHOLDER.findall(sentence["other"])):
                found.append(f"{locale}: {key} has a gap that its form other has not")
    return found


def usage(root: Path, purposes: Iterable[Purpose] = ()) -> list[str]:
    """Report keys that code uses and no file has, and keys in files that no code uses."""
    texts = load(root)
    keys = set(texts.keys(DEFAULT_LOCALE)) if DEFAULT_LOCALE in texts.locales else set[str]()
    firsts = {key.partition(".")[0] for key in keys} | {"core"}
    firsts |= {path.name for path in (root / "bot").glob("*") if path.is_dir()}
    purposes = list(purposes)
    needed = {f"{purpose.key}.{part}": purpose for purpose in purposes for part in PURPOSE_PARTS}
    apart = {purpose.key for purpose in purposes} | _due_kinds(root)
    used = {key for key in needed if key in keys}
    found = [f"purpose {p.key}: no text {key}" for key, p in needed.items() if p.switchable and key not in keys]
    for place, text, pattern in _literals(root):
        matching = {key for key in keys if re.fullmatch(pattern, key)}
        used |= matching
        is_key = text.partition(".")[0] in firsts and not NOT_KEYS.fullmatch(text) and text not in apart
        if is_key and not matching and not any(key.startswith(f"{text}.") for key in keys):
            found.append(f"{place}: no file has the text {text}")
    return sorted(set(found)) + [f"no code uses the text {key}" for key in sorted(keys - used)]


PURPOSE_PARTS = ("name", "what", "audience", "retention")
"""What every purpose of consent says about itself."""


def _literals(root: Path) -> Iterator[tuple[str, str, str]]:
    """Answer place, shown form and pattern of every string that may be a key; a gap is shown as x."""
    for source in sources(root, "bot", "cogs"):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.JoinedStr):
                shown = "".join(str(p.value) if isinstance(p, ast.Constant) else "x" for p in node.values)
                pattern = "".join(
                    re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"[a-z0-9_.]+" for p in node.values
                )
                # A string that is nearly all gaps would use every text.
                telling = re.sub(r"\[a-z0-9_\.\]\+|\W", "", pattern)
                if KEY.fullmatch(shown) and len(telling) > 2:
                    yield source.at(node.lineno, "")[:-2], shown, pattern
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value):
                yield source.at(node.lineno, "")[:-2], node.value, re.escape(node.value)


def _due_kinds(root: Path) -> set[str]:
    """Answer strings that name a kind of due row or delivery: constants handed to `handle` or `handle_within`."""
    trees = [source.tree for source in sources(root, "bot")]
    names = {
        node.args[0].id
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in ("handle", "handle_within")
        if node.args and isinstance(node.args[0], ast.Name)
    }
    return {
        str(node.value.value)
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        if any(isinstance(target, ast.Name) and target.id in names for target in node.targets)
    }


def gaps(root: Path) -> list[str]:
    """Report a `said`, `button` or `Refusal` that does not fill every gap of its text."""
    texts = load(root)
    keys = set(texts.keys(DEFAULT_LOCALE)) if DEFAULT_LOCALE in texts.locales else set[str]()
    found: list[str] = []
    for source in sources(root, "bot", "cogs"):
        for node in ast.walk(source.tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
                continue
            key, given = node.args[0], {keyword.arg for keyword in node.keywords}
            if node.func.id not in ("said", "button", "Refusal") or not isinstance(key, ast.Constant):
                continue
            if key.value in keys and None not in given:
                left = _gaps(texts.sentence(DEFAULT_LOCALE, str(key.value))) - given
                found += [
                    source.at(node.lineno, f"{key.value} needs {gap}")
                    for gap in sorted(left)
                    if not EVERYWHERE.fullmatch(gap)
                ]
    return found


def limits(root: Path) -> list[str]:
    """Report texts longer than the platform shows."""
    found: list[str] = []
    for locale, key, words in every(load(root)):
        most = next((most for pattern, most in LIMITS if re.fullmatch(pattern, key)), None)
        if most is not None and len(words) > most:
            found.append(f"{locale}: {key} has {len(words)} characters; at most {most}")
    return found


def tone(root: Path) -> list[str]:
    """Report wording that R11 or product.md refuses; `host.yaml` alone may name the product."""
    return [
        f"{locale}: {key} {fault}"
        for locale, key, words in every(load(root))
        for fault in wording.faults(locale, words, for_members=not key.startswith("host."))
    ]


def empty(root: Path) -> list[str]:
    """Report texts without words."""
    return [f"{locale}: {key} is empty" for locale, key, words in every(load(root)) if not words or words == "None"]


def twice(root: Path) -> list[str]:
    """Report a key written twice in one file: YAML would keep only the last."""
    found: list[str] = []
    for path in sorted((root / "config").rglob("*.yaml")):
        found += [f"{path.relative_to(root)}:{line}: {key} again" for key, line in _repeated(path)]
    return found


def _repeated(path: Path) -> Iterator[tuple[str, int]]:
    def walk(node: yaml.Node | None) -> Iterator[tuple[str, int]]:
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if key.value in seen:
                    yield key.value, key.start_mark.line + 1
                seen.add(key.value)
                yield from walk(value)
        elif isinstance(node, yaml.SequenceNode):
            for item in node.value:
                yield from walk(item)

    yield from walk(yaml.compose(path.read_text(encoding="utf-8")))


RULES: Mapping[str, Callable[[Path], list[str]]] = {
    rule.__name__: rule for rule in (parity, plurals, gaps, limits, tone, empty, twice)
}
"""The rules that need nothing but the tree."""

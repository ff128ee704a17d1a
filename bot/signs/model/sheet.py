"""What stands in `config/signs.yaml`, checked entry by entry, each with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.signs.model import Level
from bot.signs.model.around import Mark
from bot.signs.model.lexicon import Lexicon, Rule, Subject
from bot.signs.model.phrases import LONGEST, Element, NotInTheLanguage, Way, parse
from bot.signs.model.spelling import Vocabulary

PARTS = ("fillers", "blocks", "common", "guarded", "real", "short", "glued", "lists", "marks", "rules")
"""The parts of the file."""

FIELDS = frozenset({"name", "level", "locale", "subject", "firm", "act", "past", "says"})
"""What a rule may say about itself."""


class WrongEntry(Exception):
    """Raised for an entry that cannot be used; knows its line."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line


@dataclass(frozen=True, slots=True)
class Entry:
    """A piece of the file and the line it begins on."""

    line: int
    held: str | list[Entry] | dict[str, Entry]

    @property
    def written(self) -> str:
        """Answer its text; raises WrongEntry where it is none."""
        if not isinstance(self.held, str):
            raise WrongEntry(self.line, "a text was expected here")
        return self.held

    @property
    def listed(self) -> list[Entry]:
        """Answer its entries; raises WrongEntry where it is no list."""
        if not isinstance(self.held, list):
            raise WrongEntry(self.line, "a list was expected here")
        return self.held

    @property
    def named(self) -> Mapping[str, Entry]:
        """Answer its parts by name; raises WrongEntry where it has none."""
        if not isinstance(self.held, dict):
            raise WrongEntry(self.line, "names with a colon were expected here")
        return self.held

    def words(self) -> frozenset[str]:
        """Answer its text, or every text in its list, as single words."""
        listed = [self] if isinstance(self.held, str) else self.listed
        return frozenset(word for one in listed for word in one.written.split())


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole file."""

    entry: Entry


def lexicon_of(sheet: Sheet) -> Lexicon:
    """Answer the rules, ready to read with; raises WrongEntry for the first entry that cannot be used."""
    parts = sheet.entry.named
    for name, entry in parts.items():
        if name not in PARTS:
            raise WrongEntry(entry.line, f"there is no part `{name}`")
    missing = next((name for name in PARTS if name not in parts), None)
    if missing:
        raise WrongEntry(sheet.entry.line, f"the part `{missing}` is missing")
    lists = _lists(parts["lists"])
    vocabulary = Vocabulary(
        fillers=parts["fillers"].words(),
        blocks=parts["blocks"].words(),
        common=tuple(parts["common"].written.split()),
        guarded=parts["guarded"].words(),
        real=parts["real"].words(),
        short=dict(_pair(one) for one in parts["short"].listed),
        glued=tuple(sorted(parts["glued"].words())),
    )
    return Lexicon(list(_rules(parts["rules"], lists)), _marks(parts["marks"], lists), lists, vocabulary)


def _pair(entry: Entry) -> tuple[str, str]:
    words = entry.written.split()
    if len(words) != 2:
        raise WrongEntry(entry.line, "a short word and what it stands for were expected here")
    return words[0], words[1]


def _lists(entry: Entry) -> Mapping[str, frozenset[Way]]:
    lists: dict[str, frozenset[Way]] = {}
    for name, listed in entry.named.items():
        ways: set[Way] = set()
        for one in listed.listed:
            ways |= _ways(one, lists)
        lists[name] = frozenset(ways)
    return lists


def _ways(one: Entry, lists: Mapping[str, frozenset[Way]]) -> set[Way]:
    """Answer the rows of words one entry of a list stands for: gaps have no place in it."""
    ways: set[Way] = set()
    for row in _parsed(one, lists):
        rows: list[Way] = [()]
        for element in row:
            if element.gap:
                raise WrongEntry(one.line, f"`{one.written}`: a list holds no gaps")
            rows = [(*before, *way) for before in rows for way in element.ways]
            if len(rows) > LONGEST:
                raise WrongEntry(one.line, f"`{one.written}` stands for more than {LONGEST} rows: split it")
        ways.update(rows)
    return ways


def _parsed(entry: Entry, lists: Mapping[str, frozenset[Way]]) -> tuple[tuple[Element, ...], ...]:
    try:
        return parse(entry.written, lists)
    except NotInTheLanguage as fault:
        raise WrongEntry(entry.line, f"`{entry.written}` {fault}") from None


def _marks(entry: Entry, lists: Mapping[str, frozenset[Way]]) -> Mapping[Mark, tuple[tuple[Element, ...], ...]]:
    marks: dict[Mark, tuple[tuple[Element, ...], ...]] = {}
    for name, listed in entry.named.items():
        if name not in set(Mark):
            raise WrongEntry(listed.line, f"there is no mark `{name}`")
        marks[Mark(name)] = tuple(row for one in listed.listed for row in _parsed(one, lists))
    return marks


def _rules(entry: Entry, lists: Mapping[str, frozenset[Way]]) -> Iterator[Rule]:
    names: set[str] = set()
    for one in entry.listed:
        fields = one.named
        unknown = min(fields.keys() - FIELDS, default=None)
        if unknown is not None:
            raise WrongEntry(fields[unknown].line, f"a rule has no `{unknown}`")
        missing = next((name for name in ("name", "level", "locale", "says") if name not in fields), None)
        if missing:
            raise WrongEntry(one.line, f"a rule needs its `{missing}`")
        name = fields["name"].written
        if name in names:
            raise WrongEntry(fields["name"].line, f"another rule is named `{name}` too")
        names.add(name)
        yield Rule(
            name,
            Level(_one_of(fields["level"], [level for level in Level if level is not Level.NONE])),
            fields["locale"].written,
            Subject(_one_of(fields["subject"], list(Subject))) if "subject" in fields else Subject.SOUGHT,
            firm=_yes(fields, "firm", otherwise=False),
            act=_yes(fields, "act", otherwise=False),
            past=_yes(fields, "past", otherwise=True),
            rows=tuple(row for phrase in fields["says"].listed for row in _parsed(phrase, lists)),
        )


def _one_of(entry: Entry, allowed: list[Level] | list[Subject]) -> str:
    if entry.written not in allowed:
        raise WrongEntry(entry.line, f"`{entry.written}` is none of {', '.join(allowed)}")
    return entry.written


def _yes(fields: Mapping[str, Entry], name: str, *, otherwise: bool) -> bool:
    if name not in fields:
        return otherwise
    if fields[name].written not in ("yes", "no"):
        raise WrongEntry(fields[name].line, f"`{name}` is yes or no")
    return fields[name].written == "yes"

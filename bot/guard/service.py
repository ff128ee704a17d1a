"""Reading `config/guard.yaml`, and drafts by it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import cast

import yaml

from bot.core.ids import Private
from bot.core.marked_yaml import MarkedYaml
from bot.core.refusals import SettingsFault
from bot.guard.model import Find, Kind
from bot.guard.model.matching import Rule
from bot.guard.model.phones import is_region
from bot.guard.model.phrases import Element, NotInTheLanguage, Way, parse
from bot.guard.model.places import WrongShape, shape
from bot.guard.model.reading import Drafts
from bot.guard.model.words import Grouping, Words

WHY: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.ADDRESS: "guard.why.address",
        Kind.HANDLE: "guard.why.handle",
        Kind.COURT: "guard.why.court",
        Kind.BIRTH: "guard.why.birth",
    }
)
"""What rules may find, and the sentence that says why it is pointed out."""

SETS = (
    *("joining", "phone", "units", "shortened", "between", "months", "days", "linking", "dot", "at", "slash"),
    *("endings", "wordlike", "hosts", "mail_hosts", "no_handles", "ordinary_names", "code_words"),
)
"""Parts of the file that are words with spaces between them."""

PARTS = (*SETS, "numbers", "repeats", "regions", "groupings", "codes", "lists", "harmless", "rules")
"""The parts of the file."""

FIELDS = ("finds", "sure", "says")
"""What a rule says about itself."""


LISTED = re.compile(r"[a-z0-9/]+(?: [a-z0-9/]+)*|\*[a-z]{3,}")
"""What may stand in a list."""


class Guard:
    """Points out what a draft could give away, in memory alone; nobody but its writer hears of it (R57)."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts

    @classmethod
    def load(cls, path: Path) -> "Guard":
        """Read words and rules; raises SettingsFault naming file and line of what cannot be used."""
        sheet = _Sheet(path)
        return cls(Drafts(sheet.words(), sheet.rules(), sheet.harmless()))

    def read(self, draft: Private, names: Iterable[Private] = ()) -> tuple[Find, ...]:
        """Answer what was found in a draft, in its order; `names` are those of the circle's members."""
        return self._drafts.read(draft, self._drafts.names(names))

    def not_looked_for(self, names: Iterable[Private]) -> tuple[str, ...]:
        """Answer which names are too short to be looked for, as they were given."""
        return self._drafts.names(names).skipped


class _Sheet:
    """The file, entry by entry; every fault names its line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = MarkedYaml(path)
        self._parts = self._file.entries(self._file.root, (), PARTS)
        self._file.require(self._parts, (), PARTS)
        self._lists = self._named_lists()

    def words(self) -> Words:
        sets = {name: frozenset(self._file.word(self._parts[name], (name,)).split()) for name in SETS}
        numbers = dict(self._pairs("numbers"))
        repeats = {word: int(times) for word, times in self._pairs("repeats")}
        return Words(
            numbers={**numbers, **dict.fromkeys(repeats, "")},
            repeats=repeats,
            regions=self._regions(),
            groupings=frozenset(self._groupings()),
            codes=tuple(self._codes()),
            shortened_endings=tuple(
                sorted(word[1:] for word in sets["shortened"] if len(word) > 3 and word[0] == "*")
            ),
            **sets,
        )

    def rules(self) -> list[Rule]:
        rules: list[Rule] = []
        for name, node in self._file.entries(self._parts["rules"], ("rules",)).items():
            where = ("rules", name)
            fields = self._file.entries(node, where, FIELDS)
            self._file.require(fields, where, FIELDS)
            kind = self._file.one_of(fields["finds"], (*where, "finds"), Kind)
            if kind not in WHY:
                raise self._file.fault((*where, "finds"), f"is none of {', '.join(WHY)}")
            sure = self._file.flag(fields["sure"], (*where, "sure"))
            rows = tuple(self._rows(fields["says"], (*where, "says")))
            rules.append(Rule(name, kind, WHY[kind], sure, rows))
        return rules

    def harmless(self) -> list[tuple[Element, ...]]:
        return list(self._rows(self._parts["harmless"], ("harmless",)))

    def _rows(self, node: yaml.Node, where: tuple[str, ...]) -> Iterator[tuple[Element, ...]]:
        for one, written in self._written(node, where):
            try:
                yield from parse(written, self._lists)
            except NotInTheLanguage as fault:
                raise self._at(one, f"`{written}` {fault}") from None

    def _named_lists(self) -> dict[str, frozenset[Way]]:
        lists: dict[str, frozenset[Way]] = {}
        for name, node in self._file.entries(self._parts["lists"], ("lists",)).items():
            lists[name] = frozenset(self._ways(node, ("lists", name)))
        return lists

    def _ways(self, node: yaml.Node, where: tuple[str, ...]) -> Iterator[Way]:
        for one, written in self._written(node, where):
            if not LISTED.fullmatch(written):
                raise self._at(
                    one, f"`{written}` is no words of a list: small letters, or `*abc` for any beginning"
                )
            yield tuple(written.split())

    def _regions(self) -> tuple[str, ...]:
        names = tuple(self._file.word(self._parts["regions"], ("regions",)).split())
        unknown = next((name for name in names if not is_region(name)), None)
        if unknown is not None:
            raise self._file.fault(("regions",), f"names {unknown}, whose telephone numbers are not known")
        return names

    def _groupings(self) -> Iterator[Grouping]:
        for one, written in self._written(self._parts["groupings"], ("groupings",)):
            if not all(part.isdecimal() and 1 <= int(part) <= 15 for part in written.split("-")):
                raise self._at(one, f"`{written}` is no grouping such as 3-3-4")
            yield tuple(int(part) for part in written.split("-"))

    def _codes(self) -> Iterator[str]:
        for one, written in self._written(self._parts["codes"], ("codes",)):
            try:
                yield shape(written)
            except WrongShape as fault:
                raise self._at(one, f"`{written}` {fault}") from None

    def _pairs(self, part: str) -> Iterator[tuple[str, str]]:
        for one, written in self._written(self._parts[part], (part,)):
            words = written.split()
            if len(words) != 2 or not words[1].isdecimal() or len(words[1]) > 3:
                raise self._at(one, f"`{written}` is no word with its number behind it")
            yield words[0], words[1]

    def _written(self, node: yaml.Node, where: tuple[str, ...]) -> Iterator[tuple[yaml.Node, str]]:
        written = self._file.words(node, where)
        yield from zip(cast(list[yaml.Node], node.value), written, strict=True)

    def _at(self, node: yaml.Node, what: str) -> SettingsFault:
        return SettingsFault(f"{self._path}, line {node.start_mark.line + 1}: {what}. Mend that line.")

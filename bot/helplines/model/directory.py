"""Every line in memory, and which of them are shown to whom first; reading it touches no file and no database."""

import hashlib
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import zip_longest
from types import MappingProxyType

from bot.helplines.model.lines import Age, Emergency, Line, Topic, age_of

FIRST = 3
"""Lines shown at first; the others come after "more" (R19, R78)."""

CONFIRMED_MOST = 6
"""Lines that a circle confirms."""

MADE_MOST = 64
"""How many kinds of readers' numbers are kept."""

TOPICS = frozenset(Topic)

_PLACES: Mapping[Topic, int] = MappingProxyType({topic: place for place, topic in enumerate(Topic)})


@dataclass(frozen=True, slots=True)
class Entry:
    """A line as it stands for one circle now.

    `checked` is when the circle, else the host, last checked it; `open` is None where that is not known.
    """

    line: Line
    checked: date | None
    by_circle: bool
    age: Age
    open: bool | None


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """What is shown to somebody: emergency numbers by country, lines in order, and a directory of all countries.

    Without `countries` there are no numbers at all: none is guessed (R79). Readers of one kind are shown the very
    same one for a minute.
    """

    countries: tuple[str, ...]
    topic: Topic | None
    emergency: tuple[tuple[str, tuple[Emergency, ...]], ...]
    entries: tuple[Entry, ...]
    links: tuple[Line, ...]

    @property
    def country(self) -> str:
        """Answer the first country, or an empty text."""
        return self.countries[0] if self.countries else ""

    @property
    def lines(self) -> tuple[Line, ...]:
        """Answer the lines in order."""
        return tuple(entry.line for entry in self.entries)

    @property
    def confirmed(self) -> Mapping[str, date]:
        """Answer when each line was last checked, by its ident; a line nobody checked is not in it."""
        return {entry.line.ident: entry.checked for entry in self.entries if entry.checked is not None}


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything the files say; `menus` are the countries offered, in menus of at most 25 by name.

    `links` are directories of all countries; `beyond` are lines of no single country, shown to nobody as one's own.
    """

    lines: tuple[Line, ...]
    emergency: tuple[Emergency, ...]
    menus: tuple[tuple[str, tuple[str, ...]], ...] = ()
    links: tuple[Line, ...] = ()
    beyond: tuple[Line, ...] = ()
    _by_country: Mapping[str, tuple[Line, ...]] = field(init=False, repr=False, compare=False)
    _made: "OrderedDict[Hashable, Numbers]" = field(
        init=False, repr=False, compare=False, default_factory=OrderedDict[Hashable, Numbers]
    )

    def __post_init__(self) -> None:
        by_country: dict[str, list[Line]] = {}
        for line in self.lines:
            by_country.setdefault(line.country, []).append(line)
        object.__setattr__(self, "_by_country", {code: tuple(lines) for code, lines in by_country.items()})

    @property
    def countries(self) -> tuple[str, ...]:
        """Answer every country that can be chosen."""
        return tuple(code for _, codes in self.menus for code in codes)

    def line(self, ident: str) -> Line | None:
        """Answer one line, or None for one that is not there any more."""
        return next((line for line in self.lines if line.ident == ident), None)

    def digest(self) -> str:
        """Answer a check-sum of everything that is shown."""
        words = repr((self.lines, self.emergency, self.links))
        return hashlib.sha256(words.encode()).hexdigest()

    def of(self, countries: Iterable[str]) -> tuple[Line, ...]:
        """Answer every line of some countries, in the order of the files."""
        return tuple(line for code in countries for line in self._by_country.get(code, ()))

    def topics(self, countries: Iterable[str]) -> tuple[Topic, ...]:
        """Answer the topics that some line of the countries is for; none is offered without an entry."""
        held = {topic for line in self.of(countries) for topic in line.topics}
        return tuple(topic for topic in Topic if topic in held)

    def numbers(
        self,
        countries: Sequence[str],
        locale: str,
        topic: str | None,
        now: datetime,
        confirmed: Mapping[str, datetime],
    ) -> Numbers:
        """Answer what to show for countries, a reader's locale such as `en-GB`, and one topic or all (None).

        `confirmed` is when a circle confirmed each line, by ident. Those lines come first, then the others, each
        time the best of each country in turn. A topic that is not known counts as all.
        """
        wanted = Topic(topic) if topic in TOPICS else None
        codes, language = tuple(dict.fromkeys(countries)), locale.replace("_", "-").split("-")[0].lower()
        # Nobody's own: hours and dates change with the minute, and everything else is said here.
        kind = (codes, language, wanted, now.replace(second=0, microsecond=0), frozenset(confirmed.items()))
        made = self._made.get(kind)
        if made is None:
            made = self._made[kind] = self._numbers(codes, language, wanted, now, confirmed)
            if len(self._made) > MADE_MOST:
                self._made.popitem(last=False)
        return made

    def _numbers(
        self,
        codes: tuple[str, ...],
        language: str,
        wanted: Topic | None,
        now: datetime,
        confirmed: Mapping[str, datetime],
    ) -> Numbers:
        each = [self._of_country(code, language, wanted, now, confirmed) for code in codes]
        own, others = ([[one for one in found if one.by_circle is by] for found in each] for by in (True, False))
        emergency = tuple((code, found) for code in codes if (found := self.emergency_of(code)))
        return Numbers(codes, wanted, emergency, (*_in_turn(own), *_in_turn(others)), self.links)

    def emergency_of(self, country: str) -> tuple[Emergency, ...]:
        """Answer the emergency numbers to show for a country; they never expire."""
        return tuple(one for one in self.emergency if one.country == country and one.shown)

    def _of_country(
        self, code: str, language: str, topic: Topic | None, now: datetime, confirmed: Mapping[str, datetime]
    ) -> list[Entry]:
        found = [entry_of(line, now, confirmed) for line in self._by_country.get(code, ())]
        # Nothing is hidden down to none (R80).
        kept = [entry for entry in found if entry.age is not Age.HIDDEN] or [
            replace(entry, age=Age.MARKED) for entry in found
        ]
        fitting = [entry for entry in kept if topic is None or topic in entry.line.topics]
        return sorted(fitting, key=lambda entry: _rank(entry, language, topic))


def entry_of(line: Line, now: datetime, confirmed: Mapping[str, datetime]) -> Entry:
    """Answer a line as it stands for a circle that confirmed some lines."""
    by_circle = line.ident in confirmed
    checked = confirmed[line.ident].date() if by_circle else line.checked
    return Entry(line, checked, by_circle, age_of(checked, now.date()), line.hours.open_at(now))


def _in_turn(each: Iterable[Iterable[Entry]]) -> Iterator[Entry]:
    return (entry for turn in zip_longest(*each) for entry in turn if entry is not None)


def _rank(entry: Entry, language: str, topic: Topic | None) -> tuple[int, bool, bool, bool]:
    """Order the lines of one country: lines for anyone, then the reader's language, then who answers now."""
    line = entry.line
    general = 0 if topic is not None else min((_PLACES[one] for one in line.topics), default=len(_PLACES))
    return (
        general,
        language not in line.languages,
        entry.open is not True,
        line.confidence != "high",
    )


def needs_checking(directory: Directory, today: date) -> Iterator[tuple[Line, Age]]:
    """Answer the lines that nobody on this instance checked, or not for long, in the order of the files."""
    for line in directory.lines:
        age = age_of(line.checked, today)
        if age is not Age.FRESH:
            yield line, age

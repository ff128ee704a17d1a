"""The rules of quiet days: what a day is, when it comes, and what it asks of Hearth."""

import json
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, NewType, cast
from zoneinfo import ZoneInfo

from bot.core.ids import CircleId, PersonNumber

MOST = 12
"""Days of one person."""

LEAP_YEAR = 2028
"""A year that has every day."""

YEARS_AHEAD = 10
"""How far ahead a day of one year may lie."""

HELLO_HOUR = time(9)
"""From when on a day others hear of it, by the clock of whose day it is."""

ASKED_MOST = 8
"""People who hear of one day."""

HELLOS_MOST = 2
"""Hellos of one day; who comes later is told that it is taken care of."""

CARDS = 4
"""Fixed hellos to choose from: `days.hello.card.<n>`."""

SHOWN_FROM = 5
"""Smaller numbers of people are not shown: that there is anyone is (R29)."""

LOOKS_BACK = 31
"""Days of an outage that are looked through for one on which nobody could be asked."""

WIDEST = 9
"""Characters that any number of a day may have; longer ones are none."""


class Kind(StrEnum):
    """What a day is to be like; each has a text `days.kind.<value>`."""

    SILENT = "silent"
    """Nothing comes, and nobody is sent to them."""
    GENTLER = "gentler"
    """Nothing comes by itself; they can still be asked."""
    HELLO = "hello"
    """Somebody of a circle is told, without a name, that a hello would be welcome."""


class NotADay(ValueError):
    """Raised for words that make no day; `reason` is the last part of a text key."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class When:
    """A day of every year, or with a `year` of that one. 29 February is the 28th in years that have none."""

    month: int
    day: int
    year: int | None = None

    def on(self, day: date) -> bool:
        """Tell whether a date is this day."""
        if self.year not in (None, day.year) or self.month != day.month:
            return False
        return day.day == min(self.day, monthrange(day.year, self.month)[1])

    def is_over(self, today: date) -> bool:
        """Tell whether it comes no more."""
        return self.year is not None and date(self.year, self.month, self.day) < today

    @property
    def shown(self) -> date:
        """Answer a date with this day and month."""
        return date(self.year or LEAP_YEAR, self.month, self.day)

    def __str__(self) -> str:
        """Answer it as a part of a custom id."""
        return f"{self.year or 0}-{self.month}-{self.day}"


@dataclass(frozen=True, slots=True)
class Wish:
    """In which circle somebody may say hello, and whether to `tell` truly if nobody can or does."""

    circle: CircleId
    tell: bool


@dataclass(frozen=True, slots=True)
class Day:
    """One quiet day; a `wish` belongs to a day of hello alone."""

    when: When
    kind: Kind
    wish: Wish | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """Somebody's quiet days as they stand, and the zone whose midnights begin and end them.

    `left` are circles of their days of hello that they are in no more.
    """

    days: tuple[Day, ...]
    zone: str
    left: frozenset[CircleId] = frozenset()


@dataclass(frozen=True, slots=True)
class Asked:
    """A day that was typed, before anything is kept of it."""

    when: When
    zone: str


HelloId = NewType("HelloId", int)
"""One day of hello while it lasts; a random number."""


@dataclass(frozen=True, slots=True)
class Hello:
    """A day of hello that is now; `asked` is None before anybody was told of it."""

    hello: HelloId
    person: PersonNumber
    wish: Wish
    asked: int | None
    said: int
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Greeters:
    """A circle in which somebody may say hello, and how many there could be told of it as it stands now."""

    circle: CircleId
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Wishing:
    """A day of hello before anything is kept of it; from several circles one is chosen first."""

    when: When
    circles: tuple[Greeters, ...]


class Greeted(StrEnum):
    """What became of a press to say hello; each has a text `days.hello.greeted.<value>`."""

    OPEN = "open"
    """Nobody, or one person, said hello yet."""
    SAID = "said"
    ENOUGH = "enough"
    """Enough people said hello before."""
    OVER = "over"
    """That day is over, or its person wants no hello any more."""


def read_day(day: str, month: str, year: str, today: date) -> When:
    """Answer the day that somebody typed as numbers; an empty year means every year.

    Raises NotADay: `empty`, `unknown`, `over`, `far`.
    """
    if not day.strip() and not month.strip():
        raise NotADay("empty")
    when = _when(_number(day), _number(month), _number(year) if year.strip() else None)
    if when.is_over(today):
        raise NotADay("over")
    if when.year is not None and when.year > today.year + YEARS_AHEAD:
        raise NotADay("far")
    return when


def when_from(told: str) -> When:
    """Answer the day that a part of a custom id names; raises NotADay for any other."""
    parts = told.split("-")
    if len(parts) != 3:
        raise NotADay("unknown")
    year, month, day = (_number(part) for part in parts)
    return _when(day, month, year or None)


def _number(words: str) -> int:
    told = words.strip()
    if not (told.isascii() and told.isdigit()) or len(told) > WIDEST:
        raise NotADay("unknown")
    return int(told)


def _when(day: int, month: int, year: int | None) -> When:
    try:
        date(LEAP_YEAR if year is None else year, month, day)
    except (ValueError, OverflowError) as fault:
        raise NotADay("unknown") from fault
    return When(month, day, year)


def with_day(days: Iterable[Day], new: Day) -> tuple[Day, ...]:
    """Answer the days with one more, in the order of the year; the same day again is changed.

    Raises NotADay: `most`.
    """
    others = [one for one in days if one.when != new.when]
    if len(others) >= MOST:
        raise NotADay("most")
    return tuple(sorted((*others, new), key=lambda one: (one.when.month, one.when.day, one.when.year or 0)))


def kind_on(days: Iterable[Day], today: date) -> Kind | None:
    """Answer what a date is like; of two that fall on it, the quieter one."""
    kinds = {one.kind for one in days if one.when.on(today)}
    return next((kind for kind in Kind if kind in kinds), None)


def wish_on(days: Iterable[Day], today: date) -> Wish | None:
    """Answer the wish for a hello that a date comes with; a quieter day on the same date has none."""
    on = [one for one in days if one.when.on(today)]
    if kind_on(on, today) is not Kind.HELLO:
        return None
    return next((one.wish for one in on if one.wish is not None), None)


def missed(days: Iterable[Day], first: date, today: date) -> list[Wish]:
    """Answer the wishes of days before today, from a first one on, that nobody was home for."""
    kept = tuple(days)
    since = max(first, today - timedelta(days=LOOKS_BACK))
    gone = (since + timedelta(days=ahead) for ahead in range((today - since).days))
    return [wish for day in gone if (wish := wish_on(kept, day)) is not None]


def hello_time(now: datetime, zone: str) -> datetime:
    """Answer from when on today others hear of a day: this moment, where that hour is over."""
    at = datetime.combine(local_date(now, zone), HELLO_HOUR, ZoneInfo(zone)).astimezone(UTC)
    return max(at, now)


def local_date(now: datetime, zone: str) -> date:
    """Answer the date that the clocks of a zone show."""
    return now.astimezone(ZoneInfo(zone)).date()


def next_midnight(now: datetime, zone: str) -> datetime:
    """Answer when the zone's next day begins; where the clocks skip midnight, by as much later."""
    place = ZoneInfo(zone)
    day = local_date(now, zone) + timedelta(days=1)
    while (at := datetime.combine(day, time(), place).astimezone(UTC)) <= now:
        # Where the clocks skip a whole day, its midnight is long over.
        day += timedelta(days=1)
    return at


def packed(days: Iterable[Day]) -> str:
    """Answer days as a text to be sealed."""
    return json.dumps([_packed(one) for one in days], separators=(",", ":"))


def _packed(day: Day) -> dict[str, object]:
    kept: dict[str, object] = {
        "month": day.when.month,
        "day": day.when.day,
        "year": day.when.year,
        "kind": day.kind,
    }
    return kept if day.wish is None else {**kept, "wish": [day.wish.circle, int(day.wish.tell)]}


def unpacked(text: str) -> tuple[Day, ...]:
    """Answer the days that `packed` wrote down."""
    rows = cast(list[dict[str, Any]], json.loads(text))
    return tuple(_unpacked(row) for row in rows)


def _unpacked(row: dict[str, Any]) -> Day:
    wish = row.get("wish")
    kept = None if wish is None else Wish(CircleId(wish[0]), bool(wish[1]))
    return Day(When(row["month"], row["day"], row["year"]), Kind(row["kind"]), kept)

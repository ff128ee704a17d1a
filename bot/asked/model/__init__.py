"""The rules of who's around: switches, swaps, tests, rests, and what moderators may be told."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NewType

from bot.asked.model.hours import Hours, Stretch, is_around, stretches
from bot.asked.model.swaps import Swaps
from bot.circles.model import Circle
from bot.core.ids import ChannelId, CircleId, PersonNumber

SwitchId = NewType("SwitchId", int)
"""One person's switch in one circle; a random number."""

AROUND_FOR = timedelta(hours=2)
"""How long "around now" holds."""

SPANS_MOST = 21
"""Spans of one person in one circle, so that one menu shows them all."""

LONG_SPAN = 4 * 60
"""Minutes after which a span is advised to be shorter (R168)."""

LOAD_FOR = timedelta(days=14)
"""How long it is kept that somebody took an ask (R170)."""

REST_WITHIN = timedelta(days=7)
"""After `REST_AFTER` asks in this time a rest is due."""

REST_AFTER = 3
"""Asks after which a rest is due."""

RESTS_FOR = timedelta(hours=12)
"""The rest that is suggested after an ask."""

TESTED_EVERY = timedelta(days=30)
"""How long after a test page the next one comes by itself."""

FIRST_TEST_AFTER = timedelta(days=1)
"""How long after the switch went on the first test page comes by itself, in one's own hours."""

SEEN_WITHIN = timedelta(days=1)
"""A test page that was not seen by then reached nobody."""

GAP = timedelta(hours=24)
"""A longer time without anyone is told to moderators (R83)."""

GAP_AHEAD = timedelta(days=7)
"""How far ahead gaps are looked for."""

GAP_TOLD = timedelta(days=3)
"""How long before its begin a gap waits at the desk (R83)."""

TOTAL_LEAST = 5
"""Smaller totals of people are not shown to anyone (R29)."""

FULL_LADDER = 3
"""As many with hours are asked one after the other."""


class PageTest(StrEnum):
    """How somebody's last test page ended."""

    NONE = "none"
    WAITING = "waiting"
    SENT = "sent"
    SEEN = "seen"
    UNSEEN = "unseen"
    NOT_DELIVERED = "not_delivered"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Switch:
    """One person's switch that is on in one circle; times are moments in UTC."""

    switch: SwitchId
    person: PersonNumber
    circle: CircleId
    hours: Hours = field(default_factory=Hours)
    wake: bool = False
    around_until: datetime | None = None
    back: bool = False
    back_until: datetime | None = None
    test: PageTest = PageTest.NONE
    test_at: datetime | None = None
    tested: bool = False
    asked_at: datetime | None = None

    def is_back(self, now: datetime) -> bool:
        """Tell whether they stepped back, or rest, at a moment."""
        return self.back and (self.back_until is None or now < self.back_until)


@dataclass(frozen=True, slots=True)
class Standing:
    """A circle of somebody's, and their switch there, None while it is off."""

    circle: Circle
    switch: Switch | None


@dataclass(frozen=True, slots=True)
class Mine:
    """What somebody sees of their own switch in a circle; with no `switch` it is off, and the rest says nothing.

    `around_until` is until when they said that they are around, `tonight` when tonight would end in minutes after
    midnight of their clock, `taken` the asks they took in 14 days, `took_lately` whether one of them was in the
    last 12 hours.
    """

    circle: Circle
    switch: Switch | None
    is_back: bool = False
    around: bool = False
    around_until: datetime | None = None
    tonight: int = 0
    taken: int = 0
    rest_due: bool = False
    took_lately: bool = False


@dataclass(frozen=True, slots=True)
class Willing:
    """Somebody who can be asked, as whoever reaches people needs it.

    `around` is whether they can be asked at this moment, `hours` whether they have weekly hours at all, `tested`
    whether a test page was seen, `wake` whether they may be asked outside of it when someone is not okay to be
    alone, `taken` how many asks they took in the last 14 days.
    """

    person: PersonNumber
    around: bool
    hours: bool
    tested: bool
    wake: bool
    taken: int


class Level(StrEnum):
    """How a circle can be asked for people."""

    NOBODY = "nobody"
    """Nobody can be asked, or no test page reached anyone."""
    TOGETHER = "together"
    """A few, who are asked all at once."""
    IN_TURN = "in_turn"
    """Three or more with hours, whom a test page reached; they are asked one after the other."""


@dataclass(frozen=True, slots=True)
class Covered:
    """How a circle is covered, as moderators may know it.

    `people` is None while fewer than five can be asked (R29). `room_lacks` is "gone", "open" (everyone can see it),
    "closed" (nothing can be written there) or empty.
    """

    circle: Circle
    level: Level
    people: int | None
    reached: int
    not_reached: int
    rest_due: bool
    gaps: tuple[Stretch, ...]
    room: ChannelId | None
    room_lacks: str = ""


def level(willing: Iterable[Willing]) -> Level:
    """Answer how a circle with these people can be asked."""
    people = tuple(willing)
    if sum(one.hours and one.tested for one in people) >= FULL_LADDER:
        return Level.IN_TURN
    return Level.TOGETHER if any(one.tested for one in people) else Level.NOBODY


def around_at(switch: Switch, zone: str, swaps: Swaps | None, now: datetime) -> bool:
    """Tell whether somebody can be asked at a moment; `zone` is the circle's."""
    if switch.is_back(now):
        return False
    swaps = swaps or Swaps()
    if switch.around_until is not None and now < switch.around_until:
        return True
    if any(one.holds(now) for one in swaps.taken):
        return True
    given = any(one.holds(now) for one in swaps.given)
    return not given and is_around(switch.hours.spans, switch.hours.zone or zone, now)


def covered(switch: Switch, zone: str, swaps: Swaps | None, ahead: Stretch) -> list[Stretch]:
    """Answer when somebody can be asked in a time ahead, in pieces and in no order; `zone` is the circle's."""
    swaps = swaps or Swaps()
    found = list(stretches(switch.hours.spans, switch.hours.zone or zone, ahead.begins, ahead.ends))
    for gone in swaps.given:
        found = [piece for one in found for piece in _without(one, gone)]
    found += swaps.taken
    if switch.around_until is not None:
        found.append(Stretch(ahead.begins, switch.around_until))
    if switch.is_back(ahead.begins):
        back = Stretch(ahead.begins, switch.back_until or ahead.ends)
        found = [piece for one in found for piece in _without(one, back)]
    return [one for one in found if one.begins < ahead.ends and ahead.begins < one.ends]


def _without(one: Stretch, gone: Stretch) -> list[Stretch]:
    pieces = (Stretch(one.begins, min(one.ends, gone.begins)), Stretch(max(one.begins, gone.ends), one.ends))
    return [piece for piece in pieces if piece.begins < piece.ends]


def gaps(covering: Iterable[Stretch], ahead: Stretch) -> list[Stretch]:
    """Answer the times ahead of more than 24 hours in which nobody can be asked, the earliest first."""
    found: list[Stretch] = []
    free_from = ahead.begins
    for one in sorted(covering, key=lambda one: one.begins):
        if one.begins - free_from > GAP:
            found.append(Stretch(free_from, one.begins))
        free_from = max(free_from, one.ends)
    if ahead.ends - free_from > GAP:
        found.append(Stretch(free_from, ahead.ends))
    return found


def rest_is_due(taken: Iterable[datetime], now: datetime) -> bool:
    """Tell whether so many asks were taken lately that a rest is due."""
    return sum(at > now - REST_WITHIN for at in taken) >= REST_AFTER


def in_order(people: Iterable[tuple[Switch, int]]) -> list[tuple[Switch, int]]:
    """Put people with the asks they took into the order in which they are asked.

    Whoever took the fewest comes first, then whoever was not asked for the longest.
    """
    never = datetime.min.replace(tzinfo=UTC)
    return sorted(people, key=lambda one: (one[1], one[0].asked_at or never, one[0].switch))

"""The rules of reminders to oneself: what they say, when they come, and when they have ended."""

import json
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, cast
from zoneinfo import ZoneInfo

from bot.core.ids import Private
from bot.core.notices import Said, said
from bot.core.scheduling.recurrence import Rule, next_after
from bot.core.words import can_be_seen, straight

MOST = 8
"""Reminders of one person."""

TIMES = 7
"""How often one comes that comes again, until it has ended by itself."""

WORDS_MOST = 120
"""Characters of somebody's own words."""

FRESH_FOR = timedelta(hours=3)
"""How late one may come, as after an outage; later it is left out, and nobody is told that it was."""

IDEAS = 6
"""How many light ideas there are: the texts `reminders.idea.1` and so on."""

IDEA_AT = 10 * 60
"""When a light idea comes, in minutes after midnight."""

NO_WORDS = Private("")

EVERY_DAY = tuple(range(7))


class What(StrEnum):
    """Fixed words, each neutral to whoever reads over a shoulder; each has a text `reminders.what.<value>`."""

    DRINK = "drink"
    EAT = "eat"
    AIR = "air"
    PLANNED = "planned"
    OWN = "own"
    """Somebody's own words."""


class Often(StrEnum):
    """How often; each has a text `reminders.often.<value>`."""

    ONCE = "once"
    DAILY = "daily"
    WEEKLY = "weekly"


class NotUsable(ValueError):
    """Raised for what makes no reminder; `reason` is the last part of a text key."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into the form, as it stands there."""

    time: str
    day: str = ""
    month: str = ""
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody wishes: `first` is the first day it may come, `words` are empty but for their own."""

    what: What
    often: Often
    minute: int
    zone: str
    first: date
    words: Private = NO_WORDS
    left: int = TIMES


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder, and when it comes next."""

    reminder: int
    plan: Plan
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """Somebody's reminders by when they come next, whether ideas come, and the zone of their clock."""

    reminders: tuple[Reminder, ...]
    ideas: bool
    zone: str


def own_words(words: str) -> Private:
    """Answer somebody's words on one line; raises NotUsable: `empty`, `too_long`."""
    kept = Private(" ".join(straight(words).split()))
    if not can_be_seen(kept):
        raise NotUsable("empty")
    if len(kept) > WORDS_MOST:
        raise NotUsable("too_long")
    return kept


def first_day(day: str, month: str, today: date) -> date:
    """Answer the next date with this day and month, today included; both empty mean today.

    Raises NotUsable: `day`.
    """
    if not day.strip() and not month.strip():
        return today
    told = [words.strip() for words in (day, month)]
    if not all(one.isascii() and one.isdigit() and len(one) <= 2 for one in told):
        raise NotUsable("day")
    for year in range(today.year, today.year + 9):
        try:
            found = date(year, int(told[1]), int(told[0]))
        except ValueError:
            continue  # 29 February, or no day at all
        if found >= today:
            return found
    raise NotUsable("day")


def comes_next(plan: Plan, after: datetime) -> datetime | None:
    """Answer when a plan comes strictly after a moment, on the wall clock of its zone; None where it comes no more.

    A time that the clocks skip comes later by the gap, one that comes twice the first time.
    """
    if plan.left <= 0:
        return None
    days = EVERY_DAY if plan.often is Often.DAILY else (plan.first.weekday(),)
    until = plan.first if plan.often is Often.ONCE else None
    rule = Rule(1, days, None, plan.minute, zone=plan.zone, anchor=plan.first, until=until)
    found = next_after(rule, after)
    return None if found is None else found.at


def came(plan: Plan) -> Plan:
    """Answer a plan that came once more."""
    return replace(plan, left=0 if plan.often is Often.ONCE else plan.left - 1)


def next_idea(weekday: int, zone: str, after: datetime) -> datetime:
    """Answer when the next light idea comes: on this weekday, not before a day after a moment."""
    later = after + timedelta(days=1)
    rule = Rule(1, (weekday,), None, IDEA_AT, zone=zone, anchor=later.astimezone(ZoneInfo(zone)).date())
    found = next_after(rule, later)
    return later if found is None else found.at


def packed(plan: Plan) -> str:
    """Answer a plan as a text to be sealed."""
    kept = {
        "what": plan.what,
        "often": plan.often,
        "minute": plan.minute,
        "zone": plan.zone,
        "first": plan.first.isoformat(),
        "words": str(plan.words),
        "left": plan.left,
    }
    return json.dumps(kept, separators=(",", ":"))


def unpacked(text: str) -> Plan:
    """Answer the plan that `packed` wrote down."""
    kept = cast(dict[str, Any], json.loads(text))
    return Plan(
        What(kept["what"]),
        Often(kept["often"]),
        kept["minute"],
        kept["zone"],
        date.fromisoformat(kept["first"]),
        Private(kept["words"]),
        kept["left"],
    )


def words_of(plan: Plan) -> Said:
    """Answer what a reminder says, to its own person alone."""
    if plan.what is What.OWN:
        return said("reminders.own_words", words=plan.words)
    return said(f"reminders.what.{plan.what}")

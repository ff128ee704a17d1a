"""The rules of talking it over: who listens until when, what is pointed out in words, and looking at oneself."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType

from bot.core.ids import CircleId, PersonNumber, Private

CallId = NewType("CallId", int)
"""One wish to be heard; a random number."""

KeptId = NewType("KeptId", int)
"""Words somebody keeps for themselves; a random number."""

LOOKS_FOR = timedelta(hours=2)
"""How long somebody who listens is waited for."""

HEARS_FOR = timedelta(hours=24)
"""How long whoever listens waits for words."""

KNOWN_FOR = timedelta(days=3)
"""How long it is known who asked, so that they are never asked to listen."""

OFFERED_AFTER = timedelta(minutes=30)
"""How long after an ask a note offers to talk it over, unless that was looked at before."""

DRAFT_STAYS = timedelta(minutes=15)
"""How long words that were not sent are kept for their writer (R14)."""

KEPT_STAYS = timedelta(days=30)
"""How long words stay that somebody keeps for themselves (R167)."""

WORDS_MOST = 900
"""Characters of the words, so that they fit one note with all their signs made harmless."""

PROMPTS = 6
"""Prompts to write by, any or none of them (R166)."""

SHOWN_MOST = 8
"""Things pointed out on one screen."""

OWN_MOST = 2
"""Texts of one's own on one screen, which holds them with all their signs made harmless."""

QUESTIONS = ("sleep", "body", "dread", "thoughts", "meaning", "someone")
"""What the look at oneself asks, in three steps each (R171)."""

STEPS = 3


class Later(StrEnum):
    """When a note comes that somebody wished for."""

    HOURS = "hours"
    TOMORROW = "tomorrow"

    @property
    def after(self) -> timedelta:
        """Answer how long that is from now."""
        return timedelta(hours=4) if self is Later.HOURS else timedelta(hours=24)


class State(StrEnum):
    """How it stands with somebody who would like to be heard."""

    LOOKING = "looking"
    HEARD = "heard"
    """Somebody listens, and waits for words."""
    NOBODY = "nobody"
    """Nobody could, or whoever wanted to listen cannot any more."""


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody would like to be heard, until `ends_at`."""

    call: CallId
    circle: CircleId
    person: PersonNumber
    state: State
    begun_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Ways:
    """What somebody sees who would like to talk it over; `call` is None where nobody was asked yet."""

    circle: CircleId
    circle_name: str
    call: Call | None = None
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Heads:
    """What somebody sees who is asked to listen; `listens` whether they do, `free` whether they still may."""

    call: CallId
    circle_name: str
    until: datetime
    listens: bool = False
    free: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """Words before they go anywhere, what was pointed out in them, and whether somebody listens."""

    circle: CircleId
    words: Private
    found: tuple[Private, ...]
    heard: bool


@dataclass(frozen=True, slots=True)
class Own:
    """Words somebody kept for themselves, and on which day."""

    kept: KeptId
    words: Private
    day: date


@dataclass(frozen=True, slots=True)
class OwnPage:
    """One page of somebody's own words, the newest first; `place` counts pages from 0."""

    own: tuple[Own, ...]
    place: int = 0
    last: bool = True


_TELLING = re.compile(r"<(?:@[!&]?|#)\d+>|[@\uff20][^\s@\uff20]{2,32}|(?<!\d)\d{17,20}(?!\d)")


def telling(words: str) -> tuple[Private, ...]:
    """Answer what in words could tell who somebody is: mentions, names after an @, and ids (R166).

    A name without a sign before it cannot be known.
    """
    found = dict.fromkeys(match[0] for match in _TELLING.finditer(words))
    return tuple(Private(one) for one in found)[:SHOWN_MOST]


def steps_from(word: str) -> tuple[int, ...] | None:
    """Answer the steps chosen so far in a look at oneself, or None for what is no such word."""
    if len(word) > len(QUESTIONS) or any(sign not in "012" for sign in word):
        return None
    return tuple(int(sign) for sign in word)

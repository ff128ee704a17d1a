"""The rules of a worry about somebody: who is told, how many may see it, and how long it is kept."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NewType

from bot.asked.model import Willing
from bot.core.ids import ChannelId, CircleId, MessageId, PersonNumber, PlatformId, Private, ServerId

WorryId = NewType("WorryId", int)
"""One worry about somebody; a random number."""

NOTE_MOST = 140
"""Characters of the note that may go with it."""

ONCE_IN = timedelta(days=1)
"""One raiser tells of one person once in this time (F11)."""

SEEN_BY_MOST = 2
"""As many people may say that they have seen it (R82)."""

OTHERS_AFTER = timedelta(minutes=20)
"""When others who are around are asked too, where nobody has seen it."""

LOOKED_AT_UNTIL = timedelta(hours=24)
"""When its raiser is told plainly that nobody has seen it."""

WORRY_STAYS = timedelta(days=7)
"""How long it is kept."""

FIRST_MOST = 4
"""As many people are asked at first; the others follow where nobody has seen it."""


@dataclass(frozen=True, slots=True)
class About:
    """Who somebody is worried about, and the message that worried them, if it was one."""

    who: PlatformId = field(repr=False)
    channel: ChannelId | None = None
    message: MessageId | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What those read who are asked to look in."""

    about: About
    note: Private


@dataclass(frozen=True, slots=True)
class Worry:
    """A worry of `person` about somebody for whom `about` stands; who that is stays sealed."""

    worry: WorryId
    circle: CircleId
    person: PersonNumber
    about: str
    sealed: bytes
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class Invited:
    """One person who was asked to look in; `lost` where nothing is waited for from them."""

    person: PersonNumber
    at: datetime
    lost: bool = False
    seen: bool = False
    writes: bool = False


@dataclass(frozen=True, slots=True)
class Looking:
    """What a raiser sees before the press that tells anyone."""

    circle: CircleId
    circle_name: str
    about: About
    anyone: bool


@dataclass(frozen=True, slots=True)
class LookIn:
    """What somebody sees who is asked to look in; never who raised it."""

    worry: WorryId
    server: ServerId
    circle_name: str
    told: Told
    raised_at: datetime
    seen: bool
    seen_by_enough: bool
    writes: bool
    somebody_writes: bool


def next_to_ask(willing: Iterable[Willing], without: set[PersonNumber], most: int | None) -> list[PersonNumber]:
    """Answer who is asked to look in now: those around, in their order, and never whom `without` names."""
    found = [one.person for one in willing if one.around and one.person not in without]
    return found if most is None else found[:most]


def packed(about: About) -> str:
    """Answer whom it is about, as a text to be sealed."""
    return json.dumps([about.who, about.channel, about.message], separators=(",", ":"))


def unpacked(text: str) -> About:
    """Answer what `packed` wrote down."""
    who, channel, message = json.loads(text)
    place = None if channel is None else ChannelId(channel)
    return About(PlatformId(who), place, None if message is None else MessageId(message))

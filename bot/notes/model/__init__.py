"""The rules of notes: what a writer chooses, who may answer, what stands above a note, and how long it lasts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from bot.core.ids import ChannelId, CircleId, MessageId, ServerId

NoteId = NewType("NoteId", int)
"""One note; a random number that says nothing about its writer."""

TEXT_MOST = 4000
"""Characters of a note, as many as a form's box takes (Discord: Text Input)."""

TOPICS_MOST = 3
"""Topics of one content note."""

HEADS_UP_MOST = 80
"""Characters of a line above a note (R110)."""

KNOWN_FOR = timedelta(days=7)
"""How long a writer finds their own notes, and what leads to them lasts (R59)."""

STANDS = timedelta(days=90)
"""How long a note stands in its channel."""

LEAST_MEMBERS = 5
"""With fewer people who could have written it there are no notes (R56)."""

FEW_MEMBERS = 8
"""With fewer it is said once more that people may guess (R56)."""


class Room(StrEnum):
    """What the number of people who could have written a note means for it (R56)."""

    OFF = "off"
    """Too few: anybody could guess."""
    FEW = "few"
    """It is said once more before a note goes out."""
    ENOUGH = "enough"


def room_for(able: int) -> Room:
    """Answer what it means that so many people could have written a note."""
    if able < LEAST_MEMBERS:
        return Room.OFF
    return Room.FEW if able < FEW_MEMBERS else Room.ENOUGH


class Wish(StrEnum):
    """How a writer would like to be answered."""

    NONE = "none"
    """No replies; nobody sits with it either, so that nothing comes back at all (F33)."""
    LISTEN = "listen"
    """Replies that listen and advise nothing."""
    ASK = "ask"
    """Whoever would reply asks first, by mailbox."""
    ADVICE = "advice"
    """Replies, advice too."""

    @property
    def takes_replies(self) -> bool:
        """Tell whether a reply appears below the note without its writer being asked."""
        return self in (Wish.LISTEN, Wish.ADVICE)

    @property
    def asked_first(self) -> bool:
        """Tell whether whoever would reply asks its writer first."""
        return self is Wish.ASK

    @property
    def takes_company(self) -> bool:
        """Tell whether others may sit with the note, wordlessly."""
        return self is not Wish.NONE


class Depth(StrEnum):
    """How much of a topic a note holds; more than this is not offered (safety.md 7)."""

    NAMED = "named"
    DESCRIBED = "described"


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of the circle's list, and its words by language; a `bare` one has no depth, such as good news."""

    id: str
    words: Mapping[str, str]
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """One topic that a writer chose for a note; `depth` is None for a bare one."""

    topic: str
    depth: Depth | None


class TooManyTopics(Exception):
    """Raised for more than three topics."""


class UnknownTopic(Exception):
    """Raised for a topic that the list does not have, as when it was taken out after a screen was shown."""


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics to choose from, in the order in which they are shown."""

    all: tuple[Topic, ...]

    def find(self, topic: str) -> Topic | None:
        """Answer a topic by its id, or None."""
        return next((one for one in self.all if one.id == topic), None)

    def chosen(self, wanted: Mapping[str, Depth]) -> tuple[Marked, ...]:
        """Answer what was chosen, each once and in the list's order.

        Raises `TooManyTopics` beyond three, and `UnknownTopic`.
        """
        if len(wanted) > TOPICS_MOST:
            raise TooManyTopics
        if not wanted.keys() <= {one.id for one in self.all}:
            raise UnknownTopic
        return tuple(Marked(one.id, None if one.bare else wanted[one.id]) for one in self.all if one.id in wanted)


class State(StrEnum):
    """How it stands with a note."""

    WAITING = "waiting"
    POSTED = "posted"


@dataclass(frozen=True, slots=True)
class Written:
    """What a note says: its words, and the topics its writer chose for the line above them."""

    words: str = field(repr=False)
    marked: tuple[Marked, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A note, with nothing of whose it is."""

    note: NoteId
    circle: CircleId
    state: State
    wish: Wish
    appears_at: datetime


@dataclass(frozen=True, slots=True)
class Post:
    """One post of a note; `part` counts from 0."""

    message: MessageId
    note: NoteId
    server: ServerId
    channel: ChannelId
    part: int

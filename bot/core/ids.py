"""The identifiers of the product; each is its own type, so that one cannot stand in for another."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType

PlatformId = NewType("PlatformId", int)
"""A person's id on the chat platform: held in memory while they press, at rest only sealed in the people file."""

PersonNumber = NewType("PersonNumber", int)
"""A random number that stands for a person in every table, and means nothing without the people file."""

ServerId = NewType("ServerId", int)
"""A server (guild) of the platform."""

ChannelId = NewType("ChannelId", int)
"""A channel of the platform."""

RoleId = NewType("RoleId", int)
"""A role of the platform."""

MessageId = NewType("MessageId", int)
"""A message of the platform."""

CircleId = NewType("CircleId", int)
"""One circle of Hearth; a server can hold many."""

RoundId = NewType("RoundId", int)
"""One check-in of a circle, from opening to closing."""

RhythmId = NewType("RhythmId", int)
"""One series of check-ins of a circle."""

AskId = NewType("AskId", int)
"""One ask for people, from its press to its end."""

EVERYWHERE = CircleId(0)
"""Stands where a circle would, for what a person settles once for all circles."""


class Private(str):
    """Words of a person that must never reach a log: its repr tells the length alone."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<private, {len(self)} characters>"


HIGHEST = 2**63 - 1
"""The highest number that anything here is known by: what SQLite and Discord can hold."""


@dataclass(frozen=True, slots=True)
class DataKey:
    """An unwrapped encryption key in memory; its repr shows nothing."""

    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone Hearth keeps something about: the random number and the key of their private columns."""

    number: PersonNumber
    key: DataKey


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever is pressing or typing right now, as the platform describes them; never stored.

    `server` is None in a direct message. `roles` are the roles held there. `locale` is the language the
    platform says the visitor reads. `channel` is the channel or thread of the press, or None if nobody said.
    """

    platform_id: PlatformId = field(repr=False)
    server: ServerId | None
    roles: frozenset[RoleId]
    manages_messages: bool
    manages_server: bool
    locale: str
    channel: ChannelId | None = None


@dataclass(frozen=True, slots=True)
class Whispered:
    """A direct message of Hearth's own that stands: when it was sent, and the custom id of its last button."""

    message: MessageId
    at: datetime
    way: str


@dataclass(frozen=True, slots=True)
class Onlookers:
    """Who could open any private talk in a channel without being brought in.

    `owner` of the server always could. `roles`, the highest first, are those whose holders could, as far as they
    see the channel; `people` are named one by one in the channel. With `everyone` the whole server could.
    """

    owner: PlatformId = field(repr=False)
    roles: tuple[RoleId, ...]
    people: tuple[PlatformId, ...] = field(repr=False)
    everyone: bool

"""What a feature says about its deliveries: how each is made, and who is told how it ended."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.core.delivery.outbox import Delivery
from bot.core.ids import ChannelId, MessageId, PlatformId
from bot.core.notices import Notice
from bot.core.ports import Why
from bot.core.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is to be sent, made in the moment of sending.

    A post goes to `place`, a direct message to `who`; with `message` an earlier post in `place` is changed.
    """

    notice: Notice
    locale: str
    place: ChannelId | None = None
    who: PlatformId | None = field(default=None, repr=False)
    message: MessageId | None = None


@dataclass(frozen=True, slots=True)
class Errand:
    """How a feature's deliveries of one kind are made, and who is told how they ended.

    `compose` answers None where the thing is not wanted any more. `sent` and `dropped` run inside the
    transaction that notes it, so that row and feature never disagree; `dropped` gets a word of the record, such
    as "expired" or a front's "no_permission".
    """

    compose: Callable[[Delivery], Awaitable[Outgoing | None]]
    sent: Callable[[Transaction, Delivery, MessageId], None]
    dropped: Callable[[Transaction, Delivery, str], None]


@dataclass(frozen=True, slots=True)
class Sent:
    """It stands."""

    message: MessageId


@dataclass(frozen=True, slots=True)
class NotSent:
    """It does not stand and never will; `why` is the front's reason, if it had one."""

    why: Why | None = None


@dataclass(frozen=True, slots=True)
class NotKnown:
    """The platform has not answered yet; it is tried again."""


Outcome = Sent | NotSent | NotKnown
"""What became of a delivery so far."""

"""What the product asks of the world, in meanings and promises: Clock, Chance, Front."""

from datetime import datetime
from typing import Protocol

from bot.core.ids import ChannelId, MessageId, PlatformId, RoleId, ServerId
from bot.core.notices import Notice


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Answer the present moment, aware, in UTC."""
        ...


class Chance(Protocol):
    """Draws what must not be guessed."""

    def number(self) -> int:
        """Answer a random whole number from 1 to 2**53 - 1, safe to show a browser and to keep as a key."""
        ...

    def bytes(self, count: int) -> bytes:
        """Answer `count` random bytes fit for keys."""
        ...


class Front(Protocol):
    """The chat platform, as far as the product needs it outside an answer to a press.

    Every method raises `CannotKeep` when the platform will not let the promise be kept.
    """

    async def post(self, place: ChannelId, notice: Notice, locale: str, once: str) -> MessageId:
        """Post for everyone who can see the place; the same `once` within minutes posts no second message."""
        ...

    async def revise(self, place: ChannelId, message: MessageId, notice: Notice, locale: str) -> None:
        """Make an earlier post of Hearth say this instead."""
        ...

    async def missing_permissions(self, server: ServerId, wanted: tuple[str, ...]) -> tuple[str, ...]:
        """Answer which of the wanted permissions Hearth does not hold in the server."""
        ...

    async def make_role(self, server: ServerId, name: str) -> RoleId:
        """Make a role that gives nothing by itself, is not listed apart and cannot be mentioned."""
        ...

    async def make_room(
        self, server: ServerId, name: str, *, seen_by: tuple[RoleId, ...] | None, posted_by_all: bool
    ) -> ChannelId:
        """Make a channel seen by the given roles alone, or by all for None."""
        ...

    async def rename_role(self, server: ServerId, role: RoleId, name: str) -> None:
        """Give a role another name."""
        ...

    async def let_in(self, server: ServerId, role: RoleId, who: PlatformId) -> None:
        """Give the role to someone."""
        ...

    async def let_out(self, server: ServerId, role: RoleId, who: PlatformId) -> None:
        """Take the role from someone; done as well if they never had it or have left the server."""
        ...


class CannotKeep(Exception):
    """Raised by a front that cannot keep a call's promise; `reason` is a member of `Why`.

    `permission` names what was missing, where the platform said so.
    """

    def __init__(self, reason: str, permission: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permission = permission

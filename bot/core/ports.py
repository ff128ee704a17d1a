"""What the product asks of the world, in meanings and promises: Clock, Chance, Front."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.core.ids import ChannelId, MessageId, Onlookers, PlatformId, RoleId, ServerId, Whispered
from bot.core.notices import Notice, Said


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
        """Post for everyone who can see the place; `once` is an id of up to 25 signs.

        The same `once` within minutes posts no second message, and `find` knows the post by it. The notice needs
        a button to carry it.
        """
        ...

    async def whisper(self, who: PlatformId, notice: Notice, locale: str, once: str) -> MessageId:
        """Send a direct message; otherwise as `post`."""
        ...

    async def find(self, place: ChannelId, once: str, since: datetime) -> MessageId | None:
        """Answer the post that carries `once`, made at `since` or later, or None if there is none.

        Raises `CannotKeep(NO_PERMISSION)` where Hearth may not read what was said before.
        """
        ...

    async def find_whisper(self, who: PlatformId, once: str, since: datetime) -> MessageId | None:
        """Answer the direct message that carries `once`; otherwise as `find`."""
        ...

    async def own_whispers(
        self, who: PlatformId, before: MessageId | None
    ) -> tuple[tuple[Whispered, ...], MessageId | None]:
        """Answer Hearth's own direct messages to someone on one page, newest first, and where the next page begins.

        `before` is where it begins; None for the newest page, and for a next page that there is not. What was said
        in answer to presses is not among them: the platform keeps none of it.
        """
        ...

    async def take_back_whisper(self, who: PlatformId, message: MessageId) -> None:
        """Delete a direct message of Hearth's own; done as well if it is gone."""
        ...

    async def take_back(
        self, place: ChannelId, messages: Sequence[MessageId], now: datetime
    ) -> frozenset[MessageId]:
        """Delete some posts of Hearth's own in one step, and answer which of them stand no more: one at least.

        Of `messages`, which is not empty, as many go as the platform takes at once; whoever has more asks again.
        Done as well for what is gone already, and for what it lets nobody delete. By `now` it knows their age.
        """
        ...

    def connected(self) -> bool:
        """Tell whether presses reach Hearth now."""
        ...

    def servers(self) -> frozenset[ServerId] | None:
        """Answer every server Hearth is on, those out of order included, or None while that is not known."""
        ...

    async def revise(self, place: ChannelId, message: MessageId, notice: Notice, locale: str) -> None:
        """Make an earlier post of Hearth say this instead."""
        ...

    async def missing_permissions(self, server: ServerId, wanted: tuple[str, ...]) -> tuple[str, ...]:
        """Answer which of the wanted permissions Hearth does not hold in the server."""
        ...

    async def missing_in(self, server: ServerId, place: ChannelId, wanted: tuple[str, ...]) -> tuple[str, ...]:
        """Answer which of the wanted permissions Hearth does not hold in one channel of the server."""
        ...

    async def open_to_all(self, server: ServerId, place: ChannelId) -> bool:
        """Tell whether everyone in the server can see one of its channels."""
        ...

    async def make_role(self, server: ServerId, name: str) -> RoleId:
        """Make a role that gives nothing by itself, is not listed apart and cannot be mentioned."""
        ...

    async def make_door(self, server: ServerId, name: str) -> ChannelId:
        """Make a channel that everyone in the server can read and only Hearth can write in."""
        ...

    async def make_room(self, server: ServerId, name: str, seen_by: tuple[RoleId, ...]) -> ChannelId:
        """Make a channel that, besides Hearth and administrators, the given roles alone can see and write in."""
        ...

    async def unmake(self, server: ServerId, role: RoleId | None, channels: tuple[ChannelId, ...]) -> None:
        """Delete channels and a role that were made for a circle; done as well where one is gone already."""
        ...

    async def open_room(self, server: ServerId, room: ChannelId, role: RoleId) -> None:
        """Let the holders of one more role see and write in a room."""
        ...

    async def hide_from(self, place: ChannelId, who: PlatformId) -> None:
        """Have one person not see a channel, whatever their roles show them; nobody is told."""
        ...

    async def show_to(self, place: ChannelId, who: PlatformId) -> None:
        """Have one person see and read a channel, and write nothing in it; nobody is told."""
        ...

    async def as_everyone(self, place: ChannelId, who: PlatformId) -> None:
        """End both: one person sees a channel as their roles have it; done as well if nothing was set for them."""
        ...

    async def gone(self, server: ServerId, role: RoleId | None, channels: tuple[ChannelId, ...]) -> bool:
        """Tell whether the role or one of the channels has been deleted on the server."""
        ...

    async def let_in(self, server: ServerId, role: RoleId, who: PlatformId) -> None:
        """Give the role to someone."""
        ...

    async def let_out(self, server: ServerId, role: RoleId, who: PlatformId) -> None:
        """Take the role from someone; done as well if they never had it or have left the server."""
        ...

    async def is_here(self, server: ServerId, who: PlatformId) -> bool | None:
        """Tell whether someone is a member of the server now, or None if that cannot be known."""
        ...

    async def roles_of(self, server: ServerId, who: PlatformId) -> frozenset[RoleId] | None:
        """Answer the roles someone holds in the server (none once they left), or None if it cannot be known."""
        ...

    async def open_talk(self, place: ChannelId, name: str, once: str) -> ChannelId:
        """Open a private talk (R91) in a channel, which only those who are brought in and `Onlookers` can see.

        Nobody but Hearth and onlookers can bring others in. A short number made from `once` follows the name, by
        which `find_talk` knows the talk again; the platform itself drops no second one, so whoever tries again
        looks first. `once` tells nothing about anybody.
        """
        ...

    async def find_talk(self, place: ChannelId, once: str, since: datetime) -> ChannelId | None:
        """Answer the talk opened with `once` at `since` or later, at rest or not, or None if there is none.

        One that somebody gave another name since, or took Hearth out of, is not found. Raises
        `CannotKeep(NO_PERMISSION)` where Hearth may not look through those at rest.
        """
        ...

    async def bring_in(self, talk: ChannelId, who: PlatformId) -> None:
        """Let someone see and write in a talk, which tells them; done as well if they are in it.

        Raises `CannotKeep(PERSON_GONE)` for someone who left the server, `NO_PERMISSION` also for someone who
        cannot see the channel of the talk.
        """
        ...

    async def take_out(self, talk: ChannelId, who: PlatformId) -> None:
        """Take someone out of a talk; done as well if they are not in it, or it is gone."""
        ...

    async def close_talk(self, talk: ChannelId) -> bool:
        """Put a talk to rest for those in it; done as well if it is gone.

        Answers whether it is locked too; without the permission for that, whoever writes in it wakes it.
        """
        ...

    async def talk_gone(self, talk: ChannelId) -> bool:
        """Tell whether a talk was deleted."""
        ...

    async def who_could_open(self, server: ServerId, place: ChannelId) -> Onlookers:
        """Answer who could open a talk in a channel without being brought in (R91); Hearth itself is not named.

        Raises `CannotKeep(NO_PERMISSION)` where Hearth may open none there.
        """
        ...

    async def could_open(self, server: ServerId, place: ChannelId, who: PlatformId) -> bool | None:
        """Tell whether someone is among those who could, or None if their roles cannot be known now."""
        ...


class Why(StrEnum):
    """Why a front could not keep a promise; each has a text `core.why.<value>`."""

    NO_PERMISSION = "no_permission"
    ROLE_TOO_HIGH = "role_too_high"
    ROLE_GONE = "role_gone"
    CHANNEL_GONE = "channel_gone"
    MESSAGE_GONE = "message_gone"
    PERSON_GONE = "person_gone"
    SERVER_GONE = "server_gone"
    REFUSED = "refused"
    NOT_ANSWERED = "not_answered"

    @property
    def words(self) -> Said:
        """Answer the reason as a text."""
        return Said(f"core.why.{self}")


class CannotKeep(Exception):
    """Raised by a front that cannot keep a call's promise; nothing of that call happened.

    Only after NOT_ANSWERED it may have happened all the same: the answer was lost, not the wish refused.
    """

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why

    @property
    def words(self) -> Said:
        """Answer the reason as a text."""
        return self.why.words

"""The rules of a circle: what it must know about itself, and what its words may be."""

import json
import re
import unicodedata
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from bot.core.ids import ChannelId, CircleId, MessageId, Private, RoleId, ServerId, Visitor
from bot.core.words import can_be_seen, straight

NAME_MOST = 30
"""Characters of a circle's name: it also names a role and two channels."""

LIMITS_MOST = 900
"""Characters of the agreements, so that they fit one screen in every language."""

CONTACT_MOST = 200
"""Characters of the outside contact."""

COUNTRIES_MOST = 6
"""Countries of one circle."""

DRAFT_LIVES = timedelta(minutes=15)
"""How long an unfinished set-up stays after its last change (R14)."""

NOWHERE = "UTC"
"""The zone of who settled none and is in no circle."""


TAKEN_BACK_WITHIN = timedelta(minutes=10)
"""How long the closing of a circle can be taken back (F29)."""

CLOSED_STAYS = timedelta(days=1)
"""How long after a closing everything goes: an ask that it ended can be looked at for a day."""


class Step(StrEnum):
    """What set-up asks, in this order."""

    NAME = "name"
    ZONE = "zone"
    LANGUAGE = "language"
    COUNTRIES = "countries"
    SEEN_BY = "seen_by"
    LIMITS = "limits"
    CONTACT = "contact"


OPTIONAL = (Step.SEEN_BY,)
"""Steps with a good answer from the start: only members see the room."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a circle settles for itself; an empty value has not been answered yet."""

    name: str = ""
    zone: str = ""
    language: str = ""
    countries: tuple[str, ...] = ()
    staff_role: RoleId | None = None
    planner_role: RoleId | None = None
    limits: str = ""
    contact: str = ""

    def missing(self) -> tuple[Step, ...]:
        """Answer the steps still without an answer, in order."""
        answered = {
            Step.NAME: self.name,
            Step.ZONE: self.zone,
            Step.LANGUAGE: self.language,
            Step.COUNTRIES: self.countries,
            Step.LIMITS: self.limits,
            Step.CONTACT: self.contact,
        }
        return tuple(step for step, value in answered.items() if not value)


def settings_text(settings: Settings) -> str:
    """Answer settings as one text, to be sealed."""
    return json.dumps(asdict(settings))


def settings_from(words: str) -> Settings:
    """Answer the settings of such a text."""
    kept = cast(dict[str, Any], json.loads(words))
    kept["countries"] = tuple(kept["countries"])
    return Settings(**kept)


@dataclass(frozen=True, slots=True)
class Draft:
    """A circle being set up; nothing has been made on the server yet."""

    draft: CircleId
    server: ServerId
    settings: Settings


@dataclass(frozen=True, slots=True)
class Circle:
    """One circle. `role`, `door`, `room` and `door_post` are None until they have been made.

    One that was closed is not open, and its rows go a day later.
    """

    circle: CircleId
    server: ServerId
    is_open: bool
    settings: Settings
    agreements_version: int
    role: RoleId | None = None
    door: ChannelId | None = None
    room: ChannelId | None = None
    door_post: MessageId | None = None
    closed_at: datetime | None = None

    @property
    def name(self) -> str:
        """Answer the circle's name."""
        return self.settings.name


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a circle is and who is in it, without a word that it wrote."""

    circle: CircleId
    server: ServerId
    role: RoleId | None
    countries: tuple[str, ...]


class Spot(StrEnum):
    """Where a circle's standing post can stand."""

    DOOR = "door"
    ROOM = "room"

    def of(self, circle: Circle) -> ChannelId | None:
        """Answer the channel of a circle this names, or None where it has not been made."""
        return circle.door if self is Spot.DOOR else circle.room


@dataclass(frozen=True, slots=True)
class StandingPost:
    """A circle's standing post: `post` is None until it stands first, `lost` is a word of why it does not now."""

    circle: CircleId
    spot: Spot
    channel: ChannelId
    placed_at: datetime
    post: MessageId | None = None
    lost: str | None = None


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """Someone stands at a circle's door: `inside` if they are a member already."""

    circle: Circle
    inside: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """Someone is now a member."""

    circle: Circle


@dataclass(frozen=True, slots=True)
class Left:
    """Someone is no longer a member; `role_stays` where the server would not let Hearth take the role."""

    circle: Circle
    role_stays: bool


@dataclass(frozen=True, slots=True)
class Closed:
    """A circle that was closed, until when that can be taken back, and when everything of it goes."""

    circle: Circle
    at: datetime

    @property
    def taken_back_until(self) -> datetime:
        """Answer the last moment at which one press opens it again."""
        return self.at + TAKEN_BACK_WITHIN

    @property
    def goes_at(self) -> datetime:
        """Answer when its rows go, and with them the members' yeses for it."""
        return self.at + CLOSED_STAYS


class NotUsable(ValueError):
    """Raised for words a circle cannot use; `reason` is the last part of a text key."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def circle_name(words: str) -> str:
    """Answer a name fit for a role and channels: letters, digits, spaces, hyphens and apostrophes.

    Raises NotUsable: `empty`, `too_long`, `signs`. Marks and mentions cannot pass, so nothing can break out.
    """
    name = " ".join(unicodedata.normalize("NFKC", words).split())
    if not any(sign.isalpha() for sign in name):
        raise NotUsable("empty")
    if len(name) > NAME_MOST:
        raise NotUsable("too_long")
    if not all(sign.isalnum() or sign in " -'’" for sign in name):
        raise NotUsable("signs")
    return name


def channel_name(name: str, kind: str) -> str:
    """Answer the channel name for a circle's `kind` of channel, such as "north-room" (R49)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "circle"
    return f"{slug}-{kind}"


def own_words(words: str, most: int) -> str:
    """Answer a text a circle wrote about itself; raises NotUsable: `empty`, `too_long`."""
    kept = Private(straight(words).strip())
    if not can_be_seen(kept):
        raise NotUsable("empty")
    if len(kept) > most:
        raise NotUsable("too_long")
    return kept


def here(visitor: Visitor, circles: list[Circle]) -> list[Circle]:
    """Answer the circles of the server that somebody presses in, or all of them in a direct message."""
    return [circle for circle in circles if visitor.server in (None, circle.server)]

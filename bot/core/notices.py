"""An outgoing message as data: text keys and values, no words; a front's rendering gives it words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.core.framed import Framed
from bot.core.ids import ChannelId, PlatformId, RoleId


class Audience(StrEnum):
    """Who can see a message; each has one fixed line in the texts (R1)."""

    ONLY_YOU = "only_you"
    CIRCLE = "circle"
    SERVER = "server"
    CHANNEL = "channel"
    TALK = "talk"


class Style(StrEnum):
    """How much a button stands out; words carry the meaning, never the colour."""

    PLAIN = "plain"
    MAIN = "main"
    CAREFUL = "careful"


class Plain(str):
    """A value shown as it is, because it comes from Hearth itself and not from a person."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, shown in the reader's own zone.

    `until` asks for the distance from now instead, `time_only` for the time without the day.
    """

    at: datetime
    until: bool = False
    time_only: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, shown as a link to it."""

    channel: ChannelId


@dataclass(frozen=True, slots=True)
class Someone:
    """A person, shown under the name they have on the platform now; it notifies nobody."""

    who: PlatformId = field(repr=False)


@dataclass(frozen=True, slots=True)
class OfRole:
    """The holders of a role, shown under its name now; it notifies nobody."""

    role: RoleId


@dataclass(frozen=True, slots=True)
class Countries:
    """Countries by ISO code, shown as a list of names in the reader's language."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Languages:
    """Languages by ISO code, shown as a list of names in the reader's language."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """Words from a file of the host's, such as a help line's: in the reader's language where it has them, else as
    they stand; shown without markdown or mentions."""

    words: str
    by_locale: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Days of the week (Monday is 0), shown as a list of names in the reader's language."""

    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day without a time, shown in the reader's language; `short` leaves the year out."""

    on: date
    short: bool = False


@dataclass(frozen=True, slots=True)
class Wall:
    """A day and a time on the wall clock of one place, shown as that place's clock shows it."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Together:
    """Several texts said one after the other, each on a line of its own."""

    lines: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Several texts as one list inside a sentence, in the way of the reader's language; `either` says "or"."""

    items: tuple[Said, ...]
    either: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """One paragraph: a text key and what fills its gaps; a `str` value may be a person's words.

    One that is `lasting` is shown to many and holds nobody's words: a front may keep how it is worded.
    """

    key: str
    values: Values = field(default_factory=dict[str, "Value"])
    lasting: bool = False


Value = (
    str
    | int
    | Plain
    | Moment
    | Place
    | Someone
    | OfRole
    | Countries
    | Languages
    | Written
    | Weekdays
    | Day
    | Wall
    | Together
    | Listed
    | Said
)
"""What can fill a gap. A bare `str` may be a person's words and is shown without markdown or mentions."""

Values = Mapping[str, Value]
"""Gaps by name."""


def said(key: str, **values: Value) -> Said:
    """Answer a paragraph with its gaps filled by name."""
    return Said(key, values)


def lasting(paragraph: Said) -> Said:
    """Answer the same paragraph as one that is shown to many and holds nobody's words."""
    return Said(paragraph.key, paragraph.values, lasting=True)


@dataclass(frozen=True, slots=True)
class Button:
    """A button: its label's text and the custom id that says all that a press needs."""

    label: Said
    custom_id: str
    style: Style = Style.PLAIN
    off: bool = False


def button(label: str, custom_id: str, style: Style = Style.PLAIN, **values: Value) -> Button:
    """Answer a button whose label is the text `label`."""
    return Button(Said(label, values), custom_id, style)


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a menu."""

    value: str
    label: Value
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu with its own custom id: at most 25 choices, or the server's roles, text channels or people."""

    placeholder: str
    custom_id: str
    choices: tuple[Choice, ...] = ()
    least: int = 1
    most: int = 1
    of_roles: bool = False
    of_channels: bool = False
    of_people: bool = False


Row = tuple[Button, ...] | Menu
"""One row below a message: up to five buttons, or one menu."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Counts drawn as bars, in the order they are shown."""

    title: Said
    bars: tuple[tuple[Value, int], ...]


@dataclass(frozen=True, slots=True)
class Dots:
    """Choices drawn over days: a row for each label, a column for each day, dots as (row, column) from 0."""

    title: Said
    rows: tuple[Value, ...]
    days: tuple[Day, ...]
    dots: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture beside the words, drawn in the moment of sending; `alt` says in words all that it shows (R18).

    The words of its notice say the same. So a front leaves it out where a place takes no files.
    """

    drawn: Bars | Dots
    alt: Said


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file beside the words, written in the moment of sending: paragraphs, or records for other programs.

    Its name is seen unopened and says nothing (R34). A front refuses to write what names somebody of the platform.
    """

    name: str
    paragraphs: tuple[Said, ...] = ()
    records: tuple[Mapping[str, Value | tuple[str, ...] | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """A whole message: paragraphs, rows below them, and who can see it.

    `audience` is None where the one line may say nothing else: a neutral direct message (R33), the blank room.
    `last` is a quiet line at the very end. A notice with another picture, or with none, takes an earlier one's
    place. One that is `aloud` makes its reader's phone sound; every other one comes silently (R10). `calls` names
    somebody in front of the words, for a phone that is still there otherwise. `framed` is below `said`, alone.
    """

    said: tuple[Said, ...]
    rows: tuple[Row, ...] = ()
    audience: Audience | None = Audience.ONLY_YOU
    last: Said | None = None
    picture: Picture | None = None
    sheets: tuple[Sheet, ...] = ()
    aloud: bool = False
    calls: PlatformId | None = field(default=None, repr=False)
    framed: Framed | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """One text box of a form; `most` is its length limit in characters, `filled` what stands in it at first."""

    name: str
    label: str
    most: int
    hint: str = ""
    filled: str = ""
    long: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form of up to five boxes; its custom id says all that handing it in needs."""

    title: str
    custom_id: str
    boxes: tuple[Box, ...]

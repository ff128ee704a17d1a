"""The rules of the mailbox: what a slip holds and how it is written down, how a list is cut into pages."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NewType, cast

from bot.core.ids import ChannelId, CircleId, Person, Private
from bot.core.notices import Moment, Place, Plain, Said, Value, Weekdays

SlipId = NewType("SlipId", int)
"""One slip; a random number."""

SideId = NewType("SideId", int)
"""One of the two ends of a thread; a random number that the other end never shows."""

STAYS = timedelta(days=30)
"""How long a slip waits."""

ANSWER_MOST = 900
"""Characters of an answer, so that it fits one screen with all its signs made harmless."""

PAGE_MOST = 3
"""Notes of one page."""

PAGE_CHARACTERS = 1200
"""Characters that fill the gaps of one page's notes, and of one note: making signs harmless can double them.

With the texts around them they stay below the 4096 that a screen holds.
"""

DEFAULT_QUIET = (21 * 60, 9 * 60)
"""Quiet hours of whoever settled none, in minutes after midnight of the circle's zone (R9)."""

WHISPER_RESTS = timedelta(days=1)
"""At most one direct message a day."""


@dataclass(frozen=True, slots=True)
class WithWay:
    """A text with one way on from it: a button whose label has a gap `number`, as the notes of a page have."""

    said: Said
    label: str
    custom_id: str


Body = Said | Private | WithWay
"""A text with its values, rendered in the reader's language when it is read; or a person's own words.

A text key that was ever used here stays in the files of later versions for as long as its slips may wait.
"""


@dataclass(frozen=True, slots=True)
class End:
    """Who stands at one end of a thread, and `about`: the text that names what this reader began.

    A slip is only ever an answer to something its reader began; so the yes to that thing covers it, and
    nothing can be put into a mailbox without naming it.
    """

    reader: Person
    about: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread that was begun; `other` is None where the house itself stands at the other end."""

    one: SideId
    other: SideId | None


@dataclass(frozen=True, slots=True)
class Slip:
    """A note for the reader at one end of a thread."""

    side: SideId
    body: Body


@dataclass(frozen=True, slots=True)
class HouseSlip:
    """A note of the house, which nobody answers; `about` names what its reader began, as in `End`."""

    circle: CircleId
    about: str
    body: Body


@dataclass(frozen=True, slots=True)
class Link:
    """What one end knows of its thread: what its reader began, and the other end, if a person stands there."""

    about: str
    other: SideId | None


@dataclass(frozen=True, slots=True)
class Note:
    """A slip as its reader sees it; `circle` is a name, empty where the circle is gone."""

    slip: SlipId
    about: str
    circle: str
    made_on: date
    body: Body
    answerable: bool
    answered: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page of what waits, newest first; `place` counts pages from 0, `first` the notes before this page."""

    notes: tuple[Note, ...]
    place: int = 0
    first: int = 0
    last: bool = True


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer lies in the other side's mailbox."""


@dataclass(frozen=True, slots=True)
class Greeting:
    """What every answer to somebody needs: the language they settled or None, whether their screens are to be in
    plain lines, and how many notes wait unread."""

    language: str | None = None
    plain: bool = False
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class WhisperOn:
    """A neutral direct message will tell of notes."""


def packed(body: Body) -> str:
    """Answer a body as a text to be sealed.

    Raises TypeError for a value that a slip cannot hold, ValueError for more than `PAGE_CHARACTERS`: one note
    that cannot be shown would keep its reader from all others.
    """
    if _length(body) > PAGE_CHARACTERS:
        raise ValueError("a slip this long cannot be shown")
    return json.dumps(_packed_body(body), separators=(",", ":"))


def _packed_body(body: Body) -> dict[str, object]:
    if isinstance(body, Private):
        return {"words": str(body)}
    if isinstance(body, WithWay):
        return {**_packed_said(body.said), "label": body.label, "way": body.custom_id}
    return _packed_said(body)


def unpacked(text: str) -> Body:
    """Answer the body that `packed` wrote down."""
    kept = cast(dict[str, Any], json.loads(text))
    if "words" in kept:
        return Private(kept["words"])
    body = _unpacked_said(kept)
    return WithWay(body, kept["label"], kept["way"]) if "way" in kept else body


def _packed_said(said: Said) -> dict[str, object]:
    return {"key": said.key, "values": {name: _packed_value(value) for name, value in said.values.items()}}


def _packed_value(value: Value) -> object:
    if isinstance(value, Said):
        return _packed_said(value)
    if isinstance(value, Plain):
        return {"plain": str(value)}
    if isinstance(value, str):
        return {"words": str(value)}
    if isinstance(value, int):
        return value
    if isinstance(value, Moment):
        return {"at": value.at.isoformat(), "until": value.until}
    if isinstance(value, Place):
        return {"channel": value.channel}
    if isinstance(value, Weekdays):
        return {"days": value.days}
    raise TypeError(f"a slip cannot hold a {type(value).__name__}")


def _unpacked_said(kept: Mapping[str, Any]) -> Said:
    return Said(kept["key"], {name: _unpacked_value(value) for name, value in kept["values"].items()})


def _unpacked_value(kept: Any) -> Value:  # noqa: ANN401 - JSON's own shape
    if isinstance(kept, int):
        return kept
    if "key" in kept:
        return _unpacked_said(kept)
    if "plain" in kept:
        return Plain(kept["plain"])
    if "words" in kept:
        return Private(kept["words"])
    if "at" in kept:
        return Moment(datetime.fromisoformat(kept["at"]), kept["until"])
    if "days" in kept:
        return Weekdays(tuple(kept["days"]))
    return Place(ChannelId(kept["channel"]))


def page_of(notes: Sequence[Note], place: int) -> Page:
    """Answer one page of notes, the last one where there are fewer; a page is short enough to be shown whole."""
    pages = _pages(notes)
    if not pages:
        return Page(())
    place = min(place, len(pages) - 1)
    first = sum(len(page) for page in pages[:place])
    return Page(tuple(pages[place]), place, first, last=place == len(pages) - 1)


def _pages(notes: Sequence[Note]) -> list[list[Note]]:
    pages: list[list[Note]] = []
    room = 0
    for note in notes:
        length = _length(note.body)
        if not pages or len(pages[-1]) == PAGE_MOST or length > room:
            pages.append([])
            room = PAGE_CHARACTERS
        pages[-1].append(note)
        room -= length
    return pages


def _length(body: Value | WithWay) -> int:
    if isinstance(body, WithWay):
        return _length(body.said)
    if isinstance(body, Said):
        return sum(_length(value) for value in body.values.values())
    return len(body) if isinstance(body, str) else 0

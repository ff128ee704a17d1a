"""The rules of answers: what is kept of one, and what a person's own words may be."""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, cast

from bot.checkins.model import FEWEST_ANSWERS, Format, Round, SeenBy, Spread
from bot.core.ids import PlatformId, Private
from bot.core.words import BLANKS, can_be_seen
from bot.helplines.model import Numbers

WORD_MOST = 20
"""Characters of one word."""

LINE_MOST = 140
"""Characters of the line that may be added to an answer (R123)."""

NAMES_STAY = timedelta(days=14)
"""How long after its opening a check-in shows names and people's own words (R122)."""

MOST_CANDLES = 5
"""Candles of one check-in; the first is lit from the start."""

SHOWN_MOST = 1100
"""Characters of people's own words and names in one closing, so that the whole fits one message."""

NOTHING = Private()
"""No words."""

_JOINERS = "\u200c\u200d"
_MARKS_MOST = 3


class NotUsable(ValueError):
    """Raised for words that cannot be taken; `reason` is the last part of a text key."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def readable(words: str) -> Private:
    """Answer words on one line without what cannot be seen: hidden signs, orders of direction, piled-up marks.

    Joiners stay inside emoji and inside scripts that need them; right-to-left letters stay as they are.
    """
    return Private(" ".join("".join(_seen(unicodedata.normalize("NFC", words))).split()))


def _seen(words: str) -> Iterator[str]:
    marks = 0
    for place, sign in enumerate(words):
        kind = unicodedata.category(sign)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if sign in _JOINERS:
            if _joins(words[place - 1 : place]) and _joins(words[place + 1 : place + 2]):
                yield sign
        elif sign.isspace():
            yield " "
        elif kind[0] != "C" and sign not in BLANKS and marks <= _MARKS_MOST:
            yield sign


def _joins(neighbour: str) -> bool:
    # Between plain letters a joiner would only hide something.
    return neighbour > "\x7f" and neighbour not in _JOINERS and not neighbour.isspace()


def one_line(words: str) -> Private:
    """Answer a line fit to stand beside an answer; raises NotUsable: `empty`, `too_long`, `link`."""
    line = readable(words)
    if not can_be_seen(line):
        raise NotUsable("empty")
    if len(line) > LINE_MOST:
        raise NotUsable("too_long")
    if "://" in line or "www." in line.casefold():
        # A link could lead anywhere, and shows a picture of where it leads (R57).
        raise NotUsable("link")
    return line


def one_word(words: str) -> Private:
    """Answer one word; raises NotUsable: `empty`, `too_long`, `link`, `several`."""
    word = one_line(words)
    if " " in word:
        raise NotUsable("several")
    if len(word) > WORD_MOST:
        raise NotUsable("too_long")
    return word


_LOW: Mapping[Format, tuple[str, ...]] = {
    Format.LIGHTS: ("stormy",),
    Format.BATTERY: ("0", "1"),
    Format.WEATHER: ("stormy",),
    Format.ROOM: ("1",),
}


def is_low(format_: Format, choice: str) -> bool:
    """Tell whether an answer is a low one, after which a way out and a way to a person stand there (R121).

    A wish and a word of one's own are neither high nor low: nobody weighs them.
    """
    return choice in _LOW.get(format_, ())


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it is kept: a choice or a word, who it is for, and the line added to it.

    `waiting` is a line its writer has not let go yet; it is shown to nobody else.
    """

    choice: Private
    seen_by: SeenBy
    line: Private = NOTHING
    waiting: Private = NOTHING

    def words(self) -> str:
        """Answer it as the text that is sealed."""
        waiting = [self.waiting] if self.waiting else []
        return json.dumps([self.choice, self.seen_by, self.line, *waiting], ensure_ascii=False)

    def with_line(self, line: Private) -> "Given":
        """Answer it with a line, in place of an earlier one."""
        return replace(self, line=line, waiting=NOTHING)

    def with_waiting(self, line: Private) -> "Given":
        """Answer it with a line that waits for its writer; an earlier line goes, as it would for the new one."""
        return replace(self, line=NOTHING, waiting=line)


def given_from(words: str) -> Given:
    """Read a kept answer back."""
    if not words.startswith("["):
        # Kept by an earlier version, whose only audience was the circle without names.
        return Given(Private(words), SeenBy.UNNAMED)
    choice, seen_by, line, *waiting = cast(list[str], json.loads(words))
    return Given(Private(choice), SeenBy(seen_by), Private(line), Private(*waiting))


@dataclass(frozen=True, slots=True)
class Nameless:
    """What those who answered without a name wrote, in an order that tells nothing."""

    words: tuple[Private, ...] = ()
    lines: tuple[Private, ...] = ()

    @property
    def parts(self) -> tuple[tuple[Private, ...], tuple[Private, ...]]:
        """Answer words and lines apart."""
        return self.words, self.lines

    def text(self) -> str:
        """Answer it as the text that is sealed."""
        return json.dumps(self.parts, ensure_ascii=False)


def nameless_from(text: str) -> Nameless:
    """Read what was kept back."""
    words, lines = cast(list[list[Any]], json.loads(text))
    return Nameless(tuple(Private(word) for word in words), tuple(Private(line) for line in lines))


def nameless_of(unnamed: Iterable[Given], format_: Format) -> Nameless:
    """Answer what may be shown of what they wrote: nothing below five answers without a name.

    A word cannot be merged into "other" as a choice can, and below five its writer could be guessed.
    """
    given = tuple(unnamed)
    if len(given) < FEWEST_ANSWERS:
        return Nameless()
    words = tuple(one.choice for one in given) if format_ is Format.WORD else ()
    return Nameless(words, tuple(one.line for one in given if one.line))


@dataclass(frozen=True, slots=True)
class Named:
    """One answer beside the name of whoever wanted it there."""

    who: PlatformId
    given: Given


@dataclass(frozen=True, slots=True)
class Voices:
    """What a closing shows of people's own words; `more` where there was not room for all."""

    named: tuple[Named, ...] = ()
    nameless: Nameless = Nameless()
    more: bool = False


def fitting(voices: Voices, most: int = SHOWN_MOST) -> Voices:
    """Answer as much as one message holds: answers with names first, then words, then lines."""
    room = _Room(most)
    named = tuple(one for one in voices.named if room.takes(one.given.choice, one.given.line, _NAME))
    words = tuple(word for word in voices.nameless.words if room.takes(word))
    lines = tuple(line for line in voices.nameless.lines if room.takes(line))
    return Voices(named, Nameless(words, lines), more=room.refused)


_NAME = "x" * 50


class _Room:
    def __init__(self, left: int) -> None:
        self._left = left
        self.refused = False

    def takes(self, *parts: str) -> bool:
        # Each sign counts twice where it may be escaped; three more end a line.
        need = sum(len(part) + sum(not sign.isalnum() for sign in part) for part in parts) + 3
        if need > self._left:
            self.refused = True
            return False
        self._left -= need
        return True


@dataclass(frozen=True, slots=True)
class Chosen:
    """Someone chose an answer and is asked who may see it; nothing is kept yet.

    `choice` is empty where a word is to be written next; `last` is who their last answer was for, if that is kept;
    `earlier` tells of an answer to this check-in that stands until another is given.
    """

    round: Round
    choice: str
    last: SeenBy | None = None
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer was given; `changed` if it stands instead of an earlier one, `line_gone` if that had a line.

    `line` is what was added to it; `may_add` tells whether the circle lets a line be added; `remembered` if its
    member keeps it for themselves.
    """

    round: Round
    choice: str
    seen_by: SeenBy
    changed: bool
    line: str = ""
    line_gone: bool = False
    may_add: bool = False
    remembered: bool = False


@dataclass(frozen=True, slots=True)
class Waits:
    """A line waits for its writer, added nowhere yet, by what it was `read_as`; `numbers` where they come first."""

    round: Round
    seen_by: SeenBy
    line: Private
    read_as: str
    numbers: Numbers | None = None


@dataclass(frozen=True, slots=True)
class Passed:
    """Someone passed: nothing is kept, and an earlier answer is gone; `from_post` if a closing showed it."""

    took_back: bool
    from_post: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """The present round as facilitators may see it: a merged spread, and the answers meant for them."""

    round: Round
    spread: Spread
    voices: Voices


@dataclass(frozen=True, slots=True)
class Writing:
    """Somebody is about to write: for which round, and who will see it."""

    round: Round
    seen_by: SeenBy
    before: Private = NOTHING


@dataclass(frozen=True, slots=True)
class Lit:
    """So many candles are lit now."""

    candles: int

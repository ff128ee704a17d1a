"""The rules of a phrase."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.ids import MessageId, PersonNumber, Private
from bot.core.words import can_be_seen, straight

WORDS_LEAST = 6
"""Signs a phrase has at least."""

WORDS_MOST = 100
"""Signs it has at most."""

OPEN_FOR = timedelta(minutes=10)
"""How long what is one's own stays open after the right phrase."""

TRIES = 3
"""Wrong tries until nothing more is looked at for a while (R42)."""

WAITS_FOR = timedelta(minutes=10)
"""How long nothing is looked at then, the right phrase included."""

GOES_AFTER = timedelta(days=7)
"""How long somebody who forgot their phrase waits until it goes (R43)."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as it is kept: what it was cannot be read back from it."""

    phrase: int
    person: PersonNumber
    sealed: bytes
    wrong: int = 0
    waits_until: datetime | None = None
    goes_at: datetime | None = None

    def waits(self, now: datetime) -> bool:
        """Tell whether no try is looked at now; a clock that was set back makes nobody wait for longer."""
        return self.waits_until is not None and now < self.waits_until <= now + WAITS_FOR


class Tried(StrEnum):
    """How a try ended."""

    RIGHT = "right"
    WRONG = "wrong"
    NOTHING = "nothing"
    """The third wrong one, or any within the wait: it was not looked at."""


class NotAPhrase(ValueError):
    """Raised for words that make no phrase; `reason` is the last part of a text key."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Own:
    """How it stands with somebody's phone: `goes_at` if the phrase goes by itself."""

    has_phrase: bool = False
    goes_at: datetime | None = None


REPORT_STAYS = timedelta(days=1)
"""How long it can be read how clearing ended."""


@dataclass(frozen=True, slots=True)
class Clearing:
    """Somebody's direct messages being cleared, from the newest back; `done_at` once all had been looked at."""

    clearing: int
    person: PersonNumber
    reached: MessageId | None = None
    removed: int = 0
    stays: int = 0
    done_at: datetime | None = None


HOURS = (1, 24)
"""After how many hours the neutral direct message may clear itself (R39)."""


@dataclass(frozen=True, slots=True)
class SelfClearing:
    """Somebody's own choice: after how many hours the neutral direct message clears itself."""

    choice: int
    person: PersonNumber
    hours: int


@dataclass(frozen=True, slots=True)
class Cleared:
    """How far it is: how many went, how many would not, and whether all have been looked at.

    `waits` where the platform does not answer now: it goes on by itself. For somebody of whom nothing is kept there
    is nothing to go on by: not `by_itself`.
    """

    removed: int = 0
    stays: int = 0
    done: bool = False
    waits: bool = False
    by_itself: bool = True


@dataclass(frozen=True, slots=True)
class Erased:
    """Everything went; what could not is told without a name."""

    role_stays: bool
    copies_remain: bool


def same(words: str) -> Private:
    """Answer a phrase so that capitals and spaces, which a phone puts in by itself, make no other one of it."""
    return Private(" ".join(unicodedata.normalize("NFKC", straight(words)).casefold().split()))


def a_phrase(words: str, again: str) -> Private:
    """Answer a phrase as it is compared; raises NotAPhrase: `empty`, `short`, `long`, `differ`."""
    phrase = same(words)
    if not can_be_seen(phrase):
        raise NotAPhrase("empty")
    if phrase != same(again):
        raise NotAPhrase("differ")
    if len(phrase) < WORDS_LEAST:
        raise NotAPhrase("short")
    if len(phrase) > WORDS_MOST:
        raise NotAPhrase("long")
    return phrase

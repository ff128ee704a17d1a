"""What reading a text answers: a level, and every hit with its rule, its words and what weighed on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Level(StrEnum):
    """What a text is read as, the weightiest last; `OTHER` is about someone else and never counted as own."""

    NONE = "none"
    NOTE = "note"
    OTHER = "other"
    OFFER = "offer"
    URGENT = "urgent"

    @property
    def weight(self) -> int:
        """Answer its place in the order."""
        return _WEIGHTS[self]


_WEIGHTS: Mapping[Level, int] = MappingProxyType({level: place for place, level in enumerate(Level)})


@dataclass(frozen=True, slots=True)
class Weighed:
    """One thing that raised or lowered a hit, with the words that it was seen by."""

    what: str
    words: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One rule that matched; `start` and `end` count characters of the text as it was handed in."""

    rule: str
    start: int
    end: int
    says: Level
    level: Level
    weighed: tuple[Weighed, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text was read as; no words of it are in here, the words that weighed excepted."""

    level: Level
    hits: tuple[Hit, ...] = ()

    @property
    def offers(self) -> bool:
        """Tell whether something is offered to the writer before the text goes anywhere."""
        return self.level.weight >= Level.OTHER.weight


NOTHING = Reading(Level.NONE)
"""The reading of ordinary words."""

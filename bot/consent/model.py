"""The rules of consent: one yes, to one purpose, in one wording."""

from dataclasses import dataclass
from datetime import date

from bot.core.feature import Purpose
from bot.core.ids import CircleId, PersonNumber


@dataclass(frozen=True, slots=True)
class Yes:
    """One yes of one person, as it is kept."""

    person: PersonNumber
    circle: CircleId
    purpose: str
    version: int
    given_on: date


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody with a yes for a circle, and how many turns after the first asked for theirs comes."""

    turn: int
    person: PersonNumber


@dataclass(frozen=True, slots=True)
class Standing:
    """How one purpose stands for one person in one circle; `since` is None where there is no valid yes.

    `wording` is the version a yes covers, or would cover. `lapsed` is the day of a yes to an earlier wording.
    """

    purpose: Purpose
    circle: CircleId
    since: date | None
    wording: int
    lapsed: date | None = None

    @property
    def given(self) -> bool:
        """Answer whether there is a yes to the present wording."""
        return self.since is not None


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """A yes was kept."""

    purpose: str


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn:
    """A yes was taken back, and what it allowed is gone."""

    purpose: str


def is_valid(yes: Yes | None, version: int) -> bool:
    """Tell whether a yes covers the present wording; a changed wording lapses every earlier yes (R25)."""
    return yes is not None and yes.version == version

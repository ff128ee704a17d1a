"""The rules of a check-in: its formats, who may see an answer, and what a spread may show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.ids import CircleId, MessageId, RoundId

POSTED_WITHIN = timedelta(hours=2)
"""How late a check-in may still be posted: later, it would ask at an hour nobody chose."""

STAYS_OPEN = timedelta(hours=24)
"""A check-in opened by hand closes by itself after this long."""

KEPT_AFTER_CLOSING = timedelta(days=90)
"""How long the merged counts of a closed check-in stay (R122)."""

FEWEST_ANSWERS = 5
"""Below this many counted answers nothing but the closing line is shown (R119)."""

SMALLEST_CELL = 3
"""A count below this is never shown by itself (R119)."""

OTHER = "other"
"""The cell that gathers the small ones."""


class Format(StrEnum):
    """A way of asking."""

    LIGHTS = "lights"
    """Steady, wobbly or stormy."""
    BATTERY = "battery"
    """How much there is left, from 0 to 5."""

    @property
    def choices(self) -> tuple[str, ...]:
        """Answer what can be chosen, in order; the words are in the texts."""
        return _CHOICES[self]


_CHOICES: Mapping[Format, tuple[str, ...]] = {
    Format.LIGHTS: ("steady", "wobbly", "stormy"),
    Format.BATTERY: ("0", "1", "2", "3", "4", "5"),
}


class SeenBy(StrEnum):
    """Who an answer is for; chosen anew each time, with nothing chosen beforehand."""

    ONLY_ME = "only_me"
    """Shown back and kept nowhere."""
    CIRCLE = "circle"
    """Counted in the spread, without a name."""


@dataclass(frozen=True, slots=True)
class Spread:
    """What a closed check-in may show: counts that single nobody out."""

    cells: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def can_be_shown(self) -> bool:
        """Tell whether there is more than the closing line."""
        return bool(self.cells)


@dataclass(frozen=True, slots=True)
class Round:
    """One check-in of a circle."""

    round: RoundId
    circle: CircleId
    format: Format
    is_open: bool
    opened_at: datetime
    closes_at: datetime
    post: MessageId | None = None
    spread: Spread | None = None
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A check-in stands open in the circle's room; `already` if it did before."""

    round: Round
    already: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """Someone chose an answer and is asked who may see it; nothing is kept yet."""

    round: Round
    choice: str


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer was given; `kept` if it is counted, `changed` if it stands instead of an earlier one."""

    round: Round
    choice: str
    seen_by: SeenBy
    changed: bool


@dataclass(frozen=True, slots=True)
class Passed:
    """Someone passed: nothing is kept, and an earlier answer is gone."""

    took_back: bool


@dataclass(frozen=True, slots=True)
class Closed:
    """A check-in is closed; `post_gone` where its message could not be changed any more, `post_late` not yet."""

    round: Round
    spread: Spread
    post_gone: bool = False
    post_late: bool = False


def spread_of(answers: Iterable[str], choices: tuple[str, ...]) -> Spread:
    """Answer what may be shown of the counted answers.

    Every cell of 1 or 2 joins "other"; while "other" holds 1 or 2 the next smallest joins; where one cell is
    left, or fewer than five answered, nothing is shown (R119 with the merging rule of the design).
    """
    counts = dict.fromkeys(choices, 0)
    for answer in answers:
        counts[answer] += 1
    if sum(counts.values()) < FEWEST_ANSWERS:
        return Spread()
    cells = {choice: count for choice, count in counts.items() if count >= SMALLEST_CELL}
    other = sum(count for count in counts.values() if count < SMALLEST_CELL)
    while 0 < other < SMALLEST_CELL and cells:
        smallest = min(cells, key=lambda choice: cells[choice])
        other += cells.pop(smallest)
    if other:
        cells[OTHER] = other
    return Spread(cells if len(cells) > 1 else {})

"""The rules of a check-in: its formats, who may see an answer, and what a spread may show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.core.ids import CircleId, MessageId, RhythmId, RoundId
from bot.core.scheduling.recurrence import NeverOccurs, NoSuchZone, NotARule, Occurrence, Rule

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
    WEATHER = "weather"
    """The weather in oneself."""
    WORD = "word"
    """One word of one's own."""
    NEED = "need"
    """What would be good today; saying it promises nothing."""
    ROOM = "room"
    """How much room there is in oneself, from 1 to 5."""
    AGREE = "agree"
    """Whether the circle's agreements fit; for a circle's first check-in."""

    @property
    def choices(self) -> tuple[str, ...]:
        """Answer what can be chosen, in order; the words are in the texts. One word has none: it is written."""
        return _CHOICES[self]


_CHOICES: Mapping[Format, tuple[str, ...]] = {
    Format.LIGHTS: ("steady", "wobbly", "stormy"),
    Format.BATTERY: ("0", "1", "2", "3", "4", "5"),
    Format.WEATHER: ("sunny", "cloudy", "foggy", "rainy", "stormy"),
    Format.WORD: (),
    Format.NEED: ("listen", "company", "quiet", "practical", "nothing"),
    Format.ROOM: ("1", "2", "3", "4", "5"),
    Format.AGREE: ("fit", "nearly", "talk"),
}

REPEATING = (Format.LIGHTS, Format.WEATHER, Format.BATTERY, Format.WORD, Format.NEED, Format.ROOM)
"""The ways of asking that can come again and again."""

FIRST_WAYS = (Format.LIGHTS, Format.WEATHER, Format.BATTERY, Format.AGREE)
"""Those offered at first; the others are a press further (R19)."""


class SeenBy(StrEnum):
    """Who an answer is for; chosen anew each time, the first time with nothing chosen beforehand (R118).

    None of these words was ever another audience's: a button from before an update must not show anyone wider.
    """

    ONLY_ME = "only_me"
    """Shown back, and kept nowhere but in one's own history, for whoever wished for one."""
    NAMED = "named"
    """Shown to the circle at the close, beside the name; not counted."""
    PLANNERS = "planners"
    """Shown to facilitators while the round is open, beside the name; not counted."""
    UNNAMED = "unnamed"
    """Counted in the spread, without a name.

    Only these are: taking away from a count what is shown with names would leave the few without one.
    """


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
    answered: bool = False
    rhythm: RhythmId | None = None
    candles: int = 1


@dataclass(frozen=True, slots=True)
class Opened:
    """A check-in stands open in the circle's room; `already` if it did before."""

    round: Round
    already: bool = False


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
        # A word is no choice: it is in no cell, and alone it is never counted.
        if answer in counts:
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


RESTS_AFTER = 3
"""So many check-ins of a rhythm in a row without an answer, and it rests (R7)."""

MOST_WEEKS = 4
"""A rhythm comes at least every so many weeks."""

OPEN_HOURS = (2, 4, 8, 12, 24)
"""How long a check-in of a rhythm can stay open."""

ASKED_AGAIN = timedelta(minutes=1)
"""How long an opening waits for the closing before it, where both are due in one moment."""


class RhythmState(StrEnum):
    """How a rhythm stands."""

    RUNNING = "running"
    PAUSED = "paused"
    """Somebody who plans paused it."""
    RESTING = "resting"
    """It paused by itself, because nobody answered; it never goes on by itself (R7)."""


class LeftOut(StrEnum):
    """Why one check-in of a rhythm was not posted; each has a text `checkins.left_out.<value>`."""

    LATE = "late"
    OPEN_ALREADY = "open_already"
    NO_ROOM = "no_room"
    NOT_POSTED = "not_posted"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A series of check-ins; `left_out` is the last one that was not posted, with its reason."""

    rhythm: RhythmId
    circle: CircleId
    format: Format
    state: RhythmState
    rule: Rule
    open_for: timedelta
    next_at: datetime
    silent: int = 0
    left_out: tuple[datetime, LeftOut] | None = None

    @property
    def window(self) -> timedelta:
        """Answer how late one may still open: two hours, and never less than half its time before it closes."""
        return min(POSTED_WITHIN, self.open_for / 2)


class NoRhythm(ValueError):
    """Raised for a sketch that names no rhythm, as an old or forged custom id does."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """A rhythm as somebody is choosing it; it lives in the buttons of their private screen alone."""

    format: Format
    weekdays: tuple[int, ...]
    weeks: int
    minute: int
    hours: int

    def words(self) -> str:
        """Answer the sketch as a part of a custom id."""
        mask = sum(1 << day for day in self.weekdays)
        return f"{self.format}-{mask}-{self.weeks}-{self.minute}-{self.hours}"

    def rule(self, zone: str, anchor: date) -> Rule:
        """Answer its rule in a zone from a first day on; raises NoRhythm where there is none."""
        try:
            return Rule(self.weeks, self.weekdays, None, self.minute, zone=zone, anchor=anchor)
        except (NotARule, NeverOccurs, NoSuchZone) as fault:
            raise NoRhythm from fault


def sketch_from(words: str) -> Sketch:
    """Read a sketch back; raises NoRhythm for anything that is none."""
    format_, *numbers = words.split("-")
    if format_ not in REPEATING or len(numbers) != 4 or not all(n.isascii() and n.isdigit() for n in numbers):
        raise NoRhythm
    mask, weeks, minute, hours = (int(number) for number in numbers)
    if not (0 < mask < 1 << 7 and 1 <= weeks <= MOST_WEEKS and minute < 24 * 60 and hours in OPEN_HOURS):
        raise NoRhythm
    weekdays = tuple(day for day in range(7) if mask >> day & 1)
    return Sketch(Format(format_), weekdays, weeks, minute, hours)


def sketch_with(sketch: Sketch, field: str, values: Sequence[str]) -> Sketch:
    """Answer a sketch with one thing chosen anew; raises NoRhythm for what cannot be chosen."""
    if not all(value.isascii() and value.isdigit() for value in values) or not values:
        raise NoRhythm
    numbers = tuple(int(value) for value in values)
    if field == "days" and all(day < 7 for day in numbers):
        changed = replace(sketch, weekdays=tuple(sorted(set(numbers))))
    elif field in ("weeks", "minute", "hours"):
        changed = replace(sketch, **{field: numbers[0]})
    else:
        raise NoRhythm
    # Read back, so that what was chosen keeps the same limits as what a button says.
    return sketch_from(changed.words())


def sketch_of(rhythm: Rhythm) -> Sketch:
    """Answer the sketch that a standing rhythm was made from."""
    hours = rhythm.open_for // timedelta(hours=1)
    return Sketch(rhythm.format, rhythm.rule.weekdays, rhythm.rule.interval, rhythm.rule.minute, hours)


def days_taken(weekdays: Iterable[int], others: Iterable[Rhythm]) -> tuple[int, ...]:
    """Answer which weekdays another rhythm of the circle has: at most one check-in is planned for a day (R124)."""
    taken = {day for other in others for day in other.rule.weekdays}
    return tuple(sorted(taken & set(weekdays)))


@dataclass(frozen=True, slots=True)
class Sketched:
    """A sketch with what it would mean: its rule and the next times it would come."""

    circle: CircleId
    rhythm: RhythmId | None
    sketch: Sketch
    rule: Rule
    coming: Sequence[Occurrence]


@dataclass(frozen=True, slots=True)
class Standing:
    """A rhythm with the next times it comes; none while it is paused or rests."""

    rhythm: Rhythm
    coming: Sequence[Occurrence]

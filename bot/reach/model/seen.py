"""What people see of an ask: whoever asked, and whoever can be asked."""

from dataclasses import dataclass, field

from bot.core.ids import AskId, CircleId, Onlookers, PersonNumber, PlatformId
from bot.helplines.model import Numbers
from bot.reach.model import Ask, Event, Kind, Role, What
from bot.reach.model.ladder import Ahead


@dataclass(frozen=True, slots=True)
class Standing:
    """An ask as whoever asked sees it: who was asked and how that went, in numbers.

    `delivered` people got a page, `waiting` pages are on their way, `stuck` tells that they have been for over a
    minute. `holder` is who has it, once they said hi.
    """

    ask: Ask
    circle_name: str
    events: tuple[Event, ...]
    delivered: int
    waiting: int
    stuck: bool
    ahead: Ahead = field(default_factory=Ahead)
    holder: PlatformId | None = field(default=None, repr=False)
    numbers: Numbers | None = None

    @property
    def had_answer(self) -> bool:
        """Tell whether somebody had it at any time."""
        return self.last(What.TAKEN, What.READ) is not None

    def last(self, *whats: What) -> Event | None:
        """Answer the last event of some kinds, or None."""
        return next((event for event in reversed(self.events) if event.what in whats), None)


@dataclass(frozen=True, slots=True)
class Way:
    """A circle whose people whoever presses may ask, and whether anybody there could be asked now."""

    circle: CircleId
    name: str
    anyone: bool


@dataclass(frozen=True, slots=True)
class Welcome:
    """What Reach shows where no ask is open: numbers at once, and whose people can be asked.

    `working` is False where reaching people does not work now. `last` is an ask that ended within a day: how it
    ended is shown as long, because a screen may have vanished before it was read.
    """

    numbers: Numbers
    ways: tuple[Way, ...] = ()
    working: bool = True
    last: Standing | None = None

    @property
    def there(self) -> tuple[Way, ...]:
        """Answer the circles in which anyone can be asked now; none while that does not work."""
        return tuple(way for way in self.ways if way.anyone and self.working)


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a press would do, told before it: how many would be asked and how, and who else could open a thread.

    `onlookers` is None where no thread can be opened. `left_out` are those who are not to be asked.
    """

    circle: CircleId
    circle_name: str
    kind: Kind
    count: int
    level: int
    numbers: Numbers
    onlookers: Onlookers | None = None
    left_out: tuple[PersonNumber, ...] = ()
    seen_by_left_out: bool = False

    @property
    def thread_can_be_opened(self) -> bool:
        """Tell whether a thread may be offered: not where somebody who was left out could read along."""
        return self.onlookers is not None and not self.seen_by_left_out


@dataclass(frozen=True, slots=True)
class Card:
    """An ask as somebody sees it who can be asked: `role` is what they are to it, `holder` who else has it.

    `second` tells that they were asked to come as a second person, `in_thread` that a thread is open for it.
    """

    ask: Ask
    circle_name: str
    role: Role
    holder: PlatformId | None = field(repr=False)
    second: bool
    in_thread: bool
    words_only: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """An ask is over; `had_someone` tells whether somebody had it, to whom a card could go."""

    ask: AskId
    had_someone: bool

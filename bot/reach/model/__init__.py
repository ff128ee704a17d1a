"""The rules of an ask: its states, who may do what in each, and what the person who asked is told.

    begin ----------------> ASKING <--------------+--------------+
                            |    ^  step due,     |              |
                            |    |  page lost,    |              |
                            |    +-"not me"       |              |
                            |                     |              |
                            +- steps used up -> UNANSWERED       |
                            |                     |              |
                            +----- "I have it" ---+              |
                            v                                    |
                          TAKEN --- 10 minutes without "Hi", ----+
                            |       or whoever has it is gone    |
                            v  "Hi"                              |
                           SAID_HI ---------- handed over -------+
                            |                                    |
                            v  "Good moment", or words only      |
                           TOGETHER --------- handed over -------+

    From every state: cancelled, ended, left, or a day gone by -> the ask is over, with one word of how.

A state is a row (`Ask`); the one moment at which it changes by itself is `next_at`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.core.ids import AskId, ChannelId, CircleId, MessageId, PersonNumber

SAY_HI_WITHIN = timedelta(minutes=10)
"""How long whoever has an ask may take to say hi, before others are asked again (R87)."""

LOOK_IN_AFTER = timedelta(minutes=45)
"""When whoever has an ask is asked whether they want a second person, a swap, or to carry on (section 5.2)."""

LASTS = timedelta(hours=24)
"""After this long an ask is over by itself."""

KNOWN_AFTER = timedelta(hours=24)
"""How long after its end it is still known who had it, so that a thank-you finds its way."""

RECORD_STAYS = timedelta(days=30)
"""How long the record without persons stays (R96)."""

CARING_AFTER = (timedelta(days=1), timedelta(days=7))
"""When a caring note comes that somebody chose: tomorrow, in a week (R97)."""


STUCK_AFTER = timedelta(minutes=1)
"""A page that is on its way for longer means that reaching is not working now (R89)."""


CARDS = 3
"""Thank-you cards to choose from (F33)."""


class Kind(StrEnum):
    """What is asked for."""

    KNOW = "know"
    """Let someone know I am struggling, no talk."""
    COMPANY = "company"
    CALL = "call"
    """Sit with me while I call."""
    ALONE = "alone"
    """I am not okay to be alone."""


class Answers(StrEnum):
    """Where answers come."""

    THREAD = "thread"
    """A private thread that is opened at once."""
    HERE = "here"
    """Behind Reach: whoever asked looks there."""


class State(StrEnum):
    """Where an open ask stands; the diagram of this module shows every way."""

    ASKING = "asking"
    UNANSWERED = "unanswered"
    TAKEN = "taken"
    SAID_HI = "said_hi"
    TOGETHER = "together"

    @property
    def can_be_taken(self) -> bool:
        """Tell whether somebody may still say that they have it."""
        return self in (State.ASKING, State.UNANSWERED)

    @property
    def is_held(self) -> bool:
        """Tell whether somebody has it."""
        return self in (State.TAKEN, State.SAID_HI, State.TOGETHER)


class How(StrEnum):
    """How an ask ended: one of five (R96)."""

    SETTLED = "settled"
    LOCAL_HELP = "local_help"
    LEFT = "left"
    NOT_REACHED = "not_reached"
    OTHER = "other"


class What(StrEnum):
    """Something that happened, as whoever asked is told it."""

    ASKED = "asked"
    ANEW = "anew"
    """What stands in the thread is said anew: no page is on its way any more, or the clock was set back."""
    NOBODY_YET = "nobody_yet"
    AWAY = "away"
    LOST = "lost"
    """A copy was put back: what happened since it was made is known to nobody here."""
    TAKEN = "taken"
    ASKED_AGAIN = "asked_again"
    HANDED_OVER = "handed_over"
    READ = "read"
    HI = "hi"
    TOGETHER = "together"
    WORDS_ONLY = "words_only"
    MAY_SECOND = "may_second"
    """Whoever has it asks whether a second person may come."""
    SECOND = "second"
    THREAD_GONE = "thread_gone"
    CLOSED = "closed"
    """The circle was closed: nobody is asked any more."""
    ENDED = "ended"
    CANNOT_TYPE = "cannot_type"
    KEEP_TALKING = "keep_talking"
    JUST_STAY = "just_stay"
    NOT_THAT = "not_that"
    PLEASE_STOP = "please_stop"


PHRASES = (What.CANNOT_TYPE, What.KEEP_TALKING, What.JUST_STAY, What.NOT_THAT, What.PLEASE_STOP)
"""Words for whoever asked, when they have none (F34)."""

LINES = (
    *(What.NOBODY_YET, What.AWAY, What.LOST, What.ASKED_AGAIN, What.HANDED_OVER, What.READ, What.HI, What.TOGETHER),
    *(What.WORDS_ONLY, What.MAY_SECOND, What.SECOND, What.CLOSED, What.ENDED, *PHRASES),
)
"""What stands in the thread as a line of its own; the rest only changes how it says that things stand."""

TALK_NAMES: Mapping[str, str] = MappingProxyType({"en": "talk", "es": "charla"})
"""What a thread is called: a name that tells nothing (R34)."""


class Page(StrEnum):
    """What became of asking one person in one step."""

    WAITING = "waiting"
    STANDS = "stands"
    SILENT = "silent"
    """It could not be delivered, or the person said "not me": both count as silence, and are kept as one."""


class Role(StrEnum):
    """What somebody who was asked is to an ask now."""

    NONE = "none"
    HAS = "has"
    SECOND = "second"
    HAD = "had"


@dataclass(frozen=True, slots=True)
class Ask:
    """One ask. `level` is 1 or 2, `step` the next step of its plan, `turn` how often people were asked,
    `reached` how many of them a page reached.

    `thread` is where talk happens, once it is open; `post` the message there that shows the state. `wants_second`
    says that whoever asked agreed to a second person.
    """

    ask: AskId
    circle: CircleId
    person: PersonNumber
    kind: Kind
    answers: Answers
    adult: bool
    level: int
    state: State
    begun_at: datetime
    next_at: datetime
    step: int = 0
    turn: int = 0
    reached: int = 0
    told_at: datetime | None = None
    thread: ChannelId | None = None
    post: MessageId | None = None
    wants_second: bool = False
    how: How | None = None
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether it goes on."""
        return self.ended_at is None

    @property
    def may_meet(self) -> bool:
        """Tell whether the two may talk in a thread: never for someone who said they are under 18 (R179)."""
        return self.adult and self.kind is not Kind.KNOW

    @property
    def ends_at(self) -> datetime:
        """Answer when it is over by itself."""
        return self.begun_at + LASTS


@dataclass(frozen=True, slots=True)
class Paged:
    """One person asked in one turn; `at` is its moment, `second` that they were asked to come second."""

    person: PersonNumber
    turn: int
    at: datetime
    page: Page = Page.WAITING
    role: Role = Role.NONE
    second: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to an ask; `count` is how many people it was about, where that is told."""

    at: datetime
    what: What
    count: int = 0


@dataclass(frozen=True, slots=True)
class Caring:
    """A caring note that somebody chose, and when it comes."""

    note: int
    circle: CircleId
    person: PersonNumber
    at: datetime


@dataclass(frozen=True, slots=True)
class Over:
    """The record of an ask that ended: no person, no words (R96)."""

    circle: CircleId
    kind: Kind
    begun_at: datetime
    taken_after: int | None
    how: How


def taken(ask: Ask, now: datetime) -> Ask:
    """Answer the ask once somebody has it; they say hi within ten minutes (R87)."""
    return replace(ask, state=State.TAKEN, next_at=now + SAY_HI_WITHIN)


def said_hi(ask: Ask, now: datetime) -> Ask:
    """Answer the ask once contact was made."""
    return replace(ask, state=State.SAID_HI, next_at=now + LOOK_IN_AFTER)


def together(ask: Ask) -> Ask:
    """Answer the ask once the person who asked said that it is a good moment; the look-in keeps its time."""
    return replace(ask, state=State.TOGETHER)


def looked_in(ask: Ask) -> Ask:
    """Answer the ask once whoever has it was asked how it goes; nobody is asked that twice."""
    return replace(ask, next_at=ask.ends_at)

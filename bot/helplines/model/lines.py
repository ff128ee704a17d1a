"""A help line and an emergency number: what is known about each, and whether it was checked lately (R80)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.core.notices import Written
from bot.helplines.model.hours import Hours

MARKED_AFTER = timedelta(days=180)
"""How long after a check a line is marked (R80)."""

HIDDEN_AFTER = timedelta(days=365)
"""How long after a check a line is hidden, unless its country would be left with none (R80)."""


class Topic(StrEnum):
    """What a line is for, in the order the topics are offered."""

    SUICIDE = "suicide"
    SEXUAL_VIOLENCE = "sexual_violence"
    PARTNER_VIOLENCE = "partner_violence"
    HURT_AS_CHILD = "hurt_as_child"
    SELF_INJURY = "self_injury"
    WARM_LINE = "warm_line"
    MEN = "men"
    LGBTQ = "lgbtq"
    YOUTH = "youth"
    VICTIMS = "victims"
    TRAFFICKING = "trafficking"


class Known(StrEnum):
    """An answer that may not be known; nothing is ever guessed from silence."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """What an emergency number is for."""

    ALL = "all"
    POLICE = "police"
    AMBULANCE = "ambulance"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach a line, exactly as its file has it.

    `number` is what is dialled or written to; `word` what is written there; `service` another service it goes
    through, such as WhatsApp; `link` an address to open; `remark` what is said beside it.
    """

    stored: str
    number: str = ""
    word: str = ""
    service: str = ""
    link: str = ""
    remark: Written | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One help line of one country.

    `cost` and `languages` are as gathered; `about` says who it is for, empty where nothing needs saying. `dated`
    is the source's own date, `checked` when the host last checked it.
    """

    ident: str
    country: str
    name: Written
    topics: tuple[Topic, ...]
    call: tuple[Way, ...]
    text: Way | None
    chat: Way | None
    site: str
    hours: Hours
    cost: Written
    on_bill: Known
    may_contact_police: Known
    languages: tuple[str, ...]
    more_languages: tuple[Written, ...]
    about: Written | None
    source: str
    dated: Written
    confidence: str
    checked: date | None = None

    @property
    def reached(self) -> bool:
        """Tell whether the line has any way to reach it by now: a directory has its page alone."""
        return bool(self.call or self.text or self.chat)


@dataclass(frozen=True, slots=True)
class Emergency:
    """One emergency number of a country; it never expires.

    `shown` is False where another number took its place and only older lists have it. `about` is what helps there,
    such as what to press where nobody can speak.
    """

    country: str
    kind: Kind
    number: str
    source: str
    dated: str
    confidence: str
    shown: bool = True
    about: Written | None = None


class Age(StrEnum):
    """How long ago a line was checked."""

    NEVER = "never"
    FRESH = "fresh"
    MARKED = "marked"
    HIDDEN = "hidden"


def age_of(checked: date | None, today: date) -> Age:
    """Answer how old a check is; its clock starts with the first one: until then nothing is hidden (R80)."""
    if checked is None:
        return Age.NEVER
    if today - checked >= HIDDEN_AFTER:
        return Age.HIDDEN
    return Age.MARKED if today - checked >= MARKED_AFTER else Age.FRESH

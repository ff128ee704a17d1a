"""What is kept about somebody, as they alone read it: each feature says it of its own tables (R174)."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.core.ids import CircleId
from bot.core.notices import Said


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing kept about somebody, in words for them alone; never another's words, name or id (R178).

    Words of their own stand in it as `Private`. `at` is its moment or day, `circle` where it belongs.
    """

    said: Said
    at: date | datetime | None = None
    circle: CircleId | None = None

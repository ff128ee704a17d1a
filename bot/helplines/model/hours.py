"""When a line is answered, on its own wall clock; "open now" is only said where it is known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

DAY = 24 * 60
"""Minutes of a day."""

EVERY_DAY = tuple(range(7))


@dataclass(frozen=True, slots=True)
class Opening:
    """Days (Monday is 0), and from when to when in minutes after midnight; past 24:00 it goes on the next day.

    No days stand for a source that names none.
    """

    days: tuple[int, ...]
    start: int
    end: int

    @property
    def run(self) -> bool:
        """Tell whether the days follow each other, three of them at least."""
        return len(self.days) > 2 and self.days == tuple(range(self.days[0], self.days[-1] + 1))


@dataclass(frozen=True, slots=True)
class Hours:
    """When a line is answered: `always`, at these openings, or not known.

    `sure` is False where the source is old or contradicted: then they are shown as such, and open now is not known.
    `zone` is the IANA zone of the openings, or None where the source does not say it. `stored` is the source's own
    way of saying them.
    """

    openings: tuple[Opening, ...] = ()
    always: bool = False
    sure: bool = True
    zone: str | None = None
    stored: str = ""

    @property
    def known(self) -> bool:
        """Tell whether anything is known."""
        return self.always or bool(self.openings)

    def open_at(self, now: datetime) -> bool | None:
        """Answer whether the line is answered at a moment, or None where that is not known."""
        if not self.sure or not self.known:
            return None
        if self.always:
            return True
        if self.zone is None or not all(one.days for one in self.openings):
            return None
        local = now.astimezone(ZoneInfo(self.zone))
        minute = local.hour * 60 + local.minute
        before = (local - timedelta(days=1)).weekday()
        return _within(self.openings, local.weekday(), minute) or _within(self.openings, before, minute + DAY)


def _within(openings: Iterable[Opening], day: int, minute: int) -> bool:
    return any(day in one.days and one.start <= minute < one.end for one in openings)

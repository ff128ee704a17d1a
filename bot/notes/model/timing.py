"""When a note appears: never at once, at a moment nobody can work back from, and together with others that wait."""

from collections.abc import Iterable
from datetime import datetime, timedelta

SOONEST = timedelta(minutes=2)
"""No note appears earlier after it was handed in (R55)."""

LATEST = timedelta(minutes=20)
"""One that is to appear soon does by then (R55)."""

HOURS = (3, 8, 24)
"""Within how many hours else, at a moment drawn by chance."""

SPREAD = timedelta(seconds=40)
"""Notes that appear together do so within this time, in an order drawn by chance."""

_STEP = timedelta(milliseconds=1)


def appears_at(now: datetime, drawn: int, within: timedelta = LATEST, waiting: Iterable[datetime] = ()) -> datetime:
    """Answer when a note appears that is handed in now; `drawn` is a large number drawn by chance.

    One that is to appear soon joins those of its circle that are `waiting` for a moment it could have had itself:
    where two wait they appear together, so that no moment belongs to one person alone (R55).
    """
    first, last = now + SOONEST, now + within
    together = sorted(at for at in waiting if first + SPREAD <= at <= last - SPREAD)
    if together and within == LATEST:
        first, last = together[0] - SPREAD, together[0] + SPREAD
    return first + _STEP * (drawn % ((last - first) // _STEP + 1))

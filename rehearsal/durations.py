"""Durations and instants as they stand in calls to the rehearsal (ISO 8601)."""

import re
from datetime import UTC, datetime, timedelta

from rehearsal.errors import ApiError

LONGEST = timedelta(days=400)

_DURATION = re.compile(
    r"P(?:(?P<weeks>[0-9]{1,9})W|(?:(?P<days>[0-9]{1,9})D)?"
    r"(?:T(?=[0-9])(?:(?P<hours>[0-9]{1,9})H)?(?:(?P<minutes>[0-9]{1,9})M)?"
    r"(?:(?P<seconds>[0-9]{1,9}(?:\.[0-9]{1,6})?)S)?)?)"
)


def refused(sentence: str) -> ApiError:
    """Return the 400 with which the rehearsal's own routes say what is wrong with a call."""
    return ApiError(400, 0, sentence)


def duration(text: object) -> timedelta:
    """Return a duration such as PT10M, P1D or P2W; 400 if it is none, or longer than 400 days."""
    found = _DURATION.fullmatch(text) if isinstance(text, str) else None
    if found is None or text == "P":
        raise refused(f"{text!r} is no duration: write it like PT10M, PT1H30M, P1D or P2W.")
    parts = {name: float(number) for name, number in found.groupdict().items() if number}
    days = parts.get("days", 0) + 7 * parts.get("weeks", 0)
    # Counted in days first: a number of hours may be too great for a timedelta.
    days += parts.get("hours", 0) / 24 + parts.get("minutes", 0) / 1440 + parts.get("seconds", 0) / 86400
    if days > LONGEST.days:
        raise refused(f"{text} is too far: the clock moves by at most {LONGEST.days} days at once.")
    return timedelta(**parts)


def instant(text: object) -> datetime:
    """Return an instant such as 2027-03-28T01:00:00Z in UTC; 400 if it is none, or says no offset."""
    try:
        found = datetime.fromisoformat(text) if isinstance(text, str) else None
        if found is not None and found.tzinfo is not None:
            return found.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise refused(f"{text!r} is no instant: write it like 2027-03-28T01:00:00Z.")

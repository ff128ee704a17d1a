"""Rules of calls this server does not do itself; a wrong one is told apart from one that is only not here."""

from datetime import datetime, timedelta

from rehearsal.errors import Form
from rehearsal.faults import without_names
from rehearsal.records import Json

EXTERNAL = 3
LONGEST_TIMEOUT = timedelta(days=28)


def check_other(method: str, route: str, body: object, now: datetime) -> None:
    """Refuse with 50035 what the documents forbid and no description knows; other bodies pass."""
    check = RULES.get((method, without_names(route)))
    if check is not None and isinstance(body, dict):
        form = Form()
        check(form, body, now)
        form.check()


def _event(form: Form, body: Json, now: datetime) -> None:
    """Check a scheduled event (Discord: Resources, "Guild Scheduled Event")."""
    start, end = _moment(body.get("scheduled_start_time")), _moment(body.get("scheduled_end_time"))
    if start is not None and start <= now:
        form.fault(
            "scheduled_start_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", "Cannot schedule event in the past."
        )
    if start is not None and end is not None and end <= start:
        form.fault("scheduled_end_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_END", "Must be after the start.")
    if body.get("entity_type") == EXTERNAL:
        if body.get("scheduled_end_time") is None:
            form.required("scheduled_end_time")
        if not (body.get("entity_metadata") or {}).get("location"):
            form.required("entity_metadata.location")


def _member(form: Form, body: Json, now: datetime) -> None:
    """Check a time-out (Discord: Resources, "Guild", "Modify Guild Member")."""
    until = _moment(body.get("communication_disabled_until"))
    if until is not None and until > now + LONGEST_TIMEOUT:
        message = "Cannot time out for longer than 28 days."
        form.fault("communication_disabled_until", "GUILD_MEMBER_TIMEOUT_TOO_LONG", message)


def _moment(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo else None


RULES = {
    ("POST", "/guilds/{}/scheduled-events"): _event,
    ("PATCH", "/guilds/{}/scheduled-events/{}"): _event,
    ("PATCH", "/guilds/{}/members/{}"): _member,
}

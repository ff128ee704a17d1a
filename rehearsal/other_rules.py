"""Rules of calls this server does not do itself; a wrong one is told apart from one that is only not here."""

import re
from datetime import datetime, timedelta
from typing import Any

from rehearsal.errors import Form
from rehearsal.faults import without_names
from rehearsal.records import Json

EXTERNAL = 3
LONGEST_TIMEOUT = timedelta(days=28)
FORBIDDEN_IN_NAMES = ("discord", "clyde")


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


def _webhook(form: Form, body: Json, now: datetime) -> None:
    """Check a webhook's name (Discord: Resources, "Webhook", "Create Webhook")."""
    del now
    _check_name(form, "name", body.get("name"), 80)


def _sent_by_webhook(form: Form, body: Json, now: datetime) -> None:
    del now
    if body.get("username") is not None:
        _check_name(form, "username", body["username"], 80)


def _check_name(form: Form, path: str, name: Any, high: int) -> None:  # noqa: ANN401  (a JSON value can be anything)
    form.length(path, name, 1, high)
    for word in FORBIDDEN_IN_NAMES:
        if isinstance(name, str) and re.search(word, name, re.IGNORECASE):
            form.fault(path, "USERNAME_INVALID_CONTAINS", f'Username cannot contain "{word}"')


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
    ("POST", "/channels/{}/webhooks"): _webhook,
    ("PATCH", "/webhooks/{}"): _webhook,
    ("POST", "/webhooks/{}/{}"): _sent_by_webhook,
}

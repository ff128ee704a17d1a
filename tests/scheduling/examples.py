"""Series as the tests of their rules write them down."""

from datetime import UTC, date, datetime

from bot.core.scheduling.recurrence import Rule, rule_from

NEW_YEAR = date(2026, 1, 1)  # a Thursday
EVERY_DAY = "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR,SA,SU"


def series(
    text: str,
    clock: str = "19:00",
    zone: str = "Europe/Berlin",
    anchor: date = NEW_YEAR,
    until: date | None = None,
) -> Rule:
    hour, minute = clock.split(":")
    return rule_from(text, minute=int(hour) * 60 + int(minute), zone=zone, anchor=anchor, until=until)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)

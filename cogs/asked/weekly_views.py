"""What choosing one's weekly hours looks like."""

from bot.asked.model import LONG_SPAN, Mine
from bot.asked.model.hours import DAYS, Hours, Span
from bot.core.notices import Box, Button, Choice, Form, Menu, Notice, Plain, Row, Said, Weekdays, button, said
from cogs.screens import clock, listed, screen

MINUTES = 24 * 60
"""Minutes of a day."""

DAILY = ((18 * 60, 22 * 60), (9 * 60, 21 * 60))
"""Times suggested for every day, in minutes after midnight."""


def hours_screen(mine: Mine) -> Notice:
    """Answer one's hours, the menus that add and take away, and advice where a time is long (R168)."""
    if mine.switch is None:
        return screen(said("asked.refused.off"), rows=((_back(mine),),))
    hours = mine.switch.hours
    long = any(span.minutes > LONG_SPAN for span in hours.spans)
    advice = (said("asked.hours.advice"),) if long else ()
    return screen(
        said("asked.hours.title", circle=mine.circle.name),
        hours_words(mine),
        said("asked.hours.how"),
        *advice,
        rows=_rows(mine, hours),
    )


def hours_words(mine: Mine) -> Said:
    """Answer one's weekly hours in words, the same time of several days in one line."""
    hours = mine.switch.hours if mine.switch else Hours()
    if not hours.spans:
        return said("asked.mine.no_hours")
    lines = tuple(
        _line(*time, hours) for time in dict.fromkeys((s.start_minute, s.end_minute) for s in hours.spans)
    )
    return listed((said("asked.mine.hours", zone=_zone(mine)), *lines))


def _zone(mine: Mine) -> Plain:
    own = mine.switch.hours.zone if mine.switch else None
    return Plain(own or mine.circle.settings.zone)


def _line(start: int, end: int, hours: Hours) -> Said:
    days = tuple(s.weekday for s in hours.spans if (s.start_minute, s.end_minute) == (start, end))
    return said("asked.mine.span", days=Weekdays(days), start=clock(start), end=clock(end))


def _rows(mine: Mine, hours: Hours) -> tuple[Row, ...]:
    circle = mine.circle.circle
    days = tuple(Choice(str(day), said("asked.menu.day", day=Weekdays((day,)))) for day in range(DAYS))
    rows: list[Row] = [Menu("asked.menu.days", f"asked_hours:days:{circle}", days, most=DAYS)]
    if hours.spans:
        spans = tuple(Choice(span.words, _span(span)) for span in hours.spans)
        rows.append(Menu("asked.menu.away", f"asked_hours:away:{circle}", spans, most=len(spans)))
    ways = [_daily(circle, *time) for time in DAILY]
    ways.append(button("asked.button.zone", f"asked_hours:zone:{circle}"))
    return (*rows, (*ways, _back(mine)))


def _span(span: Span) -> Said:
    times = {"start": clock(span.start_minute), "end": clock(span.end_minute)}
    return said("asked.menu.span", day=Weekdays((span.weekday,)), **times)


def _daily(circle: int, start: int, end: int) -> Button:
    way = f"asked_hours:daily:{circle}:{start}:{end}"
    return button("asked.button.daily", way, start=clock(start), end=clock(end))


def _back(mine: Mine) -> Button:
    return button("core.button.back", f"asked:mine:{mine.circle.circle}")


def span_form(circle: int, days: tuple[int, ...]) -> Form:
    """Answer the form for a time on some weekdays."""
    chosen = "".join(str(day) for day in days)
    boxes = (
        Box("start", "asked.box.start", 10, filled="18:00"),
        Box("end", "asked.box.end", 10, filled="22:00", hint="asked.hint.end"),
    )
    return Form("asked.form_title.span", f"asked_hours:add:{circle}:{chosen}", boxes)


def zone_form(mine: Mine) -> Form:
    """Answer the form for a time zone, filled with the present one."""
    box = Box("zone", "asked.box.zone", 60, hint="asked.hint.zone", filled=str(_zone(mine)))
    return Form("asked.form_title.zone", f"asked_hours:zoned:{mine.circle.circle}", (box,))

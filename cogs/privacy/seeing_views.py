"""What reading what is kept looks like."""

from datetime import datetime
from itertools import groupby

from bot.core.notices import Button, Day, Moment, Notice, Said, Together, button, said
from bot.privacy.seeing import Seen, SeenPage
from cogs.screens import screen


def seen_screen(page: SeenPage) -> Notice:
    """Answer one page of what is kept, by table: what, when, why, who can see it, and when it goes (R174)."""
    if not page.known:
        return screen(said("kept.nothing"), rows=((_home(),),))
    title = () if page.place else (said("kept.title"),)
    groups = tuple(_group(table, tuple(of)) for table, of in groupby(page.entries, key=lambda one: one.table))
    marks = (said("kept.marks", marks=Together(tuple(said(key) for key in MARKS))),) if page.last else ()
    elsewhere = (said("kept.elsewhere"),) if page.last else ()
    return screen(*title, *groups, *marks, *elsewhere, rows=((*_turning(page), _take(), _home()),))


def _group(table: str, entries: tuple[Seen, ...]) -> Said:
    name, rule = said(f"kept.name.{table}"), said(f"kept.rule.{table}")
    return said("kept.group", name=name, rule=rule, lines=Together(tuple(line(one) for one in entries)))


def line(one: Seen) -> Said:
    """Answer one entry with its time and its circle, as far as it has these."""
    at = None if one.at is None else Moment(one.at) if isinstance(one.at, datetime) else Day(one.at)
    if at is None:
        return (
            said("kept.line.in", what=one.said, circle=one.circle)
            if one.circle
            else said("kept.line.bare", what=one.said)
        )
    if one.circle:
        return said("kept.line.at_in", what=one.said, at=at, circle=one.circle)
    return said("kept.line.at", what=one.said, at=at)


MARKS: tuple[str, ...] = (
    "kept.mark.people",
    "kept.mark.device_phrase",
    "kept.mark.device_clearing",
    "kept.mark.device_self_clearing",
    "kept.mark.farewell_candle",
    "kept.mark.mailbox_side",
    "kept.mark.mailbox_whisper",
    "kept.mark.checkin_rhythm_news",
    "kept.mark.reach_left_out",
    "kept.mark.reach_worry_about",
    "kept.mark.debrief_asker",
    "kept.mark.debrief_note",
    "kept.mark.debrief_listener",
)
"""What may be kept and is listed for nobody: the same words for everyone, so that they tell of no other's act."""


def _turning(page: SeenPage) -> tuple[Button, ...]:
    earlier = button("kept.button.earlier", f"kept:see:{page.place - 1}")
    later = button("kept.button.later", f"kept:see:{page.place + 1}")
    return (*((earlier,) if page.place else ()), *(() if page.last else (later,)))


def _take() -> Button:
    return button("kept.button.copy", "copy:open")


def _home() -> Button:
    return button("core.button.back", "privacy:home")

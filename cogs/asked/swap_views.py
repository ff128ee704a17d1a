"""What swaps look like."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.asked.model.hours import Stretch
from bot.asked.model.swaps import Swap, Swappable
from bot.core.notices import Button, Choice, Menu, Moment, Notice, Plain, Row, Said, Wall, button, said
from bot.core.refusals import Refusal
from cogs.screens import in_rows, listed, screen

MOST_OF_A_KIND = 4
"""Swaps of one kind on one screen, the earliest ones."""


def swaps_screen(found: Swappable) -> Notice:
    """Answer one's own swaps and those that somebody asks for, each with its button, and a menu to ask for one."""
    numbered = list(enumerate(_shown(found), start=1))
    lines = tuple(_line(number, kind, swap) for number, (kind, swap) in numbered)
    listing = (listed(lines),) if lines else (said("asked.swap.none"),)
    return screen(
        said("asked.swap.title", circle=found.circle.name),
        said("asked.swap.how"),
        *listing,
        rows=_rows(found, [_way(found, number, kind, swap) for number, (kind, swap) in numbered]),
    )


def _shown(found: Swappable) -> list[tuple[str, Swap]]:
    given = [("waits" if swap.taker is None else "given", swap) for swap in found.given[:MOST_OF_A_KIND]]
    taken = [("taken", swap) for swap in found.taken[:MOST_OF_A_KIND]]
    return [*given, *taken, *(("asked", swap) for swap in found.asked[:MOST_OF_A_KIND])]


def _line(number: int, kind: str, swap: Swap) -> Said:
    begins, ends = Moment(swap.when.begins), Moment(swap.when.ends)
    return said(f"asked.swap.is.{kind}", number=number, begins=begins, ends=ends)


def _way(found: Swappable, number: int, kind: str, swap: Swap) -> Button:
    act = "take" if kind == "asked" else "end"
    return button(f"asked.button.swap.{act}", f"asked_swap:{act}:{found.circle.circle}:{swap.swap}", number=number)


def _rows(found: Swappable, ways: list[Button]) -> tuple[Row, ...]:
    circle = found.circle.circle
    back = (button("asked.button.look", f"asked:mine:{circle}"),)
    if not found.coming:
        return (*in_rows(ways, 5), back)
    choices = tuple(Choice(f"{int(one.begins.timestamp())}", _time(one, found.zone)) for one in found.coming)
    return (Menu("asked.menu.swap", f"asked_swap:ask:{circle}", choices), *in_rows(ways, 5), back)


def _time(one: Stretch, zone: str) -> Said:
    begins, ends = (at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for at in (one.begins, one.ends))
    return said("asked.menu.swap_time", begins=Wall(begins), ends=Plain(f"{ends:%H:%M}"))


def moment_of(values: Sequence[str]) -> datetime:
    """Answer the moment that was chosen in the menu; raises Refusal for an old one."""
    value = values[0] if values else ""
    if not (value.isascii() and value.isdigit()) or len(value) > len("9999999999"):
        raise Refusal("core.stale")
    return datetime.fromtimestamp(int(value), UTC)

"""The front page of one's own home: what waits first, then rows of doors that belong together."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.core.notices import Button, Notice, Row, Style, button, said
from bot.privacy.model import Home
from cogs.privacy.views import home_words, names
from cogs.screens import in_rows, screen

OF_CIRCLES = "privacy:circles"
"""Stands in `ROWS` where the doors of circles go: those of one or two circles, or one door to all of them."""

ROWS: tuple[tuple[tuple[str, str], ...], ...] = (
    # what waits for me
    (("privacy.button.waiting", "mailbox:open"),),
    # what I say yes to, and where I am
    (
        ("", OF_CIRCLES),
        ("privacy.button.switches_everywhere", "consent:everywhere"),
    ),
    # how I am met
    (
        ("privacy.button.language", "privacy:language"),
        ("privacy.button.quiet", "privacy:quiet"),
        ("helplines.button.own", "helplines:own"),
        ("privacy.button.apart", "privacy:apart"),
        ("device.button.home", "device:home"),
    ),
    # what I do in a circle, and what I keep
    (
        ("history.button.open", "history:open"),
        ("days.button.open", "days:open"),
        ("reminders.button.open", "reminders:open"),
        ("privacy.button.asked", "asked:open"),
        ("kept.button.see", "kept:see"),
    ),
    # how I end it, and who runs all this
    (
        ("away.button.step", "away:ask"),
        ("privacy.button.stop", "privacy:stop"),
        ("farewells.button.places", "farewells:places"),
        ("privacy.button.erase", "privacy:look"),
        ("trust.button.open", "trust:open"),
    ),
)
"""Every door of `/my`, in five rows of at most five: the one place where a feature adds its own."""

DOORS_MOST = 4
"""Doors of circles on the front page, those of two circles; of more, they have a page of their own."""

INSIDE_ONLY: frozenset[str] = frozenset({"history:open", "asked:open", "away:ask"})
"""Doors that only somebody in a circle is shown."""

MOST_CIRCLES = 10
"""Circles with buttons of their own on their page; two each, in five rows."""


def home_screen(home: Home, waiting: int) -> Notice:
    """Answer everything of one's own, and the ways to change, stop and leave it; `waiting` counts unread notes."""
    rows = tuple(_row(row, home, waiting) for row in ROWS)
    return screen(*home_words(home), rows=tuple(row for row in rows if row))


def _row(row: tuple[tuple[str, str], ...], home: Home, waiting: int) -> tuple[Button, ...]:
    made: list[Button] = []
    for key, custom_id in row:
        if custom_id in INSIDE_ONLY and not home.circles:
            continue
        special = _SPECIAL.get(custom_id)
        made += special(home, waiting) if special else [button(key, custom_id)]
    return tuple(made)


def _waits(home: Home, waiting: int) -> list[Button]:
    copy = [button("kept.button.copy_open", "copy:open"), button("kept.button.cancel", "copy:cancel")]
    after = copy if home.copy else []
    if waiting:
        return [button("privacy.button.waiting", "mailbox:open", Style.MAIN, count=waiting), *after]
    return [button("privacy.button.waiting_none", "mailbox:open"), *after]


def _circles(home: Home, _: int) -> list[Button]:
    doors = _doors(home)
    return doors if len(doors) <= DOORS_MOST else [button("privacy.button.circles", OF_CIRCLES)]


def _away(home: Home, _: int) -> list[Button]:
    if home.away:
        return [button("away.button.back", "away:back", Style.MAIN)]
    return [button("away.button.step", "away:ask")]


def _doors(home: Home) -> list[Button]:
    switches = [
        button("privacy.button.switches", f"consent:circle:{one.circle}", circle=one.name)
        for one in home.switched[:MOST_CIRCLES]
    ]
    insides = [
        button("privacy.button.inside", f"circles:door:{one.circle}", circle=one.name)
        for one in home.circles[:MOST_CIRCLES]
    ]
    return switches + insides


def circles_screen(home: Home) -> Notice:
    """Answer the doors of every circle, for who is in several."""
    words = said("privacy.home.circles", circles=names(home.circles)) if home.circles else said("privacy.home.none")
    rows: tuple[Row, ...] = in_rows([*_doors(home), button("core.button.back", "privacy:home")], 5)
    return screen(words, rows=rows)


_SPECIAL: Mapping[str, Callable[[Home, int], list[Button]]] = MappingProxyType(
    {"mailbox:open": _waits, OF_CIRCLES: _circles, "away:ask": _away}
)

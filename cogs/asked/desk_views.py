"""What moderators see of who can be asked: sentences about the circle, and no name."""

from collections.abc import Sequence

from bot.asked.model import Covered, Level
from bot.asked.model.hours import Stretch
from bot.circles.model import Circle
from bot.core.notices import Menu, Moment, Notice, Place, Row, Said, button, said
from cogs.screens import in_rows, listed, screen, staff_screen

MOST_CIRCLES = 9
"""Circles shown as buttons on one screen."""

MOST_GAPS = 4
"""Gaps shown on one screen, the earliest ones."""


def circles_screen(circles: Sequence[Circle]) -> Notice:
    """Answer a button for each circle of the server."""
    buttons = [
        button("asked.button.desk_of", f"asked:desk_of:{circle.circle}", circle=circle.name)
        for circle in circles[:MOST_CIRCLES]
    ]
    return screen(said("asked.desk.which"), rows=in_rows([*buttons, button("core.button.back", "desk:open")]))


def covered_screen(found: Covered) -> Notice:
    """Answer how a circle is covered, the private channel, and the way to one's own switch."""
    return staff_screen(
        said("asked.desk.title", circle=found.circle.name),
        said(f"asked.desk.level.{found.level}"),
        *((said("asked.desk.more_people"),) if found.level is Level.TOGETHER else ()),
        *_people(found),
        *_gaps(found),
        *_room(found),
        said("asked.desk.no_names"),
        rows=_rows(found),
    )


def _people(found: Covered) -> tuple[Said, ...]:
    if not found.reached + found.not_reached:
        return ()
    load = said("asked.desk.rest_due" if found.rest_due else "asked.desk.within_limits")
    if found.people is not None:
        counts = said("asked.desk.tests", count=found.reached, left=found.not_reached)
        return (said("asked.desk.people", count=found.people), counts, load)
    if not found.reached:
        return (said("asked.desk.none_reached"), load)
    return (said("asked.desk.some_reached" if found.not_reached else "asked.desk.all_reached"), load)


def _gaps(found: Covered) -> tuple[Said, ...]:
    if found.level is not Level.IN_TURN:
        return ()
    if not found.gaps:
        return (said("asked.desk.no_gap"),)
    return (listed((said("asked.desk.gaps"), *(_gap(gap) for gap in found.gaps[:MOST_GAPS]))),)


def _gap(gap: Stretch) -> Said:
    return said("asked.desk.gap", begins=Moment(gap.begins), ends=Moment(gap.ends))


def _room(found: Covered) -> tuple[Said, ...]:
    if found.room is None:
        return (said("asked.desk.room_none"),)
    lacks = (said(f"asked.desk.lacks.{found.room_lacks}"),) if found.room_lacks else ()
    if found.room_lacks == "gone":
        return lacks
    return (said("asked.desk.room_is", channel=Place(found.room)), *lacks)


def _rows(found: Covered) -> tuple[Row, ...]:
    circle = found.circle.circle
    ways = [button("asked.button.own", "asked:open"), button("core.button.back", "desk:open")]
    if found.room is not None:
        ways.insert(0, button("asked.button.room_off", f"asked:room_off:{circle}"))
    return (Menu("asked.menu.room", f"asked:room:{circle}", of_channels=True), tuple(ways))

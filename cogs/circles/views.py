"""What the door, the help screen and leaving look like."""

from collections.abc import Iterable

from bot.circles.model import AtTheDoor, Circle, Joined, Left
from bot.circles.notices import room_link
from bot.core.notices import Button, Notice, Style, button, said
from cogs.screens import STEP_OUT, in_rows, not_now, screen

MOST_DOORS = 9
"""Circles shown as buttons on one screen."""


def help_screen() -> Notice:
    """Answer the first screen for anyone, whoever they are and whatever is wrong: four doors."""
    doors = (
        button("escape.button.step_out", STEP_OUT),
        button("escape.button.reach", "reach:open"),
        button("circles.button.numbers", "helplines:open"),
        button("circles.button.else", "circles:else"),
    )
    return screen(said("circles.help.doors"), rows=(doors,))


def else_screen(mine: Iterable[Circle], others: Iterable[Circle]) -> Notice:
    """Answer what else is here: only doors that exist."""
    buttons = [
        button("circles.button.check_in", "checkins:here"),
        button("circles.button.mine", "privacy:home"),
        button("circles.button.how", "circles:how"),
    ]
    doors = [_door(circle) for circle in others][:MOST_DOORS]
    told = said("circles.help.inside") if list(mine) else said("circles.help.outside")
    return screen(
        said("circles.help.title"),
        told,
        rows=in_rows([*buttons, *doors, button("core.button.back", "circles:help")]),
    )


def how_screen() -> Notice:
    """Answer what this is, what it is not and what it cannot do."""
    back = button("core.button.back", "circles:else")
    return screen(
        said("circles.how.what"),
        said("circles.how.private"),
        said("circles.how.limits"),
        rows=((_who_runs_this(), back),),
    )


def _door(circle: Circle) -> Button:
    return button("circles.button.door_of", f"circles:door:{circle.circle}", circle=circle.name)


def door_screen(at_the_door: AtTheDoor) -> Notice:
    """Answer the agreements with the one button that agrees, or the way inside for a member."""
    circle = at_the_door.circle
    if at_the_door.inside:
        return inside_screen(circle)
    agree = button("circles.button.agree", f"circles:join:{circle.circle}:{circle.agreements_version}", Style.MAIN)
    return screen(
        said("circles.door.title", circle=circle.name),
        said("circles.door.agreements", limits=circle.settings.limits),
        said("circles.door.contact", contact=circle.settings.contact),
        said("circles.door.kept"),
        rows=((agree, _who_runs_this(), not_now()),),
    )


def _who_runs_this() -> Button:
    return button("trust.button.open", "trust:open")


def inside_screen(circle: Circle) -> Notice:
    """Answer what a member sees at their own circle's door."""
    return screen(
        said("circles.inside", circle=circle.name, room=room_link(circle)),
        rows=((_asked(circle), _leave(circle), _ways(circle)),),
    )


def joined_screen(joined: Joined) -> Notice:
    """Answer the first screen inside, with the choice of what else to say yes to."""
    circle = joined.circle
    choose = button("circles.button.choose_consents", f"consent:circle:{circle.circle}", Style.MAIN)
    return screen(
        said("circles.joined", circle=circle.name, room=room_link(circle)), rows=((choose, _leave(circle)),)
    )


def _asked(circle: Circle) -> Button:
    return button("circles.button.asked", f"asked:mine:{circle.circle}")


def _leave(circle: Circle) -> Button:
    return button("circles.button.leave", f"circles:leave:{circle.circle}", circle=circle.name)


def _ways(circle: Circle) -> Button:
    return button("farewells.button.ways", f"farewells:open:{circle.circle}", circle=circle.name)


def left_screen(left: Left) -> Notice:
    """Answer that somebody is out, and honestly if the role could not be taken."""
    told = "circles.left_role_stays" if left.role_stays else "circles.left"
    return screen(said(told, circle=left.circle.name))

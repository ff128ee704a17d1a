"""What leaving kindly looks like."""

from collections.abc import Sequence

from bot.circles.model import Circle, Joined
from bot.core.notices import Button, Moment, Notice, Said, Style, button, said
from bot.farewells.model import LeftKindly, Open
from cogs.screens import in_rows, not_now, screen

MOST = 6
"""Places shown at once, two buttons each."""


def ways_screen(circle: Circle) -> Notice:
    """Answer the ways to leave, with what each keeps, before anything is done; no reason is asked for (R20)."""
    keep = button("farewells.button.leave", f"farewells:leave:{circle.circle}")
    silence = button("farewells.button.silence", f"circles:leave:{circle.circle}")
    lit = button("farewells.button.candle", f"farewells:leave:{circle.circle}:candle")
    told = (said("farewells.ways", circle=circle.name), said("farewells.ends"), said("farewells.kept"))
    candle = said("farewells.candle.before", line=said("farewells.candle.post"))
    return screen(*told, candle, rows=((silence, keep, lit, not_now()),))


def left_screen(left: LeftKindly) -> Notice:
    """Answer that somebody is out, until when they can come back, and honestly if the role could not be taken."""
    key = "farewells.left_role_stays" if left.role_stays else "farewells.left"
    places = button("farewells.button.places", "farewells:places")
    candle = (said("farewells.candle.comes"),) if left.candle else ()
    return screen(said(key, circle=left.circle.name, until=Moment(left.until)), *candle, rows=((places,),))


def places_screen(places: Sequence[Open]) -> Notice:
    """Answer the places that can be taken back."""
    home = button("core.button.back", "privacy:home")
    if not places:
        return screen(said("farewells.none"), rows=((home,),))
    shown = places[:MOST]
    lines: tuple[Said, ...] = tuple(
        said(_line_of(one), circle=one.circle.name, until=Moment(one.until)) for one in shown
    )
    ways: list[Button] = []
    for one in shown:
        name = one.circle.name
        ways.append(button("farewells.button.back", f"farewells:back:{one.place}", Style.MAIN, circle=name))
        ways.append(button("farewells.button.let_go", f"farewells:let_go:{one.place}", circle=name))
    return screen(said("farewells.about"), *lines, rows=in_rows([*ways, home]))


def _line_of(one: Open) -> str:
    return "farewells.place_line_unlit" if one.unlit else "farewells.place_line"


def back_screen(joined: Joined) -> Notice:
    """Answer that somebody is inside again, with nothing else switched on."""
    choose = button("circles.button.choose_consents", f"consent:circle:{joined.circle.circle}", Style.MAIN)
    return screen(said("farewells.back", circle=joined.circle.name), rows=((choose,),))

"""What leaving kindly looks like."""

from collections.abc import Sequence

from bot.circles.model import Circle, Joined
from bot.core.notices import Button, Moment, Notice, Said, Style, Together, button, said
from bot.farewells.model import LeftKindly, Open
from cogs.farewells.line_views import state
from cogs.screens import in_rows, not_now, screen

MOST = 6
"""Places shown at once, three buttons each."""

MANY = 13
"""Buttons of places from which on there are more in a row."""


def ways_screen(circle: Circle) -> Notice:
    """Answer the ways to leave, with what each keeps, before anything is done; no reason is asked for (R20)."""
    keep = button("farewells.button.leave", f"farewells:leave:{circle.circle}")
    silence = button("farewells.button.silence", f"circles:leave:{circle.circle}")
    lit = button("farewells.button.candle", f"farewells:leave:{circle.circle}:candle")
    told = (said("farewells.ways", circle=circle.name), said("farewells.ends"), said("farewells.kept"))
    candle = said("farewells.candle.before", line=said("farewells.candle.post"))
    line = button("farewells.button.line", f"farewells:leave:{circle.circle}:line")
    return screen(*told, candle, said("farewells.line.before"), rows=((silence, keep, lit, line, not_now()),))


def left_screen(left: LeftKindly, *, line: bool = False) -> Notice:
    """Answer that somebody is out, until when they can come back, and honestly if the role could not be taken."""
    key = "farewells.left_role_stays" if left.role_stays else "farewells.left"
    places = button("farewells.button.places", "farewells:places")
    candle = (said("farewells.candle.comes"),) if left.candle else ()
    about = (said("farewells.line.about"), said("farewells.line.kept")) if line else ()
    told = said(key, circle=left.circle.name, until=Moment(left.until))
    return screen(told, *candle, *about, rows=((_write(left, about=line), places),))


def _write(left: LeftKindly, *, about: bool) -> Button:
    # The form is opened below the words that say what is kept, and from nowhere else.
    if about:
        return button("farewells.button.write", f"farewells:write:{left.place}", Style.MAIN)
    return button("farewells.button.leave_line", f"farewells:line:{left.place}")


def places_screen(places: Sequence[Open]) -> Notice:
    """Answer the places that can be taken back."""
    home = button("core.button.back", "privacy:home")
    if not places:
        return screen(said("farewells.none"), rows=((home,),))
    shown = places[:MOST]
    lines = tuple(said("core.lines", lines=Together(_lines_of(one))) for one in shown)
    ways = [way for one in shown for way in _ways_of(one)]
    return screen(said("farewells.about"), *lines, rows=in_rows([*ways, home], 3 if len(ways) < MANY else 5))


def _lines_of(one: Open) -> tuple[Said, ...]:
    line = () if one.line is None else (state(one.line),)
    if one.circle is None:
        return (said("farewells.place_line_gone", until=Moment(one.until)), *line)
    key = "farewells.place_line_unlit" if one.unlit else "farewells.place_line"
    return (said(key, circle=one.circle.name, until=Moment(one.until)), *line)


def _ways_of(one: Open) -> list[Button]:
    if one.circle is None:
        return [
            button("farewells.button.line_gone", f"farewells:line:{one.place}"),
            button("farewells.button.let_go_gone", f"farewells:let_go:{one.place}"),
        ]
    name = one.circle.name
    return [
        button("farewells.button.back", f"farewells:back:{one.place}", Style.MAIN, circle=name),
        button("farewells.button.line_of", f"farewells:line:{one.place}", circle=name),
        button("farewells.button.let_go", f"farewells:let_go:{one.place}", circle=name),
    ]


def back_screen(joined: Joined) -> Notice:
    """Answer that somebody is inside again, with nothing else switched on."""
    choose = button("circles.button.choose_consents", f"consent:circle:{joined.circle.circle}", Style.MAIN)
    return screen(said("farewells.back", circle=joined.circle.name), rows=((choose,),))

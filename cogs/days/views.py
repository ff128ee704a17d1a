"""What quiet days look like to their own person; nobody else is ever shown one."""

from bot.core.notices import Box, Button, Choice, Form, Menu, Notice, Plain, Row, Said, Style, button, said
from bot.core.notices import Day as Shown
from bot.days.model import Asked, Day, Kept, Kind, When
from cogs.screens import listed, not_now, screen


def days_screen(kept: Kept) -> Notice:
    """Answer the days that are kept, what is kept of them, and the ways to change them."""
    add = button("days.button.add", "days:form", Style.MAIN)
    back = button("core.button.back", "privacy:home")
    about = (said("days.about"), said("days.zone", zone=Plain(kept.zone)))
    if not kept.days:
        return screen(*about, said("days.none"), rows=((add, back),))
    off = Menu("days.menu.away", "days:off", tuple(_choice(one) for one in kept.days), most=len(kept.days))
    ways: tuple[Button, ...] = (add, button("days.button.clear", "days:clear"), back)
    rows: tuple[Row, ...] = (off, ways)
    return screen(*about, listed(tuple(_line(one) for one in kept.days)), rows=rows)


def _line(day: Day) -> Said:
    return said("days.line", day=_day(day.when), kind=said(f"days.kind.{day.kind}"))


def _choice(day: Day) -> Choice:
    return Choice(str(day.when), _line(day))


def _day(when: When) -> Said:
    if when.year is None:
        return said("days.every_year", day=Shown(when.shown, short=True))
    return said("days.one_year", day=Shown(when.shown))


def day_form() -> Form:
    """Answer the form for a day; what it is for is never asked."""
    return Form(
        "days.form_title",
        "days:typed",
        (
            Box("day", "days.box.day", 2),
            Box("month", "days.box.month", 2),
            Box("year", "days.box.year", 4, hint="days.hint.year"),
        ),
    )


def kinds_screen(asked: Asked) -> Notice:
    """Ask what a day is to be like, and say exactly what changes, before anything is kept."""
    ways = [button(f"days.button.{kind}", f"days:keep:{asked.when}:{kind}") for kind in Kind]
    what = tuple(said(f"days.what.{kind}") for kind in Kind)
    return screen(
        said("days.which", day=_day(asked.when)),
        *what,
        said("days.not_changed"),
        said("days.kept"),
        rows=((*ways, not_now()),),
    )

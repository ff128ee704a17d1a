"""What quiet days look like to their own person; nobody else is ever shown one."""

from bot.core.ids import CircleId
from bot.core.notices import Box, Button, Choice, Form, Menu, Notice, Plain, Row, Said, Style, button, said
from bot.core.notices import Day as Shown
from bot.core.refusals import Refusal
from bot.days.model import CARDS, SHOWN_FROM, Asked, Day, Greeted, Greeters, HelloId, Kept, Kind, When, Wishing
from bot.mailbox.model import SlipId
from cogs.screens import in_rows, listed, not_now, screen


def days_screen(kept: Kept) -> Notice:
    """Answer the days that are kept, what is kept of them, and the ways to change them."""
    add = button("days.button.add", "days:form", Style.MAIN)
    back = button("core.button.back", "privacy:home")
    about = (said("days.about"), said("days.zone", zone=Plain(kept.zone)))
    if not kept.days:
        return screen(*about, said("days.none"), rows=((add, back),))
    off = Menu("days.menu.away", "days:off", tuple(_choice(one, kept) for one in kept.days), most=len(kept.days))
    ways: tuple[Button, ...] = (add, button("days.button.clear", "days:clear"), back)
    rows: tuple[Row, ...] = (off, ways)
    return screen(*about, listed(tuple(_line(one, kept) for one in kept.days)), rows=rows)


def _line(day: Day, kept: Kept) -> Said:
    # Nothing would come of it any more, and nothing here may promise that it does.
    idle = day.wish is not None and day.wish.circle in kept.left
    kind = "hello_left" if idle else day.kind
    return said("days.line", day=_day(day.when), kind=said(f"days.kind.{kind}"))


def _choice(day: Day, kept: Kept) -> Choice:
    return Choice(str(day.when), _line(day, kept))


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
    ways = [button(f"days.button.{kind}", f"days:keep:{asked.when}:{kind}") for kind in Kind if kind != Kind.HELLO]
    ways.append(button("days.button.hello", f"days:hello:{asked.when}"))
    what = tuple(said(f"days.what.{kind}") for kind in Kind)
    return screen(
        said("days.which", day=_day(asked.when)),
        *what,
        said("days.not_changed"),
        said("days.kept"),
        rows=((*ways, not_now()),),
    )


def wish_screen(wishing: Wishing, circle: CircleId | None = None) -> Notice:
    """Say who would hear of a day of hello and what, and where nobody would; or have a circle chosen first."""
    if circle is None and len(wishing.circles) > 1:
        # Discord takes 25 choices.
        choices = tuple(Choice(str(one.circle), one.name) for one in wishing.circles[:25])
        menu = Menu("days.menu.circle", f"days:hello_in:{wishing.when}", choices)
        return screen(said("days.hello.which_circle"), rows=(menu, (not_now(),)))
    found = next((one for one in wishing.circles if circle in (None, one.circle)), None)
    if found is None:
        raise Refusal("core.stale")
    return _wish_screen(wishing.when, found)


def _wish_screen(when: When, found: Greeters) -> Notice:
    there = said("days.hello.somebody" if found.count else "days.hello.nobody", circle=found.name)
    if found.count >= SHOWN_FROM:
        there = said("days.hello.there", count=found.count, circle=found.name)
    keep = f"days:hello_keep:{when}:{found.circle}"
    ways = (button("days.button.keep_quietly", f"{keep}:no"), button("days.button.keep_tell", f"{keep}:tell"))
    return screen(
        said("days.hello.title", day=_day(when)),
        said("days.hello.hears", note=said("days.hello.note")),
        there,
        said("days.hello.limits"),
        said("days.hello.kept"),
        rows=((*ways, not_now()),),
    )


def cards_screen(stands: Greeted, hello: HelloId, slip: SlipId) -> Notice:
    """Answer the hellos to choose from; the words on a button are what its reader gets, and all of it."""
    if stands is not Greeted.OPEN:
        return greeted_screen(stands)
    ways = [button(f"days.hello.card.{card}", f"days:card:{hello}:{slip}:{card}") for card in range(CARDS)]
    return screen(said("days.hello.choose"), rows=in_rows([*ways, not_now()], 2))


def greeted_screen(greeted: Greeted) -> Notice:
    """Answer what became of a hello."""
    back = button("mailbox.button.back_to_list", "mailbox:open")
    return screen(said(f"days.hello.greeted.{greeted}"), rows=((back,),))

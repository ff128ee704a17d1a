"""What reminders to oneself look like; what they say stands on private screens alone."""

from datetime import datetime

from bot.core.notices import Box, Button, Choice, Form, Menu, Moment, Notice, Plain, Row, Said, Style, button, said
from bot.reminders.model import TIMES, WORDS_MOST, Kept, Often, Reminder, What, words_of
from cogs.screens import in_rows, listed, not_now, screen


def reminders_screen(kept: Kept) -> Notice:
    """Answer the reminders that are to come, and the ways to make and end one."""
    ways: tuple[Button, ...] = (
        button("reminders.button.new", "reminders:new", Style.MAIN),
        button("reminders.button.ideas", "reminders:ideas"),
        button("core.button.back", "privacy:home"),
    )
    if not kept.reminders:
        return screen(said("reminders.title"), said("reminders.none"), rows=(ways,))
    menu = Menu("reminders.menu.away", "reminders:away", tuple(_choice(one) for one in kept.reminders))
    rows: tuple[Row, ...] = (menu, ways)
    return screen(said("reminders.title"), listed(tuple(_line(one) for one in kept.reminders)), rows=rows)


def _line(one: Reminder) -> Said:
    plan = one.plan
    if plan.often is Often.ONCE:
        return said("reminders.line_once", words=words_of(plan), at=Moment(one.at))
    often = said(f"reminders.often.{plan.often}")
    return said("reminders.line", words=words_of(plan), often=often, at=Moment(one.at), count=plan.left)


def _choice(one: Reminder) -> Choice:
    return Choice(str(one.reminder), words_of(one.plan))


def what_screen() -> Notice:
    """Ask what to be reminded of, and say how it comes and what is kept."""
    ways = [button(f"reminders.button.{what}", f"reminders:what:{what}") for what in What]
    kept = said("reminders.kept", count=TIMES)
    return screen(said("reminders.ask"), said("reminders.how"), kept, rows=in_rows([*ways, not_now()]))


def often_screen(what: What, zone: str) -> Notice:
    """Ask how often."""
    ways = [button(f"reminders.button.{often}", f"reminders:form:{what}:{often}") for often in Often]
    return screen(said("reminders.ask_often", zone=Plain(zone)), rows=((*ways, not_now()),))


def reminder_form(what: What, often: Often) -> Form:
    """Answer the form for a reminder's time, with a box for words where they are somebody's own."""
    words = (Box("words", "reminders.box.words", WORDS_MOST),) if what is What.OWN else ()
    days = (Box("day", "reminders.box.day", 2, hint="reminders.hint.day"), Box("month", "reminders.box.month", 2))
    boxes = (*words, Box("time", "reminders.box.time", 10), *(() if often is Often.DAILY else days))
    return Form("reminders.form_title", f"reminders:typed:{what}:{often}", boxes)


def ideas_screen(kept: Kept) -> Notice:
    """Say what a light idea is and what is kept, with the switch."""
    way = (
        button("reminders.button.ideas_off", "reminders:ideas_off")
        if kept.ideas
        else button("reminders.button.ideas_on", "reminders:ideas_on", Style.MAIN)
    )
    return screen(said("reminders.about_ideas"), rows=((way, _back()),))


def ideas_on_screen(first: datetime) -> Notice:
    """Answer when the first one comes."""
    off = button("reminders.button.ideas_off", "reminders:ideas_off")
    return screen(said("reminders.ideas_on", at=Moment(first)), rows=((off, _back()),))


def ideas_off_screen() -> Notice:
    """Answer that none comes any more."""
    return screen(said("reminders.ideas_off"), rows=((_back(),),))


def _back() -> Button:
    return button("core.button.back", "reminders:open")

"""What a member's own answers look like: a list in words, and a picture of the same."""

from collections.abc import Iterable

from bot.checkins.history import HistoryPage, Own
from bot.checkins.model import Format
from bot.core.notices import Button, Day, Dots, Listed, Notice, Picture, Row, Said, Style, Value, button, said
from cogs.screens import in_rows, listed, screen

MOST_CIRCLES = 4
"""Circles with a button to their switches."""

MOST_ROWS = 10
"""Rows a picture has room for; with more, those without a dot are left out."""

IN_A_ROW = 4
"""Buttons in one row."""

Rows = dict[tuple[Format | None, str], Value]
"""The labels of a picture's rows, by question and choice."""


def history_screen(page: HistoryPage) -> Notice:
    """Answer one page of one's own answers, newest first, with the ways to take them away."""
    if not page.answers:
        about = "history.none_yet" if page.is_on else "history.off"
        return screen(said("history.title"), said(about), rows=((*_switches(page), _home()),))
    numbered = list(enumerate(page.answers, start=page.first + 1))
    lines = tuple(_line(number, own) for number, own in numbered)
    away = [
        button("history.button.away", f"history:away:{own.entry}:{page.place}", number=n) for n, own in numbered
    ]
    ways = (*_turning(page), button("history.button.all_away", "history:ask_all"), _home())
    rows: tuple[Row, ...] = (*in_rows(away, IN_A_ROW), ways)
    words = (said("history.title"), listed(lines), said("history.whose"))
    return Notice(words, rows, picture=_picture(page.answers))


def _line(number: int, own: Own) -> Said:
    day, choice = Day(own.day), _choice(own)
    if own.format is None:
        return said("history.line_alone", number=number, day=day, circle=own.circle, choice=choice)
    asked = said(f"checkins.format.{own.format}")
    return said("history.line", number=number, day=day, circle=own.circle, choice=choice, asked=asked)


def _choice(own: Own) -> Value:
    # A choice that is none of the question's is the member's own word.
    if own.format is None or own.choice not in own.format.choices:
        return own.choice
    return said(f"checkins.choice.{own.format}.{own.choice}")


def _picture(answers: tuple[Own, ...]) -> Picture:
    """Answer one page as dots: a row for each choice, a column for each answer, the oldest on the left."""
    in_time = tuple(reversed(answers))
    rows = _rows(in_time)
    places = list(rows)
    dots = tuple((places.index((own.format, own.choice)), place) for place, own in enumerate(in_time))
    days = tuple(Day(own.day, short=True) for own in in_time)
    told = tuple(said("history.told", day=Day(own.day), choice=_choice(own)) for own in in_time)
    drawn = Dots(said("history.picture_title"), tuple(rows.values()), days, dots)
    return Picture(drawn, said("history.alt", answers=Listed(told)))


def _rows(answers: Iterable[Own]) -> Rows:
    given: Rows = {(own.format, own.choice): _choice(own) for own in answers}
    every: Rows = {
        (format_, choice): said(f"checkins.choice.{format_}.{choice}")
        for format_ in Format
        if any(format_ is asked for asked, _ in given)
        for choice in format_.choices
    }
    every |= given
    return every if len(every) <= MOST_ROWS else {key: label for key, label in every.items() if key in given}


def all_screen() -> Notice:
    """Ask before all of one's own answers go."""
    go = button("history.button.all_away_now", "history:all_away", Style.CAREFUL)
    return screen(said("history.ask_all"), rows=((go, button("core.button.back", "history:open")),))


def _turning(page: HistoryPage) -> tuple[Button, ...]:
    newer = button("history.button.newer", f"history:page:{page.place - 1}")
    older = button("history.button.older", f"history:page:{page.place + 1}")
    return (*((newer,) if page.place else ()), *(() if page.last else (older,)))


def _switches(page: HistoryPage) -> tuple[Button, ...]:
    return tuple(
        button("privacy.button.switches", f"consent:circle:{circle.circle}", circle=circle.name)
        for circle in page.circles[:MOST_CIRCLES]
    )


def _home() -> Button:
    return button("core.button.back", "privacy:home")

"""What planning, answering and closing a check-in look like."""

from collections.abc import Sequence
from datetime import datetime

from bot.checkins.model import FIRST_WAYS, Closed, Format, Opened, Rhythm, Round
from bot.checkins.model.answers import Lit, Looked
from bot.checkins.notices import choice_rows, named_words, open_post, spread_words
from bot.circles.model import Circle
from bot.core.notices import Button, Moment, Notice, Style, Weekdays, button, said
from cogs.screens import clock, in_rows, listed, not_now, screen, staff_screen, with_way_out

MOST_CIRCLES = 9
"""Circles offered on one screen."""

MOST_RHYTHMS = 7
"""Rhythms shown as buttons: no circle has more, for each has a weekday of its own (R124)."""


def plan_screen(circle: Circle, present: Round | None, rhythms: Sequence[Rhythm]) -> Notice:
    """Answer what can be planned for a circle, what stands open, and its rhythms."""
    if present is None:
        about = said("checkins.plan.title", circle=circle.name)
        ways = [button("checkins.button.new", f"checkins:format:{circle.circle}", Style.MAIN)]
    elif present.post is None:
        about = said("checkins.not_answered", circle=circle.name)
        again = f"checkins:open:{circle.circle}:{present.format}"
        close = button("checkins.button.close", f"checkins:close:{present.round}")
        ways = [button("checkins.button.open_now", again, Style.MAIN), close]
    else:
        about = said("checkins.plan.open_already", circle=circle.name, at=Moment(present.closes_at))
        ways = [
            button("checkins.button.close", f"checkins:close:{present.round}"),
            button("checkins.button.look", f"checkins:look:{present.round}"),
        ]
    ways.append(button("checkins.button.new_rhythm", f"rhythms:new:{circle.circle}"))
    ways.append(button("checkins.button.lines", f"checkins:lines:{circle.circle}"))
    standing = [_rhythm_button(rhythm) for rhythm in rhythms[:MOST_RHYTHMS]]
    return staff_screen(about, rows=(*in_rows([*ways, *standing]), (not_now(),)))


def _rhythm_button(rhythm: Rhythm) -> Button:
    days, at = Weekdays(rhythm.rule.weekdays), clock(rhythm.rule.minute)
    return button("checkins.button.rhythm", f"rhythms:card:{rhythm.rhythm}", days=days, at=at)


def which_circle(circles: Sequence[Circle], action: str) -> Notice:
    """Ask which circle is meant."""
    buttons = [
        button("checkins.button.circle", f"checkins:{action}:{circle.circle}", circle=circle.name)
        for circle in circles[:MOST_CIRCLES]
    ]
    return screen(said("checkins.which_circle"), rows=in_rows(buttons))


def no_planning() -> Notice:
    """Answer somebody who cannot plan in any circle here."""
    return screen(said("checkins.plan.not_yours"))


def format_screen(circle_id: int, formats: Sequence[Format], *, more: bool = False) -> Notice:
    """Ask how the check-in is to ask, a few ways at a time (R19)."""
    ways = [
        button(f"checkins.format.{format_}", f"checkins:preview:{circle_id}:{format_}")
        for format_ in formats
        if (format_ in FIRST_WAYS) is not more
    ]
    others = (
        button("core.button.back", f"checkins:format:{circle_id}")
        if more
        else button("checkins.button.other_formats", f"checkins:formats:{circle_id}")
    )
    return screen(said("checkins.plan.format"), rows=(*in_rows([*ways, others]), (not_now(),)))


def preview_screen(circle: Circle, round_: Round) -> Notice:
    """Show the post exactly as it will stand, with its buttons at rest."""
    post = with_way_out(open_post(round_, circle.settings.limits))
    at_rest = tuple(
        tuple(Button(each.label, f"{each.custom_id}:preview", each.style, off=True) for each in row)
        for row in post.rows
        if isinstance(row, tuple)
    )
    open_now = button("checkins.button.open_now", f"checkins:open:{round_.circle}:{round_.format}", Style.MAIN)
    other = button("checkins.button.other_format", f"checkins:format:{round_.circle}")
    return staff_screen(said("checkins.plan.preview"), *post.said, rows=(*at_rest, (open_now, other, not_now())))


def opened_screen(opened: Opened, circle: Circle) -> Notice:
    """Answer that a check-in stands open, with the way to close it."""
    round_ = opened.round
    key = "checkins.plan.open_already" if opened.already else "checkins.plan.opened"
    close = button("checkins.button.close", f"checkins:close:{round_.round}")
    look = button("checkins.button.look", f"checkins:look:{round_.round}")
    return staff_screen(
        said(key, circle=circle.name, at=Moment(round_.closes_at)), rows=((close, look, not_now()),)
    )


def closed_screen(closed: Closed) -> Notice:
    """Answer the spread to whoever closed it, or that there were too few to show one."""
    words = spread_words(closed.round.format, closed.spread)
    too_few = () if closed.round.format is Format.WORD else (said("checkins.plan.too_few"),)
    spread = (said("checkins.spread_title"), listed(words)) if words else too_few
    late = (said("checkins.plan.post_late"),) if closed.post_late else ()
    gone = (said("checkins.plan.post_gone"),) if closed.post_gone else late
    return screen(said("checkins.plan.closed"), *spread, *gone)


def here_screen(open_here: Sequence[tuple[Circle, Round]], coming: datetime | None) -> Notice:
    """Answer `/checkin`: the open one to answer, a choice between several, or when the next one comes."""
    if not open_here:
        told = said("checkins.none_open") if coming is None else said("checkins.next_one", at=Moment(coming))
        return screen(told)
    if len(open_here) > 1:
        return which_circle([circle for circle, _ in open_here], "answer_in")
    circle, round_ = open_here[0]
    post = open_post(round_, circle.settings.limits)
    return screen(
        said("checkins.of_circle", circle=circle.name), *post.said, rows=choice_rows(round_.format, round_.round)
    )


def again_screen(round_: Round) -> Notice:
    """Ask once more."""
    return screen(said(f"checkins.question.{round_.format}"), rows=choice_rows(round_.format, round_.round))


def lit_screen(lit: Lit) -> Notice:
    """Answer that a candle was lit, and that nobody learns by whom."""
    return screen(said("checkins.candles.yours"), said(f"checkins.candles.lit.{lit.candles}"))


def look_screen(looked: Looked) -> Notice:
    """Answer the present round to somebody who plans: the merged spread, and what is meant for facilitators."""
    format_ = looked.round.format
    words = spread_words(format_, looked.spread)
    none = said("checkins.look.words" if format_ is Format.WORD else "checkins.plan.too_few")
    spread = (said("checkins.spread_title"), listed(words)) if words else (none,)
    named = named_words(format_, looked.voices.named)
    for_them = said("checkins.look.for_you") if named else said("checkins.look.none_for_you")
    more = (said("checkins.voices.more"),) if looked.voices.more else ()
    again = button("checkins.button.look_again", f"checkins:look:{looked.round.round}")
    back = button("core.button.back", f"checkins:plan_in:{looked.round.circle}")
    return screen(
        said("checkins.look.title"), *spread, listed((for_them, *named)), *more, rows=((again, back, not_now()),)
    )


def lines_screen(circle_id: int, *, allowed: bool) -> Notice:
    """Answer whether a line may be added to answers, with the switch."""
    switch = (
        button("checkins.button.lines_off", f"checkins:lines_off:{circle_id}")
        if allowed
        else button("checkins.button.lines_on", f"checkins:lines_on:{circle_id}")
    )
    back = button("core.button.back", f"checkins:plan_in:{circle_id}")
    now = said("checkins.lines.on" if allowed else "checkins.lines.off")
    return staff_screen(said("checkins.lines.title"), now, rows=((switch, back),))

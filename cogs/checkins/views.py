"""What planning, answering and closing a check-in look like."""

from collections.abc import Sequence
from datetime import datetime

from bot.checkins.model import Answered, Chosen, Closed, Format, Opened, Passed, Rhythm, Round, SeenBy
from bot.checkins.notices import choice_rows, open_post, spread_words
from bot.circles.model import Circle
from bot.core.notices import Button, Moment, Notice, Style, Weekdays, button, said
from cogs.screens import clock, in_rows, listed, not_now, screen

MOST_CIRCLES = 9
"""Circles offered on one screen."""


def plan_screen(circle: Circle, present: Round | None, rhythms: Sequence[Rhythm]) -> Notice:
    """Answer what can be planned for a circle, what stands open, and its rhythms."""
    if present is None:
        about = said("checkins.plan.title", circle=circle.name)
        ways = [button("checkins.button.new", f"checkins:format:{circle.circle}", Style.MAIN)]
    elif present.post is None:
        about = said("checkins.not_answered", circle=circle.name)
        again = f"checkins:open:{circle.circle}:{present.format}"
        ways = [button("checkins.button.open_now", again, Style.MAIN)]
    else:
        about = said("checkins.plan.open_already", circle=circle.name, at=Moment(present.closes_at))
        ways = [button("checkins.button.close", f"checkins:close:{present.round}")]
    ways.append(button("checkins.button.new_rhythm", f"rhythms:new:{circle.circle}"))
    standing = [_rhythm_button(rhythm) for rhythm in rhythms[:MOST_CIRCLES]]
    return screen(about, rows=(*in_rows([*ways, *standing]), (not_now(),)))


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


def format_screen(circle_id: int, formats: Sequence[Format]) -> Notice:
    """Ask how the check-in is to ask."""
    ways = tuple(
        button(f"checkins.format.{format_}", f"checkins:preview:{circle_id}:{format_}") for format_ in formats
    )
    return screen(said("checkins.plan.format"), rows=(ways, (not_now(),)))


def preview_screen(circle: Circle, round_: Round) -> Notice:
    """Show the post exactly as it will stand, with its buttons at rest."""
    post = open_post(round_, circle.settings.limits)
    at_rest = tuple(
        tuple(Button(each.label, f"{each.custom_id}:preview", each.style, off=True) for each in row)
        for row in post.rows
        if isinstance(row, tuple)
    )
    open_now = button("checkins.button.open_now", f"checkins:open:{round_.circle}:{round_.format}", Style.MAIN)
    other = button("checkins.button.other_format", f"checkins:format:{round_.circle}")
    return screen(said("checkins.plan.preview"), *post.said, rows=(*at_rest, (open_now, other, not_now())))


def opened_screen(opened: Opened, circle: Circle) -> Notice:
    """Answer that a check-in stands open, with the way to close it."""
    round_ = opened.round
    key = "checkins.plan.open_already" if opened.already else "checkins.plan.opened"
    close = button("checkins.button.close", f"checkins:close:{round_.round}")
    return screen(said(key, circle=circle.name, at=Moment(round_.closes_at)), rows=((close, not_now()),))


def closed_screen(closed: Closed) -> Notice:
    """Answer the spread to whoever closed it, or that there were too few to show one."""
    words = spread_words(closed.round.format, closed.spread)
    spread = (said("checkins.spread_title"), listed(words)) if words else (said("checkins.plan.too_few"),)
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


def audience_screen(chosen: Chosen) -> Notice:
    """Ask who may see an answer; two equal buttons, none chosen beforehand (R118)."""
    round_, choice = chosen.round, chosen.choice
    only_me = button("checkins.button.only_me", f"checkins:answer:{round_.round}:{choice}:{SeenBy.ONLY_ME}")
    circle = button("checkins.button.the_circle", f"checkins:answer:{round_.round}:{choice}:{SeenBy.CIRCLE}")
    pass_by = button("checkins.button.pass", f"checkins:pass:{round_.round}")
    key = "checkins.you_chose_anew" if chosen.earlier else "checkins.you_chose"
    return screen(
        said(key, choice=said(f"checkins.choice.{round_.format}.{choice}")),
        said("checkins.audiences"),
        rows=((only_me, circle, pass_by),),
    )


def answered_screen(answered: Answered) -> Notice:
    """Answer what happened to an answer, with the way to change one's mind."""
    round_ = answered.round
    kept = answered.seen_by is SeenBy.CIRCLE
    for_me = "history.only_me" if answered.remembered else "checkins.answered.only_me"
    key = "checkins.answered.circle" if kept else for_me
    changed = (said("checkins.answered.instead"),) if answered.changed and kept else ()
    away = (said("checkins.answered.no_longer_counted"),) if answered.changed and not kept else ()
    choice = said(f"checkins.choice.{round_.format}.{answered.choice}")
    ways = [button("checkins.button.answer_anew", f"checkins:again:{round_.round}")]
    if kept or answered.remembered:
        ways.append(button("checkins.button.take_back", f"checkins:pass:{round_.round}"))
    own = (said("history.kept_too"),) if answered.remembered and kept else ()
    return screen(said(key, choice=choice), *changed, *away, *own, rows=(tuple(ways),))


def again_screen(round_: Round) -> Notice:
    """Ask once more."""
    return screen(said(f"checkins.question.{round_.format}"), rows=choice_rows(round_.format, round_.round))


def passed_screen(passed: Passed) -> Notice:
    """Answer a pass: free, with nothing kept."""
    return screen(said("checkins.passed_and_took_back" if passed.took_back else "checkins.passed"))

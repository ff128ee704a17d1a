"""What the moderators' desk looks like."""

from bot.circles.model import Circle, Step
from bot.circles.notices import door_link
from bot.core.notices import Button, Countries, Notice, Plain, Said, Style, button, said
from bot.desk.model import Card, Overview, Waiting
from cogs.screens import in_rows, listed, not_now, staff_screen

MOST_CIRCLES = 9
"""Circles shown as buttons on one screen."""


def desk_screen(overview: Overview) -> Notice:
    """Answer what waits in the server, its circles, and the ways to set up a circle and a silent line."""
    buttons = _put_away(overview.waiting)
    buttons += [
        button("desk.button.circle", f"desk:card:{circle.circle}", circle=circle.name)
        for circle in overview.circles[:MOST_CIRCLES]
    ]
    if overview.can_set_up:
        buttons.append(button("circles.button.set_up", "setup:intro", Style.MAIN))
    if overview.circles:
        buttons.append(button("desk.button.asked", "asked:desk"))
    buttons.append(button("desk.button.line", "desk:line"))
    buttons.append(button("desk.button.done", "moderation:done:0"))
    told = said("desk.circles") if overview.circles else said("desk.no_circle")
    who = () if overview.can_set_up else (said("desk.who_sets_up"),)
    title = said("desk.title")
    health = (said("desk.for_host"), listed(overview.health)) if overview.health else ()
    return staff_screen(title, *_waits(overview.waiting), told, *who, *health, rows=in_rows([*buttons, not_now()]))


def _waits(waiting: Waiting) -> tuple[Said, ...]:
    if not waiting.lines:
        return (said("desk.nothing_waits"),)
    more = (said("desk.more", count=waiting.more),) if waiting.more else ()
    return (said("desk.what_waits"), listed((*waiting.shown, *more)))


def _put_away(waiting: Waiting) -> list[Button]:
    seen = waiting.outages_shown
    return [button("desk.button.put_away", f"desk:put_away:{seen[-1]}", count=len(seen))] if seen else []


def card_screen(card: Card) -> Notice:
    """Answer one circle: its settings, and whether something of it was deleted."""
    circle = card.circle
    paragraphs = [said("desk.card.title", circle=circle.name, door=door_link(circle)), listed(_lines(circle))]
    if circle.closed_at is not None:
        paragraphs.append(said("desk.card.closed"))
    elif not circle.is_open:
        paragraphs.append(said("desk.card.unfinished"))
    elif card.broken:
        paragraphs.append(said("desk.card.broken"))
    return staff_screen(*paragraphs, rows=in_rows(_ways(card)))


def _lines(circle: Circle) -> tuple[Said, ...]:
    settings = circle.settings
    return (
        said("desk.card.zone", zone=Plain(settings.zone)),
        said("desk.card.language", language=said(f"core.language.{settings.language}")),
        said("desk.card.countries", countries=Countries(settings.countries)),
        said("desk.card.contact", contact=settings.contact),
    )


def _ways(card: Card) -> list[Button]:
    circle = card.circle.circle
    if card.circle.closed_at is not None:
        look = button("desk.button.closed", f"closing:ask:{circle}", Style.MAIN)
        return [look, button("core.button.back", "desk:open")]
    mend: list[Button] = []
    if card.broken or not card.circle.is_open:
        mend.append(button("circles.button.carry_on", f"setup:make:{circle}", Style.MAIN))
    changes = [
        button(f"desk.button.change.{step}", f"setup:step:circle:{circle}:{step}")
        for step in (Step.ZONE, Step.LANGUAGE, Step.COUNTRIES, Step.LIMITS, Step.CONTACT)
    ]
    planners = button("desk.button.who_plans", f"setup:who_plans:{circle}")
    numbers = button("desk.button.numbers", f"helplines:check:{circle}")
    standing = button("desk.button.standing", f"setup:standing:{circle}")
    close = button("desk.button.close", f"closing:ask:{circle}")
    note = button("desk.button.note", f"debriefs:note:{circle}")
    return [*mend, *changes, planners, numbers, standing, note, close, button("core.button.back", "desk:open")]

"""What was done by moderators and facilitators, as a list."""

from bot.core.notices import Button, Moment, Notice, Said, Someone, button, said
from bot.moderation.model import Done, DonePage
from cogs.screens import listed, screen


def done_screen(page: DonePage) -> Notice:
    """Answer one page of what was done, newest first, who can see it, and the pages beside it."""
    about = said("moderation.done.about")
    if not page.acts:
        none = said("moderation.done.none" if not page.place else "moderation.done.no_more")
        return screen(said("moderation.done.title"), none, about, rows=(_ways(page),))
    lines = listed(tuple(_line(one) for one in page.acts))
    return screen(said("moderation.done.title"), lines, about, rows=(_ways(page),))


def _line(one: Done) -> Said:
    who = said("moderation.done.nobody") if one.who is None else Someone(one.who)
    what, at = said(one.kind), Moment(one.done_at)
    if not one.circle:
        return said("moderation.done.line", at=at, who=who, what=what)
    return said("moderation.done.line_in", at=at, who=who, what=what, circle=one.circle)


def _ways(page: DonePage) -> tuple[Button, ...]:
    newer = (button("moderation.button.newer", f"moderation:done:{page.place - 1}"),) if page.place else ()
    older = () if page.last else (button("moderation.button.older", f"moderation:done:{page.place + 1}"),)
    return (*newer, *older, button("core.button.back", "desk:open"))

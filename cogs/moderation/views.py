"""What was done by moderators and facilitators, as a list."""

from bot.core.notices import Button, Moment, Notice, Said, Someone, button, said
from bot.moderation.model import Done, DonePage, Undone
from cogs.screens import in_rows, listed, screen, staff_screen


def done_screen(page: DonePage) -> Notice:
    """Answer one page of what was done, newest first, who can see it, and the pages beside it."""
    about = said("moderation.done.about")
    if not page.acts:
        none = said("moderation.done.none" if not page.place else "moderation.done.no_more")
        return screen(said("moderation.done.title"), none, about, rows=(_ways(page),))
    lines = listed(tuple(_line(one) for one in page.acts))
    undo = in_rows([_undo(one) for one in page.acts if one.undoable])
    return staff_screen(said("moderation.done.title"), lines, about, rows=(*undo, _ways(page)))


def _line(one: Done) -> Said:
    who = said("moderation.done.nobody") if one.who is None else Someone(one.who)
    at, what = Moment(one.done_at), said(one.kind) if one.undid is None else _undid(one.undid)
    if not one.circle:
        return said("moderation.done.line", at=at, who=who, what=what)
    return said("moderation.done.line_in", at=at, who=who, what=what, circle=one.circle)


def _undid(kind: str) -> Said:
    return said("moderation.did.undone", what=said(kind))


def _undo(one: Done) -> Button:
    return button("moderation.button.undo_this", f"moderation:undo:{one.act}", what=said(one.kind))


def undone_screen(undone: Undone) -> Notice:
    """Answer that something stands as before, with the way to the list."""
    to_list = button("moderation.button.done", "moderation:done:0")
    told = said("moderation.undo.undone", what=said(undone.kind))
    return screen(told, rows=((to_list, button("core.button.back", "desk:open")),))


def _ways(page: DonePage) -> tuple[Button, ...]:
    newer = (button("moderation.button.newer", f"moderation:done:{page.place - 1}"),) if page.place else ()
    older = () if page.last else (button("moderation.button.older", f"moderation:done:{page.place + 1}"),)
    return (*newer, *older, button("core.button.back", "desk:open"))

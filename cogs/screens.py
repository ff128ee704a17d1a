"""Small pieces that screens and posts of several features share."""

from dataclasses import replace

from bot.core.notices import Audience, Button, Notice, Plain, Row, Said, Together, button, said

ROW_MOST = 5
"""Buttons in one row (Discord: Components)."""

ROWS_MOST = 5
"""Rows below one message (Discord: Components)."""

STEP_OUT = "escape:open"
"""What opens an exercise: it stands on posts, so it will go on working."""


def screen(*paragraphs: Said, rows: tuple[Row, ...] = ()) -> Notice:
    """Answer a private screen."""
    return Notice(paragraphs, rows)


def staff_screen(*paragraphs: Said, rows: tuple[Row, ...] = ()) -> Notice:
    """Answer a private screen whose presses are noted with the name of whoever presses (R66), and say so."""
    return Notice((*paragraphs, said("moderation.noted")), rows)


def not_now() -> Button:
    """Answer the button that leaves a screen without a trace."""
    return button("core.button.not_now", "privacy:close")


def closed() -> Notice:
    """Answer what is left of a screen that somebody put away."""
    return Notice((said("core.put_away"),))


def listed(lines: tuple[Said, ...]) -> Said:
    """Answer several texts as one paragraph, each on a line of its own."""
    return said("core.lines", lines=Together(lines))


def in_rows(buttons: list[Button], width: int = 3) -> tuple[Row, ...]:
    """Answer buttons in rows of at most `width`; Discord takes five rows."""
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


def clock(minute: int) -> Plain:
    """Answer a time of day, given in minutes after midnight."""
    return Plain(f"{minute // 60:02d}:{minute % 60:02d}")


def with_way_out(post: Notice) -> Notice:
    """Answer what others can see with "Step out" on it, so that a way out stands on everything Hearth posts.

    A private screen stays as it is, and so does a post that has the button. It goes into the last row if that has
    room, into a row of its own if there is none, and never into a sixth one.
    """
    if post.audience in (None, Audience.ONLY_YOU) or _opens_a_way_out(post):
        return post
    way = button("escape.button.step_out", STEP_OUT)
    return replace(post, rows=_with(post.rows, way))


def _opens_a_way_out(post: Notice) -> bool:
    rows = [row for row in post.rows if isinstance(row, tuple)]
    return any(one.custom_id.startswith(STEP_OUT) for row in rows for one in row)


def with_button(notice: Notice, more: Button) -> Notice:
    """Answer a screen with one more button, as far as there is room for it."""
    return replace(notice, rows=_with(notice.rows, more))


def _with(rows: tuple[Row, ...], way: Button) -> tuple[Row, ...]:
    last = rows[-1] if rows else None
    if isinstance(last, tuple) and len(last) < ROW_MOST:
        return (*rows[:-1], (*last, way))
    if len(rows) < ROWS_MOST:
        return (*rows, (way,))
    for place, row in enumerate(rows):
        if isinstance(row, tuple) and len(row) < ROW_MOST:
            return (*rows[:place], (*row, way), *rows[place + 1 :])
    return rows

"""Small pieces that private screens of several features share."""

from bot.core.notices import Button, Notice, Plain, Row, Said, Together, button, said


def screen(*paragraphs: Said, rows: tuple[Row, ...] = ()) -> Notice:
    """Answer a private screen."""
    return Notice(paragraphs, rows)


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

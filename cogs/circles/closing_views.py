"""What closing a circle looks like."""

from bot.circles.model import Circle, Closed
from bot.circles.notices import door_link, room_link
from bot.core.notices import Button, Moment, Notice, Style, button, said
from cogs.screens import not_now, screen


def ask_screen(circle: Circle) -> Notice:
    """Answer what closing ends, what goes and what stays, before anything happens."""
    close = button("circles.button.close_now", f"closing:close:{circle.circle}", Style.CAREFUL)
    back = button("core.button.back", f"desk:card:{circle.circle}")
    return screen(
        said("circles.closing.ask", circle=circle.name),
        said("circles.closing.goes"),
        said("circles.closing.stays", door=door_link(circle), room=room_link(circle)),
        rows=((close, back, not_now()),),
    )


def closed_screen(closed: Closed) -> Notice:
    """Answer that it is closed, until when that can be taken back, and what is left on the server."""
    circle = closed.circle
    until, goes = Moment(closed.taken_back_until, time_only=True), Moment(closed.goes_at)
    left = (said("circles.closing.left"),) if _is_made(circle) else (said("circles.closing.unmade"),)
    return screen(
        said("circles.closing.closed", circle=circle.name, until=until, goes=goes), *left, rows=(_ways(circle),)
    )


def unmake_screen(closed: Closed) -> Notice:
    """Answer what deleting takes, and that nothing brings it back."""
    circle = closed.circle
    if not _is_made(circle):
        return closed_screen(closed)
    now = button("circles.button.unmake_now", f"closing:unmake_now:{circle.circle}", Style.CAREFUL)
    back = button("core.button.back", f"closing:ask:{circle.circle}")
    places = said("circles.closing.unmake", door=door_link(circle), room=room_link(circle))
    return screen(places, said("circles.closing.left"), rows=((now, back, not_now()),))


def _ways(circle: Circle) -> tuple[Button, ...]:
    take_back = button("circles.button.take_back", f"closing:take_back:{circle.circle}")
    unmake = (button("circles.button.unmake", f"closing:unmake:{circle.circle}"),) if _is_made(circle) else ()
    return (take_back, *unmake, button("circles.button.to_desk", "desk:open"))


def _is_made(circle: Circle) -> bool:
    return any(made is not None for made in (circle.role, circle.door, circle.room))


def open_again_screen(circle: Circle) -> Notice:
    """Answer that it is open again, as it was."""
    card = button("circles.button.to_circle", f"desk:card:{circle.circle}")
    return screen(said("circles.closing.open_again", circle=circle.name), rows=((card,),))

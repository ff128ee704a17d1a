"""What clearing direct messages looks like."""

from bot.core.notices import Button, Notice, Style, button, said
from bot.device.model import HOURS, Cleared
from cogs.screens import not_now, screen


def ask_screen(cleared: Cleared | None) -> Notice:
    """Say what goes and what no bot can take back, or how far it is."""
    if cleared is not None:
        return cleared_screen(cleared)
    return screen(said("device.clear.ask"), said("device.clear.stays"), rows=((_clear(), not_now()),))


def cleared_screen(cleared: Cleared) -> Notice:
    """Answer how many went, how many did not, and what stays anyway (R38)."""
    went = said("device.clear.gone", count=cleared.removed)
    left = (said("device.clear.left", count=cleared.stays),) if cleared.stays else ()
    if cleared.done:
        again = button("device.button.clear_again", "device:clear")
        return screen(went, *left, said("device.clear.stays"), rows=((again, not_now()),))
    if not cleared.by_itself:
        on = button("device.button.clear_again", "device:clear", Style.MAIN)
        return screen(went, *left, said("device.clear.more"), rows=((on, not_now()),))
    look = button("device.button.clear_look", "device:clear_look", Style.MAIN)
    return screen(said("device.clear.begun"), went, *left, rows=((look, not_now()),))


def _clear() -> Button:
    return button("device.button.clear", "device:clear", Style.MAIN)


def self_screen(hours: int | None) -> Notice:
    """Answer what clears itself, what is kept for that, and how it stands."""
    now = said("device.self.off") if hours is None else said(f"device.self.after.{hours}")
    ways = [button(f"device.button.self_after.{one}", f"device:self_on:{one}") for one in HOURS if one != hours]
    off = [] if hours is None else [button("device.button.self_off", "device:self_off")]
    return screen(said("device.self.what"), now, rows=((*ways, *off, button("device.button.home", "device:home")),))

"""What is offered to the writer of a line before it goes anywhere, in words that claim to know nothing."""

from bot.checkins.model.answers import Waits
from bot.core.ids import RoundId
from bot.core.notices import Button, Notice, button, said
from bot.helplines.notices import short_lines
from cogs.screens import listed, screen

NUMBERS_FIRST = "urgent"
"""The reading at which the numbers come before everything else."""


def offer_screen(waits: Waits) -> Notice:
    """Offer company and numbers, and the line as it is; nothing is asked, and nobody else hears of it (R4)."""
    round_ = waits.round.round
    numbers = button("checkins.button.numbers", "helplines:open")
    reach = button("checkins.button.reach", "reach:open")
    as_is = button("checkins.button.line_as_is", f"checkins:line_as_is:{round_}")
    urgent = waits.read_as == NUMBERS_FIRST
    ways = (numbers, reach, as_is) if urgent else (as_is, reach, numbers)
    first = () if waits.numbers is None else short_lines(waits.numbers)
    about = (said(f"checkins.offer.{waits.read_as}"), *first, said("checkins.offer.line", line=waits.line))
    quiet = listed((said("checkins.offer.nobody"), said("checkins.offer.not_again")))
    return screen(*about, quiet, rows=((*ways, _later(round_)),))


def _later(round_: RoundId) -> Button:
    return button("core.button.not_now", f"checkins:line_later:{round_}")


def waits_screen(round_: RoundId) -> Notice:
    """Say where the line is; it can be looked at again."""
    again = button("checkins.button.line_again", f"checkins:line:{round_}")
    return screen(said("checkins.offer.waits"), rows=((again,),))

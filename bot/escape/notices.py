"""What other parts of the product may post of this feature."""

from bot.core.notices import Audience, Notice, button, said


def room_offer(audience: Audience = Audience.CHANNEL) -> Notice:
    """Answer a pause offered to a room: one line, no names, half a minute to three, nobody has to answer (R109)."""
    step_out = button("escape.button.step_out", "escape:open")
    return Notice((said("escape.room_offer"),), ((step_out,),), audience)

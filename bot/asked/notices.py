"""What goes to people who can be asked outside an answer to a press: one fixed neutral line."""

from bot.asked.model import SwitchId
from bot.core.notices import Button, Notice, button, said


def page(way: Button, *, rings: bool = True) -> Notice:
    """Answer the direct message: the same one line for everyone and everything, with one button (R33, R84).

    No line says who can see it, because even that would tell a stranger something. It rings where somebody waits,
    and as a test, which would tell nothing otherwise; what can wait comes silently (R10).
    """
    return Notice((said("asked.page"),), ((way,),), audience=None, aloud=rings)


def test_page(switch: SwitchId, test: int) -> Notice:
    """Answer the same message as a test, which its button says; `test` is the moment it was made for."""
    return page(button("asked.button.seen", f"asked:seen:{switch}:{test}"))

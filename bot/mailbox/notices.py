"""What the mailbox sends outside an answer to a press: one fixed neutral line."""

from bot.core.notices import Notice, button, said


def whisper() -> Notice:
    """Answer the direct message: one line and one button, the same for everyone and everything (R33).

    No line says who can see it, because even that would tell a stranger something.
    """
    return Notice((said("mailbox.dm"),), ((button("mailbox.button.open", "mailbox:open"),),), audience=None)

"""Reminders to oneself, and a light idea once a week: only for who asked for them."""

from bot.core.feature import Column, Erase, Feature, Lasts, Purpose, Read, Table

OWN = "reminders.own"
"""The yes to reminders to oneself."""

IDEAS = "reminders.ideas"
"""The yes to one light idea a week."""

_ONLY_A_NUMBER = "the host, as a random number"

FEATURE = Feature(
    name="reminders",
    purposes=(
        Purpose(OWN, version=1, everywhere=True, first_screen="reminders:open"),
        Purpose(IDEAS, version=1, everywhere=True, first_screen="reminders:ideas"),
    ),
    tables=(
        Table(
            name="reminder",
            columns=(
                Column("reminder", "a random number", "the host"),
                Column("person", "who reminds themselves: a random number", _ONLY_A_NUMBER),
                Column("sealed", "your words, how often, and how many are left", "only you", sealed=True),
                Column("at", "when it comes next", "the host"),
            ),
            retention="until it came once, or seven times, or you end it, stop everything or press erase",
            erase=Erase.DELETE,
            read=Read(opened=True),
            ages=(Lasts.YES, Lasts.DONE),
        ),
        Table(
            name="reminder_idea",
            columns=(
                Column("idea", "a random number", "the host"),
                Column("person", "who wished for a light idea once a week: a random number", _ONLY_A_NUMBER),
                Column("at", "when the next one comes", "the host"),
            ),
            retention="until you switch it off, stop everything or press erase",
            erase=Erase.DELETE,
            read=Read(when="at"),
            ages=(Lasts.YES,),
        ),
    ),
)
"""What the other parts of the product may know about this feature."""

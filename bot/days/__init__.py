"""Quiet days: days on which somebody wants less of Hearth, or a hello, without a word about what they are."""

from bot.circles import MEMBERSHIP
from bot.core.feature import Column, Erase, Feature, Lasts, Purpose, Read, Table, Until

DAYS = "days.days"
"""The yes to keeping quiet days."""

HELLOS = "days.hellos"
"""The yes to hearing, in one circle, that somebody there would be glad of a hello; a greeting takes no hours."""

FEATURE = Feature(
    name="days",
    purposes=(
        Purpose(DAYS, version=1, everywhere=True, first_screen="days:open"),
        Purpose(HELLOS, version=1, needs=MEMBERSHIP),
    ),
    tables=(
        Table(
            name="days_list",
            columns=(
                Column("list", "a random number", "the host"),
                Column("person", "whose days these are: a random number", "the host, as a random number"),
                Column("sealed", "your days, and what each is to be like", "only you", sealed=True),
                Column(
                    "today", "how today is for you, on a quiet day alone; it goes when the day ends", "the host"
                ),
                Column("until", "when your day ends", "the host"),
            ),
            retention="until you take the days off, stop everything or press erase",
            erase=Erase.DELETE,
            read=Read(opened=True),
            ages=(Lasts.YES,),
        ),
        Table(
            name="days_hello",
            columns=(
                Column("hello", "a random number", "people who said yes to saying hello there"),
                Column("person", "whose day it is: a random number", "the host, as a random number"),
                Column("circle", "in which circle somebody may say hello", "the host"),
                Column("tell", "whether you asked to be told if nobody does", "the host"),
                Column("asked", "how many were told of it, without a name", "the host"),
                Column("said", "how many said hello", "the host"),
                Column("ends_at", "when your day ends", "the host"),
            ),
            retention="until that day ends, you take it off, leave the circle, stop everything or press erase",
            erase=Erase.DELETE,
            read=Read(when="ends_at"),
            ages=(Until("ends_at"),),
        ),
    ),
)
"""What the other parts of the product may know about this feature."""

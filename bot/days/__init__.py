"""Quiet days: days on which somebody wants less of Hearth, without a word about what they are."""

from bot.core.feature import Column, Erase, Feature, Lasts, Purpose, Read, Table

DAYS = "days.days"
"""The yes to keeping quiet days."""

FEATURE = Feature(
    name="days",
    purposes=(Purpose(DAYS, version=1, everywhere=True, first_screen="days:open"),),
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
    ),
)
"""What the other parts of the product may know about this feature."""

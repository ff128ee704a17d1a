"""What belongs to a member: their own settings, seeing and taking along, stopping everything, being forgotten."""

from bot.core.feature import Column, Erase, Feature, Read, Table, Until

FEATURE = Feature(
    name="privacy",
    tables=(
        Table(
            name="copy_wish",
            columns=(
                Column("wish", "a random number", "the host"),
                Column("person", "who asked for a copy of what is kept: a random number", "the host"),
                Column("ready_at", "from when it can be taken", "you"),
                Column("until", "until when", "you"),
            ),
            retention="until you cancel it or stop everything, an hour after you took it, 8 days at most",
            erase=Erase.DELETE,
            read=Read(when="ready_at"),
            ages=(Until("until"),),
        ),
    ),
)
"""What the other parts of the product may know about this feature."""

"""Stepping out for a moment: short exercises for anyone, of which nothing is kept (R105)."""

from bot.core.feature import Column, Erase, Feature, Lasts, Purpose, Read, Table

FAVOURITES = "escape.favourites"
"""The yes to keeping a list of one's own: which exercises are liked, and which are not to be shown."""

FEATURE = Feature(
    name="escape",
    purposes=(Purpose(FAVOURITES, version=1, everywhere=True),),
    tables=(
        Table(
            name="escape_list",
            columns=(
                Column("person", "whose list this is: a random number", "the host, as a random number"),
                Column(
                    "sealed",
                    "which exercises you keep, and which are not shown to you; never that you used one",
                    "only you",
                    sealed=True,
                ),
            ),
            retention="until you take the last one off, or take the yes back",
            erase=Erase.DELETE,
            read=Read(opened=True),
            ages=(Lasts.YES,),
        ),
    ),
)
"""What the other parts of the product may know about this feature."""

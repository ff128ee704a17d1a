"""Leaving kindly: a circle is left at once, and the place can be taken back for a while, if that was wished for."""

from bot.core.feature import Column, Erase, Feature, Purpose, Read, Table, Until

PLACE = "farewells.place"
"""The yes to keeping a place that was left."""

FEATURE = Feature(
    name="farewells",
    purposes=(Purpose(PLACE, version=1, everywhere=True, asked_elsewhere=True),),
    tables=(
        Table(
            name="farewell_place",
            columns=(
                Column("place", "a random number", "the host"),
                Column("person", "who left: a random number", "the host, as a random number"),
                Column("circle", "which circle it was", "only you"),
                Column("version", "which agreements you had said yes to", "only you"),
                Column("until", "until when you can take it back", "only you"),
            ),
            retention="30 days, or until you take the place back or let it go",
            erase=Erase.DELETE,
            read=Read(when="until"),
            ages=(Until("until"),),
        ),
    ),
)
"""What the other parts of the product may know about this feature."""

"""Help lines: numbers by country and topic, which of them a circle confirmed, and what the standing post says."""

from bot.core.feature import Column, Erase, Feature, Lasts, Purpose, Read, Table

COUNTRY = "helplines.own"
"""The yes to keeping one's own country, so that its numbers come first."""

FEATURE = Feature(
    name="helplines",
    purposes=(Purpose(COUNTRY, version=1, everywhere=True, first_screen="helplines:own"),),
    tables=(
        Table(
            name="helpline_confirmation",
            columns=(
                Column("circle", "the circle that checked a line", "the circle"),
                Column("line", "which line, by its name in the files", "the circle"),
                Column("confirmed_at", "when it was checked", "the circle"),
            ),
            retention="until the circle is closed, or checks other lines",
            erase=Erase.NOT_PERSONAL,
            ages=(Lasts.CIRCLE,),
        ),
        Table(
            name="helpline_country",
            columns=(
                Column("person", "who chose a country: a random number", "the host, as a random number"),
                Column("sealed", "your country, so that its numbers come first", "only you", sealed=True),
            ),
            retention="until you forget it, stop everything or press erase",
            erase=Erase.DELETE,
            read=Read(opened=True),
            ages=(Lasts.YES,),
        ),
    ),
    acts=("helplines.did.checked",),
)
"""What the other parts of the product may know about this feature."""

"""Help lines: numbers by country and topic, which of them a circle confirmed, and what the standing post says."""

from bot.core.feature import Column, Erase, Feature, Lasts, Table

FEATURE = Feature(
    name="helplines",
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
    ),
)
"""What the other parts of the product may know about this feature."""

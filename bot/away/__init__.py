"""Stepping away: a circle's channels vanish from somebody's list at once, and one blank room leads back."""

from bot.core.feature import Column, Erase, Feature, Lasts, Read, Table

FEATURE = Feature(
    name="away",
    tables=(
        Table(
            name="away",
            columns=(
                Column("entry", "a random number", "the host"),
                Column("person", "who stepped away: a random number", "the host, as a random number"),
                Column("circle", "from which circle", "the host"),
                Column("state", "being hidden, hidden, being shown again, or shown", "the host"),
                Column("since", "since when", "the host"),
            ),
            retention="until a minute after you came back, until you leave the circle, or until you press erase",
            erase=Erase.DELETE,
            read=Read(when="since"),
            ages=(Lasts.DONE, Lasts.YES),
        ),
        Table(
            name="away_room",
            columns=(
                Column("server", "the Discord server it is in", "the host"),
                Column("room", "the blank room that leads back", "the host"),
                Column("post", "the message in it", "the host"),
            ),
            retention="as long as Hearth is in the server",
            erase=Erase.NOT_PERSONAL,
            ages=(Lasts.SERVER,),
        ),
    ),
)
"""What the other parts of the product may know about this feature."""

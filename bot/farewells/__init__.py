"""Leaving kindly: a circle is left at once, and the place can be taken back for a while, if that was wished for."""

from datetime import timedelta

from bot.core.feature import Age, Column, Erase, Feature, Lasts, Purpose, Read, Table, Until

PLACE = "farewells.place"
"""The yes to keeping a place that was left, and a line for its circle until that stands."""

FEATURE = Feature(
    name="farewells",
    leaves=True,
    posted=True,
    purposes=(Purpose(PLACE, version=2, everywhere=True, asked_elsewhere=True),),
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
        Table(
            name="farewell_candle",
            columns=(
                Column("candle", "a random number", "the host"),
                Column("person", "who left: a random number", "the host, as a random number"),
                Column("place", "with which kept place it belongs", "the host"),
                Column("circle", "in which circle it is to be lit", "the host"),
                Column("channel", "in which room", "the host"),
                Column("lost", "why it could not be lit", "only you"),
            ),
            retention="until the candle is lit, or its place goes",
            erase=Erase.DELETE,
            read=Read(nothing="a mark that a candle is to be lit; it stands beside the place you left"),
            ages=(Lasts.DONE,),
        ),
        Table(
            name="farewell_line",
            columns=(
                Column("line", "a random number", "the host"),
                Column("person", "who leaves it: a random number", "the host, as a random number"),
                Column("place", "with which kept place it belongs", "the host"),
                Column("circle", "in which circle it is to stand", "the host"),
                Column("sealed", "its words, until it stands", "only you; the circle once it stands", sealed=True),
                Column("way", "whether your name stands with it", "only you"),
                Column("at", "when it comes", "only you"),
                Column("until", "when this row goes at the latest", "only you"),
                Column("lost", "why it could not be posted", "only you"),
                Column("post", "which post it is once it stands, without its words", "only you"),
            ),
            retention=(
                "15 minutes while it is not decided; then until its place goes, 30 days at most. Once it stands,"
                " that it is yours: 90 days, or until its place ends"
            ),
            erase=Erase.DELETE,
            read=Read(opened=True),
            ages=(Until("until"),),
        ),
        Table(
            name="farewell_post",
            columns=(
                Column("post", "a random number", "the host"),
                Column("circle", "in which circle a candle or a line stands", "the host"),
                Column("channel", "in which room", "the circle"),
                Column("message", "which post it is", "the circle"),
                Column("posted_at", "when it was posted", "the circle"),
            ),
            retention="90 days, or until the circle goes; then the post is deleted",
            erase=Erase.NOT_PERSONAL,
            ages=(Age("posted_at", timedelta(days=90)),),
        ),
    ),
)
"""What the other parts of the product may know about this feature."""

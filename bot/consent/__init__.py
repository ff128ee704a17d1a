"""Consent by purpose: who said yes to what, in which wording; nothing else is kept about a member."""

from bot.core.feature import Column, Erase, Feature, Lasts, Read, Table

FEATURE = Feature(
    name="consent",
    tables=(
        Table(
            name="consent",
            columns=(
                Column("person", "whose yes this is: a random number", "only you"),
                Column("circle", "the circle the yes is for; 0 for all circles", "only you"),
                Column("purpose", "what the yes is to", "only you"),
                Column("version", "which wording you said yes to", "only you"),
                Column("given_at", "when, to the day", "only you"),
            ),
            retention="until you take the yes back",
            erase=Erase.DELETE,
            read=Read(opened=True),
            ages=(Lasts.YES,),
        ),
    ),
)
"""What the other parts of the product may know about this feature."""

"""What is due and when: rows tell it, one alarm wakes it."""

from datetime import timedelta

from bot.core.feature import Age, Column, Erase, Feature, Lasts, Table

FEATURE = Feature(
    name="scheduling",
    tables=(
        Table(
            name="due",
            columns=(
                Column("kind", "what is to be done", "the host"),
                Column("subject", "for which round or draft", "the host"),
                Column("next_run_at", "when", "the host"),
                Column("lane", "how urgent it is", "the host"),
            ),
            retention="until it has been done",
            erase=Erase.NOT_PERSONAL,
            ages=(Lasts.DONE,),
        ),
        Table(
            name="notebook",
            columns=(
                Column("name", "what the note is about, such as a server's commands", "the host"),
                Column(
                    "note",
                    "a check sum of what was handed in, when a copy was put back, or a freeze began",
                    "the host",
                ),
            ),
            retention="while Hearth runs here",
            erase=Erase.NOT_PERSONAL,
            ages=(Lasts.INSTANCE,),
        ),
        Table(
            name="beat",
            columns=(
                Column("one", "keeps this table at one row", "the host"),
                Column("at", "when presses last reached Hearth, so that an outage is noticed", "the host"),
            ),
            retention="while Hearth runs here",
            erase=Erase.NOT_PERSONAL,
            ages=(Lasts.INSTANCE,),
        ),
        Table(
            name="outage",
            columns=(
                Column("begun_at", "from when no press reached Hearth", "moderators"),
                Column("ended_at", "until when", "moderators"),
            ),
            retention="30 days after its end",
            erase=Erase.NOT_PERSONAL,
            ages=(Age("ended_at", timedelta(days=30)),),
        ),
    ),
)
"""What the other parts of the product may know about this feature."""

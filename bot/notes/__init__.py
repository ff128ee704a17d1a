"""Notes without a name: saying a thing once without being the person who said it (F13, F14)."""

from datetime import timedelta

from bot.core.feature import Age, Column, Erase, Feature, GoesWith, Table, Until

_NOBODY = "nobody"

FEATURE = Feature(
    name="notes",
    tables=(
        Table(
            name="note",
            columns=(
                Column("note", "a random number", "the host"),
                Column("circle", "in which circle it is", "the circle"),
                Column("state", "whether it waits or stands", "the circle"),
                Column("wish", "how whoever wrote it would like to be answered", "the circle"),
                Column("appears_at", "when it appears in its channel", "the circle"),
            ),
            retention="90 days after it appeared, or until whoever wrote it takes it back",
            erase=Erase.NOT_PERSONAL,
            ages=(Age("appears_at", timedelta(days=90)),),
        ),
        Table(
            name="note_writer",
            columns=(
                Column("note", "which note this is of", "the host"),
                Column(
                    "sealed_writer", "whose it is", "nobody; what its writer does with it goes by it", sealed=True
                ),
                Column(
                    "sealed_tag",
                    "a mark by which further notes can be paused",
                    "nobody; pausing goes by it",
                    sealed=True,
                ),
                Column("sealed_words", "what it says, to be changed or shown again", "its writer", sealed=True),
                Column("until", "until when its writer finds it", "the host"),
            ),
            retention="7 days after it appeared; its key goes then, so that no copy can be opened either",
            erase=Erase.NOT_PERSONAL,
            ages=(Until("until"),),
        ),
        Table(
            name="note_post",
            columns=(
                Column("message", "which post it is", "the circle"),
                Column("note", "of which note", "the host"),
                Column("server", "in which server", "the circle"),
                Column("channel", "in which channel", "the circle"),
                Column("part", "which of a long note's posts", "the circle"),
            ),
            retention="as long as the note",
            erase=Erase.NOT_PERSONAL,
            ages=(GoesWith("note"),),
        ),
        Table(
            name="note_block",
            columns=(
                Column("tag", "a mark that nobody without the keys can turn back into anybody", _NOBODY),
                Column("until", "from which day on notes are taken again", _NOBODY),
            ),
            retention="until the pause is over, at most 90 days",
            erase=Erase.NOT_PERSONAL,
            ages=(Until("until", by_day=True),),
        ),
        Table(
            name="note_key",
            columns=(
                Column("note", "which note it opens", "the host"),
                Column("wrapped_key", "the key of one note, under the key file", _NOBODY, sealed=True),
                Column("until", "when it is destroyed", "the host"),
            ),
            retention="7 days after the note appeared",
            erase=Erase.NOT_PERSONAL,
            file="people",
            ages=(Until("until"),),
        ),
    ),
)
"""What the other parts of the product may know about this feature."""

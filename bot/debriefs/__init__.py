"""Care for those who answer: talking it over with somebody who listens, looking at oneself, and resting."""

from datetime import timedelta

from bot.circles import MEMBERSHIP
from bot.core.feature import Age, Column, Erase, Feature, GoesWith, Lasts, Purpose, Read, Table, Until

KEPT = "debriefs.kept"
"""The yes to keeping one's own words for oneself, given by the press that keeps them (R167)."""

_NUMBER = "the host, as a random number"

FEATURE = Feature(
    name="debriefs",
    purposes=(Purpose(KEPT, version=1, needs=MEMBERSHIP, asked_elsewhere=True),),
    tables=(
        Table(
            name="debrief_ended",
            columns=(
                Column("ended", "a random number", "the host"),
                Column("circle", "in which circle an ask ended", "the host"),
                Column("person", "who had it: a random number", _NUMBER),
                Column("at", "when it ended", "the host"),
            ),
            retention="3 days, or until you leave the circle",
            erase=Erase.DELETE,
            read=Read(when="at"),
            ages=(Age("at", timedelta(days=3)),),
        ),
        Table(
            name="debrief_asker",
            columns=(
                Column("ended", "after which ask", "the host"),
                Column("person", "who is never asked to listen to it: a random number", _NUMBER),
            ),
            retention="3 days",
            erase=Erase.DELETE,
            read=Read(nothing="a mark for three days, with no words; it would tell of the one who answered"),
            ages=(GoesWith("debrief_ended"),),
        ),
        Table(
            name="debrief_note",
            columns=(
                Column("note", "a random number", "the host"),
                Column("circle", "for which circle", "you"),
                Column("person", "whose mailbox it comes to: a random number", _NUMBER),
                Column("wished", "that you chose its time yourself", "you"),
            ),
            retention="until the note has come, a day at most",
            erase=Erase.DELETE,
            read=Read(nothing="a mark that a note is to come; it has no words and no time"),
            ages=(Lasts.DONE,),
        ),
        Table(
            name="debrief_call",
            columns=(
                Column("call", "a random number", "the host"),
                Column("circle", "whose people are asked to listen", "the people who were asked"),
                Column("person", "who would like to be heard: a random number", _NUMBER),
                Column("state", "whether someone listens", "you, and whoever listens"),
                Column("begun_at", "when it began", "the people who were asked"),
                Column("ends_at", "until when it stands", "you, and whoever listens"),
            ),
            retention="until your words were sent, 2 days at most",
            erase=Erase.DELETE,
            read=Read(when="begun_at"),
            ages=(Age("begun_at", timedelta(days=2)),),
        ),
        Table(
            name="debrief_listener",
            columns=(
                Column("call", "for whom", "the host"),
                Column("person", "who was asked to listen: a random number", _NUMBER),
                Column("listens", "that this person listens; a “not now” is kept nowhere", "the host"),
            ),
            retention="until the words were sent, 2 days at most",
            erase=Erase.DELETE,
            read=Read(nothing="a mark beside the words of somebody else"),
            ages=(GoesWith("debrief_call"),),
        ),
        Table(
            name="debrief_draft",
            columns=(
                Column("draft", "a random number", "the host"),
                Column("circle", "in which circle", "you"),
                Column("person", "whose words these are: a random number", _NUMBER),
                Column("sealed", "words that were not sent yet", "only you", sealed=True),
                Column("until", "when they go", "the host"),
            ),
            retention="15 minutes",
            erase=Erase.DELETE,
            read=Read(opened=True),
            ages=(Until("until"),),
        ),
        Table(
            name="debrief_kept",
            columns=(
                Column("kept", "a random number", "the host"),
                Column("circle", "in which circle", "you"),
                Column("person", "whose words these are: a random number", _NUMBER),
                Column("sealed", "words you keep for yourself", "only you", sealed=True),
                Column("day", "on which day they were kept", "you"),
            ),
            retention="30 days, or until you take them away",
            erase=Erase.DELETE,
            read=Read(opened=True),
            ages=(Age("day", timedelta(days=30), by_day=True),),
        ),
    ),
)
"""What the other parts of the product may know about this feature."""

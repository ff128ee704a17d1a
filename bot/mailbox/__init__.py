"""The mailbox: the one way anything reaches a member while direct messages are off (R31)."""

from datetime import timedelta

from bot.core.feature import Age, Column, Erase, Feature, Lasts, Purpose, Read, Table, Until

WHISPER = "mailbox.whisper"
"""The yes to one neutral direct message when a note waits."""

_ONLY_A_NUMBER = "the host, as a random number"

FEATURE = Feature(
    name="mailbox",
    leaves=True,
    purposes=(Purpose(WHISPER, version=1, everywhere=True, first_screen="mailbox:whisper"),),
    tables=(
        Table(
            name="mailbox_side",
            columns=(
                Column("side", "a random number for one end of an exchange", "the host"),
                Column("person", "whose end this is: a random number", _ONLY_A_NUMBER),
                Column("circle", "in which circle it began", "the host"),
                Column(
                    "sealed", "what you began, and which end is the other", "nobody; notes go by it", sealed=True
                ),
                Column("answered", "whether your last answer was not answered yet", "you"),
                Column("until", "on which day it goes", "the host"),
            ),
            retention="as long as the last note of the exchange, 30 days at most",
            erase=Erase.DELETE,
            read=Read(nothing="an index row: which two ends belong together"),
            ages=(Until("until", by_day=True),),
        ),
        Table(
            name="mailbox_slip",
            columns=(
                Column("slip", "a random number for the note", "the host"),
                Column("side", "to which end of an exchange it came", "the host"),
                Column("person", "whose note this is: a random number", _ONLY_A_NUMBER),
                Column("place", "which of your own notes came first", "you"),
                Column("sealed", "what it says", "only you", sealed=True),
                Column("made_on", "when it came, to the day", "you"),
                Column("seen", "whether you have read it", "you"),
            ),
            retention="until you put it away, 30 days at most",
            erase=Erase.DELETE,
            read=Read(opened=True),
            ages=(Age("made_on", timedelta(days=30), by_day=True),),
        ),
        Table(
            name="mailbox_whisper",
            columns=(
                Column("whisper", "a random number", "the host"),
                Column("person", "who said yes to direct messages: a random number", _ONLY_A_NUMBER),
                Column("unopened", "whether one was sent and your notes were not opened since", "the host"),
                Column("rests_until", "until when no further one is sent", "the host"),
            ),
            retention="until you take the yes back",
            erase=Erase.DELETE,
            read=Read(nothing="a mark whether a message lies unopened"),
            ages=(Lasts.YES,),
        ),
    ),
)
"""What the other parts of the product may know about this feature."""

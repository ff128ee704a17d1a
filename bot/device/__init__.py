"""A phone that somebody else may look through: a phrase before what is one's own, and messages cleared."""

from datetime import timedelta

from bot.core.feature import Age, Column, Erase, Feature, Lasts, Purpose, Read, Table

PHRASE = "device.phrase"
"""The yes to a phrase. It has no switch: whoever holds the phone could take it back with one press (R43)."""

SELF_CLEARING = "device.self_clearing"
"""The yes to keeping after which time the neutral direct message clears itself (R39)."""

_ONLY_A_NUMBER = "the host, as a random number"

FEATURE = Feature(
    name="device",
    purposes=(
        Purpose(PHRASE, version=1, everywhere=True, switchable=False),
        Purpose(SELF_CLEARING, version=1, everywhere=True, first_screen="device:self_ask"),
    ),
    tables=(
        Table(
            name="device_phrase",
            columns=(
                Column("phrase", "a random number", "the host"),
                Column("person", "who set a phrase: a random number", _ONLY_A_NUMBER),
                Column("sealed", "tells your phrase from others; it cannot be read back", "nobody", sealed=True),
                Column("wrong", "how many wrong tries there were since the last right one", "the host"),
                Column("waits_until", "until when no try is looked at", "the host"),
                Column("goes_at", "when it goes, if you asked for that without the phrase", "you"),
            ),
            retention="until you remove it with the phrase, or 7 days after you ask for that without it",
            erase=Erase.DELETE,
            read=Read(nothing="A phrase cannot be read back; this phone says that there is one."),
            ages=(Lasts.YES, Lasts.DONE),
        ),
        Table(
            name="device_clearing",
            columns=(
                Column("clearing", "a random number", "the host"),
                Column("person", "whose direct messages are being cleared: a random number", _ONLY_A_NUMBER),
                Column("reached", "the last message that was looked at", "the host"),
                Column("removed", "how many went", "you"),
                Column("stays", "how many would not go", "you"),
                Column("done_at", "when all had been looked at", "you"),
            ),
            retention="1 day after all had been looked at",
            erase=Erase.DELETE,
            read=Read(nothing="How far it is stands under This phone."),
            ages=(Age("done_at", timedelta(days=1)), Lasts.DONE),
        ),
        Table(
            name="device_self_clearing",
            columns=(
                Column("choice", "a random number", "the host"),
                Column("person", "who chose it: a random number", _ONLY_A_NUMBER),
                Column("hours", "after how many hours the neutral message clears itself", "you"),
            ),
            retention="until you switch it off, stop everything or press erase",
            erase=Erase.DELETE,
            read=Read(nothing="It stands under This phone."),
            ages=(Lasts.YES,),
        ),
    ),
)
"""What the other parts of the product may know about this feature."""

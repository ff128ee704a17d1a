"""A phone that somebody else may look through: a phrase before what is one's own."""

from bot.core.feature import Column, Erase, Feature, Lasts, Purpose, Read, Table

PHRASE = "device.phrase"
"""The yes to a phrase. It has no switch: whoever holds the phone could take it back with one press (R43)."""

_ONLY_A_NUMBER = "the host, as a random number"

FEATURE = Feature(
    name="device",
    purposes=(Purpose(PHRASE, version=1, everywhere=True, switchable=False),),
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
    ),
)
"""What the other parts of the product may know about this feature."""

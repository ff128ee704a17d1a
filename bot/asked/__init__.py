"""Who's around: whoever may be asked for help holds a switch with hours, and can step back in one press."""

from datetime import timedelta

from bot.circles import MEMBERSHIP
from bot.core.feature import Age, Column, Erase, Feature, Lasts, Permission, Purpose, Read, Table, Until

WILLING = "asked.willing"
"""The yes to being asked for help in one circle, and to the neutral direct message that asks (R84)."""

_ONLY_A_NUMBER = "the host, as a random number"

FEATURE = Feature(
    name="asked",
    leaves=True,
    purposes=(Purpose(WILLING, version=1, needs=MEMBERSHIP, first_screen="asked:mine"),),
    tables=(
        Table(
            name="asked_switch",
            columns=(
                Column("switch", "a random number for the switch", "the host"),
                Column("person", "who can be asked: a random number", _ONLY_A_NUMBER),
                Column("circle", "in which circle", "the host"),
                Column("sealed_hours", "your weekly hours, and a time zone of your own", "you", sealed=True),
                Column("wake", "whether you may be woken when someone is not okay to be alone", "you"),
                Column("around_until", "until when you said that you are around", "you"),
                Column("back", "whether you stepped back", "you"),
                Column("back_until", "until when you rest, if you set a time", "you"),
                Column("test", "how your last test page ended", "you; moderators see how many were reached"),
                Column("test_at", "when it went", "you"),
                Column("tested", "whether you saw it", "you; moderators see how many were reached"),
                Column("asked_at", "when you were last asked, so that others come first", "the host"),
            ),
            retention="until you switch it off or leave the circle",
            erase=Erase.DELETE,
            read=Read(opened=True),
            ages=(Lasts.YES,),
        ),
        Table(
            name="asked_taken",
            columns=(
                Column("taken", "a random number", "the host"),
                Column("person", "who took an ask: a random number", _ONLY_A_NUMBER),
                Column("circle", "in which circle", "the host"),
                Column("taken_at", "when, so that you see when a rest is due", "you"),
            ),
            retention="14 days, or until you switch it off or leave the circle",
            erase=Erase.DELETE,
            read=Read(when="taken_at"),
            ages=(Age("taken_at", timedelta(days=14)),),
        ),
        Table(
            name="asked_swap",
            columns=(
                Column("side", "a random number", "the host"),
                Column("swap", "a random number that both sides of a swap share", "the host"),
                Column("person", "whose side this is: a random number", _ONLY_A_NUMBER),
                Column("circle", "in which circle", "the host"),
                Column("part", "whether this side gives the time or takes it", "you"),
                Column("begins_at", "from when", "people who can be asked in the circle"),
                Column("ends_at", "until when", "people who can be asked in the circle"),
            ),
            retention="until that time is over, one side ends it, or you switch it off or leave the circle",
            erase=Erase.DELETE,
            read=Read(when="begins_at"),
            ages=(Until("ends_at"),),
        ),
        Table(
            name="asked_room",
            columns=(
                Column("circle", "the circle it is for", "the host"),
                Column("channel", "the private channel in which it also stands that somebody asks", "moderators"),
            ),
            retention="until a moderator clears it, or the circle is closed",
            erase=Erase.NOT_PERSONAL,
            ages=(Lasts.CIRCLE,),
        ),
    ),
    permissions=(Permission("view_channel", "asked"), Permission("send_messages", "asked")),
    acts=(
        "asked.did.room",
        "asked.did.room_off",
    ),
)
"""What the other parts of the product may know about this feature."""

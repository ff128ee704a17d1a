"""The moderators' desk: what waits in a server, its circles, and the silent line that says that something waits."""

from datetime import timedelta

from bot.core.feature import Age, Column, Erase, Feature, Lasts, Permission, Table

FEATURE = Feature(
    name="desk",
    tables=(
        Table(
            name="desk_line",
            columns=(
                Column("server", "the Discord server whose moderators get a silent line", "the host"),
                Column("channel", "the channel it goes to", "moderators"),
                Column("zone", "the time zone its hour is in", "moderators"),
                Column("minute", "the hour it comes at, as minutes after midnight", "moderators"),
                Column("state", "on, or off because its channel was deleted", "moderators"),
            ),
            retention="until it is switched off",
            erase=Erase.NOT_PERSONAL,
            ages=(Lasts.SERVER,),
        ),
        Table(
            name="desk_away",
            columns=(
                Column("server", "the Discord server whose moderators put Away lines away", "the host"),
                Column("seen_to", "the begin of the last outage they put away", "the host"),
            ),
            retention="30 days after the begin of that outage",
            erase=Erase.NOT_PERSONAL,
            ages=(Age("seen_to", timedelta(days=30)),),
        ),
    ),
    permissions=(
        Permission("view_channel", "desk"),
        Permission("send_messages", "desk"),
        Permission("read_message_history", "desk"),
    ),
    acts=(
        "desk.did.line_on",
        "desk.did.line_hour",
        "desk.did.line_moved",
        "desk.did.line_off",
        "desk.did.put_away",
    ),
)
"""What the other parts of the product may know about this feature."""

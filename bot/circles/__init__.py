"""Circles: setting one up, its door, who is inside, its settings."""

from datetime import timedelta

from bot.core.feature import Age, Column, Erase, Feature, Lasts, Permission, Purpose, Read, Table, Until

MEMBERSHIP = "circles.membership"
"""The yes a member gives by pressing "I agree, let me in"; its version counts the circle's agreements."""

SETTINGS_ACTS = (
    "circles.did.name",
    "circles.did.zone",
    "circles.did.language",
    "circles.did.countries",
    "circles.did.seen_by",
    "circles.did.limits",
    "circles.did.contact",
    "circles.did.planners",
)
"""Acts that change a setting of a circle."""

FEATURE = Feature(
    name="circles",
    purposes=(Purpose(MEMBERSHIP, version=1, switchable=False),),
    tables=(
        Table(
            name="circle",
            columns=(
                Column("circle", "a random number for the circle", "the host"),
                Column("server", "the Discord server it lives in", "the host"),
                Column("state", "being made, or open", "the host"),
                Column("zone", "its time zone", "the circle"),
                Column("language", "the language of its posts", "the circle"),
                Column("countries", "where its members live, as country codes", "the circle"),
                Column("staff_role", "a role that may also see its room", "the circle"),
                Column("planner_role", "a role that may plan", "the circle"),
                Column("agreements_version", "how often the agreements changed", "the circle"),
                Column("sealed_name", "its name", "everyone in the server", sealed=True),
                Column("sealed_limits", "its agreements", "everyone in the server", sealed=True),
                Column("sealed_contact", "who can be asked outside the circle", "the circle", sealed=True),
                Column("role", "the Discord role of its members", "the host"),
                Column("door", "its open channel", "the host"),
                Column("room", "its members' channel", "the host"),
                Column("door_post", "the message with the Join button", "the host"),
                Column("closed_at", "when it was closed, if it was", "moderators"),
            ),
            retention="until a day after the circle is closed, or Hearth has been out of its server for 7 days",
            erase=Erase.NOT_PERSONAL,
            ages=(Lasts.CIRCLE,),
        ),
        Table(
            name="circle_standing",
            columns=(
                Column("circle", "the circle it is for", "the host"),
                Column("spot", "at its door or in its room", "the circle"),
                Column("channel", "the channel it was made for", "the host"),
                Column("placed_at", "when it was placed", "the host"),
                Column("post", "the message", "the host"),
                Column("lost", "why it does not stand, if so", "moderators"),
            ),
            retention="until the circle is closed, or it is looked after no longer",
            erase=Erase.NOT_PERSONAL,
            ages=(Lasts.CIRCLE,),
        ),
        Table(
            name="circle_leaver",
            columns=(
                Column("leaver", "a random number", "the host"),
                Column("person", "who is no longer on a server: a random number", "the host, as a random number"),
                Column("server", "on which Discord server", "the host"),
                Column("since", "when that was noticed, so that what is kept waits for you", "the host"),
            ),
            retention="7 days, or until you are there again; what was kept for its circles then goes with it",
            erase=Erase.DELETE,
            read=Read(when="since"),
            ages=(Age("since", timedelta(days=7)),),
        ),
        Table(
            name="circle_server_gone",
            columns=(
                Column("server", "a Discord server that Hearth was put out of", "the host"),
                Column("since", "when that was noticed, so that an invitation finds everything", "the host"),
            ),
            retention="7 days, or until Hearth is invited again; everything of the server then goes with it",
            erase=Erase.NOT_PERSONAL,
            ages=(Age("since", timedelta(days=7)),),
        ),
        Table(
            name="circle_draft",
            columns=(
                Column("draft", "a random number for the draft", "the host"),
                Column("server", "the Discord server it is for", "the host"),
                Column("sealed", "what has been filled in so far", "whoever is setting it up", sealed=True),
                Column("expires_at", "when it goes by itself", "the host"),
            ),
            retention="15 minutes after the last change",
            erase=Erase.NOT_PERSONAL,
            ages=(Until("expires_at"),),
        ),
    ),
    permissions=(
        Permission("view_channel", "circles"),
        Permission("send_messages", "circles"),
        Permission("read_message_history", "circles"),
        Permission("manage_channels", "circles"),
        Permission("manage_roles", "circles"),
    ),
    acts=(
        "circles.did.founded",
        "circles.did.made",
        *SETTINGS_ACTS,
        "circles.did.standing",
        "circles.did.standing_left",
        "circles.did.closed",
        "circles.did.reopened",
        "circles.did.unmade",
    ),
)
"""What the other parts of the product may know about this feature."""

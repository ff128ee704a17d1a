"""Who may moderate and who may plan: gates that read the platform's own roles; and what was done through them."""

from datetime import timedelta

from bot.core.feature import Age, Column, Erase, Feature, Purpose, Read, Table, Until

ACTS = "moderation.acts"
"""The yes to being named beside what one does as a moderator or facilitator; each such press is it anew."""

KEPT_FOR = timedelta(days=90)
"""How long an act is kept: as long as what one of them can bring about at most (safety.md 14, block set)."""

_MODERATORS = "moderators of the server"

FEATURE = Feature(
    name="moderation",
    purposes=(Purpose(ACTS, version=1, everywhere=True, asked_elsewhere=True),),
    tables=(
        Table(
            name="staff_act",
            columns=(
                Column("act", "a random number", "the host"),
                Column("server", "the Discord server it was done in", _MODERATORS),
                Column("circle", "the circle it was about, if one", _MODERATORS),
                Column("kind", "what kind of act it was", _MODERATORS),
                Column("item", "the number of what it was done to, if there are several", "the host"),
                Column("done_at", "when it was done", _MODERATORS),
            ),
            retention="90 days",
            erase=Erase.NOT_PERSONAL,
            ages=(Age("done_at", KEPT_FOR),),
        ),
        Table(
            name="staff_act_by",
            columns=(
                Column("act", "the act", "the host"),
                Column("person", "who did it: a random number", "moderators of the server, as a name"),
                Column("done_at", "when it was done", _MODERATORS),
            ),
            retention="90 days, or until you take your name away",
            erase=Erase.DELETE,
            read=Read(when="done_at"),
            ages=(Age("done_at", KEPT_FOR),),
        ),
        Table(
            name="staff_undo",
            columns=(
                Column("act", "the act that can be undone", "the host"),
                Column("sealed_before", "how what it changed stood before", "nobody", sealed=True),
                Column("sealed_after", "how it stood just after, to know a later change", "nobody", sealed=True),
                Column("ends_at", "until when it can be undone", _MODERATORS),
            ),
            retention="10 minutes, or until it is undone, or anybody erases everything",
            erase=Erase.NOT_PERSONAL,
            ages=(Until("ends_at"),),
        ),
    ),
    acts=("moderation.did.undone",),
    leaves=True,
)
"""What the other parts of the product may know about this feature."""

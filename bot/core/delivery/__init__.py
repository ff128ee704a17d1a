"""How a notice reaches a place exactly once: rows that wait, a sender, a look before any second sending."""

from datetime import timedelta

from bot.core.feature import Age, Column, Erase, Feature, Lasts, Read, Table

FEATURE = Feature(
    name="delivery",
    tables=(
        Table(
            name="outbox",
            columns=(
                Column("delivery", "the delivery's own id, made with a secret", "the host"),
                Column("kind", "what is to be sent", "the host"),
                Column("subject", "for which check-in, slip or line", "the host"),
                Column("server", "the Discord server it goes to; 0 for a direct message", "the host"),
                Column("channel", "the channel it goes to", "the host"),
                Column("person", "who it goes to: a random number", "the host"),
                Column("lane", "how urgent it is", "the host"),
                Column("state", "waiting, sending, sent or dropped", "the host"),
                Column("due_at", "when it was due", "the host"),
                Column("expires_at", "after when it is not sent any more", "the host"),
                Column("next_try_at", "when it is tried next", "the host"),
                Column("lease_until", "until when the present try may take", "the host"),
                Column("attempts", "how often it was tried", "the host"),
                Column("tried_at", "when it was first tried", "the host"),
                Column("why", "why it was dropped", "the host"),
                Column("settled_at", "when it was sent or dropped", "the host"),
            ),
            retention="7 days after it was sent, 30 days after it was dropped",
            erase=Erase.DELETE,
            read=Read(when="due_at"),
            ages=(
                Age("settled_at", timedelta(days=7), only=("state", "sent")),
                Age("settled_at", timedelta(days=30), only=("state", "dropped")),
                Lasts.DONE,
            ),
        ),
        Table(
            name="post_going",
            columns=(
                Column("message", "a post of Hearth's own that is to be deleted", "the host"),
                Column("channel", "the channel it stands in", "the host"),
                Column("server", "on which Discord server", "the host"),
                Column("refused_at", "since when the server does not let Hearth delete it", "the host"),
            ),
            retention="until it is deleted; where the server does not let Hearth, 30 days after the first try",
            erase=Erase.NOT_PERSONAL,
            ages=(Lasts.DONE,),
        ),
    ),
)
"""What the other parts of the product may know about this feature."""

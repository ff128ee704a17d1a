"""The SQL of posts in the channels of people who can be asked."""

from bot.core.ids import AskId, ChannelId, CircleId, MessageId
from bot.core.storage.database import Transaction
from bot.core.storage.reading import number, number_or_none


class RoomStore:
    """Where an ask stands besides the direct messages."""

    def add(self, tx: Transaction, ask: AskId, circle: CircleId, channel: ChannelId) -> None:
        """Keep that an ask is to stand in a channel."""
        tx.run(
            "INSERT INTO reach_room (ask, circle, channel) VALUES (:ask, :circle, :channel)",
            ask=ask,
            circle=circle,
            channel=channel,
        )

    def circle_of(self, tx: Transaction, ask: AskId) -> CircleId | None:
        """Answer whose people were asked, also once the ask is gone."""
        row = tx.one("SELECT circle FROM reach_room WHERE ask = :ask", ask=ask)
        return None if row is None else CircleId(number(row, "circle"))

    def without_ask(self, tx: Transaction) -> list[AskId]:
        """Answer asks that are gone, and stood somewhere."""
        rows = tx.all(
            "SELECT ask FROM reach_room WHERE NOT EXISTS (SELECT 1 FROM reach_ask a WHERE a.ask = reach_room.ask)"
        )
        return [AskId(number(row, "ask")) for row in rows]

    def drop(self, tx: Transaction, ask: AskId) -> None:
        """Let go of where an ask stood."""
        tx.run("DELETE FROM reach_room WHERE ask = :ask", ask=ask)

    def mark_post(self, tx: Transaction, ask: AskId, post: MessageId) -> None:
        """Keep which message it is."""
        tx.run("UPDATE reach_room SET post = :post WHERE ask = :ask", ask=ask, post=post)

    def get(self, tx: Transaction, ask: AskId) -> tuple[ChannelId | None, MessageId | None]:
        """Answer the channel of an ask and its message there, each None where there is none."""
        row = tx.one("SELECT channel, post FROM reach_room WHERE ask = :ask", ask=ask)
        if row is None:
            return None, None
        post = number_or_none(row, "post")
        return ChannelId(number(row, "channel")), None if post is None else MessageId(post)

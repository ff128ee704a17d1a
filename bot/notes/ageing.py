"""What ends of notes by itself: what leads to writers after 7 days, posts after 90, pauses on their day."""

from datetime import datetime

from bot.core.ground import Ground
from bot.core.ids import ChannelId, CircleId, MessageId, ServerId
from bot.core.storage.database import Transaction
from bot.notes.keys import NoteKeys
from bot.notes.model import STANDS, NoteId
from bot.notes.store import NoteStore, blocks

AT_ONCE = 100
"""Notes that go in one transaction, so that nobody who presses waits for all of them."""


class Ageing:
    """Lets go of notes at their ages, also of those whose time passed while nothing ran (R59, R177)."""

    def __init__(self, ground: Ground, store: NoteStore, keys: NoteKeys) -> None:
        self._ground = ground
        self._store = store
        self._keys = keys

    def expire(self, tx: Transaction, now: datetime) -> int:
        """Let go of some of what is past its age, and answer how many rows; posts are taken down with it."""
        old = self._store.past(tx, now - STANDS, AT_ONCE)
        for note in old:
            self._drop(tx, note)
        return len(old) + self._store.expire_writers(tx, now) + blocks.expire(tx, now.date())

    async def destroy_keys(self, now: datetime) -> None:
        """Destroy the keys whose time is over, with every copy."""
        await self._keys.expire(now)

    def let_go_of(self, tx: Transaction, circle: CircleId) -> None:
        """Let go of a circle's notes inside the transaction in which it goes; its channels are the server's."""
        for note in self._store.of_circle(tx, circle):
            self._store.drop(tx, note)

    def _drop(self, tx: Transaction, note: NoteId) -> None:
        standing: dict[tuple[ServerId, ChannelId], list[MessageId]] = {}
        for post in self._store.posts(tx, note):
            standing.setdefault((post.server, post.channel), []).append(post.message)
        for (server, channel), messages in standing.items():
            self._ground.posts.take_down(tx, server, channel, messages)
        self._store.drop(tx, note)

"""Putting back what stood before an act, for ten minutes, where nothing has happened to it since (R66)."""

from datetime import datetime

from bot.core.acting import UNDOABLE_FOR, Act, Noting, Way
from bot.core.ground import Ground
from bot.core.ids import PersonNumber, Visitor
from bot.core.lanes import Lane
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.moderation.ledger import Ledger
from bot.moderation.model import UNDONE, Change, Undone
from bot.moderation.service import moderated
from bot.moderation.store import UndoStore

ENDS = "moderation.undo_ends"
"""The kind of due row that lets go of what stood before an act."""


class Undoing:
    """Keeps for ten minutes what stood before an act, and puts it back for a moderator who asks."""

    def __init__(self, ground: Ground, ledger: Ledger, store: UndoStore) -> None:
        self._ground = ground
        self._ledger = ledger
        self._store = store
        ledger.on_change(self._keep)
        ground.dues.handle_within(ENDS, lambda tx, act, _: self._store.drop(tx, act))

    def _keep(self, tx: Transaction, change: Change) -> None:
        ends_at = self._ground.clock.now() + UNDOABLE_FOR
        self._store.put(tx, change, ends_at)
        self._ground.dues.add(tx, ENDS, change.number, ends_at, Lane.CLEAN_UP)

    async def undo(self, visitor: Visitor, number: int) -> Undone:
        """Put back what stood before an act of this server, and note that as an act of its own.

        Raises Refusal, with nothing changed, after ten minutes, or where something has happened to it since.
        """
        server = moderated(visitor)

        def work(tx: Transaction, noting: Noting) -> Act:
            kept = self._store.get(tx, number)
            if kept is None or kept.act.server != server or kept.ends_at <= self._ground.clock.now():
                raise Refusal("moderation.undo.too_late")
            way = self._way(kept.act)
            if way.state(tx, kept.act) != kept.after:
                raise Refusal("moderation.undo.changed_since")
            with noting(Act(UNDONE, server, kept.act.circle, number)):
                way.restore(tx, kept.act, kept.before)
            self._store.drop(tx, number)
            self._ground.dues.drop(tx, ENDS, number)
            return kept.act

        act = await self._ground.acts.do(visitor, work)
        self._ground.changed()
        await self._way(act).after(act)
        return Undone(act.kind)

    def _way(self, act: Act) -> Way:
        way = self._ledger.way(act.kind)
        if way is None:
            raise Refusal("moderation.undo.too_late")
        return way

    def forget(self, tx: Transaction, _: PersonNumber) -> None:
        """Let nothing be undone any more once somebody is erased: what stood before may name them as a number."""
        self._store.drop_all(tx)

    def expire(self, tx: Transaction, now: datetime) -> int:
        """Let go of what nothing else ended, and answer how much that was."""
        return self._store.expire(tx, now)

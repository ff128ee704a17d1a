"""Taking no notes from somebody for a while, of whom nobody learns who it is (R61, R62)."""

from datetime import date, timedelta

from bot.core.ids import CircleId, PlatformId
from bot.core.ports import Clock
from bot.core.storage.database import Transaction
from bot.core.storage.keyring import Keyring
from bot.notes.store import blocks

PAUSE_LEAST = 1
"""Days of the shortest pause (R61)."""

PAUSE_MOST = 90
"""Days of the longest."""

_PEPPER = "blind block"
"""The secret of pauses; it is made from the root of the key file, which `hearth keys rotate` leaves as it is."""


class Pausing:
    """Marks stand for a circle and an account together: neither leaving nor being forgotten ends a pause.

    A mark is 32 bytes, of which no two are ever the same by chance: nobody else is refused. Nothing leads from a
    mark to an account; one can only ask whether a given account is paused, and only with the key file.
    """

    def __init__(self, keyring: Keyring, clock: Clock) -> None:
        self._keyring = keyring
        self._clock = clock

    def tag(self, circle: CircleId, who: PlatformId) -> bytes:
        """Answer the mark of an account in a circle."""
        return self._keyring.tag(_PEPPER, str(circle), str(who))

    def pause(self, tx: Transaction, tag: bytes, days: int) -> None:
        """Take no note from a mark's account for 1 to 90 days, inside a transaction; ValueError otherwise."""
        if not PAUSE_LEAST <= days <= PAUSE_MOST:
            raise ValueError("a pause lasts 1 to 90 days")
        # Whole days: a moment would lead from a pause to the note it came with.
        blocks.block(tx, tag, self._today() + timedelta(days=days + 1))

    def release(self, tx: Transaction, tag: bytes) -> bool:
        """End a pause inside a transaction, and tell whether there was one."""
        return blocks.release(tx, tag)

    def until(self, tx: Transaction, circle: CircleId, who: PlatformId) -> date | None:
        """Answer the day from which on notes of an account are taken again, or None where they are now."""
        return blocks.blocked_until(tx, self.tag(circle, who), self._today())

    def _today(self) -> date:
        return self._clock.now().date()

"""The keys of notes: made before a note is kept, destroyed at their time, and then nothing leads to its writer."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import datetime

from bot.core.ids import DataKey
from bot.core.ports import Clock
from bot.core.storage.database import Database, NotScrubbed, Transaction
from bot.core.storage.keyring import NO_SERVER, Keyring, Unreadable, Where
from bot.notes import store
from bot.notes.model import NoteId

LOG = logging.getLogger(__name__)


class NoteKeys:
    """One key for each note, in the people file, which ordinary backups do not hold (R59).

    A key is wrapped under the newest master key. Older ones stay for 14 days, longer than any note's key is there:
    renewing the master key leaves every note readable.
    """

    def __init__(self, people_file: Database, keyring: Keyring, clock: Clock) -> None:
        self._people = people_file
        self._keyring = keyring
        self._clock = clock
        self._follow: Callable[[], Awaitable[None]] | None = None

    def on_destroyed(self, follow: Callable[[], Awaitable[None]]) -> None:
        """Have the copy of the people file follow; it raises `NotScrubbed` if it cannot."""
        self._follow = follow

    async def make(self, note: NoteId, until: datetime) -> DataKey:
        """Draw and keep a note's key; call it before the note itself is kept."""
        key = self._keyring.new_key()
        wrapped = self._keyring.wrap(key, _place(note))
        await self._people.write(lambda tx: store.add_key(tx, note, wrapped, until))
        return key

    async def find(self, notes: Iterable[NoteId]) -> dict[NoteId, DataKey]:
        """Answer the keys of notes; one whose time is over is missing, whether it was destroyed yet or not."""
        wanted, now = tuple(notes), self._clock.now()
        wrapped = await self._people.read(lambda tx: store.keys(tx, wanted, now))
        found: dict[NoteId, DataKey] = {}
        for note, one in wrapped.items():
            with suppress(Unreadable):
                found[note] = self._keyring.unwrap(one, _place(note))
        return found

    async def destroy(self, note: NoteId) -> None:
        """Destroy a note's key now, with every copy; done as well if it was gone."""
        if await self._people.write(lambda tx: store.drop_key(tx, note)):
            await self._leave_no_copy()

    async def expire(self, now: datetime) -> None:
        """Destroy every key whose time is over, also one whose time passed while nothing ran."""
        gone = 0

        def work(tx: Transaction) -> int:
            return store.expire_keys(tx, now)

        while some := await self._people.write(work):
            gone += some
        if gone:
            await self._leave_no_copy()

    async def _leave_no_copy(self) -> None:
        try:
            await self._people.scrub()
            if self._follow is not None:
                await self._follow()
        except NotScrubbed:
            LOG.warning("notes: copies of keys that went could not be removed; it is tried again tonight")


def _place(note: NoteId) -> Where:
    return Where("note_key", note, NO_SERVER, "wrapped_key")

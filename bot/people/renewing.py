"""Renewing the master key: every person's key is wrapped anew, a few at a time, while the bot runs or while not."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.core.keeping import NotKept
from bot.core.ports import Chance
from bot.core.refusals import SettingsFault
from bot.core.storage.database import Database, NotScrubbed, Transaction
from bot.core.storage.keychange import drop_older
from bot.core.storage.keyring import NO_SERVER, Keyring, Unreadable, Where
from bot.people import store

LOG = logging.getLogger(__name__)

AT_ONCE = 100
"""How many keys one transaction wraps anew, so that nobody who presses waits for it."""

_HEAD = 3
"""Bytes that tell which master key a key is wrapped under."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many keys there are, and how many of them are under the newest master key."""

    all: int
    renewed: int

    @property
    def done(self) -> bool:
        """Tell whether nothing needs an older master key any more."""
        return self.all == self.renewed


class Renewing:
    """Takes a new master key in, wraps what is wrapped, and lets old master keys go after 14 days."""

    def __init__(self, people_file: Database, keyring: Keyring, chance: Chance, key_file: Path) -> None:
        self._people = people_file
        self._keyring = keyring
        self._chance = chance
        self._file = key_file
        self._seen: int | None = None
        self._follow: Callable[[], Awaitable[None]] | None = None

    def on_renewed(self, follow: Callable[[], Awaitable[None]]) -> None:
        """Have the copy of the people file follow; it raises `NotScrubbed` if it cannot."""
        self._follow = follow

    async def check(self) -> None:
        """Make sure at start that no person's key needs a master key that is not in the file.

        Raises `SettingsFault` for a key file from before a renewal: with it nobody's own words could be read.
        """
        heads = await self._people.read(lambda tx: store.heads(tx, _HEAD))
        if not all(self._keyring.knows_master_of(head) for head in heads):
            raise SettingsFault(
                f"The key file {self._file} is older than the last `hearth keys rotate`: a master key is missing "
                "that people's own keys need, so put your newest copy of the key file there."
            )

    async def look(self) -> None:
        """Go on with a renewal the host asked for, if there is one; called at every wake, never raising."""
        try:
            changed = self._file.stat().st_mtime_ns
            if changed == self._seen:
                return
            self._keyring.take_in(self._file)
            if self._keyring.has_older:
                await self.finish()
            self._seen = changed
        except Exception as fault:
            # Whatever it is, such as a full disk: the wake it is part of has asks for help to carry.
            LOG.error("keys: the key file could not be looked at (%s); it is tried again", type(fault).__name__)

    async def finish(self, told: Callable[[Progress], None] = lambda _: None) -> Progress:
        """Wrap anew whatever is under an older master key; taken up where it stood, however often it is cut off."""
        before = await self.progress()
        if before.done:
            return before
        last, going = 0, True
        while going:
            last, going = await self._people.write(lambda tx, last=last: self._some(tx, last))
            told(await self.progress())
        if self._follow is not None:
            await self._follow()
        # The old wrappings would stay readable in the file with an old key file.
        await self._people.scrub()
        return await self.progress()

    async def progress(self) -> Progress:
        """Answer how far it is."""
        return await self._people.read(lambda tx: progress_in(tx, self._keyring))

    async def let_go(self, now: datetime) -> None:
        """Take old master keys out of the file once nothing needs them, and 14 days after the newest came."""
        if not self._keyring.has_older:
            return
        try:
            if (await self.finish()).done and drop_older(self._file, self._chance, now.date()):
                LOG.info("keys: old master keys were taken out of the key file")
        except (OSError, NotKept, SettingsFault, NotScrubbed) as fault:
            LOG.error("keys: old master keys could not be let go (%s)", type(fault).__name__)

    def _some(self, tx: Transaction, after: int) -> tuple[int, bool]:
        records = store.after(tx, after, AT_ONCE)
        for record in records:
            if not self._keyring.is_newest(record.wrapped_key):
                self._one(tx, record)
        return (records[-1].person, len(records) == AT_ONCE) if records else (after, False)

    def _one(self, tx: Transaction, record: store.Record) -> None:
        where = Where("people", record.person, NO_SERVER, "wrapped_key")
        try:
            key = self._keyring.unwrap(record.wrapped_key, where)
        except Unreadable:
            # Damaged or tampered with: it stays as it is, and the old master key stays with it.
            return
        store.rewrap(tx, record, self._keyring.wrap(key, where))


def progress_in(tx: Transaction, keyring: Keyring) -> Progress:
    """Answer how far a renewal is, inside a look at the people file."""
    heads = store.heads(tx, _HEAD)
    return Progress(sum(heads.values()), sum(held for head, held in heads.items() if keyring.is_newest(head)))

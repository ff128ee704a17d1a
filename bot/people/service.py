"""Who someone is to Hearth: found, let in, forgotten; and what they settled for all circles."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any, cast

from bot.core.ids import DataKey, Person, PersonNumber, PlatformId
from bot.core.ports import Chance
from bot.core.refusals import SettingsFault
from bot.core.storage.database import Database, Transaction
from bot.core.storage.keyring import NO_SERVER, Keyring, Unreadable, Where
from bot.people import proving, store
from bot.people.apart import Apart
from bot.people.model import QuietHours, Settings

_SETTINGS_BLOCK = 128
"""All settings fill one block of this many bytes, so that its length does not tell which were made."""

LATELY = 256
"""People who are known again without the file, none of them from before the last forgetting.

Their keys lie open in memory, as the keys that open every row of the file do.
"""


class People:
    """Keeps persons in the people file and their settings in the main file."""

    def __init__(self, people_file: Database, main: Database, keyring: Keyring, chance: Chance) -> None:
        self._people = people_file
        self._main = main
        self._keyring = keyring
        self._chance = chance
        self._turns: dict[PlatformId, _Turn] = {}
        self._lately: dict[bytes, Person] = {}
        self._last: tuple[PlatformId, Person] | None = None
        self._forgettings = 0
        self._on_forgotten: list[Callable[[], Awaitable[None]]] = []
        self.apart = Apart(main, keyring, chance)

    def on_forgotten(self, told: Callable[[], Awaitable[None]]) -> None:
        """Have a copy of the people file follow within each `forget`; it raises `NotScrubbed` if it cannot."""
        self._on_forgotten.append(told)

    async def prove_keys(self) -> None:
        """Make sure at start that the key file belongs to this people file; raises `SettingsFault` if not.

        With a wrong key file everyone would be a stranger, and would be let in a second time.
        """
        new = proving.new_proof(self._keyring)

        def work(tx: Transaction) -> bytes:
            kept = store.key_proof(tx)
            if kept is None:
                store.set_key_proof(tx, new)
            return kept or new

        if not proving.proves(self._keyring, await self._people.write(work)):
            raise SettingsFault(
                f"The key file (fingerprint {self._keyring.fingerprint()}) is not the one the people file was "
                "made with: restore your own key file, or the people file that belongs to this one."
            )

    async def find(self, platform_id: PlatformId) -> Person | None:
        """Answer the person, or None for a stranger; writes nothing (promise 1).

        Within one turn a person is looked up once. Raises `Unreadable` if the row was tampered with.
        """
        turn = self._turns.get(platform_id)
        if turn is not None and turn.found is not None:
            return turn.found
        before = self._forgettings
        person = await self._found(platform_id)
        # What was read while somebody was being forgotten may be older than that.
        if turn is not None and before == self._forgettings:
            turn.found = person
        return person

    def look(self, platform_id: PlatformId) -> Person | None:
        """Answer what `find` answers, at once; raises `NotNow` where one would have to wait for it."""
        if self._last is not None and self._last[0] == platform_id:
            return self._last[1]
        lookup = self._keyring.lookup(platform_id)
        person = self._lately.get(lookup)
        if person is None:
            record = self._people.look(lambda tx: store.by_lookup(tx, lookup))
            person = record and self._keep_lately(lookup, self._recognised(record, platform_id))
        # One press looks more than once, and always for the same person.
        self._last = None if person is None else (platform_id, person)
        return person

    async def _found(self, platform_id: PlatformId) -> Person | None:
        """Answer the person; without the file if they were found lately, and nobody was forgotten since."""
        lookup = self._keyring.lookup(platform_id)
        person, before = self._lately.get(lookup), self._forgettings
        if person is not None:
            return person
        record = await self._people.glance(lambda tx: store.by_lookup(tx, lookup))
        if record is None:
            return None
        person = self._recognised(record, platform_id)
        return person if before != self._forgettings else self._keep_lately(lookup, person)

    def _keep_lately(self, lookup: bytes, person: Person) -> Person:
        self._lately[lookup] = person
        if len(self._lately) > LATELY:
            del self._lately[next(iter(self._lately))]
        return person

    async def admit(self, platform_id: PlatformId) -> Person:
        """Answer the person, made known now if they were a stranger; two at once make one person.

        Call it only with a yes in hand (promise 1).
        """
        known = await self.find(platform_id)
        if known is not None:
            return known
        while True:
            record, person = self._newcomer(platform_id)
            # Before as well: after a crash in between, they would be known and met all the same.
            await self.apart.known_as(platform_id, record.person)
            kept = await self._people.write(lambda tx, record=record: _kept_or_added(tx, record))
            if kept is not None:
                # Whoever would rather not meet them may have said so before they came.
                await self.apart.known_as(platform_id, kept.person)
                return person if kept == record else self._recognised(kept, platform_id)
            # The drawn number belongs to someone else: draw again.

    async def keep_apart(self, person: Person, who: PlatformId) -> None:
        """Put somebody on a person's list of whom they would rather not meet; else as `Apart.add`."""
        await self.apart.add(person, who)
        # Looked up after the entry stands, so that whoever comes at this very moment is not missed.
        other = await self.find(who)
        if other is not None:
            await self.apart.known_as(who, other.number)

    async def get(self, numbers: Iterable[PersonNumber]) -> dict[PersonNumber, Person]:
        """Answer the persons with these numbers; whoever was forgotten is missing from the answer."""
        wanted = tuple(numbers)
        found = await self._people.read(lambda tx: [store.by_number(tx, number) for number in wanted])
        return {record.person: self._person(record) for record in found if record is not None}

    async def reveal(self, number: PersonNumber) -> PlatformId | None:
        """Answer who a number stands for on the platform, or None if they were forgotten."""
        known = await self.known(number)
        return None if known is None else known[1]

    async def known(self, number: PersonNumber) -> tuple[Person, PlatformId] | None:
        """Answer a person and who they are on the platform in one look, or None if they were forgotten."""
        record = await self._people.read(lambda tx: store.by_number(tx, number))
        if record is None:
            return None
        person = self._person(record)
        return person, self._platform_id(record, person.key)

    async def forget(self, number: PersonNumber) -> None:
        """Destroy the person's key and the way from their id to their number, and every copy of them.

        Whatever stays elsewhere is a random number and unreadable. Their rows in the main file are removed by
        privacy, from the FEATURE tables. May be repeated; after a crash or `NotScrubbed` it must be.
        """
        try:
            await self._people.write(lambda tx: store.remove(tx, number))
        finally:
            self._find_anew()
        # Even if there was no row: an earlier try may have ended between removing and scrubbing.
        try:
            for told in self._on_forgotten:
                await told()
        finally:
            await self._people.scrub()

    def _find_anew(self) -> None:
        # No one's turn goes on with somebody who may be gone.
        self._forgettings += 1
        self._lately.clear()
        self._last = None
        for turn in self._turns.values():
            turn.found = None

    @asynccontextmanager
    async def turn(self, platform_id: PlatformId) -> AsyncGenerator[None]:
        """Let one person's presses happen one after the other; not to be taken twice inside itself."""
        turn = self._turns.setdefault(platform_id, _Turn())
        turn.waiting += 1
        try:
            async with turn.lock:
                turn.found = None
                yield
        finally:
            turn.waiting -= 1
            if not turn.waiting:
                del self._turns[platform_id]

    async def settings(self, person: Person) -> Settings:
        """Answer what the person settled; empty settings if nothing."""
        return await self._main.read(lambda tx: self.settings_in(tx, person))

    def settings_in(self, tx: Transaction, person: Person) -> Settings:
        """Answer the same inside a transaction of the main file."""
        return tx.known(("settings", person.number), lambda tx: self._read_settings(tx, person))

    def _read_settings(self, tx: Transaction, person: Person) -> Settings:
        sealed = store.settings(tx, person.number)
        if sealed is None:
            return Settings()
        return _settings_from(self._keyring.unseal(person.key, sealed, _settings_place(person.number)))

    async def save_settings(self, person: Person, settings: Settings) -> None:
        """Keep what the person settled in place of what was; empty settings leave no row.

        Call it only with their yes to `people.settings` (promise 1).
        """
        if settings == Settings():
            await self.drop_settings(person)
            return
        where = _settings_place(person.number)
        sealed = self._keyring.seal(person.key, _settings_text(settings), where, _SETTINGS_BLOCK)
        await self._main.write(lambda tx: store.save_settings(tx, person.number, sealed))

    async def drop_settings(self, person: Person) -> None:
        """Let go of what the person settled, as when their yes is taken back; done as well if nothing was."""
        await self._main.write(lambda tx: store.remove_settings(tx, person.number))

    def drop_settings_in(self, tx: Transaction, number: PersonNumber) -> None:
        """Let go of what a person settled inside a transaction of the main file."""
        store.remove_settings(tx, number)

    def _newcomer(self, platform_id: PlatformId) -> tuple[store.Record, Person]:
        person = Person(PersonNumber(self._chance.number()), self._keyring.new_key())
        sealed_id = self._keyring.seal(person.key, str(platform_id), _place(person.number, "sealed_id"))
        wrapped_key = self._keyring.wrap(person.key, _place(person.number, "wrapped_key"))
        return store.Record(person.number, self._keyring.lookup(platform_id), sealed_id, wrapped_key), person

    def _person(self, record: store.Record) -> Person:
        key = self._keyring.unwrap(record.wrapped_key, _place(record.person, "wrapped_key"))
        return Person(record.person, key)

    def _recognised(self, record: store.Record, platform_id: PlatformId) -> Person:
        # A row's look-up value could be swapped with another's in the file, to stand in for them.
        person = self._person(record)
        if self._platform_id(record, person.key) != platform_id:
            raise Unreadable
        return person

    def _platform_id(self, record: store.Record, key: DataKey) -> PlatformId:
        return PlatformId(int(self._keyring.unseal(key, record.sealed_id, _place(record.person, "sealed_id"))))


class _Turn:
    """Who waits for one person's turn, the one whose turn it is included; `found` is the person, once looked up."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.waiting = 0
        self.found: Person | None = None


def _kept_or_added(tx: Transaction, record: store.Record) -> store.Record | None:
    kept = store.by_lookup(tx, record.lookup)
    if kept is not None:
        return kept
    return record if store.add(tx, record) else None


def _place(number: PersonNumber, column: str) -> Where:
    return Where("people", number, NO_SERVER, column)


def _settings_place(number: PersonNumber) -> Where:
    return Where("person_settings", number, NO_SERVER, "sealed")


def _settings_text(settings: Settings) -> str:
    quiet = settings.quiet
    span = None if quiet is None else [quiet.start_minute, quiet.end_minute, quiet.zone]
    return json.dumps({"language": settings.language, "quiet": span}, separators=(",", ":"))


def _settings_from(text: str) -> Settings:
    kept = cast(dict[str, Any], json.loads(text))
    span = kept["quiet"]
    return Settings(kept["language"], None if span is None else QuietHours(*span))

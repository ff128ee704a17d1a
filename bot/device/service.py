"""A phrase before what is one's own: setting it, typing it, and letting go of it."""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import datetime

from bot.consent.service import Consents
from bot.core.ground import Ground
from bot.core.ids import EVERYWHERE, CircleId, Person, PersonNumber, PlatformId, Private, Visitor
from bot.core.lanes import Lane
from bot.core.notices import Notice
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.core.storage.keyring import COST, NO_SERVER, Cost, Keyring, Unreadable, Where, stretched
from bot.device import PHRASE, notices, store
from bot.device.model import (
    GOES_AFTER,
    OPEN_FOR,
    TRIES,
    WAITS_FOR,
    Erased,
    NotAPhrase,
    Own,
    Phrase,
    Tried,
    a_phrase,
    same,
)
from bot.people.service import People

GOES = "device.phrase_goes"
"""The kind of due row that lets go of a phrase somebody forgot."""

_SALT_BYTES = 16


class Device:
    """What is for a phone that somebody else may look through.

    The phrase is asked for in one place, before the handlers that are marked for it; whoever else needs a right
    phrase, as an export does, asks `accepts`.
    """

    def __init__(self, ground: Ground, keyring: Keyring, people: People, consents: Consents) -> None:
        self._ground = ground
        self._database = ground.database
        self._keyring = keyring
        self._people = people
        self._consents = consents
        self._open: dict[PersonNumber, datetime] = {}
        self._hashing = asyncio.Lock()
        self._erase: Callable[[Visitor], Awaitable[Erased]] | None = None
        ground.dues.handle(GOES, self._let_go)
        consents.on_withdrawal(self._withdrawn)

    def erase_with(self, erase: Callable[[Visitor], Awaitable[Erased]]) -> None:
        """Have everything about somebody erased by whoever can."""
        self._erase = erase

    def forget(self, tx: Transaction, person: PersonNumber) -> None:
        """Let go of what is due about somebody, inside the transaction that erases them."""
        self._drop(tx, person)

    def _withdrawn(self, tx: Transaction, person: PersonNumber, circle: CircleId, purpose: str) -> None:
        if (circle, purpose) == (EVERYWHERE, PHRASE):
            self._drop(tx, person)

    def _drop(self, tx: Transaction, person: PersonNumber) -> None:
        kept = store.phrase_of(tx, person)
        if kept is not None:
            self._ground.dues.drop(tx, GOES, kept.phrase)
            store.drop_phrase(tx, person)

    async def has_phrase(self, platform_id: PlatformId) -> bool:
        """Tell whether somebody set a phrase."""
        return await self._of(platform_id) is not None

    async def _of(self, platform_id: PlatformId) -> tuple[Person, Phrase] | None:
        person = await self._people.find(platform_id)
        kept = await self._database.glance(lambda tx: store.phrase_of(tx, person.number)) if person else None
        return None if person is None or kept is None else (person, kept)

    async def accepts(self, platform_id: PlatformId, words: Private) -> bool:
        """Tell whether words are somebody's phrase; False where they set none, and while no try is looked at.

        A wrong one counts like any other try.
        """
        return await self._tried(platform_id, words) is Tried.RIGHT

    async def _tried(self, platform_id: PlatformId, words: Private) -> Tried:
        found = await self._of(platform_id)
        if found is None or found[1].waits(self._ground.clock.now()):
            # Nothing is looked at: twenty tries in a row cost a read each, and tell nobody anything.
            return Tried.NOTHING
        person, kept = found
        right = await self._matches(person, kept, words)
        if right and kept.wrong == 0 and kept.waits_until is None:
            return Tried.RIGHT
        return await self._database.write(lambda tx: self._counted(tx, kept.phrase, right=right))

    def _counted(self, tx: Transaction, phrase: int, *, right: bool) -> Tried:
        kept = store.phrase(tx, phrase)
        if kept is None:
            return Tried.NOTHING
        if right:
            store.save_phrase(tx, replace(kept, wrong=0, waits_until=None))
            return Tried.RIGHT
        # In the row, so that a start in between gives no further tries.
        if kept.wrong + 1 < TRIES:
            store.save_phrase(tx, replace(kept, wrong=kept.wrong + 1))
            return Tried.WRONG
        store.save_phrase(tx, replace(kept, wrong=0, waits_until=self._ground.clock.now() + WAITS_FOR))
        return Tried.NOTHING

    async def _matches(self, person: Person, kept: Phrase, words: Private) -> bool:
        try:
            plain = self._keyring.unseal(person.key, kept.sealed, _place(kept.phrase))
        except Unreadable:
            return False
        sheet = json.loads(plain)
        made = await self._stretched(same(words), bytes.fromhex(sheet["salt"]), Cost(*sheet["cost"]))
        return hmac.compare_digest(made, bytes.fromhex(sheet["hash"]))

    async def _stretched(self, words: Private, salt: bytes, cost: Cost) -> bytes:
        # One at a time: each takes 19 MiB, and a crowd of tries must take no more.
        async with self._hashing:
            return await asyncio.to_thread(stretched, words, salt, cost)

    async def set(self, visitor: Visitor, words: str, again: str) -> Own:
        """Keep a phrase; the press below the words that say what it can and cannot do is the yes to it.

        Raises Refusal for words that make none, and where there is one already: whoever holds the phone could
        change it otherwise.
        """
        if await self.has_phrase(visitor.platform_id):
            raise Refusal("device.refused.has_one")
        try:
            phrase = a_phrase(words, again)
        except NotAPhrase as fault:
            raise Refusal(f"device.refused.{fault.reason}") from fault
        salt = self._ground.chance.bytes(_SALT_BYTES)
        made = await self._stretched(phrase, salt, COST)
        await self._consents.give_version(
            visitor.platform_id, EVERYWHERE, PHRASE, self._consents.purpose(PHRASE).version
        )
        person = await self._people.admit(visitor.platform_id)
        await self._keep(person, salt, made)
        # The form was filled in just now: the next screen opens without it.
        self._opened(person.number)
        return await self.own(visitor)

    async def _keep(self, person: Person, salt: bytes, made: bytes) -> None:
        number = self._ground.chance.number()
        cost = [COST.rounds, COST.lanes, COST.kibibytes]
        sheet = json.dumps({"salt": salt.hex(), "hash": made.hex(), "cost": cost})
        sealed = self._keyring.seal(person.key, sheet, _place(number))
        await self._database.write(lambda tx: store.save_phrase(tx, Phrase(number, person.number, sealed)))

    async def before(self, visitor: Visitor, wanted: str, typed: Iterable[Private] = ()) -> Notice | None:
        """Answer the screen to show in place of something that is the visitor's own, or None where it is open."""
        found = await self._of(visitor.platform_id)
        if found is None or self._is_open(found[0].number):
            return None
        return notices.locked(found[1], self._ground.clock.now(), wanted, tuple(typed))

    async def open(self, visitor: Visitor, words: Private) -> Tried:
        """Open what is the visitor's own for ten minutes, if the words are right; kept in memory alone."""
        tried = await self._tried(visitor.platform_id, words)
        person = await self._people.find(visitor.platform_id)
        if tried is Tried.RIGHT and person is not None:
            self._opened(person.number)
        return tried

    def _opened(self, person: PersonNumber) -> None:
        now = self._ground.clock.now()
        self._open = {one: until for one, until in self._open.items() if now < until}
        self._open[person] = now + OPEN_FOR

    def _is_open(self, person: PersonNumber) -> bool:
        now = self._ground.clock.now()
        until = self._open.get(person)
        # A clock that was set back leaves nothing open for longer.
        return until is not None and now < until <= now + OPEN_FOR

    async def lock(self, visitor: Visitor) -> bool:
        """Close it again at once; answers whether there is a phrase to open it with."""
        person = await self._people.find(visitor.platform_id)
        if person is not None:
            self._open.pop(person.number, None)
        return await self.has_phrase(visitor.platform_id)

    async def own(self, visitor: Visitor) -> Own:
        """Answer how it stands with the visitor's phone."""
        person = await self._people.find(visitor.platform_id)
        if person is None:
            return Own()

        def look(tx: Transaction) -> Own:
            kept = store.phrase_of(tx, person.number)
            return Own(kept is not None, None if kept is None else kept.goes_at)

        return await self._database.glance(look)

    async def remove(self, visitor: Visitor, words: Private) -> Tried:
        """Let go of the phrase, with it; otherwise as `open`."""
        tried = await self._tried(visitor.platform_id, words)
        if tried is Tried.RIGHT:
            await self._consents.withdraw(visitor.platform_id, EVERYWHERE, PHRASE)
            self._ground.changed()
        return tried

    async def remove_later(self, visitor: Visitor) -> datetime | None:
        """Let go of it in seven days, without it; asked again the first day stands (R43). None without a phrase."""
        found = await self._of(visitor.platform_id)
        if found is None:
            return None

        def work(tx: Transaction) -> datetime | None:
            kept = store.phrase(tx, found[1].phrase)
            if kept is None or kept.goes_at is not None:
                return None if kept is None else kept.goes_at
            at = self._ground.clock.now() + GOES_AFTER
            store.save_phrase(tx, replace(kept, goes_at=at))
            self._ground.dues.add(tx, GOES, kept.phrase, at, Lane.CLEAN_UP)
            return at

        at = await self._database.write(work)
        self._ground.changed()
        return at

    async def keep(self, visitor: Visitor) -> None:
        """Keep the phrase after all, in one press that needs none; done as well if nothing was asked for."""
        found = await self._of(visitor.platform_id)
        if found is None:
            return

        def work(tx: Transaction) -> None:
            kept = store.phrase(tx, found[1].phrase)
            if kept is not None:
                store.save_phrase(tx, replace(kept, goes_at=None))
                self._ground.dues.drop(tx, GOES, kept.phrase)

        await self._database.write(work)

    async def _let_go(self, phrase: int) -> None:
        kept = await self._database.glance(lambda tx: store.phrase(tx, phrase))
        if kept is None or kept.goes_at is None or kept.goes_at > self._ground.clock.now():
            return
        who = await self._people.reveal(kept.person)
        if who is not None:
            await self._consents.withdraw(who, EVERYWHERE, PHRASE)

    async def stop(self, visitor: Visitor) -> None:
        """Stop everything without the phrase (R26); the phrase stays, or a stop would open what it closes."""
        await self._consents.stop(visitor.platform_id)
        self._ground.changed()

    async def erase(self, visitor: Visitor) -> Erased:
        """Erase everything without the phrase and without showing any of it (R26)."""
        if self._erase is None:
            raise Refusal("core.stale")
        return await self._erase(visitor)


def _place(phrase: int) -> Where:
    return Where("device_phrase", phrase, NO_SERVER, "sealed")

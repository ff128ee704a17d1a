"""Clearing what Hearth sent in direct messages: paced, taken up after a start, and reported truly (R38)."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.ground import Ground
from bot.core.ids import MessageId, Person, PersonNumber, PlatformId, Visitor, Whispered
from bot.core.lanes import Lane
from bot.core.ports import CannotKeep, Why
from bot.core.storage.database import Transaction
from bot.device import store
from bot.device.model import REPORT_STAYS, Cleared, Clearing
from bot.people.service import People

CLEARS = "device.clears"
"""The kind of due row that clears somebody's direct messages."""

AGAIN_AFTER = timedelta(minutes=1)
"""How long it rests where the platform does not answer."""

PAGES_WITHIN_A_PRESS = 3
"""Pages of messages that are cleared for somebody of whom nothing is kept, while they wait."""


class Clearings:
    """Takes Hearth's own messages out of direct messages; it knows none of them by their words."""

    def __init__(self, ground: Ground, people: People) -> None:
        self._ground = ground
        self._database = ground.database
        self._front = ground.front
        self._people = people
        ground.beside.handle(CLEARS, self._go_on, Lane.CLEAN_UP)

    async def clear(self, visitor: Visitor) -> Cleared:
        """Begin to clear everything, or answer how far it is; pressed again after its end, it begins anew.

        Of somebody Hearth keeps nothing about, nothing is kept for this either: a few hundred go while they wait.
        """
        person = await self._people.find(visitor.platform_id)
        if person is None:
            return await self._at_once(visitor.platform_id)
        kept = await self._database.write(lambda tx: self._begin(tx, person))
        self._ground.changed()
        return _told(kept)

    def _begin(self, tx: Transaction, person: Person) -> Clearing:
        kept = store.clearing_of(tx, person.number)
        if kept is not None and kept.done_at is None:
            return kept
        number = self._ground.chance.number() if kept is None else kept.clearing
        begun = Clearing(number, person.number)
        store.save_clearing(tx, begun)
        self._ground.dues.add(tx, CLEARS, number, self._ground.clock.now(), Lane.CLEAN_UP)
        return begun

    async def look(self, visitor: Visitor) -> Cleared | None:
        """Answer how far it is, or None where nothing was begun or its report has gone."""
        person = await self._people.find(visitor.platform_id)
        if person is None:
            return None
        kept = await self._database.read(lambda tx: store.clearing_of(tx, person.number))
        return None if kept is None else _told(kept)

    async def _go_on(self, number: int) -> datetime | None:
        kept = await self._database.read(lambda tx: store.clearing(tx, number))
        who = None if kept is None else await self._people.reveal(kept.person)
        if kept is None or who is None or kept.done_at is not None:
            return None
        more = True
        while more:
            try:
                page, begins = await self._front.own_whispers(who, kept.reached)
            except CannotKeep as fault:
                if fault.why is Why.NOT_ANSWERED:
                    return self._ground.clock.now() + AGAIN_AFTER
                # Nothing there can be read any more, and so nothing be cleared.
                page, begins = (), None
            for one in page:
                why = await self._taken_back(who, one)
                if why is Why.NOT_ANSWERED:
                    return self._ground.clock.now() + AGAIN_AFTER
                # One at a time, so that a crash loses at most one from the count, and clears none twice.
                kept = _after(kept, one.message, went=why is None)
                if not await self._note(kept):
                    return None
            more = begins is not None
            kept = replace(kept, reached=begins or kept.reached)
        await self._note(replace(kept, done_at=self._ground.clock.now()))
        return None

    async def _note(self, kept: Clearing) -> bool:
        """Keep how far it is; False where its person was erased meanwhile."""

        def work(tx: Transaction) -> bool:
            stands = store.clearing(tx, kept.clearing) is not None
            if stands:
                store.save_clearing(tx, kept)
            return stands

        return await self._database.write(work)

    async def _taken_back(self, who: PlatformId, one: Whispered) -> Why | None:
        try:
            await self._front.take_back_whisper(who, one.message)
        except CannotKeep as fault:
            return fault.why
        return None

    async def _at_once(self, who: PlatformId) -> Cleared:
        removed, stays, begins = 0, 0, None
        for _ in range(PAGES_WITHIN_A_PRESS):
            page, begins = await self._front.own_whispers(who, begins)
            whys = [await self._taken_back(who, one) for one in page]
            removed += sum(why is None for why in whys)
            stays += sum(why is not None for why in whys)
            if begins is None:
                return Cleared(removed, stays, done=True)
        return Cleared(removed, stays, by_itself=False)

    def forget(self, tx: Transaction, person: PersonNumber) -> None:
        """Let go of what is due about somebody, inside the transaction that erases them."""
        kept = store.clearing_of(tx, person)
        if kept is not None:
            self._ground.dues.drop(tx, CLEARS, kept.clearing)

    def expire(self, tx: Transaction, now: datetime) -> int:
        """Let go of reports that are a day old, and answer how many rows went."""
        return store.expire_clearings(tx, now - REPORT_STAYS)


def _after(kept: Clearing, reached: MessageId, *, went: bool) -> Clearing:
    return replace(kept, reached=reached, removed=kept.removed + went, stays=kept.stays + (not went))


def _told(kept: Clearing) -> Cleared:
    return Cleared(kept.removed, kept.stays, done=kept.done_at is not None)

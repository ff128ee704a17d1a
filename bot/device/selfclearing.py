"""The neutral message clears itself: when it was opened, and at the latest after a time of one's own (R39)."""

from datetime import datetime, timedelta

from bot.consent.service import Consents
from bot.core.ground import Ground
from bot.core.ids import EVERYWHERE, CircleId, PersonNumber, Visitor
from bot.core.lanes import Lane
from bot.core.ports import CannotKeep, Why
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.device import SELF_CLEARING, store
from bot.device.model import HOURS, SelfClearing
from bot.people.service import People

SELF_CLEARS = "device.self_clears"
"""The kind of due row that takes the neutral message back."""

NEUTRAL = "mailbox:open"
"""The custom id of the neutral message's button: nothing else that was sent clears itself."""

AGAIN_AFTER = timedelta(minutes=1)
"""How long it rests where the platform does not answer."""


class SelfClearings:
    """Keeps the choice, and takes the message back by itself; no message's number is kept for it."""

    def __init__(self, ground: Ground, people: People, consents: Consents) -> None:
        self._ground = ground
        self._database = ground.database
        self._people = people
        self._consents = consents
        ground.beside.handle(SELF_CLEARS, self._clear, Lane.CLEAN_UP)
        consents.on_withdrawal(self._withdrawn)

    def _withdrawn(self, tx: Transaction, person: PersonNumber, circle: CircleId, purpose: str) -> None:
        if (circle, purpose) == (EVERYWHERE, SELF_CLEARING):
            self.forget(tx, person)
            store.drop_choice(tx, person)

    def forget(self, tx: Transaction, person: PersonNumber) -> None:
        """Let go of what is due about somebody, inside the transaction that erases them."""
        kept = store.choice_of(tx, person)
        if kept is not None:
            self._ground.dues.drop(tx, SELF_CLEARS, kept.choice)

    def whispered(self, tx: Transaction, person: PersonNumber) -> None:
        """Hear inside the transaction that the neutral message was sent: it goes after the time they chose."""
        kept = store.choice_of(tx, person)
        if kept is not None and self._ground.dues.due_at(tx, SELF_CLEARS, kept.choice) is None:
            at = self._ground.clock.now() + timedelta(hours=kept.hours)
            self._ground.dues.add(tx, SELF_CLEARS, kept.choice, at, Lane.CLEAN_UP)

    def opened(self, tx: Transaction, person: PersonNumber) -> None:
        """Hear inside the transaction that what waited was opened: the message has done what it was for."""
        kept = store.choice_of(tx, person)
        if kept is not None:
            self._ground.dues.add(tx, SELF_CLEARS, kept.choice, self._ground.clock.now(), Lane.CLEAN_UP)

    async def look(self, visitor: Visitor) -> int | None:
        """Answer after how many hours the visitor's message goes, or None where it stays."""
        person = await self._people.find(visitor.platform_id)
        if person is None:
            return None
        kept = await self._database.read(lambda tx: store.choice_of(tx, person.number))
        return None if kept is None else kept.hours

    async def choose(self, visitor: Visitor, hours: int) -> int:
        """Keep the visitor's choice; the press below the words that say what is kept is the yes to it."""
        if hours not in HOURS:
            raise Refusal("core.stale")
        await self._consents.give(visitor.platform_id, EVERYWHERE, SELF_CLEARING)
        person = await self._people.admit(visitor.platform_id)

        def work(tx: Transaction) -> None:
            before = store.choice_of(tx, person.number)
            number = self._ground.chance.number() if before is None else before.choice
            store.save_choice(tx, SelfClearing(number, person.number, hours))
            # What stands there already goes as well.
            at = self._ground.clock.now() + timedelta(hours=hours)
            self._ground.dues.add(tx, SELF_CLEARS, number, at, Lane.CLEAN_UP)

        await self._database.write(work)
        self._ground.changed()
        return hours

    async def switch_off(self, visitor: Visitor) -> None:
        """Let messages stay again, and keep nothing of it."""
        await self._consents.withdraw(visitor.platform_id, EVERYWHERE, SELF_CLEARING)

    async def _clear(self, number: int) -> datetime | None:
        kept = await self._database.read(lambda tx: store.choice(tx, number))
        who = None if kept is None else await self._people.reveal(kept.person)
        if who is None:
            return None
        try:
            # One stands at a time, and is among the newest.
            page, _ = await self._ground.front.own_whispers(who, None)
            for one in page:
                if one.way == NEUTRAL:
                    await self._ground.front.take_back_whisper(who, one.message)
        except CannotKeep as fault:
            return self._ground.clock.now() + AGAIN_AFTER if fault.why is Why.NOT_ANSWERED else None
        return None

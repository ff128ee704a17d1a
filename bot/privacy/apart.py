"""A member's own list of whom they would rather not meet: shown to them alone, and never to anyone on it (R28)."""

from collections.abc import Sequence

from bot.consent.service import Consents
from bot.core.ids import EVERYWHERE, CircleId, PersonNumber, PlatformId, Visitor
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.people.model import APART_MOST, TooMany
from bot.people.service import People
from bot.privacy.model import ApartList

APART = "people.apart"
"""The yes to keeping whom one would rather not meet."""


class OwnApart:
    """What a member settles about whom they would rather not meet."""

    def __init__(self, people: People, consents: Consents) -> None:
        self._people = people
        self._consents = consents
        consents.on_withdrawal(self._drop)

    def _drop(self, tx: Transaction, person: PersonNumber, circle: CircleId, purpose: str) -> None:
        if (circle, purpose) == (EVERYWHERE, APART):
            self._people.apart.drop_in(tx, person)

    async def see(self, visitor: Visitor) -> ApartList:
        """Answer the visitor's own list; keeps nothing."""
        person = await self._people.find(visitor.platform_id)
        return ApartList(() if person is None else await self._people.apart.list(person))

    async def add(self, visitor: Visitor, who: Sequence[PlatformId]) -> ApartList:
        """Put people on the visitor's list; choosing them where it says what is kept is the yes to it.

        Raises Refusal for oneself, and for more than 50 in all; then nobody of them is put on it.
        """
        if not who:
            raise Refusal("core.stale")
        if visitor.platform_id in who:
            raise Refusal("privacy.refused.apart_self")
        if len({*(await self.see(visitor)).who, *who}) > APART_MOST:
            raise Refusal("privacy.refused.apart_most", most=APART_MOST)
        await self._consents.give(visitor.platform_id, EVERYWHERE, APART)
        person = await self._people.admit(visitor.platform_id)
        try:
            for one in who:
                await self._people.keep_apart(person, one)
        except TooMany as fault:
            raise Refusal("privacy.refused.apart_most", most=APART_MOST) from fault
        return await self.see(visitor)

    async def remove(self, visitor: Visitor, who: Sequence[PlatformId]) -> ApartList:
        """Take people off the visitor's list; with the last one, the yes to keeping it goes too."""
        person = await self._people.find(visitor.platform_id)
        if person is None:
            return ApartList(())
        for one in who:
            await self._people.apart.remove(person, one)
        left = await self.see(visitor)
        return left if left.who else await self.clear(visitor)

    async def clear(self, visitor: Visitor) -> ApartList:
        """Let go of the whole list, and of the yes to keeping it."""
        await self._consents.withdraw(visitor.platform_id, EVERYWHERE, APART)
        return ApartList(())

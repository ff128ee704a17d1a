"""A country of one's own: kept only if it was chosen, and what it is for is that its numbers come first (R22)."""

from bot.consent.service import Consents
from bot.core.ground import Ground
from bot.core.ids import EVERYWHERE, CircleId, Person, PersonNumber, Visitor
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.helplines import COUNTRY
from bot.helplines.model import Directory
from bot.helplines.store import OwnStore
from bot.people.service import People


class OwnCountry:
    """What a member settles about where they are; nothing else looks at it than the order of numbers."""

    def __init__(
        self, ground: Ground, store: OwnStore, people: People, *, consents: Consents, directory: Directory
    ) -> None:
        self._database = ground.database
        self._store = store
        self._people = people
        self._consents = consents
        self._directory = directory
        consents.on_withdrawal(self._withdrawn)

    def _withdrawn(self, tx: Transaction, person: PersonNumber, circle: CircleId, purpose: str) -> None:
        if (circle, purpose) == (EVERYWHERE, COUNTRY):
            self._store.drop(tx, person)

    @property
    def directory(self) -> Directory:
        """Answer every line, with the countries there are to choose from."""
        return self._directory

    async def of(self, visitor: Visitor) -> str:
        """Answer the visitor's own country by ISO code, or an empty text."""
        person = await self._people.find(visitor.platform_id)
        return "" if person is None else await self._database.read(lambda tx: self.of_in(tx, person))

    def of_in(self, tx: Transaction, person: Person) -> str:
        """Answer the same inside a transaction; a yes to other words than the present ones counts no more (R25)."""
        if not self._consents.holds_in(tx, person.number, EVERYWHERE, COUNTRY):
            return ""
        return self._store.get(tx, person)

    async def keep(self, visitor: Visitor, country: str) -> str:
        """Keep a country in place of another; choosing it where it says what is kept is the yes to it.

        Raises Refusal for one that no numbers are known for; nothing is kept then.
        """
        if country not in self._directory.countries:
            raise Refusal("core.stale")
        await self._consents.give(visitor.platform_id, EVERYWHERE, COUNTRY)
        person = await self._people.admit(visitor.platform_id)
        await self._database.write(lambda tx: self._store.put(tx, person, country))
        return country

    async def clear(self, visitor: Visitor) -> None:
        """Let go of it, and of the yes to keeping it."""
        await self._consents.withdraw(visitor.platform_id, EVERYWHERE, COUNTRY)

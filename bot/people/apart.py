"""Whom a person would rather not meet: kept for them alone, honoured wherever people are asked (R28)."""

from collections.abc import Iterable

from bot.core.ids import Person, PersonNumber, PlatformId
from bot.core.ports import Chance
from bot.core.storage.database import Database, Transaction
from bot.core.storage.keyring import NO_SERVER, Keyring, Where
from bot.people import store
from bot.people.model import APART_MOST, TooMany


class Apart:
    """Keeps each person's list, and tells whoever asks people which of them are to be kept apart."""

    def __init__(self, main: Database, keyring: Keyring, chance: Chance) -> None:
        self._main = main
        self._keyring = keyring
        self._chance = chance

    async def list(self, person: Person) -> tuple[PlatformId, ...]:
        """Answer whom a person put on their list."""
        rows = await self._main.read(lambda tx: store.apart(tx, person.number))
        return tuple(PlatformId(int(self._keyring.unseal(person.key, seal, _place(one)))) for one, seal in rows)

    async def add(self, person: Person, who: PlatformId) -> None:
        """Put somebody on a person's list, known here or not; twice is the same as once.

        Call it only with a yes to `people.apart`. Raises `TooMany` beyond 50.
        """
        entry = self._chance.number()
        sealed = self._keyring.seal(person.key, str(who), _place(entry))

        def work(tx: Transaction) -> None:
            if not store.add_apart(tx, entry, person.number, self._mark(who), sealed):
                return
            if store.count_apart(tx, person.number) > APART_MOST:
                raise TooMany

        await self._main.write(work)

    async def remove(self, person: Person, who: PlatformId) -> None:
        """Take somebody off a person's list; done as well if they were not on it."""
        await self._main.write(lambda tx: store.remove_apart(tx, person.number, self._mark(who)))

    def drop_in(self, tx: Transaction, person: PersonNumber) -> None:
        """Let go of a person's whole list inside a transaction of the main file."""
        store.drop_apart(tx, person)

    async def known_as(self, who: PlatformId, number: PersonNumber) -> None:
        """Have every list on which an account stands hold from now on for the number it has here."""
        mark = self._mark(who)
        if not await self._main.read(lambda tx: store.apart_with(tx, mark)):
            # Hardly anybody stands on a list, and whoever comes is not made to wait for the disk.
            return

        def work(tx: Transaction) -> None:
            for entry, owner in store.apart_with(tx, mark):
                store.pair_apart(tx, entry, self._pair(owner, number))

        await self._main.write(work)

    def from_in(
        self, tx: Transaction, person: PersonNumber, others: Iterable[PersonNumber]
    ) -> frozenset[PersonNumber]:
        """Answer inside a transaction who of the others is to be kept apart from a person, by either's list."""
        wanted = tuple(others)
        return tx.known(("apart", person, wanted), lambda tx: self._read_from(tx, person, wanted))

    def _read_from(
        self, tx: Transaction, person: PersonNumber, others: Iterable[PersonNumber]
    ) -> frozenset[PersonNumber]:
        return frozenset(one for one in others if store.is_apart(tx, self._pair(person, one)))

    def _mark(self, who: PlatformId) -> str:
        return self._keyring.mark("apart who", str(who))

    def _pair(self, one: PersonNumber, other: PersonNumber) -> str:
        low, high = sorted((one, other))
        return self._keyring.mark("apart pair", str(low), str(high))


def _place(entry: int) -> Where:
    return Where("person_apart", entry, NO_SERVER, "sealed")

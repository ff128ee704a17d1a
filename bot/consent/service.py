"""Giving, asking for and taking back a yes."""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress

from bot.consent import store
from bot.consent.model import ConsentGiven, ConsentWithdrawn, Standing, Turn, Yes, is_valid
from bot.core.feature import Purpose
from bot.core.ids import EVERYWHERE, CircleId, Person, PersonNumber, PlatformId
from bot.core.ports import Clock
from bot.core.refusals import Refusal
from bot.core.storage.database import Database, NotScrubbed, Transaction
from bot.people.service import People

Withdrawal = Callable[[Transaction, PersonNumber, CircleId, str], None]
"""Told inside the transaction that takes a yes back: person, circle, purpose. Deletes what the yes allowed."""

Stopping = Callable[[Transaction, PersonNumber], None]
"""Told inside the transaction of somebody who stops everything, whatever yeses they had given."""


class Consents:
    """The one gate to doing anything for a member."""

    def __init__(self, database: Database, people: People, clock: Clock, purposes: Iterable[Purpose]) -> None:
        self._database = database
        self._people = people
        self._clock = clock
        self._purposes = {purpose.key: purpose for purpose in purposes}
        self._on_withdrawal: list[Withdrawal] = []
        self._after_withdrawal: list[Callable[[], None]] = []
        self._on_stop: list[Stopping] = []

    def on_withdrawal(self, told: Withdrawal) -> None:
        """Have a feature delete what a yes allowed, in the same transaction that takes the yes back."""
        self._on_withdrawal.append(told)

    def after_withdrawal(self, told: Callable[[], None]) -> None:
        """Have a feature told once a taken-back yes is durable, as to have its posts follow."""
        self._after_withdrawal.append(told)

    def on_stop(self, told: Stopping) -> None:
        """Have a feature end what somebody began that rests on no yes of its own, when they stop everything."""
        self._on_stop.append(told)

    def purpose(self, key: str) -> Purpose:
        """Answer a declared purpose; an unknown one means an old button."""
        if key not in self._purposes:
            raise Refusal("core.stale")
        return self._purposes[key]

    async def require(self, platform_id: PlatformId, circle: CircleId, key: str, refusal: Refusal) -> Person:
        """Answer the person if there is a valid yes; otherwise raise the given refusal, keeping nothing."""
        person = await self._people.find(platform_id)
        if person is None:
            raise refusal
        if not await self.holds(person.number, circle, key):
            raise refusal
        return person

    async def holds(self, person: PersonNumber, circle: CircleId, key: str) -> bool:
        """Tell whether a person's yes to the present wording stands."""
        return await self._database.glance(lambda tx: self.holds_in(tx, person, circle, key))

    def holds_in(self, tx: Transaction, person: PersonNumber, circle: CircleId, key: str) -> bool:
        """Tell the same inside a transaction."""
        purpose = self.purpose(key)
        place = EVERYWHERE if purpose.everywhere else circle
        return is_valid(store.get(tx, person, place, key), purpose.version)

    def places(self, tx: Transaction, person: PersonNumber) -> frozenset[CircleId]:
        """Answer inside a transaction where any yes of a person is left, lapsed ones and `EVERYWHERE` included."""
        return frozenset(yes.circle for yes in store.list_for(tx, person))

    def turns_in(self, tx: Transaction, of: int, first: int, many: int) -> list[Turn]:
        """Answer inside a transaction whoever has a yes for a circle and whose turn it is, by turn.

        Everybody has one turn of `of`, numbered from 0, by their own number; `many` from `first` on are meant.
        """
        return store.turns(tx, of, first, many)

    def people_with(self, tx: Transaction, purpose: str) -> list[PersonNumber]:
        """Answer inside a transaction whoever said yes to a purpose anywhere."""
        return store.people_with(tx, purpose)

    def people_in(self, tx: Transaction, circle: CircleId) -> list[PersonNumber]:
        """Answer inside a transaction whoever has any yes for a circle, lapsed ones included."""
        return store.people_in(tx, circle)

    async def every_yes(self, person: PersonNumber) -> Sequence[Yes]:
        """Answer every yes of a person, lapsed ones included."""
        return await self._database.glance(lambda tx: self.every_yes_in(tx, person))

    def every_yes_in(self, tx: Transaction, person: PersonNumber) -> Sequence[Yes]:
        """Answer the same inside a transaction."""
        return store.list_for(tx, person)

    async def standings(self, platform_id: PlatformId, circle: CircleId) -> list[Standing]:
        """Answer how each purpose stands in a circle; `EVERYWHERE` for those of all circles.

        What has no switch, such as being in the circle, is among them only while there is a yes to it.
        """
        person = await self._people.find(platform_id)
        kept = {(yes.circle, yes.purpose): yes for yes in await self.every_yes(person.number)} if person else {}
        standings = [
            self._standing(purpose, circle, kept.get((circle, purpose.key)))
            for purpose in self._purposes.values()
            if purpose.everywhere == (circle == EVERYWHERE)
        ]
        return [one for one in standings if one.given or _has_a_switch(one.purpose)]

    def _standing(self, purpose: Purpose, circle: CircleId, yes: Yes | None) -> Standing:
        if yes is None:
            return Standing(purpose, circle, None, purpose.version)
        # A wording that its circle counts itself, such as its agreements, is asked about at its door.
        if is_valid(yes, purpose.version) or not purpose.switchable:
            return Standing(purpose, circle, yes.given_on, yes.version)
        return Standing(purpose, circle, None, purpose.version, lapsed=yes.given_on)

    async def switch_on(self, platform_id: PlatformId, circle: CircleId, key: str) -> ConsentGiven:
        """Keep a yes from its switch; one that is asked for elsewhere or on a first screen is given there alone."""
        purpose = self.purpose(key)
        if purpose.first_screen is not None or purpose.asked_elsewhere:
            raise Refusal("core.stale")
        return await self.give(platform_id, circle, key)

    async def give(self, platform_id: PlatformId, circle: CircleId, key: str) -> ConsentGiven:
        """Keep a yes to the present wording of one purpose (R22: nothing else is switched on by it)."""
        purpose = self.purpose(key)
        if not purpose.switchable:
            raise Refusal("core.stale")
        if purpose.needs is not None:
            await self._require_inside(platform_id, circle, purpose.needs)
        return await self.give_version(
            platform_id, EVERYWHERE if purpose.everywhere else circle, key, purpose.version
        )

    async def _require_inside(self, platform_id: PlatformId, circle: CircleId, needs: str) -> None:
        # A screen from before leaving must not revive anything (R30).
        person = await self._people.find(platform_id)
        given = await self.every_yes(person.number) if person else ()
        if not any((yes.circle, yes.purpose) == (circle, needs) for yes in given):
            raise Refusal("consent.not_inside")

    async def give_version(self, platform_id: PlatformId, circle: CircleId, key: str, version: int) -> ConsentGiven:
        """Keep a yes to a wording whose version the circle itself counts, such as its agreements."""
        person = await self._people.admit(platform_id)
        yes = Yes(person.number, circle, key, version, self._clock.now().date())
        await self._database.write(lambda tx: store.add(tx, yes))
        return ConsentGiven(key)

    def give_in(self, tx: Transaction, person: PersonNumber, key: str) -> None:
        """Keep inside a transaction a yes for all circles, such as the one that a labelled press is."""
        version, today = self.purpose(key).version, self._clock.now().date()
        store.add(tx, Yes(person, EVERYWHERE, key, version, today))

    async def withdraw(self, platform_id: PlatformId, circle: CircleId, key: str) -> ConsentWithdrawn:
        """Take one yes back; what it allowed is deleted in the same transaction (R23)."""
        person = await self._people.find(platform_id)
        if person is not None:
            place = EVERYWHERE if self.purpose(key).everywhere else circle
            await self._withdraw(person.number, [(place, key)])
        return ConsentWithdrawn(key)

    async def leave(self, platform_id: PlatformId, circle: CircleId) -> None:
        """Take back every yes of one circle; coming back revives none of them (R30)."""
        person = await self._people.find(platform_id)
        if person is not None:
            given = await self.every_yes(person.number)
            await self._withdraw(
                person.number, [(yes.circle, yes.purpose) for yes in given if yes.circle == circle]
            )

    async def lapse(self, person: PersonNumber, circles: Collection[CircleId]) -> None:
        """Take back every yes of circles that somebody is gone from; with their last circle go all others (R30).

        They are forgotten then: nobody is known to Hearth who is in no circle any more.
        """
        given = await self.every_yes(person)
        stays = any(yes.circle != EVERYWHERE and yes.circle not in circles for yes in given)
        gone = {*circles} if stays else {*circles, EVERYWHERE}
        away = [(yes.circle, yes.purpose) for yes in given if yes.circle in gone]
        await self._withdraw(person, away, () if stays else self._on_stop)

    async def stop(self, platform_id: PlatformId) -> None:
        """Take back every yes that can be switched, everywhere, in the transaction that ends what runs (R26)."""
        person = await self._people.find(platform_id)
        if person is not None:
            given = await self.every_yes(person.number)
            away = [(yes.circle, yes.purpose) for yes in given if self._is_switchable(yes.purpose)]
            await self._withdraw(person.number, away, self._on_stop)

    async def finish_taking_back(self) -> None:
        """Take back what was taken back after a copy was made that was put back since (R23); called at start."""
        away = await self._database.read(store.taken_back)
        for person in dict.fromkeys(yes.person for yes in away):
            await self._withdraw(person, [(yes.circle, yes.purpose) for yes in away if yes.person == person])

    def _is_switchable(self, key: str) -> bool:
        # A yes to a purpose that no longer exists must go as well.
        return key not in self._purposes or self._purposes[key].switchable

    async def _withdraw(
        self, person: PersonNumber, away: list[tuple[CircleId, str]], stopping: Sequence[Stopping] = ()
    ) -> None:
        def work(tx: Transaction) -> int:
            for stop in stopping:
                stop(tx, person)
            for circle, key in away:
                store.drop(tx, person, circle, key)
                for told in self._on_withdrawal:
                    told(tx, person, circle, key)
            return len(store.list_for(tx, person))

        left = await self._database.write(work)
        for told in self._after_withdrawal:
            told()
        if not left:
            # With the last yes goes the reason to know this person at all (promise 1).
            # A copy that another program kept from being removed goes with the next start.
            with suppress(NotScrubbed):
                await self._people.forget(person)


def _has_a_switch(purpose: Purpose) -> bool:
    return purpose.switchable and not purpose.asked_elsewhere

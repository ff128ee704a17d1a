"""Switches as every part of who's around finds, changes and ends them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from bot.asked import WILLING
from bot.asked.model import LOAD_FOR, Standing, Switch, Willing, around_at, in_order
from bot.asked.model.swaps import swaps_of
from bot.asked.store import AskedStore, SwapStore
from bot.circles.model import Circle
from bot.circles.service import Circles
from bot.consent.service import Consents
from bot.core.ground import Ground
from bot.core.ids import CircleId, Person, PersonNumber, PlatformId, Visitor
from bot.core.notices import Style, button
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.people.service import People

Change = Callable[[Transaction, Switch, Circle], Switch]
"""Changes a switch inside a transaction, told the circle it is for."""

Stopped = Callable[[Transaction, CircleId, PersonNumber], None]
"""Told inside the transaction of somebody who cannot be asked any more, for now or for good."""

Away = Callable[[Transaction, PersonNumber], bool]
"""Tells inside a transaction whether somebody wants to hear nothing for now."""

Ended = Callable[[Transaction, Switch], None]
"""Told inside the transaction of a switch that goes with all that is kept of it."""

Silent = Callable[[Transaction, PersonNumber], bool]
"""Tells inside a transaction whether nobody is to be sent to somebody today."""

Rests = Callable[[Transaction, PersonNumber], datetime | None]
"""Answers inside a transaction until when nothing is to come to somebody by itself, or None."""


class Switches:
    """The switches of all circles; nobody but their own person ever finds one by name."""

    def __init__(
        self, ground: Ground, store: AskedStore, people: People, consents: Consents, circles: Circles
    ) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = store
        self._swaps = SwapStore()
        self._people = people
        self._consents = consents
        self._circles = circles
        self._on_stopped: list[Stopped] = []
        self._on_ended: list[Ended] = []
        self._is_silent: Silent = _never
        self._rests_until: Rests = _no_rest
        self._away: Away = _never
        consents.on_withdrawal(self._withdrawn)

    def on_stopped(self, told: Stopped) -> None:
        """Have a feature told of somebody who stepped back, rests, switched it off, left or was erased."""
        self._on_stopped.append(told)

    def quiet_when(self, is_silent: Silent, rests_until: Rests) -> None:
        """Have days of somebody's own honoured, on which nobody is sent to them, or nothing comes by itself."""
        self._is_silent, self._rests_until = is_silent, rests_until

    def is_silent(self, tx: Transaction, person: PersonNumber) -> bool:
        """Tell inside a transaction whether nobody is to be sent to somebody today."""
        return self._is_silent(tx, person)

    def rests(self, tx: Transaction, person: PersonNumber) -> bool:
        """Tell inside a transaction whether nothing is to come to somebody by itself now."""
        return self._rests_until(tx, person) is not None

    def on_ended(self, told: Ended) -> None:
        """Have a part told of a switch that goes, so that nothing of it comes any more."""
        self._on_ended.append(told)

    def away_with(self, away: Away) -> None:
        """Have nobody asked who is away, and nothing rest on them."""
        self._away = away

    def _withdrawn(self, tx: Transaction, person: PersonNumber, circle: CircleId, purpose: str) -> None:
        if purpose == WILLING:
            self._end(tx, person, circle)

    def forget(self, tx: Transaction, person: PersonNumber) -> None:
        """End every switch of somebody inside the transaction that erases them."""
        for switch in self._store.of_person(tx, person):
            self._end(tx, person, switch.circle)

    def _end(self, tx: Transaction, person: PersonNumber, circle: CircleId) -> None:
        switch = self._store.of(tx, person, circle)
        if switch is not None:
            for told in self._on_ended:
                told(tx, switch)
        self._store.drop(tx, person, circle)
        self.tell_stopped(tx, circle, person)

    def tell_stopped(self, tx: Transaction, circle: CircleId, person: PersonNumber) -> None:
        """Tell inside a transaction that somebody cannot be asked any more."""
        for told in self._on_stopped:
            told(tx, circle, person)

    def valid_in(self, tx: Transaction, person: PersonNumber, circle: CircleId) -> Switch | None:
        """Answer a person's switch in a circle where it is on, with a yes to the present wording (R25)."""
        switch = self._store.of(tx, person, circle)
        if switch is None or not self._consents.holds_in(tx, person, circle, WILLING):
            return None
        return switch

    def all_in(self, tx: Transaction, circle: CircleId) -> Sequence[Switch]:
        """Answer every switch of a circle that is on, in no order that tells; of nobody who left or is away."""
        return tx.known(("switches", circle), lambda tx: self._read(tx, circle))

    def _read(self, tx: Transaction, circle: CircleId) -> Sequence[Switch]:
        gone = self._circles.gone_from(tx, circle)
        return tuple(
            switch
            for switch in self._store.in_circle(tx, circle)
            if switch.person not in gone
            and self._consents.holds_in(tx, switch.person, circle, WILLING)
            and not self._away(tx, switch.person)
        )

    def willing_in(self, tx: Transaction, circle_id: CircleId, now: datetime) -> tuple[Willing, ...]:
        """Answer whoever can be asked in a circle, in the order in which they are asked."""
        circle = self._circles.get_in(tx, circle_id)
        if circle is None:
            return ()
        ordered = in_order(self._present(tx, circle_id, now))
        return tuple(self._each(tx, circle, ordered, now))

    def any_in(self, tx: Transaction, circle_id: CircleId, now: datetime) -> Iterator[Willing]:
        """Answer the same people in no order, each looked at only when asked for."""
        circle = self._circles.get_in(tx, circle_id)
        return iter(()) if circle is None else self._each(tx, circle, self._present(tx, circle_id, now), now)

    def _present(self, tx: Transaction, circle: CircleId, now: datetime) -> Iterator[tuple[Switch, int]]:
        taken = self._store.taken_in(tx, circle, now - LOAD_FOR)
        present = (switch for switch in self.all_in(tx, circle) if not switch.is_back(now))
        return ((switch, len(taken.get(switch.person, ()))) for switch in present)

    def _each(
        self, tx: Transaction, circle: Circle, counted: Iterable[tuple[Switch, int]], now: datetime
    ) -> Iterator[Willing]:
        swaps = swaps_of(self._swaps.in_circle(tx, circle.circle, now))
        for switch, count in counted:
            yield Willing(
                person=switch.person,
                around=around_at(switch, circle.settings.zone, swaps.get(switch.person), now),
                hours=bool(switch.hours.spans),
                tested=switch.tested,
                wake=switch.wake,
                taken=count,
            )

    async def person(self, platform_id: PlatformId, circle: CircleId) -> Person:
        """Answer somebody whose switch is on in a circle, stepped back or not; raises Refusal otherwise."""
        refusal = _is_off(circle)
        person = await self._consents.require(platform_id, circle, WILLING, refusal)
        if await self._database.glance(lambda tx: self.valid_in(tx, person.number, circle)) is None:
            raise refusal
        return person

    async def mine(self, visitor: Visitor) -> Sequence[Standing]:
        """Answer how the visitor's switch stands in each of their circles here, or in all of them in a message."""
        circles = await self._circles.of_member(visitor)
        person = await self._people.find(visitor.platform_id)
        if person is None:
            return ()
        return await self._database.glance(
            lambda tx: [Standing(circle, self.valid_in(tx, person.number, circle.circle)) for circle in circles]
        )

    async def own(self, visitor: Visitor, circle_id: CircleId) -> tuple[Circle, Person | None, Switch | None]:
        """Answer the visitor's own switch in a circle, if it is on."""
        person = await self._people.find(visitor.platform_id)
        circle = await self._circles.get(circle_id)
        if person is None:
            return circle, None, None
        return circle, person, await self._database.glance(lambda tx: self.valid_in(tx, person.number, circle_id))

    async def change(self, visitor: Visitor, circle_id: CircleId, change: Change) -> None:
        """Change the visitor's own switch as it stands at that moment; raises Refusal where it is off."""
        person = await self.person(visitor.platform_id, circle_id)

        def work(tx: Transaction) -> None:
            switch, circle = self.valid_in(tx, person.number, circle_id), self._circles.get_in(tx, circle_id)
            if switch is None or circle is None:
                raise _is_off(circle_id)
            self._store.save(tx, change(tx, switch, circle))

        await self._database.write(work)
        self._ground.changed()

    def put(self, tx: Transaction, switch: Switch) -> None:
        """Keep a switch inside a transaction, new or changed."""
        self._store.save(tx, switch)


def _never(_: Transaction, __: PersonNumber) -> bool:
    return False


def _no_rest(_: Transaction, __: PersonNumber) -> datetime | None:
    return None


def _is_off(circle: CircleId) -> Refusal:
    way = button("asked.button.look", f"asked:mine:{circle}", Style.MAIN)
    return Refusal("asked.refused.off", way)

"""One's own switch "I can be asked", and what whoever reaches people needs to know of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.asked import WILLING
from bot.asked.coverage import Coverage
from bot.asked.model import (
    AROUND_FOR,
    LOAD_FOR,
    RESTS_FOR,
    Mine,
    Standing,
    Switch,
    SwitchId,
    Willing,
    around_at,
    rest_is_due,
)
from bot.asked.model.hours import tonight_ends, tonight_shows
from bot.asked.model.swaps import swaps_of
from bot.asked.store import AskedStore, SwapStore
from bot.asked.swapping import Swapping
from bot.asked.switches import Away, Rests, Silent, Stopped, Switches
from bot.asked.testing import PageTests
from bot.asked.weekly import Weekly
from bot.circles.model import Circle
from bot.circles.service import Circles
from bot.consent.service import Consents
from bot.core.ground import Ground
from bot.core.ids import ChannelId, CircleId, Person, PersonNumber, PlatformId, Visitor
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.mailbox.service import Mailbox
from bot.people.service import People


class Asked:
    """Who can be asked for help, settled by each person alone."""

    def __init__(
        self,
        ground: Ground,
        store: AskedStore,
        people: People,
        consents: Consents,
        circles: Circles,
        *,
        mailbox: Mailbox,
    ) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = store
        self._swaps = SwapStore()
        self._people = people
        self._consents = consents
        self._circles = circles
        self._switches = Switches(ground, store, people, consents, circles)
        self.tests = PageTests(ground, store, people, circles, self._switches)
        self.coverage = Coverage(ground, store, circles, self._switches)
        self.swapping = Swapping(ground, people, self._switches, mailbox)
        self.weekly = Weekly(self._switches, self.tests)

    def on_stopped(self, told: Stopped) -> None:
        """Have a feature told, inside the transaction, of somebody who cannot be asked any more.

        That is: they stepped back or rest, switched it off, left the circle or were erased. Told twice it is the
        same as once.
        """
        self._switches.on_stopped(told)

    def gone(self, tx: Transaction, circle: CircleId, person: PersonNumber) -> None:
        """Have somebody asked no longer inside a transaction who left the server; their switch waits for them."""
        self._switches.tell_stopped(tx, circle, person)

    def quiet_when(self, is_silent: Silent, rests_until: Rests) -> None:
        """Have days of somebody's own honoured, on which nobody is sent to them, or nothing comes by itself."""
        self._switches.quiet_when(is_silent, rests_until)

    def willing_in(self, tx: Transaction, circle: CircleId, now: datetime) -> tuple[Willing, ...]:
        """Answer inside a transaction whoever can be asked in a circle, in the order in which they are asked.

        Whoever stepped back, rests or has a silent day is not among them. The fewest asks taken in 14 days come
        first, then whoever was not asked for the longest. Nothing of it is for a member's eyes; nor for a
        moderator's, who would learn by it which day is somebody's silent one.
        """
        willing = self._switches.willing_in(tx, circle, now)
        return tuple(one for one in willing if not self._switches.is_silent(tx, one.person))

    def any_in(self, tx: Transaction, circle: CircleId, now: datetime) -> Iterator[Willing]:
        """Answer the same people in no order, each looked at only when asked for."""
        each = self._switches.any_in(tx, circle, now)
        return (one for one in each if not self._switches.is_silent(tx, one.person))

    async def willing(self, circle: CircleId) -> tuple[Willing, ...]:
        """Answer the same for this moment."""
        now = self._ground.clock.now()
        return await self._database.read(lambda tx: self.willing_in(tx, circle, now))

    def asked_in(self, tx: Transaction, circle: CircleId, person: PersonNumber, at: datetime) -> None:
        """Note inside a transaction that somebody was asked, so that the others come first the next time."""
        self._store.mark_asked(tx, circle, person, at)

    def took_in(self, tx: Transaction, circle: CircleId, person: PersonNumber, at: datetime) -> None:
        """Note inside a transaction that somebody took an ask; nothing is kept of whose switch is off."""
        if self._switches.valid_in(tx, person, circle) is not None:
            self._store.add_taken(tx, self._ground.chance.number(), circle, person, at)
            self._store.mark_asked(tx, circle, person, at)

    def room_in(self, tx: Transaction, circle: CircleId) -> ChannelId | None:
        """Answer inside a transaction the private channel for these people, if the circle made one."""
        return self._store.room(tx, circle)

    async def is_willing(self, platform_id: PlatformId, circle: CircleId) -> Person:
        """Let somebody through whose switch is on in a circle, stepped back or not; raises Refusal otherwise."""
        return await self._switches.person(platform_id, circle)

    def away_with(self, away: Away) -> None:
        """Have nobody asked, in any circle, who is away."""
        self._switches.away_with(away)

    def stepped_away(self, tx: Transaction, person: PersonNumber) -> None:
        """Hear inside the transaction of somebody who stepped away: nothing is waited for from them any more.

        Their hours and their switch stay; what they took over from others is free again, and its giver is told.
        """
        for switch in self._store.of_person(tx, person):
            self._switches.tell_stopped(tx, switch.circle, person)
            self.swapping.step_back(tx, switch, None)
            self._store.save(tx, replace(switch, around_until=None))

    def forget(self, tx: Transaction, person: PersonNumber) -> None:
        """End every switch of somebody inside the transaction that erases them."""
        self._switches.forget(tx, person)

    def expire(self, tx: Transaction, now: datetime) -> int:
        """Let go of asks taken 14 days ago and of swaps that are over, and answer how many rows went."""
        return self._store.expire_taken(tx, now - LOAD_FOR) + self._swaps.expire(tx, now)

    async def standings(self, visitor: Visitor) -> tuple[Standing, ...]:
        """Answer how the visitor's switch stands in each of their circles; raises Refusal for who is in none."""
        found = tuple(await self._switches.mine(visitor))
        if not found:
            raise Refusal("asked.refused.no_circle")
        return found

    async def see(self, visitor: Visitor, circle_id: CircleId) -> Mine:
        """Answer a member how their own switch in a circle stands; raises Refusal for anyone else."""
        circle, person, switch = await self._switches.own(visitor, circle_id)
        if switch is None or person is None:
            # Off: only a member here can switch it on.
            circle, _ = await self._circles.access(visitor, circle_id)
            return Mine(circle, None)
        return await self._database.read(lambda tx: self._mine(tx, circle, switch))

    def _mine(self, tx: Transaction, circle: Circle, switch: Switch) -> Mine:
        now, zone = self._ground.clock.now(), circle.settings.zone
        taken = self._store.taken_in(tx, circle.circle, now - LOAD_FOR).get(switch.person, [])
        swaps = swaps_of(self._swaps.in_circle(tx, circle.circle, now)).get(switch.person)
        return Mine(
            circle=circle,
            switch=switch,
            is_back=switch.is_back(now),
            around=around_at(switch, zone, swaps, now),
            around_until=None if switch.around_until is None or switch.around_until <= now else switch.around_until,
            tonight=tonight_shows(switch.hours.zone or zone, now),
            taken=len(taken),
            rest_due=rest_is_due(taken, now),
            took_lately=any(at > now - RESTS_FOR for at in taken),
        )

    async def switch_on(self, visitor: Visitor, circle_id: CircleId) -> Mine:
        """Keep a member's yes to being asked in a circle; switched on already, it stays as it is.

        Only inside the circle's own server: there alone it shows that they are in the circle still.
        """
        circle, person = await self._circles.access(visitor, circle_id)
        await self._consents.give(visitor.platform_id, circle_id, WILLING)

        def work(tx: Transaction) -> None:
            # Taken back in between by another press, it is not switched on.
            if not self._consents.holds_in(tx, person.number, circle_id, WILLING):
                raise Refusal("core.stale")
            # Kept from before, where the wording changed and the yes had lapsed.
            switch = self._store.of(tx, person.number, circle_id)
            if switch is None:
                switch = Switch(SwitchId(self._ground.chance.number()), person.number, circle_id)
                self._store.save(tx, switch)
            self.tests.plan(tx, switch, circle)

        await self._database.write(work)
        return await self.see(visitor, circle_id)

    async def switch_off(self, visitor: Visitor, circle_id: CircleId) -> Circle:
        """Take the yes back with everything that was kept for it (R23); done as well if it was off."""
        circle = await self._circles.known_to(visitor, circle_id)
        await self._consents.withdraw(visitor.platform_id, circle_id, WILLING)
        self._ground.changed()
        return circle

    async def step_back(self, visitor: Visitor, circle_id: CircleId) -> Mine:
        """Have the visitor asked no more, at once, for as long as they like; their hours stay (R169)."""
        return await self._back(visitor, circle_id, None)

    async def rest(self, visitor: Visitor, circle_id: CircleId) -> Mine:
        """Have the visitor asked no more for 12 hours (R98); they may come again sooner."""
        return await self._back(visitor, circle_id, self._ground.clock.now() + RESTS_FOR)

    async def _back(self, visitor: Visitor, circle_id: CircleId, until: datetime | None) -> Mine:
        def change(tx: Transaction, switch: Switch, circle: Circle) -> Switch:
            self._switches.tell_stopped(tx, circle.circle, switch.person)
            if until is not None and switch.is_back(self._ground.clock.now()) and switch.back_until is None:
                # Whoever stepped back for as long as they like comes again by a press alone.
                return switch
            self.swapping.step_back(tx, switch, until)
            return replace(switch, back=True, back_until=until, around_until=None)

        await self._switches.change(visitor, circle_id, change)
        return await self.see(visitor, circle_id)

    async def come_again(self, visitor: Visitor, circle_id: CircleId) -> Mine:
        """Have the visitor asked again in their own hours."""
        await self._switches.change(visitor, circle_id, lambda _, switch, __: _here(switch))
        return await self.see(visitor, circle_id)

    async def around(self, visitor: Visitor, circle_id: CircleId, *, tonight: bool) -> Mine:
        """Have the visitor asked from now on, for 2 hours or until tonight ends; it also ends a step back."""
        now = self._ground.clock.now()

        def change(tx: Transaction, switch: Switch, circle: Circle) -> Switch:
            ends = tonight_ends(switch.hours.zone or circle.settings.zone, now) if tonight else now + AROUND_FOR
            changed = replace(_here(switch), around_until=ends)
            self.tests.plan(tx, changed, circle)
            return changed

        await self._switches.change(visitor, circle_id, change)
        return await self.see(visitor, circle_id)

    async def around_no_more(self, visitor: Visitor, circle_id: CircleId) -> Mine:
        """Have the visitor asked in their weekly hours alone."""
        await self._switches.change(visitor, circle_id, lambda _, switch, __: replace(switch, around_until=None))
        return await self.see(visitor, circle_id)

    async def wake(self, visitor: Visitor, circle_id: CircleId, *, wanted: bool) -> Mine:
        """Keep, or take back, the own yes to being woken when someone is not okay to be alone (R9)."""
        await self._switches.change(visitor, circle_id, lambda _, switch, __: replace(switch, wake=wanted))
        return await self.see(visitor, circle_id)


def _here(switch: Switch) -> Switch:
    return replace(switch, back=False, back_until=None)

"""Swaps: one time on one date that somebody gives to another; the two alone see to it (R168)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.asked.model import Switch
from bot.asked.model.hours import Stretch, stretches
from bot.asked.model.swaps import SWAP_AHEAD, SWAPS_OFFERED, Part, Swap, SwapId, Swappable
from bot.asked.store import SwapStore
from bot.asked.switches import Switches
from bot.circles.model import Circle
from bot.core.ground import Ground
from bot.core.ids import CircleId, Person, PersonNumber, Visitor
from bot.core.lanes import Lane
from bot.core.notices import Moment, Said
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.mailbox.model import HouseSlip
from bot.mailbox.service import Mailbox
from bot.people.service import People

ASKS = "asked.swap_asks"
"""The kind of due row that leaves the others a note that somebody asks for a swap."""

TELLS = "asked.swap_tells"
"""The kind of due row that leaves whoever has a side of a swap a note of what became of it."""

ABOUT = "asked.swap.about"
"""What the reader of such a note began: being asked."""

FAR_AHEAD = timedelta(days=3650)
"""Further than any swap lies ahead."""


class Swapping:
    """Times that are given and taken; neither side is told who the other is."""

    def __init__(self, ground: Ground, people: People, switches: Switches, mailbox: Mailbox) -> None:
        self._ground = ground
        self._database = ground.database
        self._swaps = SwapStore()
        self._people = people
        self._switches = switches
        self._mailbox = mailbox
        ground.dues.handle(ASKS, lambda subject: self._tell(SwapId(subject), ASKS))
        ground.dues.handle(TELLS, lambda subject: self._tell(SwapId(subject), TELLS))
        switches.on_ended(lambda tx, switch: self._let_go(tx, switch, Part.GIVES, FAR_AHEAD))
        switches.on_ended(lambda tx, switch: self._let_go(tx, switch, Part.TAKES, FAR_AHEAD))

    async def see(self, visitor: Visitor, circle_id: CircleId) -> Swappable:
        """Answer the visitor's own coming times, their swaps, and those that somebody asks for."""
        circle, person, switch = await self._own(visitor, circle_id)
        now = self._ground.clock.now()
        known = await self._database.read(lambda tx: self._swaps.in_circle(tx, circle_id, now))
        given = tuple(swap for swap in known if swap.giver == person)
        begun = {swap.when.begins for swap in given}
        return Swappable(
            circle=circle,
            zone=switch.hours.zone or circle.settings.zone,
            coming=tuple(one for one in self._coming(switch, circle, now) if one.begins not in begun),
            given=given,
            taken=tuple(swap for swap in known if swap.taker == person),
            asked=tuple(swap for swap in known if swap.taker is None and swap.giver != person),
        )

    async def _own(self, visitor: Visitor, circle_id: CircleId) -> tuple[Circle, PersonNumber, Switch]:
        await self._switches.person(visitor.platform_id, circle_id)
        circle, person, switch = await self._switches.own(visitor, circle_id)
        if person is None or switch is None:
            raise Refusal("core.stale")
        return circle, person.number, switch

    def _coming(self, switch: Switch, circle: Circle, now: datetime) -> list[Stretch]:
        zone = switch.hours.zone or circle.settings.zone
        found = sorted(stretches(switch.hours.spans, zone, now, now + SWAP_AHEAD), key=lambda one: one.begins)
        return found[:SWAPS_OFFERED]

    async def ask(self, visitor: Visitor, circle_id: CircleId, begins: datetime) -> Swappable:
        """Ask whoever else can be asked to take one of the visitor's own coming times; asked twice, it stands once.

        Until somebody takes it, it stays the visitor's own.
        """
        circle, person, switch = await self._own(visitor, circle_id)
        now = self._ground.clock.now()
        when = next((one for one in self._coming(switch, circle, now) if one.begins == begins), None)
        if when is None:
            raise Refusal("asked.refused.swap_gone")
        new = Swap(SwapId(self._ground.chance.number()), circle_id, person, when)

        def work(tx: Transaction) -> None:
            known = self._swaps.in_circle(tx, circle_id, now)
            if not any(swap.giver == person and swap.when == when for swap in known):
                self._swaps.add(tx, self._ground.chance.number(), new, person, Part.GIVES)
                self._ground.dues.add(tx, ASKS, new.swap, now, Lane.REMINDER)

        await self._write(work)
        return await self.see(visitor, circle_id)

    async def take(self, visitor: Visitor, circle_id: CircleId, swap_id: SwapId) -> Swappable:
        """Take a time that somebody asks to give; exactly one gets it. Raises Refusal where it is gone or taken."""
        _, person, switch = await self._own(visitor, circle_id)
        now = self._ground.clock.now()
        if switch.is_back(now):
            raise Refusal("asked.refused.swap_back")

        def work(tx: Transaction) -> None:
            found = self._found(tx, circle_id, swap_id)
            if found is None or found.giver == person:
                raise Refusal("asked.refused.swap_gone")
            if found.taker == person:
                return
            if not self._swaps.add(tx, self._ground.chance.number(), found, person, Part.TAKES):
                raise Refusal("asked.refused.swap_taken")
            self._ground.dues.add(tx, TELLS, swap_id, now, Lane.REMINDER)

        await self._write(work)
        return await self.see(visitor, circle_id)

    async def end(self, visitor: Visitor, circle_id: CircleId, swap_id: SwapId) -> Swappable:
        """End the visitor's side of a swap, whichever it is; done as well if it was over."""
        _, person, _ = await self._own(visitor, circle_id)

        def work(tx: Transaction) -> None:
            found = self._found(tx, circle_id, swap_id)
            if found is None or person not in (found.giver, found.taker):
                return
            self._drop_side(tx, found, Part.GIVES if found.giver == person else Part.TAKES)

        await self._write(work)
        return await self.see(visitor, circle_id)

    def _found(self, tx: Transaction, circle: CircleId, swap: SwapId) -> Swap | None:
        known = self._swaps.in_circle(tx, circle, self._ground.clock.now())
        return next((one for one in known if one.swap == swap), None)

    async def _write(self, work: Callable[[Transaction], None]) -> None:
        await self._database.write(work)
        self._ground.changed()

    def step_back(self, tx: Transaction, switch: Switch, until: datetime | None) -> None:
        """Let go inside a transaction of what somebody took, as far as they are back; its giver is left a note."""
        now = self._ground.clock.now()
        self._let_go(tx, switch, Part.TAKES, FAR_AHEAD if until is None else until - now)

    def _let_go(self, tx: Transaction, switch: Switch, part: Part, ahead: timedelta) -> None:
        now = self._ground.clock.now()
        for swap in self._swaps.in_circle(tx, switch.circle, now):
            side = swap.giver if part is Part.GIVES else swap.taker
            if side == switch.person and swap.when.begins < now + ahead:
                self._drop_side(tx, swap, part)

    def _drop_side(self, tx: Transaction, swap: Swap, part: Part) -> None:
        self._swaps.drop_side(tx, swap.swap, part)
        self._ground.dues.drop(tx, ASKS, swap.swap)
        if part is Part.TAKES or swap.taker is not None:
            # The other side's key lies in the other file, so the note cannot be written in this transaction.
            self._ground.dues.add(tx, TELLS, swap.swap, self._ground.clock.now(), Lane.REMINDER)

    async def _tell(self, swap_id: SwapId, kind: str) -> None:
        readers = await self._people.get(await self._database.read(lambda tx: list(self._notes(tx, swap_id, kind))))

        def work(tx: Transaction) -> None:
            # With the row, so that a crash tells nobody twice.
            self._ground.dues.drop(tx, kind, swap_id)
            for number, (circle, body) in self._notes(tx, swap_id, kind).items():
                self._leave(tx, readers.get(number), circle, body)
            self._swaps.drop_orphan(tx, swap_id)

        await self._write(work)

    def _leave(self, tx: Transaction, reader: Person | None, circle: CircleId, body: Said) -> None:
        if reader is not None:
            self._mailbox.slip(tx, reader, HouseSlip(circle, ABOUT, body))

    def _notes(self, tx: Transaction, swap_id: SwapId, kind: str) -> dict[PersonNumber, tuple[CircleId, Said]]:
        """Answer who is to be left which note, as the two sides stand now."""
        sides = self._swaps.sides(tx, swap_id)
        gives, takes = sides.get(Part.GIVES), sides.get(Part.TAKES)
        if gives is not None and kind == ASKS:
            others = [one for one in self._switches.all_in(tx, gives.circle) if one.person != gives.person]
            now = self._ground.clock.now()
            body = _note("asked.swap.note.asks", gives.when)
            return {one.person: (gives.circle, body) for one in others if takes is None and not one.is_back(now)}
        if gives is not None:
            key = "asked.swap.note.free" if takes is None else "asked.swap.note.taken"
            return {gives.person: (gives.circle, _note(key, gives.when))}
        return {} if takes is None else {takes.person: (takes.circle, _note("asked.swap.note.ended", takes.when))}


def _note(key: str, when: Stretch) -> Said:
    return Said(key, {"begins": Moment(when.begins), "ends": Moment(when.ends)})

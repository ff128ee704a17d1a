"""Closing a circle: two presses, ten minutes to take it back, and a day later everything of it goes."""

from collections.abc import Callable
from datetime import datetime

from bot.circles.founding import NEEDED, Founding
from bot.circles.model import CLOSED_STAYS, Circle, Closed
from bot.circles.service import Circles
from bot.circles.store.servers import ServerStore
from bot.consent.service import Consents
from bot.core.acting import Act, Noting
from bot.core.ground import Ground
from bot.core.ids import CircleId, Visitor
from bot.core.lacking import named
from bot.core.notices import button
from bot.core.ports import CannotKeep
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction

Told = Callable[[Transaction, CircleId], None]
"""Hears of a circle inside the transaction that closes it, or that lets go of it before its rows go."""


class Closing:
    """Closes circles and lets go of them; the channels and the role are the server's, and go by a press alone."""

    def __init__(self, ground: Ground, consents: Consents, circles: Circles, founding: Founding) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = ServerStore()
        self._consents = consents
        self._circles = circles
        self._founding = founding
        self._on_closed: list[Told] = []
        self._on_removed: list[Told] = []

    def on_closed(self, told: Told) -> None:
        """Have a feature told of a circle that is closed now, as to end what runs there, truthfully."""
        self._on_closed.append(told)

    def on_removed(self, told: Told) -> None:
        """Have a feature told of a circle that goes, as to end what no row of the circle's own ends."""
        self._on_removed.append(told)

    async def look(self, visitor: Visitor, circle_id: CircleId) -> Circle | Closed:
        """Answer a circle to whoever manages its server: how it was closed, or what closing would be about."""
        circle = await self._founding.of_manager(visitor, circle_id)
        return circle if circle.closed_at is None else Closed(circle, circle.closed_at)

    async def close(self, visitor: Visitor, circle_id: CircleId) -> Closed:
        """Close a circle now: nobody gets in, nothing is asked or posted, and open asks end; twice is once."""
        circle = await self._founding.of_manager(visitor, circle_id)
        now = self._ground.clock.now()

        def work(tx: Transaction, noting: Noting) -> None:
            before = self._circles.get_in(tx, circle_id)
            if before is not None and before.closed_at is None:
                with noting(_act("closed", circle)):
                    self._close(tx, circle_id, now)

        await self._ground.acts.do(visitor, work)
        self._ground.changed()
        return await self._closed(visitor, circle_id)

    def _close(self, tx: Transaction, number: CircleId, now: datetime) -> None:
        for told in self._on_closed:
            told(tx, number)
        self._store.close(tx, number, now)
        self._changed(tx, number)

    def _changed(self, tx: Transaction, number: CircleId) -> None:
        circle = self._circles.get_in(tx, number)
        if circle is not None:
            self._circles.changed_in(tx, circle)

    async def _closed(self, visitor: Visitor, circle_id: CircleId) -> Closed:
        found = await self.look(visitor, circle_id)
        if not isinstance(found, Closed):
            raise Refusal("core.stale")
        return found

    async def take_back(self, visitor: Visitor, circle_id: CircleId) -> Circle:
        """Open a circle again within ten minutes; what its asks were stays ended. Raises Refusal later."""
        found = await self.look(visitor, circle_id)
        if isinstance(found, Circle):
            return found
        if self._ground.clock.now() > found.taken_back_until:
            raise Refusal("circles.closing.too_late", circle=found.circle.name)

        def work(tx: Transaction, noting: Noting) -> None:
            with noting(_act("reopened", found.circle)):
                self._store.close(tx, circle_id, None)
                self._changed(tx, circle_id)

        await self._ground.acts.do(visitor, work)
        self._ground.changed()
        return await self._founding.of_manager(visitor, circle_id)

    async def unmake(self, visitor: Visitor, circle_id: CircleId) -> Closed:
        """Delete the role and the channels of a closed circle on its server, for good.

        Raises Refusal where the server does not let Hearth; what could be deleted is, and a second press goes on.
        """
        found = await self._closed(visitor, circle_id)
        circle = found.circle
        try:
            channels = tuple(channel for channel in (circle.room, circle.door) if channel is not None)
            await self._ground.front.unmake(circle.server, circle.role, channels)
        except CannotKeep as fault:
            again = button("circles.button.unmake", f"closing:unmake_now:{circle_id}")
            why = await named(fault.why, self._ground.front, circle.server, NEEDED)
            raise Refusal("circles.closing.not_unmade", again, circle=circle.name, why=why) from fault

        def work(tx: Transaction, noting: Noting) -> None:
            with noting(_act("unmade", circle)):
                self._store.unmake(tx, circle_id)

        await self._ground.acts.do(visitor, work)
        return await self._closed(visitor, circle_id)

    async def let_go(self, now: datetime) -> None:
        """Let go of every circle that was closed a day ago."""
        for circle in await self._database.read(lambda tx: self._store.closed_by(tx, now - CLOSED_STAYS)):
            await self.remove(circle)

    async def remove(self, circle: CircleId) -> None:
        """Take back every yes for a circle, then let go of everything that stands with it; safe to ask twice.

        Whoever was in no other circle is forgotten.
        """
        for person in await self._database.read(lambda tx: self._consents.people_in(tx, circle)):
            await self._consents.lapse(person, (circle,))
        await self._database.write(lambda tx: self._remove(tx, circle))
        self._ground.changed()

    def _remove(self, tx: Transaction, circle: CircleId) -> None:
        for channel in self._store.channels_of(tx, circle):
            self._ground.outbox.take_back_to(tx, channel)
        for told in self._on_removed:
            told(tx, circle)
        self._store.drop_circle(tx, circle)


def _act(kind: str, circle: Circle) -> Act:
    return Act(f"circles.did.{kind}", circle.server, circle.circle)

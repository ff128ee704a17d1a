"""Opening the desk: what waits, what is there, and putting Away lines away."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime

from bot.circles.service import Circles
from bot.core.acting import Act, Noting
from bot.core.feature import Feature
from bot.core.ground import Ground
from bot.core.ids import CircleId, Visitor
from bot.core.notices import Said
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.desk.daily import DailyLine
from bot.desk.lookout import Lookout, Waits
from bot.desk.model import Card, Overview, made_channels
from bot.desk.store import DeskStore
from bot.moderation.service import moderated, require_moderator

Health = Callable[[], Awaitable[Sequence[Said]]]
"""Answers how the instance itself stands; nobody at a desk can change it, so that no daily line counts it."""


class Desk:
    """What moderators work with."""

    def __init__(
        self,
        ground: Ground,
        circles: Circles,
        features: Iterable[Feature],
        *,
        waits: Sequence[Waits],
        health: Sequence[Health] = (),
    ) -> None:
        self._ground = ground
        self._circles = circles
        self._outages = ground.outages
        self._health = tuple(health)
        self._store = DeskStore()
        permissions = tuple(permission for feature in features for permission in feature.permissions)
        self._lookout = Lookout(ground, self._store, circles, permissions=permissions, waits=waits)
        self.daily = DailyLine(ground, self._store, circles, self._lookout)

    async def open(self, visitor: Visitor) -> Overview:
        """Answer the desk of the server a moderator is in."""
        server = moderated(visitor)
        circles = await self._circles.in_server(server)
        lines = [line for health in self._health for line in await health()]
        return Overview(tuple(circles), await self._lookout.look(server), visitor.manages_server, tuple(lines))

    async def put_away(self, visitor: Visitor, outage: int) -> Overview:
        """Put the Away lines up to an outage away, for all moderators of the server, and answer the desk."""
        server = moderated(visitor)

        def keep(tx: Transaction, noting: Noting) -> None:
            # One that is not known would put away what is still to come.
            if self._outages.get(tx, outage) is None:
                raise Refusal("core.stale")
            if self._store.seen_to(tx, server) < outage:
                with noting(Act("desk.did.put_away", server)):
                    self._store.put_away(tx, server, outage)

        await self._ground.acts.do(visitor, keep)
        return await self.open(visitor)

    def expire(self, tx: Transaction, now: datetime) -> int:
        """Let go of what the desk keeps no longer, and answer how many rows that were."""
        return self._store.expire(tx, now)

    async def card(self, visitor: Visitor, circle_id: CircleId) -> Card:
        """Answer one circle with its settings, and whether something it made has been deleted."""
        require_moderator(visitor)
        circle = await self._circles.get(circle_id)
        if circle.server != visitor.server:
            raise Refusal("circles.gone")
        lacks = circle.is_open and None in (circle.role, circle.door, circle.room)
        gone = await self._ground.front.gone(circle.server, circle.role, made_channels(circle))
        return Card(circle, lacks or gone)

"""What waits for the moderators of a server, gathered from the desk itself and from features it does not know."""

from collections.abc import Awaitable, Callable, Sequence

from bot.circles.service import Circles
from bot.core.delivery.records import lost_in
from bot.core.feature import Permission
from bot.core.ground import Ground
from bot.core.ids import ServerId
from bot.core.notices import Listed, Place, Said, said
from bot.core.ports import Why
from bot.core.scheduling.outages import Outage
from bot.core.storage.database import Transaction
from bot.desk import FEATURE
from bot.desk.model import SHOWN_FOR, Waiting, made_channels
from bot.desk.notices import away_words, lost_words
from bot.desk.store import DeskStore

Waits = Callable[[ServerId], Awaitable[Sequence[Said]]]
"""Answers what waits in a server, one line for each thing, without a member's name; a feature offers it."""

POSTING = tuple(permission.name for permission in FEATURE.permissions)
"""What Hearth needs in a channel to post there."""


class Lookout:
    """Looks at what waits."""

    def __init__(
        self,
        ground: Ground,
        store: DeskStore,
        circles: Circles,
        *,
        permissions: Sequence[Permission],
        waits: Sequence[Waits],
    ) -> None:
        self._ground = ground
        self._front = ground.front
        self._store = store
        self._circles = circles
        self._outages = ground.outages
        self._permissions = permissions
        self._waits: tuple[Waits, ...] = (
            self._missing,
            self._lost,
            self._line_lost,
            self._broken,
            *waits,
            self._time_lost,
        )

    async def look(self, server: ServerId) -> Waiting:
        """Answer what waits in a server; raises CannotKeep where Hearth is no longer in it."""
        lines = [line for waits in self._waits for line in await waits(server)]
        away = await self._ground.database.read(lambda tx: self._away(tx, server))
        told = tuple(away_words(outage) for outage in away)
        return Waiting((*lines, *told), tuple(outage.number for outage in away))

    def _away(self, tx: Transaction, server: ServerId) -> list[Outage]:
        seen_to = self._store.seen_to(tx, server)
        found = self._outages.ended_after(tx, self._ground.clock.now() - SHOWN_FOR)
        return [outage for outage in found if outage.number > seen_to]

    async def _missing(self, server: ServerId) -> list[Said]:
        wanted = tuple(dict.fromkeys(permission.name for permission in self._permissions))
        return [self._needed(name) for name in await self._front.missing_permissions(server, wanted)]

    def _needed(self, name: str) -> Said:
        # Each feature names what it needs (R186).
        features = dict.fromkeys(one.feature for one in self._permissions if one.name == name)
        named = Listed(tuple(said(f"core.feature.{feature}") for feature in features))
        return said("desk.missing", permission=said(f"core.permission.{name}"), features=named)

    async def _lost(self, server: ServerId) -> list[Said]:
        """Say which channels a post was lost for, as long as what it lacked there is missing still."""
        after = self._ground.clock.now() - SHOWN_FOR
        channels = await self._ground.database.read(lambda tx: lost_in(tx, server, Why.NO_PERMISSION, after))
        found: list[Said] = []
        for channel in channels:
            if await self._front.gone(server, None, (channel,)):
                continue
            for name in (await self._front.missing_in(server, channel, POSTING))[:1]:
                lacking = said(f"core.permission.{name}")
                found.append(said("desk.lost", channel=Place(channel), permission=lacking))
        return found

    async def _line_lost(self, server: ServerId) -> list[Said]:
        line = await self._ground.database.read(lambda tx: self._store.line(tx, server))
        if line is None or (line.is_on and not await self._front.gone(server, None, (line.channel,))):
            return []
        return [said("desk.line.lost")]

    async def _time_lost(self, _: ServerId) -> list[Said]:
        """Say for a week that a copy was put back, and of when it was."""
        restored = self._ground.restored
        if restored is None or self._ground.clock.now() >= restored.until + SHOWN_FOR:
            return []
        return [lost_words(restored)]

    async def _broken(self, server: ServerId) -> list[Said]:
        return [
            said("desk.broken", circle=circle.name)
            for circle in await self._circles.in_server(server)
            if circle.closed_at is None and await self._front.gone(server, circle.role, made_channels(circle))
        ]

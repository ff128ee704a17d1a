"""Reading what was done: for the moderators of one server, newest first."""

from collections.abc import Iterable

from bot.circles.service import Circles
from bot.core.feature import Feature
from bot.core.ground import Ground
from bot.core.ids import PlatformId, Visitor
from bot.moderation.model import PAGE, UNDONE, Done, DonePage, Kept
from bot.moderation.service import moderated
from bot.moderation.store import ActStore
from bot.people.service import People

UNKNOWN = "moderation.did.unknown"
"""Stands for a kind that an earlier version noted and this one does not know."""

MOST_PAGES = 1_000
"""No page is further back."""


class WhatWasDone:
    """What moderators and facilitators of a server did through Hearth; nobody else can call it up."""

    def __init__(self, ground: Ground, circles: Circles, people: People, features: Iterable[Feature]) -> None:
        self._database = ground.database
        self._clock = ground.clock
        self._circles = circles
        self._people = people
        self._store = ActStore()
        self._kinds = frozenset(kind for feature in features for kind in feature.acts)

    async def page(self, visitor: Visitor, place: int) -> DonePage:
        """Answer a moderator one page of their server; raises Refusal for anyone else."""
        server, place = moderated(visitor), min(place, MOST_PAGES)
        kept = await self._database.read(lambda tx: self._store.list_for(tx, server, PAGE + 1, place * PAGE))
        names = {circle.circle: circle.name for circle in await self._circles.in_server(server)}
        shown = [
            self._done(one, names.get(one.circle, "") if one.circle else "", await self._who(one))
            for one in kept[:PAGE]
        ]
        return DonePage(tuple(shown), place, last=len(kept) <= PAGE)

    def _done(self, kept: Kept, circle: str, who: PlatformId | None) -> Done:
        undid = self._known(kept.undid or "") if kept.kind == UNDONE else None
        undoable = kept.until is not None and kept.until > self._clock.now()
        return Done(kept.act, self._known(kept.kind), undid, undoable, circle, kept.done_at, who)

    def _known(self, kind: str) -> str:
        return kind if kind in self._kinds else UNKNOWN

    async def _who(self, kept: Kept) -> PlatformId | None:
        return None if kept.by is None else await self._people.reveal(kept.by)

"""Closing a check-in: counting once, showing the closing, finishing what a crash left."""

from contextlib import suppress
from datetime import timedelta

from bot.checkins.model import KEPT_AFTER_CLOSING, Closed, Round, Spread, spread_of
from bot.checkins.notices import closed_post
from bot.checkins.store import CheckinStore
from bot.circles.service import Circles
from bot.core.ground import Ground
from bot.core.ids import RoundId
from bot.core.ports import CannotKeep, Why
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.people.service import People

CLOSES = "checkins.closes"
"""The kind of due row that closes a round."""

ENDS = "checkins.ends"
"""The kind of due row that lets go of a closed round's counts."""

SHOWS = "checkins.shows"
"""The kind of due row that shows a closing whose first showing got no answer."""

SHOWN_AGAIN = timedelta(minutes=1)
"""How long to wait before a closing is shown again."""


class Closings:
    """What happens to a round from its last answer on."""

    def __init__(self, ground: Ground, store: CheckinStore, people: People, circles: Circles) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = store
        self._people = people
        self._circles = circles
        ground.dues.handle(CLOSES, self._close_due)
        ground.dues.handle(ENDS, self._end_due)
        ground.dues.handle(SHOWS, self._show_due)

    async def recover(self) -> None:
        """Show every closing that is not known to stand; one circle that cannot be reached keeps no other."""
        for round_ in await self._database.read(self._store.unshown):
            with suppress(Refusal):
                await self._show_closed(await self._count(round_))

    async def _get(self, round_: RoundId) -> Round:
        found = await self._database.read(lambda tx: self._store.get(tx, round_))
        if found is None:
            raise Refusal("checkins.gone")
        return found

    async def _close_due(self, round_: int) -> None:
        found = await self._database.read(lambda tx: self._store.get(tx, RoundId(round_)))
        if found is not None and found.is_open:
            await self.close(found)

    async def _end_due(self, round_: int) -> None:
        await self._database.write(lambda tx: self._store.drop(tx, RoundId(round_)))

    async def close(self, round_: Round) -> Closed:
        """Let no answer in any more, count, and show the closing; closing twice answers the same again."""
        await self._database.write(lambda tx: self._store.mark_closed(tx, round_.round))
        counted = await self._count(round_)
        gone = not await self._show_closed(counted)
        return Closed(counted.round, counted.spread, post_gone=gone)

    async def _count(self, round_: Round) -> Closed:
        present = await self._get(round_.round)
        if present.spread is not None:
            return Closed(present, present.spread)
        sealed = await self._database.read(lambda tx: self._store.sealed_answers(tx, round_.round))
        people = await self._people.get(sealed)
        ends = self._ground.clock.now() + KEPT_AFTER_CLOSING

        def keep(tx: Transaction) -> None:
            # Read again inside: what was taken back meanwhile is not counted, and no answer can come any more.
            left = self._store.sealed_answers(tx, round_.round)
            spread = spread_of(self._store.unseal(round_.round, left, people), round_.format.choices)
            if self._store.mark_counted(tx, round_.round, spread):
                self._ground.dues.drop(tx, CLOSES, round_.round)
                self._ground.dues.add(tx, ENDS, round_.round, ends)

        await self._database.write(keep)
        counted = await self._get(round_.round)
        return Closed(counted, counted.spread or Spread())

    async def _show_closed(self, closed: Closed) -> bool:
        circle = await self._circles.get(closed.round.circle)
        try:
            if circle.room is None or closed.round.post is None:
                raise CannotKeep(Why.MESSAGE_GONE)
            notice = closed_post(closed)
            await self._ground.front.revise(circle.room, closed.round.post, notice, circle.settings.language)
        except CannotKeep as fault:
            if fault.why is Why.NOT_ANSWERED:
                await self._show_later(closed.round)
                return False
            await self._database.write(lambda tx: self._store.mark_shown(tx, closed.round.round))
            return False
        await self._database.write(lambda tx: self._store.mark_shown(tx, closed.round.round))
        return True

    async def _show_later(self, round_: Round) -> None:
        again = self._ground.clock.now() + SHOWN_AGAIN
        await self._database.write(lambda tx: self._ground.dues.add(tx, SHOWS, round_.round, again))
        self._ground.dues.changed()

    async def _show_due(self, round_: int) -> None:
        found = await self._database.read(lambda tx: self._store.get(tx, RoundId(round_)))
        if found is not None and not found.is_open:
            await self._show_closed(await self._count(found))

"""Closing a check-in: counting once, showing the closing, finishing what a crash left."""

from collections.abc import Callable
from datetime import timedelta

from bot.checkins.model import KEPT_AFTER_CLOSING, Closed, Round, Spread, spread_of
from bot.checkins.notices import closed_post
from bot.checkins.store import CheckinStore
from bot.circles.model import Circle
from bot.circles.service import Circles
from bot.core.delivery.errand import Errand, NotSent, Outcome, Outgoing, Sent
from bot.core.delivery.outbox import Delivery
from bot.core.ground import Ground
from bot.core.ids import MessageId, RoundId
from bot.core.lanes import Lane
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.people.service import People

POSTS = "checkins.posts"
"""The kind of delivery that posts an open check-in."""

CLOSES = "checkins.closes"
"""The kind of due row that closes a round."""

ENDS = "checkins.ends"
"""The kind of due row that lets go of a closed round's counts."""

SHOWS = "checkins.shows"
"""The kind of delivery that shows a closing in its check-in's own post."""

SHOWN_WITHIN = timedelta(days=1)
"""How long after its time a closing may still be shown."""


Told = Callable[[Transaction, Round], None]
"""Hears of a round inside the transaction that changes it."""


class Closings:
    """What happens to a round from its last answer on."""

    def __init__(self, ground: Ground, store: CheckinStore, people: People, circles: Circles) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = store
        self._people = people
        self._circles = circles
        self._on_count: list[Told] = []
        ground.dues.handle(CLOSES, self._close_due)
        ground.dues.handle(ENDS, self._end_due)
        ground.sender.handle(SHOWS, Errand(self._compose, self._shown, self._not_shown))

    def on_count(self, told: Told) -> None:
        """Have somebody told, inside the transaction, of a round that was just counted."""
        self._on_count.append(told)

    async def recover(self) -> None:
        """Have every closing shown that is not known to stand."""
        for round_ in await self._database.read(self._store.unshown):
            await self._count(round_)
            await self._database.write(lambda tx, number=round_.round: self.show(tx, number))

    async def _get(self, round_: RoundId) -> Round:
        found = await self._database.read(lambda tx: self._store.get(tx, round_))
        if found is None:
            raise Refusal("checkins.gone")
        return found

    async def _close_due(self, round_: int) -> None:
        found = await self._database.read(lambda tx: self._store.get(tx, RoundId(round_)))
        # Not only an open one: a full disk may have come between closing and counting.
        if found is not None and found.spread is None:
            await self.close(found)

    async def _end_due(self, round_: int) -> None:
        await self._database.write(lambda tx: self._store.drop(tx, RoundId(round_)))

    async def close(self, round_: Round) -> Closed:
        """Let no answer in any more, count, and have the closing shown; closing twice answers the same again."""
        await self._database.write(lambda tx: self._mark_closed(tx, round_.round))
        counted = await self._count(round_)
        self._ground.changed()
        return counted

    def _mark_closed(self, tx: Transaction, round_: RoundId) -> None:
        self._store.mark_closed(tx, round_)
        # Counting lets go of this row; if it fails, the alarm counts.
        self._ground.dues.at_latest(tx, CLOSES, round_, self._ground.clock.now())

    async def close_now(self, round_: Round) -> Closed:
        """Close, and wait until the closing stands or is known not to."""
        counted = await self.close(round_)
        circle = await self._circles.get(counted.round.circle)
        outcome = await self._deliver(counted.round, self._showing(counted.round, circle))
        now = await self._get(counted.round.round)
        return Closed(now, counted.spread, post_gone=isinstance(outcome, NotSent), post_late=not now.shown)

    async def _deliver(self, round_: Round, showing: Delivery) -> Outcome:
        if round_.shown or round_.post is None:
            return Sent(round_.post) if round_.post is not None else NotSent()
        ident = await self._database.write(lambda tx: self._ground.outbox.put(tx, showing))
        return await self._ground.sender.deliver(ident)

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
                self.show(tx, round_.round)
                for told in self._on_count:
                    told(tx, self._store.get(tx, round_.round) or present)

        await self._database.write(keep)
        counted = await self._get(round_.round)
        return Closed(counted, counted.spread or Spread())

    def show(self, tx: Transaction, number: RoundId) -> None:
        """Have a counted closing shown, inside a transaction; a post still on its way is waited for."""
        found = self._store.get(tx, number)
        if found is None or found.shown or found.spread is None:
            return
        circle = self._circles.get_in(tx, found.circle)
        if found.post is not None and circle is not None:
            self._ground.outbox.put(tx, self._showing(found, circle))
        elif not self._ground.outbox.waits(tx, POSTS, number):
            self._store.mark_shown(tx, number)

    def _showing(self, round_: Round, circle: Circle) -> Delivery:
        return Delivery(
            kind=SHOWS,
            subject=round_.round,
            due_at=round_.opened_at,
            lane=Lane.CHECK_IN,
            server=circle.server,
            channel=circle.room,
            # Counted from now after days switched off: an open form must not stand for ever.
            expires_at=max(round_.closes_at, self._ground.clock.now()) + SHOWN_WITHIN,
        )

    async def _compose(self, delivery: Delivery) -> Outgoing | None:
        found = await self._database.read(lambda tx: self._store.get(tx, RoundId(delivery.subject)))
        if found is None or found.spread is None or found.post is None:
            return None
        circle = await self._circles.get(found.circle)
        notice = closed_post(Closed(found, found.spread))
        return Outgoing(notice, circle.settings.language, place=circle.room, message=found.post)

    def _shown(self, tx: Transaction, delivery: Delivery, _: MessageId) -> None:
        self._store.mark_shown(tx, RoundId(delivery.subject))

    def _not_shown(self, tx: Transaction, delivery: Delivery, _: str) -> None:
        self._store.mark_shown(tx, RoundId(delivery.subject))

"""The standing post of a circle: what it says helps even when the bot does not answer."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.circles.founding import Founding
from bot.circles.model import Circle, Spot, StandingPost
from bot.circles.service import Circles
from bot.circles.store import StandingStore
from bot.core.acting import Act, Noting
from bot.core.delivery.errand import Errand, NotKnown, NotSent, Outgoing
from bot.core.delivery.outbox import Delivery, Dropped
from bot.core.ground import Ground
from bot.core.ids import CircleId, MessageId, ServerId, Visitor
from bot.core.lacking import named
from bot.core.lanes import Lane
from bot.core.notices import Notice, Said, said
from bot.core.ports import Why
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction

PLACES = "circles.standing"
"""The kind of delivery that makes the post."""

SAYS = "circles.standing_says"
"""The kind of delivery that makes the post say what its content is now, and notices where it is gone."""

LOOKS = "circles.standing_looks"
"""The kind of due row that has it looked after again."""

LOOKED_AFTER = timedelta(days=1)
"""How long after a look the next one comes."""

POSTING = ("view_channel", "send_messages", "read_message_history")
"""What Hearth needs in a channel to keep a post there, by the platform's names (R186)."""

WITHIN = timedelta(days=1)
"""How late it may be made or changed."""

Content = Callable[[Circle], Awaitable[Notice]]
"""Answers what a circle's post says; a button in it carries the delivery's id, as in every post."""


class Standing:
    """Makes standing posts, keeps what they say true, and notices where one is gone."""

    def __init__(
        self, ground: Ground, store: StandingStore, circles: Circles, founding: Founding, content: Content
    ) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = store
        self._circles = circles
        self._founding = founding
        self._content = content
        ground.sender.handle(PLACES, Errand(self._compose, self._stands, self._lost))
        ground.sender.handle(SAYS, Errand(self._compose_change, self._stands, self._lost))
        ground.dues.handle_within(LOOKS, lambda tx, circle, _: self.refresh(tx, CircleId(circle)))
        circles.on_change(lambda tx, circle: self.refresh(tx, circle.circle))

    async def place(self, visitor: Visitor, circle_id: CircleId, spot: Spot) -> StandingPost:
        """Make the post at the circle's door or in its room, or make a lost one anew; an earlier one stays there.

        Raises Refusal where it does not stand, or where nobody knows yet.
        """
        circle = await self._founding.of_manager(visitor, circle_id)
        channel = spot.of(circle)
        if channel is None:
            raise Refusal("circles.gone")
        present = await self._database.read(lambda tx: self._store.get(tx, circle_id))
        if present is not None and present.channel == channel and present.post and present.lost is None:
            return present
        standing = StandingPost(circle_id, spot, channel, self._ground.clock.now())

        def work(tx: Transaction, noting: Noting) -> str:
            with noting(Act("circles.did.standing", circle.server, circle_id)):
                return self._put(tx, circle, standing)

        ident = await self._ground.acts.do(visitor, work)
        self._ground.changed()
        outcome = await self._ground.sender.deliver(ident)
        if isinstance(outcome, NotSent | NotKnown):
            why = Why.NOT_ANSWERED if isinstance(outcome, NotKnown) or outcome.why is None else outcome.why
            lacking = await named(why, self._ground.front, circle.server, POSTING, channel)
            raise Refusal("circles.standing.not_placed", circle=circle.name, why=lacking)
        found = await self._database.read(lambda tx: self._store.get(tx, circle_id))
        return found or standing

    def _put(self, tx: Transaction, circle: Circle, standing: StandingPost) -> str:
        self._store.save(tx, standing)
        self._look_later(tx, circle.circle)
        return self._ground.outbox.put(tx, self._delivery(PLACES, circle, standing))

    async def leave(self, visitor: Visitor, circle_id: CircleId) -> None:
        """Look after the post no longer; it stays where it is until somebody deletes it there."""
        circle = await self._founding.of_manager(visitor, circle_id)

        def work(tx: Transaction, noting: Noting) -> None:
            with noting(Act("circles.did.standing_left", circle.server, circle_id)):
                self._store.drop(tx, circle_id)
                self._ground.dues.drop(tx, LOOKS, circle_id)

        await self._ground.acts.do(visitor, work)

    def let_go_of(self, tx: Transaction, circle: CircleId) -> None:
        """Look after no post any more inside the transaction in which a circle goes."""
        self._ground.dues.drop(tx, LOOKS, circle)

    def refresh(self, tx: Transaction, circle_id: CircleId) -> None:
        """Have the post say inside a transaction what its content is now; called where that may have changed.

        Where the circle has got another channel for it, as after a deleted one was made again, it is made there.
        One that somebody deleted is not made again by itself: the desk says that it is gone.
        """
        standing, circle = self._store.get(tx, circle_id), self._circles.get_in(tx, circle_id)
        if standing is None or circle is None:
            return
        self._look_later(tx, circle_id)
        channel, now = standing.spot.of(circle), self._ground.clock.now()
        if channel is not None and channel != standing.channel:
            self._put(tx, circle, StandingPost(circle_id, standing.spot, channel, now))
        elif standing.post is None and standing.lost is not None:
            self._put(tx, circle, StandingPost(circle_id, standing.spot, standing.channel, now))
        elif standing.post is not None and standing.lost != Why.MESSAGE_GONE:
            self._ground.outbox.put(tx, replace(self._delivery(SAYS, circle, standing), due_at=now))

    def _look_later(self, tx: Transaction, circle: CircleId) -> None:
        self._ground.dues.add(tx, LOOKS, circle, self._ground.clock.now() + LOOKED_AFTER, Lane.CLEAN_UP)

    def _delivery(self, kind: str, circle: Circle, standing: StandingPost) -> Delivery:
        return Delivery(
            kind=kind,
            subject=circle.circle,
            due_at=standing.placed_at,
            lane=Lane.REMINDER,
            server=circle.server,
            channel=standing.channel,
            expires_at=self._ground.clock.now() + WITHIN,
        )

    async def _compose(self, delivery: Delivery) -> Outgoing | None:
        standing = await self._present(delivery)
        if standing is None:
            return None
        circle = await self._circles.get(standing.circle)
        return Outgoing(await self._content(circle), circle.settings.language, place=standing.channel)

    async def _compose_change(self, delivery: Delivery) -> Outgoing | None:
        outgoing, standing = await self._compose(delivery), await self._present(delivery)
        if outgoing is None or standing is None or standing.post is None:
            return None
        return replace(outgoing, message=standing.post)

    async def _present(self, delivery: Delivery) -> StandingPost | None:
        return await self._database.read(lambda tx: self._of(tx, delivery))

    def _of(self, tx: Transaction, delivery: Delivery) -> StandingPost | None:
        """Answer the post a delivery is for; None where it was placed elsewhere meanwhile, or left."""
        standing = self._store.get(tx, CircleId(delivery.subject))
        return standing if standing is not None and standing.channel == delivery.channel else None

    def _stands(self, tx: Transaction, delivery: Delivery, message: MessageId) -> None:
        standing = self._of(tx, delivery)
        if standing is not None:
            self._store.save(tx, replace(standing, post=message, lost=None))

    def _lost(self, tx: Transaction, delivery: Delivery, why: str) -> None:
        standing = self._of(tx, delivery)
        # A change that came too late is made by the next look.
        if standing is None or why == Dropped.NOT_WANTED or (delivery.kind == SAYS and why == Dropped.EXPIRED):
            return
        self._store.save(tx, replace(standing, lost=why))

    async def waiting(self, server: ServerId) -> Sequence[Said]:
        """Answer which circles of a server lack a standing post, or lost theirs, for whoever moderates there."""
        circles = [circle for circle in await self._circles.in_server(server) if circle.is_open]
        found = await self._database.read(
            lambda tx: {one.circle: self._store.get(tx, one.circle) for one in circles}
        )
        return [line for circle in circles for line in _lacking(circle, found[circle.circle])]

    async def see(self, visitor: Visitor, circle_id: CircleId) -> tuple[Circle, StandingPost | None]:
        """Answer a circle and where its post stands to whoever manages its server."""
        circle = await self._founding.of_manager(visitor, circle_id)
        return circle, await self._database.read(lambda tx: self._store.get(tx, circle_id))


def _lacking(circle: Circle, standing: StandingPost | None) -> tuple[Said, ...]:
    if standing is None:
        return (said("circles.standing.not_yet", circle=circle.name),)
    if standing.lost is None:
        return ()
    return (said("circles.standing.lost", circle=circle.name, why=_why(standing)),)


def _why(standing: StandingPost) -> Said:
    return (Why(standing.lost) if standing.lost in set(Why) else Why.NOT_ANSWERED).words

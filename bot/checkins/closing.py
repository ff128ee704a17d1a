"""Closing a check-in: counting once, showing the closing, finishing what a crash left."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from bot.checkins.model import KEPT_AFTER_CLOSING, Closed, Round, SeenBy, Spread, spread_of
from bot.checkins.model.answers import NAMES_STAY, Given, Named, Nameless, Voices, fitting, nameless_of
from bot.checkins.notices import closed_post
from bot.checkins.store import CheckinStore, standing
from bot.checkins.store.standing import Standing
from bot.circles.model import Circle
from bot.circles.service import Circles
from bot.core.delivery.errand import Errand, NotSent, Outcome, Outgoing, Sent
from bot.core.delivery.outbox import Delivery
from bot.core.ground import Ground
from bot.core.ids import MessageId, Person, PersonNumber, RoundId
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

NAMES_END = "checkins.names_end"
"""The kind of due row that takes names and people's own words out of a closing."""

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
        ground.sender.handle(SHOWS, Errand(self.compose, self._shown, self._not_shown))

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
        def work(tx: Transaction) -> None:
            found = standing.of_round(tx, RoundId(round_))
            if found is not None:
                self._let_go(tx, found)

        await self._database.write(work)

    def _let_go(self, tx: Transaction, found: Standing) -> None:
        """Let go of a check-in with everything in it, and have its post go from the channel (R177)."""
        self.take_down(tx, (found,))
        self._store.drop(tx, found.round)

    def take_down(self, tx: Transaction, found: Iterable[Standing]) -> None:
        """Have the posts of check-ins deleted, inside the transaction that lets go of them."""
        for one in found:
            if one.channel is not None and one.post is not None:
                self._ground.posts.take_down(tx, one.server, one.channel, (one.post,))

    def expire(self, tx: Transaction, now: datetime) -> int:
        """Let go of some check-ins that closed 90 days ago, with their posts; answer how many."""
        past = standing.past(tx, now - KEPT_AFTER_CLOSING)
        for found in past:
            self._let_go(tx, found)
        return len(past)

    async def close(self, round_: Round) -> Closed:
        """Let no answer in any more, count, and have the closing shown; closing twice answers the same again."""
        await self._database.write(lambda tx: self.mark_closed(tx, round_.round))
        counted = await self._count(round_)
        self._ground.changed()
        return counted

    def mark_closed(self, tx: Transaction, round_: RoundId) -> None:
        """Let no answer in any more, inside a transaction; counting comes after it."""
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
        sealed = await self._database.read(lambda tx: self._store.answers.sealed(tx, round_.round))
        people = await self._people.get(sealed)
        ends = self._ground.clock.now() + KEPT_AFTER_CLOSING

        def keep(tx: Transaction) -> None:
            # Read again inside: what was taken back meanwhile is not counted, and no answer can come any more.
            left = self._store.answers.sealed(tx, round_.round)
            given = self._store.answers.unsealed(round_.round, left, people)
            unnamed = [one for one in given.values() if one.seen_by is SeenBy.UNNAMED]
            spread = spread_of((one.choice for one in unnamed), round_.format.choices)
            if self._store.mark_counted(tx, round_.round, spread):
                self._ground.dues.drop(tx, CLOSES, round_.round)
                self._ground.dues.add(tx, ENDS, round_.round, ends)
                self._let_waiting_go(tx, present.round, given, people)
                self._keep_voices(tx, present, given)
                self.show(tx, round_.round)
                for told in self._on_count:
                    told(tx, self._store.get(tx, round_.round) or present)

        await self._database.write(keep)
        counted = await self._get(round_.round)
        return Closed(counted, counted.spread or Spread())

    def _let_waiting_go(
        self,
        tx: Transaction,
        number: RoundId,
        given: Mapping[PersonNumber, Given],
        people: Mapping[PersonNumber, Person],
    ) -> None:
        # A line that its writer had not let go is added nowhere once the check-in is closed.
        for person, one in given.items():
            if one.waiting:
                self._store.answers.keep(tx, number, people[person], one.with_line(one.line))

    def _keep_voices(self, tx: Transaction, round_: Round, given: Mapping[PersonNumber, Given]) -> None:
        """Let go of every answer, but for what stays in the closing for a while."""
        ends = round_.opened_at + NAMES_STAY
        stays = self._ground.clock.now() < ends
        named = [person for person, one in given.items() if one.seen_by is SeenBy.NAMED and stays]
        self._store.answers.keep_only(tx, round_.round, named)
        if stays:
            unnamed = [one for one in given.values() if one.seen_by is SeenBy.UNNAMED]
            nameless = self._shuffled(nameless_of(unnamed, round_.format))
            self._store.answers.keep_nameless(tx, round_.round, round_.circle, nameless)
            self._ground.dues.add(tx, NAMES_END, round_.round, ends, Lane.CLEAN_UP)

    def _shuffled(self, nameless: Nameless) -> Nameless:
        words, lines = (sorted(some, key=lambda _: self._ground.chance.number()) for some in nameless.parts)
        return Nameless(tuple(words), tuple(lines))

    def show(self, tx: Transaction, number: RoundId) -> None:
        """Have a counted closing shown, inside a transaction; a post still on its way is waited for."""
        found = self._store.get(tx, number)
        if found is None or found.shown or found.spread is None:
            return
        circle, restored = self._circles.get_in(tx, found.circle), self._ground.restored
        if restored is not None and restored.may_have_come(found.closes_at):
            # It may stand closed with answers that this file does not know: fewer would tell whose were lost.
            self._store.mark_shown(tx, number)
        elif found.post is not None and circle is not None:
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

    async def _voices(self, round_: Round) -> Voices:
        answers = self._store.answers
        sealed, nameless = await self._database.read(
            lambda tx: (answers.sealed(tx, round_.round), answers.nameless(tx, round_.round, round_.circle))
        )
        return fitting(Voices(await self.named(round_, sealed, SeenBy.NAMED), nameless))

    async def named(
        self, round_: Round, sealed: Mapping[PersonNumber, bytes], seen_by: SeenBy
    ) -> tuple[Named, ...]:
        """Answer who answered for one audience, with their answers; whoever was forgotten is missing."""
        given = self._store.answers.unsealed(round_.round, sealed, await self._people.get(sealed))
        found = [
            (await self._people.reveal(person), one) for person, one in given.items() if one.seen_by is seen_by
        ]
        return tuple(Named(who, one) for who, one in found if who is not None)

    async def compose(self, delivery: Delivery) -> Outgoing | None:
        """Answer the closing of a delivery's round as it is to stand now, or None where there is none to show."""
        found = await self._database.read(lambda tx: self._store.get(tx, RoundId(delivery.subject)))
        if found is None or found.spread is None or found.post is None:
            return None
        circle = await self._circles.get(found.circle)
        can_be_lit = self._ground.clock.now() < found.opened_at + NAMES_STAY
        notice = closed_post(Closed(found, found.spread), await self._voices(found), can_be_lit=can_be_lit)
        return Outgoing(notice, circle.settings.language, place=circle.room, message=found.post)

    def _shown(self, tx: Transaction, delivery: Delivery, _: MessageId) -> None:
        self._store.mark_shown(tx, RoundId(delivery.subject))

    def _not_shown(self, tx: Transaction, delivery: Delivery, _: str) -> None:
        self._store.mark_shown(tx, RoundId(delivery.subject))

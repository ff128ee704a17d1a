"""A line somebody leaves for a day they choose: posted once and silently, and only if they are out."""

import asyncio
from datetime import datetime

from bot.circles import MEMBERSHIP
from bot.circles.service import Circles
from bot.consent.service import Consents
from bot.core.delivery.errand import Errand, Outgoing
from bot.core.delivery.outbox import Delivery
from bot.core.ground import Ground
from bot.core.ids import EVERYWHERE, CircleId, MessageId, PersonNumber
from bot.core.ports import CannotKeep, Why
from bot.core.posted import TakenDown
from bot.core.storage.database import Transaction
from bot.farewells import PLACE, notices
from bot.farewells.model import STANDS, Line, Place, Post, Way
from bot.farewells.store import CandleStore, LineStore
from bot.people.service import People

COMES = "farewells.line"
"""The kind of delivery that posts a line."""

DRAFT_ENDS = "farewells.line_draft"
"""The kind of due row at which a line goes that is not decided."""

WAITED_FOR = 20.0
"""Seconds after which whoever takes a line down is told that it is not known yet."""

GONE = "channel_gone"
"""Why a line is lost whose circle goes."""


class Lines:
    """Lines for circles that their writers left; nobody else sees that one is to come."""

    def __init__(
        self, ground: Ground, lines: LineStore, people: People, consents: Consents, circles: Circles
    ) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = lines
        self._posts = CandleStore()
        self._people = people
        self._consents = consents
        self._circles = circles
        ground.sender.handle(COMES, Errand(self._compose, self._stands, self._lost))
        ground.dues.handle_within(DRAFT_ENDS, self._draft_ends)

    def of(self, tx: Transaction, place: Place) -> Line | None:
        """Answer a place's line inside a transaction: one that is decided, otherwise one that is not yet."""
        now = self._ground.clock.now()
        found = [one for one in self._store.of(tx, place.person) if one.place == place.place and now < one.until]
        return found[0] if found else None

    def _draft_ends(self, tx: Transaction, number: int, _: datetime) -> None:
        line = self._store.get(tx, number)
        if line is not None and line.way is Way.OPEN:
            self._store.drop(tx, number)

    def take_down_in(self, tx: Transaction, number: int) -> Post | None:
        """Let go of a line inside a transaction, and have its post deleted; answer where that stood."""
        line = self._store.get(tx, number)
        if line is None:
            return None
        post = None if line.post is None else self._posts.post(tx, line.post)
        circle = self._circles.get_in(tx, line.circle)
        if post is not None:
            self._posts.drop_post(tx, post.post)
        if post is not None and circle is not None:
            self._ground.posts.take_down(tx, circle.server, post.channel, (post.message,))
        self.let_go(tx, line)
        return post

    def let_go(self, tx: Transaction, line: Line) -> None:
        """Let go of a line inside a transaction.

        Where it is on its way in this moment, it is taken down as soon as it stands.
        """
        if self._ground.clock.now() < line.at:
            self._ground.outbox.take_back(tx, COMES, line.line)
        self._ground.dues.drop(tx, DRAFT_ENDS, line.line)
        self._store.drop(tx, line.line)

    def place_goes(self, tx: Transaction, place: Place, *, forgets: bool) -> None:
        """Let go of a place's lines inside the transaction in which it goes, and take down the one that stands.

        It would say of somebody who came back that they have gone on, and no yes to knowing whose it is is left.
        With `forgets` it stays for its time, and nothing says any more whose it is.
        """
        for line in self._store.of(tx, place.person):
            if line.place == place.place and forgets:
                self.let_go(tx, line)
            elif line.place == place.place:
                self.take_down_in(tx, line.line)

    def forget(self, tx: Transaction, person: PersonNumber) -> None:
        """Let go of all of somebody's lines, and take down those that stand, inside the caller's transaction."""
        for line in self._store.of(tx, person):
            self.take_down_in(tx, line.line)

    def let_go_of(self, tx: Transaction, circle: CircleId) -> None:
        """Have no line come to a circle that goes, inside that transaction; the words stay with their writers."""
        for line in self._store.in_circle(tx, circle):
            if line.waits:
                self._store.mark_lost(tx, line.line, GONE)
            elif line.post is not None:
                # Its post goes with the circle.
                self._store.drop(tx, line.line)

    def expire(self, tx: Transaction, now: datetime) -> int:
        """Let go of some lines whose time is over (R177); answer how many."""
        past = self._store.over(tx, now)
        for line in past:
            self.let_go(tx, line)
        return len(past)

    async def _compose(self, delivery: Delivery) -> Outgoing | None:
        line = await self._database.read(lambda tx: self._wanted(tx, delivery.subject))
        known = None if line is None else await self._people.known(line.person)
        if line is None or known is None:
            return None
        words = await self._database.read(lambda tx: self._store.words(tx, known[0], line.line))
        circle = await self._circles.get(line.circle)
        notice = notices.line(words, known[1] if line.way is Way.NAMED else None)
        return Outgoing(notice, circle.settings.language, place=delivery.channel) if words else None

    def _wanted(self, tx: Transaction, number: int) -> Line | None:
        line = self._store.get(tx, number)
        circle = None if line is None else self._circles.get_in(tx, line.circle)
        if line is None or not line.waits or circle is None or not circle.is_open:
            return None
        given = self._consents.every_yes_in(tx, line.person)
        yeses = {(yes.circle, yes.purpose) for yes in given}
        # Whoever is inside again by another door has not gone; and without the yes nothing comes.
        wanted = (line.circle, MEMBERSHIP) not in yeses and (EVERYWHERE, PLACE) in yeses
        return line if wanted else None

    def _stands(self, tx: Transaction, delivery: Delivery, message: MessageId) -> None:
        line, now = self._store.get(tx, delivery.subject), self._ground.clock.now()
        if delivery.channel is None or delivery.server is None:
            return
        if line is None or not (line.waits or line.lost):
            # It was taken back while it was on its way.
            self._ground.posts.take_down(tx, delivery.server, delivery.channel, (message,))
            return
        post = Post(self._ground.chance.number(), line.circle, delivery.channel, message, now)
        self._posts.add_post(tx, post)
        self._store.stands(tx, line.line, post.post, now, now + STANDS)

    def _lost(self, tx: Transaction, delivery: Delivery, why: str) -> None:
        self._store.mark_lost(tx, delivery.subject, why)

    def standing(self, tx: Transaction, person: PersonNumber) -> int:
        """Answer how many lines of somebody stand."""
        return sum(line.post is not None for line in self._store.of(tx, person))

    async def take_down(self, person: PersonNumber) -> TakenDown:
        """Take down every line of somebody that stands, and answer what became of each post."""
        found = await self._database.write(
            lambda tx: [
                self.take_down_in(tx, line.line) for line in self._store.of(tx, person) if line.post is not None
            ]
        )
        became = await asyncio.gather(*(self._went(post) for post in found if post is not None))
        self._ground.changed()
        return sum(became, TakenDown(missing=found.count(None)))

    async def _went(self, post: Post) -> TakenDown:
        # Beside the row that goes on by itself: done twice it is as once.
        try:
            async with asyncio.timeout(WAITED_FOR):
                await self._ground.front.take_back(post.channel, (post.message,), self._ground.clock.now())
        except CannotKeep as fault:
            if fault.why is Why.CHANNEL_GONE:
                return TakenDown(missing=1)
            return TakenDown(waits=1) if fault.why is Why.NOT_ANSWERED else TakenDown(not_let=1)
        except TimeoutError:
            return TakenDown(waits=1)
        return TakenDown(went=1)

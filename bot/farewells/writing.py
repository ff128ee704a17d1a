"""Writing a line for a circle that was left: looked at first, then decided, changed and taken back."""

from dataclasses import replace
from datetime import datetime

from bot.circles.model import NOWHERE, Circle
from bot.circles.service import Circles
from bot.consent.service import Consents
from bot.core.delivery.outbox import Delivery
from bot.core.ground import Ground
from bot.core.ids import EVERYWHERE, ChannelId, Person, Private, Visitor
from bot.core.lanes import Lane
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.farewells import PLACE, store
from bot.farewells.lines import COMES, DRAFT_ENDS, Lines
from bot.farewells.model import (
    AFTER,
    DRAFT_STAYS,
    LATE,
    WORDS_MOST,
    Letter,
    Line,
    NotALine,
    Place,
    Typed,
    Way,
    line_at,
    line_words,
)
from bot.farewells.store import LineStore
from bot.people.service import People


class Writing:
    """What whoever left a circle does about their line."""

    def __init__(
        self, ground: Ground, lines: LineStore, people: People, consents: Consents, circles: Circles
    ) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = lines
        self._people = people
        self._consents = consents
        self._circles = circles
        self.lines = Lines(ground, lines, people, consents, circles)

    async def see(self, visitor: Visitor, number: int) -> Letter:
        """Answer a place of the visitor's and its line; raises Refusal where the place is kept no more."""
        person, place = await self._own(visitor, number)
        return await self._database.read(lambda tx: self._letter(tx, visitor, person, place))

    async def _own(self, visitor: Visitor, number: int) -> tuple[Person, Place]:
        person = await self._people.find(visitor.platform_id)
        place = await self._database.read(lambda tx: store.get(tx, number))
        if person is None or place is None or place.person != person.number:
            raise Refusal("farewells.refused.gone")
        if place.until <= self._ground.clock.now():
            raise Refusal("farewells.refused.gone")
        return person, place

    def _letter(self, tx: Transaction, visitor: Visitor, person: Person, place: Place) -> Letter:
        line = self.lines.of(tx, place)
        words = Private("") if line is None else self._store.words(tx, person, line.line)
        return Letter(place.place, self._circles.get_in(tx, place.circle), line, words, visitor.platform_id)

    async def write(self, visitor: Visitor, number: int, typed: Typed) -> Letter:
        """Keep a line for 15 minutes, to be looked at; raises Refusal for what makes none, with nothing kept.

        Handing it in below the words that say what is kept is the yes to it. An earlier one stays as it is.
        """
        person, place = await self._own(visitor, number)
        circle = await self._database.read(lambda tx: self._circles.get_in(tx, place.circle))
        self._require_room(circle)
        now = self._ground.clock.now()
        try:
            words = line_words(typed.words)
            zone = NOWHERE if circle is None else circle.settings.zone
            at = line_at(typed.day, typed.month, now, zone, place.until)
        except NotALine as fault:
            most = {"most": WORDS_MOST} if fault.reason == "line_long" else {}
            raise Refusal(f"farewells.refused.{fault.reason}", **most) from fault
        line = Line(
            self._ground.chance.number(), person.number, number, place.circle, Way.OPEN, at, now + DRAFT_STAYS
        )
        await self._consents.give(visitor.platform_id, EVERYWHERE, PLACE)
        await self._database.write(lambda tx: self._keep_draft(tx, person, line, words))
        self._ground.changed()
        return Letter(number, circle, line, words, visitor.platform_id)

    def _require_room(self, circle: Circle | None) -> ChannelId:
        if circle is None or not circle.is_open or circle.room is None:
            raise Refusal("farewells.refused.line_room")
        return circle.room

    def _keep_draft(self, tx: Transaction, person: Person, line: Line, words: Private) -> None:
        if store.get(tx, line.place) is None:
            raise Refusal("farewells.refused.gone")
        self._store.add(tx, person, line, words)
        self._ground.dues.add(tx, DRAFT_ENDS, line.line, line.until, Lane.CLEAN_UP)

    async def decide(self, visitor: Visitor, number: int, way: str) -> Letter:
        """Have a line come with or without its writer's name, in place of an earlier one that has not come.

        Pressed twice it is as once. Raises Refusal where it is gone, where another stands or is on its way, and
        where there is no room to stand in.
        """
        if way not in {Way.NAMED, Way.NAMELESS}:
            raise Refusal("core.stale")
        line = await self._database.read(lambda tx: self._store.get(tx, number))
        if line is None:
            raise Refusal("farewells.refused.line_gone")
        person, place = await self._own_of(visitor, line)
        await self._database.write(lambda tx: self._decide(tx, place, number, Way(way)))
        self._ground.changed()
        return await self._database.read(lambda tx: self._letter(tx, visitor, person, place))

    async def _own_of(self, visitor: Visitor, line: Line) -> tuple[Person, Place]:
        try:
            return await self._own(visitor, line.place)
        except Refusal as fault:
            raise Refusal("farewells.refused.line_gone") from fault

    def _decide(self, tx: Transaction, place: Place, number: int, way: Way) -> None:
        line, now = self._store.get(tx, number), self._ground.clock.now()
        if line is None or line.until <= now or store.get(tx, place.place) is None:
            raise Refusal("farewells.refused.line_gone")
        if line.way is not Way.OPEN:
            return
        circle = self._circles.get_in(tx, line.circle)
        room = self._require_room(circle)
        for other in self._store.of(tx, line.person):
            if other.place == line.place and other.line != number:
                self._replace(tx, other, now)
        at = max(line.at, now + AFTER)
        self._store.decide(tx, replace(line, way=way, at=at, until=place.until))
        self._ground.dues.drop(tx, DRAFT_ENDS, number)
        kept = (COMES, number, at, Lane.REMINDER, None if circle is None else circle.server, room)
        self._ground.outbox.put(tx, Delivery(*kept, expires_at=at + LATE))

    def _replace(self, tx: Transaction, other: Line, now: datetime) -> None:
        if other.post is not None or (other.waits and other.at <= now):
            raise Refusal("farewells.refused.line_stands")
        self.lines.let_go(tx, other)

    async def drop(self, visitor: Visitor, number: int) -> Letter:
        """Take a line back, or down where it stands, and let go of it; done as well if it was gone.

        Raises Refusal where its place is kept no more.
        """
        line = await self._database.read(lambda tx: self._store.get(tx, number))
        if line is None:
            raise Refusal("farewells.refused.line_gone")
        person, place = await self._own_of(visitor, line)
        await self._database.write(lambda tx: self.lines.take_down_in(tx, number))
        self._ground.changed()
        return await self._database.read(lambda tx: self._letter(tx, visitor, person, place))

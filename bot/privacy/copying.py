"""Taking a copy of what is kept along: with the phrase, or a day after it was asked for (R45, R46)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.circles.service import Circles
from bot.consent.service import Consents
from bot.core.ground import Ground
from bot.core.ids import EVERYWHERE, CircleId, Person, PersonNumber, PlatformId, Private, Visitor
from bot.core.notices import Moment
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.core.storage.frozen import frozen_since
from bot.people.service import People
from bot.privacy import store
from bot.privacy.model import Wish
from bot.privacy.seeing import Seeing, Seen

WAITS = timedelta(hours=24)
"""How long a copy waits that was asked for without a phrase (R46)."""

READY_FOR = timedelta(days=7)
"""How long it can be taken then."""

TAKEN_FOR = timedelta(hours=1)
"""How long it can be taken once more after that, should a file have been lost on its way."""

OPEN_FOR = timedelta(minutes=10)
"""How long the further parts of a large copy can be taken after the phrase."""

PHRASE_AGE = timedelta(days=2)
"""A younger phrase opens no copy: whoever holds the phone could have set it just now."""

PART_MOST = 1000
"""Entries in one part, so that no file grows past what a platform takes."""


class Way(StrEnum):
    """How a copy can be had now."""

    NOTHING = "nothing"
    """Nothing is kept about them."""
    FROZEN = "frozen"
    """None is made while the host looks into whether files were copied (R180)."""
    PHRASE = "phrase"
    ASK = "ask"
    WAITS = "waits"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Ways:
    """How a copy can be had now; `young` if there is a phrase that does not count yet, `since` when none is."""

    way: Way
    wish: Wish | None = None
    young: bool = False
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """One part of all that is kept, from 0; the platform is given it as files."""

    entries: tuple[Seen, ...]
    part: int
    parts: int

    @property
    def last(self) -> bool:
        """Tell whether no part follows."""
        return self.part == self.parts - 1


@dataclass(frozen=True, slots=True)
class Lock:
    """The phrase, as far as a copy needs it: whether words are it, and the yes under which it was set."""

    accepts: Callable[[PlatformId, Private], Awaitable[bool]]
    purpose: str


Asked = Callable[[Transaction, Person, CircleId, Wish], None]
"""Hears inside the transaction that somebody asked for a copy; the circle is one of theirs, or `EVERYWHERE`."""


class Copying:
    """Gives a visitor what is kept about them as files, and nobody who only holds their phone for a minute."""

    def __init__(
        self, ground: Ground, people: People, circles: Circles, consents: Consents, *, seeing: Seeing, lock: Lock
    ) -> None:
        self._ground = ground
        self._database = ground.database
        self._people = people
        self._circles = circles
        self._consents = consents
        self._seeing = seeing
        self._lock = lock
        self._on_asked: list[Asked] = []
        self._open: dict[PersonNumber, datetime] = {}
        consents.on_stop(store.drop_wish)
        consents.on_withdrawal(self._withdrawn)
        ground.dues.on_set_back(store.set_wishes_back)

    def on_asked(self, told: Asked) -> None:
        """Have somebody told of a copy that was asked for, so that its person hears of it."""
        self._on_asked.append(told)

    def _withdrawn(self, tx: Transaction, person: PersonNumber, _: CircleId, __: str) -> None:
        # With the last yes they are not known any more, and nothing is left to copy.
        if not self._consents.places(tx, person):
            store.drop_wish(tx, person)

    def expire(self, tx: Transaction, now: datetime) -> int:
        """Let go of wishes whose time is over, and answer how many."""
        return store.expire_wishes(tx, now)

    async def ways(self, visitor: Visitor) -> Ways:
        """Answer how the visitor can have a copy; keeps nothing."""
        person = await self._people.find(visitor.platform_id)
        if person is None:
            return Ways(Way.NOTHING)
        return await self._database.read(lambda tx: self._ways(tx, person))

    def _ways(self, tx: Transaction, person: Person) -> Ways:
        now, wish = self._ground.clock.now(), store.wish_of(tx, person.number)
        if since := frozen_since(tx):
            return Ways(Way.FROZEN, wish, since=since)
        given = [
            y.given_on for y in self._consents.every_yes_in(tx, person.number) if y.purpose == self._lock.purpose
        ]
        # A yes tells its day alone: two days later a whole one has passed for certain.
        if given and given[0] + PHRASE_AGE <= now.date():
            return Ways(Way.PHRASE, wish)
        if wish is None:
            return Ways(Way.ASK, young=bool(given))
        return Ways(Way.READY if wish.ready_at <= now else Way.WAITS, wish, young=bool(given))

    async def ask(self, visitor: Visitor) -> Ways:
        """Begin the day after which a copy can be taken; asked again, the first one stands.

        The press that says so is the yes to keeping it. Nothing begins where the phrase opens it.
        """
        person = await self._people.find(visitor.platform_id)
        if person is None:
            return Ways(Way.NOTHING)
        circles = await self._circles.memberships(visitor.platform_id)
        circle = circles[0].circle if circles else EVERYWHERE
        ways = await self._database.write(lambda tx: self._ask(tx, person, circle))
        self._ground.changed()
        return ways

    def _ask(self, tx: Transaction, person: Person, circle: CircleId) -> Ways:
        if self._ways(tx, person).way is Way.ASK:
            ready_at = self._ground.clock.now() + WAITS
            wish = Wish(ready_at, ready_at + READY_FOR)
            store.add_wish(tx, self._ground.chance.number(), person.number, wish)
            for told in self._on_asked:
                told(tx, person, circle, wish)
        return self._ways(tx, person)

    async def cancel(self, visitor: Visitor) -> None:
        """Let go of a copy that was asked for, in one press; done as well if there was none."""
        person = await self._people.find(visitor.platform_id)
        if person is not None:
            await self._database.write(lambda tx: store.drop_wish(tx, person.number))

    async def take_with(self, visitor: Visitor, words: Private) -> Copy:
        """Answer the first part for whoever typed the phrase anew; raises Refusal for others, which count.

        Further parts are open for ten minutes; that is kept in memory alone.
        """
        await self._require_thawed()
        if (await self.ways(visitor)).way is not Way.PHRASE:
            raise Refusal("kept.refused.not_yet")
        if not await self._lock.accepts(visitor.platform_id, words):
            raise Refusal("kept.refused.phrase")
        first, person = await self._part(visitor, 0), await self._people.find(visitor.platform_id)
        if person is not None and not first.last:
            self._open[person.number] = self._ground.clock.now() + OPEN_FOR
        return first

    async def take(self, visitor: Visitor, part: int = 0) -> Copy:
        """Answer one part of a copy whose day is over, or that the phrase opened; raises Refusal before that."""
        await self._require_thawed()
        person = await self._people.find(visitor.platform_id)
        if person is None or not await self._may_take(person):
            raise Refusal("kept.refused.not_yet")
        return await self._part(visitor, part)

    async def _require_thawed(self) -> None:
        """Let nothing leave the house while somebody may be carrying it away already (R180)."""
        since = await self._database.read(frozen_since)
        if since is not None:
            raise Refusal("kept.refused.frozen", since=Moment(since))

    async def _may_take(self, person: Person) -> bool:
        now = self._ground.clock.now()
        if now < self._open.get(person.number, now) <= now + OPEN_FOR:
            return True
        self._open.pop(person.number, None)
        return await self._database.write(lambda tx: self._taken(tx, person, now))

    def _taken(self, tx: Transaction, person: Person, now: datetime) -> bool:
        ways = self._ways(tx, person)
        if ways.way is not Way.READY or ways.wish is None or ways.wish.until <= now:
            return False
        # Not at once: a file can be lost on its way, and a large copy has several parts.
        store.save_wish(tx, person.number, replace(ways.wish, until=min(ways.wish.until, now + TAKEN_FOR)))
        return True

    async def _part(self, visitor: Visitor, part: int) -> Copy:
        found = await self._seeing.everything(visitor) or []
        parts = max(-(-len(found) // PART_MOST), 1)
        part = min(part, parts - 1)
        return Copy(tuple(found[part * PART_MOST : (part + 1) * PART_MOST]), part, parts)

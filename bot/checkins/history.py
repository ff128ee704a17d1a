"""My check-ins: what a member answered, kept for that member alone, and only after their yes to it (R122)."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.checkins import HISTORY
from bot.checkins.model import KEPT_AFTER_CLOSING, Format, Round
from bot.checkins.store.history import HistoryStore, Kept
from bot.circles.model import Circle
from bot.circles.service import Circles
from bot.consent.service import Consents
from bot.core.ground import Ground
from bot.core.ids import CircleId, Person, PersonNumber, RoundId, Visitor
from bot.core.storage.database import Transaction
from bot.people.service import People

HISTORY_STAYS = KEPT_AFTER_CLOSING
"""How long an answer stays in its member's own list: as long as the counts of its check-in, so that nothing of a
check-in outlives these."""

ON_A_PAGE = 8
"""Answers on one screen, so that each has a button of its own."""


@dataclass(frozen=True, slots=True)
class Own:
    """One of a member's own answers: `format` is None where this version has no such question any more."""

    entry: str
    circle: str
    day: date
    format: Format | None
    choice: str


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A member's own answers, newest first; `circles` are theirs, `is_on` tells whether any of them keeps it."""

    answers: tuple[Own, ...]
    place: int
    first: int
    last: bool
    circles: tuple[Circle, ...]
    is_on: bool


class History:
    """A member's own answers; nobody else can call them up."""

    def __init__(
        self, ground: Ground, store: HistoryStore, people: People, consents: Consents, circles: Circles
    ) -> None:
        self._database = ground.database
        self._clock = ground.clock
        self._store = store
        self._people = people
        self._consents = consents
        self._circles = circles
        consents.on_withdrawal(self._forget)

    def _forget(self, tx: Transaction, person: PersonNumber, circle: CircleId, purpose: str) -> None:
        if purpose == HISTORY:
            self._store.drop_all(tx, person, circle)

    async def keeps(self, person: Person, circle: CircleId) -> bool:
        """Tell whether a member wants their answers in a circle kept for themselves."""
        return await self._consents.holds(person.number, circle, HISTORY)

    def answered(self, tx: Transaction, person: Person, round_: Round, choice: str) -> bool:
        """Keep an answer for its member, whoever else it is for; False where there is no yes to that."""
        if not self._consents.holds_in(tx, person.number, round_.circle, HISTORY):
            return False
        circle = self._circles.get_in(tx, round_.circle)
        if circle is None:
            return False
        day = self._clock.now().astimezone(ZoneInfo(circle.settings.zone)).date()
        self._store.keep(tx, round_, person, choice, day)
        return True

    def passed(self, tx: Transaction, person: PersonNumber, round_: RoundId) -> bool:
        """Let go of what was answered before the member passed; True if there was something."""
        return self._store.drop(tx, person, self._store.entry(round_, person))

    async def page(self, visitor: Visitor, place: int = 0) -> HistoryPage:
        """Answer one page of the visitor's own answers, from all circles; the last one for a place too high."""
        circles = tuple(await self._circles.memberships(visitor.platform_id))
        person = await self._people.find(visitor.platform_id)
        if person is None:
            return HistoryPage((), 0, 0, last=True, circles=circles, is_on=False)
        kept = await self._database.read(lambda tx: self._store.list_for(tx, person.number))
        is_on = any([await self.keeps(person, circle.circle) for circle in circles])
        pages = max(-(-len(kept) // ON_A_PAGE), 1)
        place = min(place, pages - 1)
        first = place * ON_A_PAGE
        names = {circle.circle: circle.name for circle in circles}
        answers = tuple(self._own(one, person, names) for one in kept[first : first + ON_A_PAGE])
        return HistoryPage(answers, place, first, place == pages - 1, circles, is_on)

    def _own(self, kept: Kept, person: Person, names: dict[CircleId, str]) -> Own:
        format_, choice = self._store.open(kept, person)
        known = Format(format_) if format_ in set(Format) else None
        return Own(kept.entry, names.get(kept.circle, ""), kept.day, known, choice)

    async def take_away(self, visitor: Visitor, entry: str, place: int) -> HistoryPage:
        """Let go of one of the visitor's own answers; done as well if it was gone."""
        person = await self._people.find(visitor.platform_id)
        if person is not None:
            await self._database.write(lambda tx: self._store.drop(tx, person.number, entry))
        return await self.page(visitor, place)

    async def take_all_away(self, visitor: Visitor) -> HistoryPage:
        """Let go of all of the visitor's own answers; the yes stays, for what comes."""
        person = await self._people.find(visitor.platform_id)
        if person is not None:
            await self._database.write(lambda tx: self._store.drop_all(tx, person.number))
        return await self.page(visitor)

    def expire(self, tx: Transaction, now: datetime) -> int:
        """Let go of what is past its age, and answer how much that was."""
        return self._store.expire(tx, (now - HISTORY_STAYS).date())

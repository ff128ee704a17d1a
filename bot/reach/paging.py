"""Pages: the one fixed line that asks one person whether they are around, and what became of it."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.asked.notices import page as page_notice
from bot.circles.service import Circles
from bot.core.delivery.errand import Errand, Outgoing
from bot.core.delivery.outbox import Delivery, Dropped
from bot.core.ground import Ground
from bot.core.ids import AskId, MessageId, Person, PersonNumber
from bot.core.lanes import Lane
from bot.core.notices import button
from bot.core.storage.database import Transaction
from bot.people.service import People
from bot.reach.model import Ask, Page, Paged, Role
from bot.reach.store import ReachStore

PAGES = "reach.pages"
"""The kind of delivery that asks one person whether they are around."""

LOOKS_IN = "reach.looks_in"
"""The kind of delivery that asks whoever has an ask how it goes, or tells them that others were asked again."""

Find = Callable[[Transaction, Delivery], Ask | None]
"""Answers the ask that a delivery is about, while it is wanted."""

Silence = Callable[[Transaction, Ask, PersonNumber], None]
"""Hears inside the transaction that nothing is to be waited for from somebody."""

News = Callable[[Transaction, AskId], None]
"""Hears inside the transaction that a page stands."""


class Paging:
    """Sends pages, each a row before it goes, and notes whether it stands."""

    def __init__(
        self, ground: Ground, store: ReachStore, people: People, circles: Circles, hears: "tuple[Silence, News]"
    ) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = store
        self._people = people
        self._circles = circles
        self._silence, self._news = hears
        ground.sender.handle(PAGES, Errand(self._compose, self._stands, self._lost))
        ground.sender.handle(LOOKS_IN, Errand(self._compose_look_in, _nothing_more, _nothing_more))

    def page(self, tx: Transaction, ask: Ask, persons: Sequence[PersonNumber], *, as_second: bool = False) -> None:
        """Ask some people in a turn of its own, which `ask.turn` counts already."""
        at = self._turn_at(self._store.pages(tx, ask.ask))
        for person in persons:
            self._store.add_page(tx, ask.ask, Paged(person, ask.turn, at, second=as_second))
            self._put(tx, PAGES, ask, person, at)

    def look_in(self, tx: Transaction, ask: Ask, person: PersonNumber) -> None:
        """Send whoever has or had an ask the same line, with the way to how it stands."""
        self._put(tx, LOOKS_IN, ask, person, self._ground.clock.now())

    def take_back(self, tx: Transaction, ask: AskId) -> None:
        """Ask nobody any more about an ask."""
        self._ground.outbox.take_back(tx, PAGES, ask)

    def _turn_at(self, pages: Sequence[Paged]) -> datetime:
        # A turn is known by its moment: two in the same one would be one delivery.
        at, taken = self._ground.clock.now(), {one.at for one in pages}
        while at in taken:
            at += timedelta(microseconds=1)
        return at

    def _put(self, tx: Transaction, kind: str, ask: Ask, person: PersonNumber, at: datetime) -> None:
        circle = self._circles.get_in(tx, ask.circle)
        server = None if circle is None else circle.server
        self._ground.outbox.put(tx, Delivery(kind, ask.ask, at, Lane.REACH, server=server, person=person))

    async def _compose(self, delivery: Delivery) -> Outgoing | None:
        return await self._to_person(delivery, self._wanted)

    def _wanted(self, tx: Transaction, delivery: Delivery) -> Ask | None:
        ask, paged = self._store.get(tx, AskId(delivery.subject)), self._paged(tx, delivery)
        if ask is None or not ask.is_open or paged is None or paged.page is Page.SILENT:
            return None
        wanted = ask.wants_second if paged.second else ask.state.can_be_taken
        return ask if wanted else None

    def _paged(self, tx: Transaction, delivery: Delivery) -> Paged | None:
        pages = self._store.pages(tx, AskId(delivery.subject))
        return next((one for one in pages if (one.person, one.at) == (delivery.person, delivery.due_at)), None)

    async def _compose_look_in(self, delivery: Delivery) -> Outgoing | None:
        return await self._to_person(delivery, self._open)

    def _open(self, tx: Transaction, delivery: Delivery) -> Ask | None:
        ask = self._store.get(tx, AskId(delivery.subject))
        return ask if ask is not None and ask.is_open else None

    async def _to_person(self, delivery: Delivery, find: Find) -> Outgoing | None:
        """Answer the one fixed line with its way in; what it is about appears only after the press (R33, R84)."""
        known = None if delivery.person is None else await self._people.known(delivery.person)
        if known is None:
            return None
        person, who = known
        # One look for all of it: a page waits for nothing that it need not wait for.
        language = await self._database.read(lambda tx: self._language(tx, find(tx, delivery), person))
        notice = page_notice(button("reach.button.look", f"reach:look:{delivery.subject}"))
        return None if language is None else Outgoing(notice, language, who=who)

    def _language(self, tx: Transaction, ask: Ask | None, person: Person) -> str | None:
        """Answer the language of a page, or None where it is not wanted any more."""
        circle = None if ask is None else self._circles.get_in(tx, ask.circle)
        own = self._people.settings_in(tx, person).language
        return None if circle is None else own or circle.settings.language

    def _stands(self, tx: Transaction, delivery: Delivery, _: MessageId) -> None:
        paged = self._paged(tx, delivery)
        if paged is None or paged.page is not Page.WAITING:
            return
        number = AskId(delivery.subject)
        if not paged.second and not self._was_reached(tx, number, paged.person):
            self._store.count_reached(tx, number)
        self._store.mark_page(tx, number, paged.person, paged.at, Page.STANDS)
        self._news(tx, number)

    def _was_reached(self, tx: Transaction, number: AskId, person: PersonNumber) -> bool:
        mine = [one for one in self._store.pages(tx, number) if one.person == person and not one.second]
        return any(one.page is Page.STANDS for one in mine)

    def _lost(self, tx: Transaction, delivery: Delivery, why: str) -> None:
        ask, paged = self._store.get(tx, AskId(delivery.subject)), self._paged(tx, delivery)
        if ask is None or paged is None or not ask.is_open:
            return
        if why == Dropped.NOT_WANTED and ask.state.is_held:
            # Somebody had it before this page went: that is no silence. Whoever it was may have got this very page.
            if paged.page is Page.WAITING and paged.role is Role.NONE:
                self._store.drop_page(tx, ask.ask, paged)
        else:
            # A page that could not be delivered is silence from this moment on (R85).
            self._silence(tx, ask, paged.person)


def _nothing_more(_: Transaction, __: Delivery, ___: object) -> None:
    pass

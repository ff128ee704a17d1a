"""What goes by mailbox around an ask: words through the house, thank-you cards, caring notes."""

from bot.circles import MEMBERSHIP
from bot.consent.service import Consents
from bot.core.ground import Ground
from bot.core.ids import AskId, CircleId, Person, PersonNumber, Visitor
from bot.core.lanes import Lane
from bot.core.notices import said
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.mailbox.model import End, HouseSlip, Slip
from bot.mailbox.service import Mailbox
from bot.people.service import People
from bot.reach import CARING
from bot.reach.asking import Asking
from bot.reach.model import CARDS, CARING_AFTER, Ask, Caring, How, Role, State, What, together
from bot.reach.store import ReachStore
from bot.reach.store.caring import CaringStore

COMES = "reach.caring"
"""The kind of due row at which a caring note goes into its reader's mailbox."""


class Notes:
    """Everything of an ask that is written instead of said in a thread."""

    def __init__(
        self,
        ground: Ground,
        store: ReachStore,
        people: People,
        *,
        consents: Consents,
        mailbox: Mailbox,
        asking: Asking,
    ) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = store
        self._caring = CaringStore()
        self._people = people
        self._consents = consents
        self._mailbox = mailbox
        self._asking = asking
        ground.dues.handle(COMES, self._comes)
        consents.on_withdrawal(self._taken_back)
        consents.on_stop(self.stopped)
        consents.after_withdrawal(ground.changed)

    async def words_only(self, visitor: Visitor, number: AskId) -> Ask:
        """Let the two write to each other by mailbox, and open no thread for it; done twice it is done once."""
        ask, asker, holder = await self._both(visitor, number)

        def work(tx: Transaction) -> None:
            present = self._store.get(tx, number)
            holders = [one.person for one in self._store.pages(tx, number) if one.role is Role.HAS]
            if present is None or not present.is_open:
                raise Refusal("reach.refused.over")
            if holders != [holder.number]:
                raise Refusal("reach.refused.not_now")
            if present.state is State.TOGETHER and self._writes(tx, number):
                return
            if present.state is not State.SAID_HI:
                raise Refusal("reach.refused.not_now")
            self._exchange(tx, present.circle, asker, holder)
            after = together(present)
            self._store.save(tx, after)
            self._asking.tell(tx, after, What.WORDS_ONLY)

        await self._database.write(work)
        self._ground.changed()
        return ask

    def _writes(self, tx: Transaction, number: AskId) -> bool:
        ways = [event.what for event in self._store.events(tx, number)]
        met = (What.TOGETHER, What.WORDS_ONLY)
        return next((one for one in reversed(ways) if one in met), None) is What.WORDS_ONLY

    def _exchange(self, tx: Transaction, circle: CircleId, asker: Person, holder: Person) -> None:
        thread = self._mailbox.begin(tx, circle, End(asker, "reach.about.own"), End(holder, "reach.about.answered"))
        self._mailbox.slip(tx, asker, Slip(thread.one, said("reach.slip.write_to_them")))
        if thread.other is not None:
            self._mailbox.slip(tx, holder, Slip(thread.other, said("reach.slip.write_to_asker")))

    async def thank(self, visitor: Visitor, number: AskId, card: int) -> None:
        """Put a thank-you card into the mailbox of whoever had the ask (F33); raises Refusal where nobody did."""
        _, _, holder = await self._both(visitor, number)
        if not 0 <= card < CARDS:
            raise Refusal("core.stale")
        slip = HouseSlip(await self._circle_of(number), "reach.about.answered", said(f"reach.card.{card}"))

        def work(tx: Transaction) -> None:
            if self._store.thanked(tx, number):
                raise Refusal("reach.refused.thanked")
            self._mailbox.slip(tx, holder, slip)
            self._store.mark_thanked(tx, number)

        await self._database.write(work)
        self._ground.changed()

    async def _circle_of(self, number: AskId) -> CircleId:
        ask = await self._database.read(lambda tx: self._store.get(tx, number))
        if ask is None:
            raise Refusal("reach.refused.over")
        return ask.circle

    async def _both(self, visitor: Visitor, number: AskId) -> tuple[Ask, Person, Person]:
        ask, pages = await self._database.read(
            lambda tx: (self._store.get(tx, number), self._store.pages(tx, number))
        )
        asker = await self._people.find(visitor.platform_id)
        if ask is None or asker is None or ask.person != asker.number:
            raise Refusal("reach.refused.not_yours")
        numbers = [one.person for one in pages if one.role is Role.HAS]
        found = await self._people.get(numbers)
        if not found:
            raise Refusal("reach.refused.nobody_has_it")
        return ask, asker, next(iter(found.values()))

    async def care(self, visitor: Visitor, number: AskId, days: tuple[int, ...]) -> None:
        """Have caring notes come after these many days (1, 7); the press that names them is the yes (R97)."""
        ask = await self._database.read(lambda tx: self._store.get(tx, number))
        person = await self._people.find(visitor.platform_id)
        if ask is None:
            raise Refusal("reach.refused.over")
        if person is None or ask.person != person.number:
            raise Refusal("reach.refused.not_yours")
        circle = ask.circle
        wanted = [after for after in CARING_AFTER if after.days in days]
        if not wanted:
            raise Refusal("core.stale")
        await self._consents.give(visitor.platform_id, circle, CARING)
        now = self._ground.clock.now()

        def work(tx: Transaction) -> None:
            self._drop(tx, person.number, circle)
            for after in wanted:
                caring = Caring(self._ground.chance.number(), circle, person.number, now + after)
                self._caring.add(tx, caring)
                self._ground.dues.add(tx, COMES, caring.note, caring.at, Lane.REMINDER)

        await self._database.write(work)
        self._ground.changed()

    async def _comes(self, note: int) -> None:
        caring = await self._database.read(lambda tx: self._caring.get(tx, note))
        if caring is None:
            return
        person = (await self._people.get([caring.person])).get(caring.person)

        def work(tx: Transaction) -> None:
            if self._caring.get(tx, note) is None:
                return
            self._caring.drop(tx, note)
            if person is not None and self._consents.holds_in(tx, caring.person, caring.circle, CARING):
                slip = HouseSlip(caring.circle, "reach.about.caring", said("reach.caring.note"))
                self._mailbox.slip(tx, person, slip)

        await self._database.write(work)
        self._ground.changed()

    def _taken_back(self, tx: Transaction, person: PersonNumber, circle: CircleId, purpose: str) -> None:
        if purpose in (CARING, MEMBERSHIP):
            self._drop(tx, person, circle)
        if purpose == MEMBERSHIP:
            self.gone(tx, circle, person)

    def gone(self, tx: Transaction, circle: CircleId, person: PersonNumber) -> None:
        """End somebody's own ask inside the transaction of their leaving the circle, or its server."""
        own = self._store.open_of(tx, person)
        if own is not None and own.circle == circle:
            # Whoever leaves a circle leaves its people too; nobody goes on being asked for them (R92).
            self._asking.end(tx, own, How.LEFT)

    def closed(self, tx: Transaction, circle: CircleId) -> None:
        """End every open ask of a circle inside the transaction that closes it, and say why (promise 3)."""
        for ask in self._store.all_open(tx):
            if ask.circle == circle:
                self._asking.tell(tx, ask, What.CLOSED)
                self._asking.end(tx, ask, How.OTHER)

    def stopped(self, tx: Transaction, person: PersonNumber) -> None:
        """End inside the transaction an open ask of somebody who stops everything, or steps away."""
        own = self._store.open_of(tx, person)
        if own is not None:
            # "Stop everything" means this as well, wherever it stands (R26, R92).
            self._asking.end(tx, own, How.LEFT)

    def _drop(self, tx: Transaction, person: PersonNumber, circle: CircleId) -> None:
        for note in self._caring.drop_of(tx, person, circle):
            self._ground.dues.drop(tx, COMES, note)

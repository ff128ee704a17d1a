"""Reach, as those use it who can be asked: looking, taking, saying hi, handing over, coming second, and the end."""

from collections.abc import Callable, Sequence

from bot.asked.service import Asked
from bot.core.ground import Ground
from bot.core.ids import AskId, Person, PersonNumber, Visitor
from bot.core.notices import Someone
from bot.core.refusals import Refusal
from bot.core.storage.database import Transaction
from bot.people.service import People
from bot.reach.asking import Asking
from bot.reach.model import Answers, Ask, How, Kind, Page, Paged, Role, State, What, said_hi, taken
from bot.reach.model.seen import Card
from bot.reach.store import ReachStore
from bot.reach.talking import Talking


class Answering:
    """What somebody who can be asked does with an ask; each press answers how it stands then."""

    def __init__(
        self,
        ground: Ground,
        store: ReachStore,
        people: People,
        *,
        asked: Asked,
        asking: Asking,
        talking: Talking,
    ) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = store
        self._people = people
        self._asked = asked
        self._asking = asking
        self._talking = talking

    async def look(self, visitor: Visitor, number: AskId) -> Card:
        """Answer what is asked for, since when, and how it stands; raises Refusal for who cannot be asked there."""
        ask, person = await self._let_in(visitor, number)
        return await self._card(ask.ask, person)

    async def take(self, visitor: Visitor, number: AskId) -> Card:
        """Have it, as the only one (R86); raises Refusal naming who has it already."""
        _, person = await self._let_in(visitor, number)
        holder = await self._database.write(lambda tx: self._take(tx, number, person))
        self._ground.changed()
        if holder is not None and holder != person.number:
            who = await self._people.reveal(holder)
            raise Refusal("reach.refused.has_it", who="" if who is None else Someone(who))
        return await self._card(number, person)

    def _take(self, tx: Transaction, number: AskId, person: Person) -> PersonNumber | None:
        """Answer who has it, if somebody does already."""
        ask, pages = self._open(tx, number), self._store.pages(tx, number)
        if not ask.state.can_be_taken:
            return next((one.person for one in pages if one.role is Role.HAS), None)
        self._stand(tx, ask, pages, person)
        self._store.give(tx, number, person.number, Role.HAS)
        now = self._ground.clock.now()
        self._asked.took_in(tx, ask.circle, person.number, now)
        if ask.kind is Kind.KNOW:
            # Reading it is all that was asked for.
            self._asking.tell(tx, ask, What.READ)
            self._asking.end(tx, ask, How.SETTLED)
            return None
        held = taken(ask, now)
        self._store.save(tx, held)
        self._asking.tell(tx, held, What.TAKEN)
        self._asking.wait(tx, held)
        return None

    def _stand(self, tx: Transaction, ask: Ask, pages: Sequence[Paged], person: Person) -> None:
        # Whoever pressed has been reached, by whichever way.
        mine = [one for one in pages if one.person == person.number]
        if not mine:
            now = self._ground.clock.now()
            self._store.add_page(tx, ask.ask, Paged(person.number, ask.turn, now, Page.STANDS))
        for one in mine:
            self._store.mark_page(tx, ask.ask, one.person, one.at, Page.STANDS)

    async def not_me(self, visitor: Visitor, number: AskId) -> None:
        """Be waited for no longer; kept as silence, told to nobody (promise 2)."""
        _, person = await self._let_in(visitor, number)
        await self._database.write(lambda tx: self._not_me(tx, number, person))
        self._ground.changed()

    def _not_me(self, tx: Transaction, number: AskId, person: Person) -> None:
        ask = self._store.get(tx, number)
        mine = [one.role for one in self._store.pages(tx, number) if one.person == person.number]
        if ask is not None and ask.is_open and Role.HAS not in mine:
            if not mine:
                # They looked without having been asked, and are not asked later either.
                silence = Paged(person.number, ask.turn, self._ground.clock.now(), Page.SILENT)
                self._store.add_page(tx, ask.ask, silence)
            self._asking.silent(tx, ask, person.number)

    async def say_hi(self, visitor: Visitor, number: AskId) -> Card:
        """Make contact: the first line is only a hi, and whoever asked chooses what comes next."""

        def hi(tx: Transaction, ask: Ask) -> None:
            if ask.state is State.TAKEN:
                after = said_hi(ask, self._ground.clock.now())
                self._store.save(tx, after)
                self._asking.tell(tx, after, What.HI)
                self._asking.wait(tx, after)

        return await self._holding(visitor, number, hi)

    async def ask_for_second(self, visitor: Visitor, number: AskId) -> Card:
        """Ask whoever asked whether a second person may come; nobody is asked before they say so."""

        def wishes(tx: Transaction, ask: Ask) -> None:
            if ask.state is not State.TOGETHER or ask.thread is None:
                raise Refusal("reach.refused.not_now")
            happened = [event.what for event in self._store.events(tx, number)]
            lately = happened[happened.index(What.TOGETHER) :] if What.TOGETHER in happened else happened
            if not ask.wants_second and What.MAY_SECOND not in lately:
                # Asked twice, it would be urging.
                self._asking.tell(tx, ask, What.MAY_SECOND)

        return await self._holding(visitor, number, wishes)

    async def hand_over(self, visitor: Visitor, number: AskId) -> Card:
        """Have others asked at once; whoever had it stays in the thread until they leave it."""
        return await self._holding(
            visitor, number, lambda tx, ask: self._asking.ask_anew(tx, ask, What.HANDED_OVER)
        )

    async def carry_on(self, visitor: Visitor, number: AskId) -> Card:
        """Answer how it stands; nothing changes."""
        return await self._holding(visitor, number, lambda _, __: None)

    async def finish(self, visitor: Visitor, number: AskId, how: How) -> Card:
        """End it with one of five words of how (R96)."""
        return await self._holding(visitor, number, lambda tx, ask: self._asking.end(tx, ask, how))

    async def _holding(self, visitor: Visitor, number: AskId, do: Callable[[Transaction, Ask], None]) -> Card:
        _, person = await self._let_in(visitor, number)

        def work(tx: Transaction) -> None:
            ask = self._open(tx, number)
            mine = [one.role for one in self._store.pages(tx, number) if one.person == person.number]
            if Role.HAS not in mine:
                raise Refusal("reach.refused.not_with_you")
            do(tx, ask)

        await self._database.write(work)
        self._ground.changed()
        return await self._card(number, person)

    async def come_second(self, visitor: Visitor, number: AskId) -> Card:
        """Come as a second person, as the only one; whoever asked has agreed to it."""
        _, person = await self._let_in(visitor, number)
        # The place is taken before the thread is entered: of two at once, one alone may read along.
        ask = await self._database.write(lambda tx: self._claim(tx, number, person))
        if not await self._talking.bring_in(ask, person.number):
            await self._database.write(lambda tx: self._store.give(tx, number, person.number, Role.NONE))
            raise Refusal("reach.refused.not_brought_in")
        await self._database.write(lambda tx: self._come(tx, number, person))
        self._ground.changed()
        return await self._card(number, person)

    def _claim(self, tx: Transaction, number: AskId, person: Person) -> Ask:
        ask, pages = self._open(tx, number), self._store.pages(tx, number)
        of_others = [one for one in pages if one.person != person.number and one.role is Role.SECOND]
        mine = [one.role for one in pages if one.person == person.number]
        if not ask.wants_second or not ask.state.is_held or of_others or Role.HAS in mine:
            raise Refusal("reach.refused.no_second")
        self._stand(tx, ask, pages, person)
        self._store.give(tx, number, person.number, Role.SECOND)
        return ask

    def _come(self, tx: Transaction, number: AskId, person: Person) -> None:
        ask, mine = self._open(tx, number), self._store.pages(tx, number)
        if not any(one.person == person.number and one.role is Role.SECOND for one in mine):
            raise Refusal("reach.refused.no_second")
        if not any(event.what is What.SECOND for event in self._store.events(tx, number)):
            self._asking.tell(tx, ask, What.SECOND)

    async def _let_in(self, visitor: Visitor, number: AskId) -> tuple[Ask, Person]:
        ask = await self._database.read(lambda tx: self._store.get(tx, number))
        if ask is None:
            raise Refusal("reach.refused.over_for_you")
        person = await self._asked.is_willing(visitor.platform_id, ask.circle)
        left_out = await self._database.read(lambda tx: self._store.left_out(tx, number))
        if person.number in left_out or person.number == ask.person:
            raise Refusal("reach.refused.over_for_you")
        if await self._database.read(lambda tx: self._kept_apart(tx, ask, person.number)):
            # The same words as for one that is over: nobody learns of a list (R28).
            raise Refusal("reach.refused.over_for_you")
        return ask, person

    def _kept_apart(self, tx: Transaction, ask: Ask, person: PersonNumber) -> bool:
        # Whoever has it already must still be able to hand it over.
        has_it = any(one.person == person and one.role is Role.HAS for one in self._store.pages(tx, ask.ask))
        return not has_it and self._asking.are_apart(tx, ask, person)

    def _open(self, tx: Transaction, number: AskId) -> Ask:
        ask = self._store.get(tx, number)
        if ask is None or not ask.is_open:
            raise Refusal("reach.refused.over_for_you")
        return ask

    async def _card(self, number: AskId, person: Person) -> Card:
        ask, pages = await self._database.read(
            lambda tx: (self._store.get(tx, number), self._store.pages(tx, number))
        )
        if ask is None:
            raise Refusal("reach.refused.over_for_you")
        name = (await self._database.read(lambda tx: self._asking.standing(tx, ask))).circle_name
        mine = [one for one in pages if one.person == person.number]
        role = next((one.role for one in mine if one.role is not Role.NONE), Role.NONE)
        holder = next((one.person for one in pages if one.role is Role.HAS), None)
        who = await self._people.reveal(holder) if holder is not None and holder != person.number else None
        meets = ask.answers is Answers.THREAD and ask.thread is not None
        events = await self._database.read(lambda tx: self._store.events(tx, number))
        met = next((one.what for one in reversed(events) if one.what in (What.TOGETHER, What.WORDS_ONLY)), None)
        second = any(one.second for one in mine)
        return Card(ask, name, role, who, second=second, in_thread=meets, words_only=met is What.WORDS_ONLY)

"""Asking people: the steps of an ask, the pages to those who can be asked, and what happens by itself."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.asked.service import Asked
from bot.circles.service import Circles
from bot.core.ground import Ground
from bot.core.ids import AskId, CircleId, PersonNumber, ServerId
from bot.core.lanes import Lane
from bot.core.notices import Moment, Said, said
from bot.core.scheduling.outages import Outage
from bot.core.storage.database import Transaction
from bot.people.service import People
from bot.reach.model import (
    KNOWN_AFTER,
    RECORD_STAYS,
    STUCK_AFTER,
    Ask,
    Event,
    How,
    Over,
    Page,
    Role,
    State,
    What,
    looked_in,
)
from bot.reach.model.ladder import Ahead, Pool, ahead, asked_anew, go_on, in_vain, second
from bot.reach.model.seen import Standing
from bot.reach.paging import Paging
from bot.reach.reachable import Reachable
from bot.reach.store import ReachStore

STEPS = "reach.steps"
"""The kind of due row at which an ask changes by itself."""

TOLD_FOR = timedelta(days=7)
"""How long moderators see that an ask reached nobody."""

Happened = Callable[[Transaction, Ask, Event, int], None]
"""Hears inside the transaction of something that happened to an ask, and its place among the ask's events."""

Ended = Callable[[Transaction, Ask, PersonNumber | None], None]
"""Hears inside the transaction of an ask that ended, and who had it."""


class Asking:
    """The engine of asks: every change is one transaction, and every page a row before it is sent."""

    def __init__(self, ground: Ground, store: ReachStore, people: People, circles: Circles, asked: Asked) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = store
        self._circles = circles
        self._people = people
        self._asked = asked
        self.reachable = Reachable(ground, people, asked)
        self._paging = Paging(ground, store, people, circles, (self.silent, self._stands))
        self._on_event: list[Happened] = []
        self._on_ended: list[Ended] = []
        ground.dues.handle_within(STEPS, lambda tx, ask, _: self._time_has_come(tx, AskId(ask)))
        ground.dues.on_set_back(self._clock_set_back)
        ground.outages.on_outage(self._was_away)
        asked.on_stopped(self._stopped)

    def on_event(self, told: Happened) -> None:
        """Have somebody told of everything that happens to an ask."""
        self._on_event.append(told)

    def on_ended(self, told: Ended) -> None:
        """Have somebody told of every ask that ends."""
        self._on_ended.append(told)

    def begin(self, tx: Transaction, ask: Ask, left_out: Sequence[PersonNumber]) -> bool:
        """Keep a new ask and ask the first people; False where its person has an open one."""
        if not self._store.add(tx, ask):
            return False
        self._store.leave_out(tx, ask.ask, left_out)
        self.go_on(tx, ask)
        return True

    def pool(self, tx: Transaction, ask: Ask) -> Pool:
        """Answer who can be asked now, without whoever asked and whom they left out."""
        return self.reachable.of_in(tx, ask.circle, ask.kind, ask.person, self._store.left_out(tx, ask.ask))[0]

    def are_apart(self, tx: Transaction, ask: Ask, person: PersonNumber) -> bool:
        """Tell inside a transaction whether somebody is to be kept apart from whoever asks."""
        return bool(self._people.apart.from_in(tx, ask.person, (person,)))

    def go_on(self, tx: Transaction, ask: Ask) -> None:
        """Take the next step of an ask."""
        now, pages = self._ground.clock.now(), self._store.pages(tx, ask.ask)
        move = go_on(ask, self.pool(tx, ask), pages, now)
        self._store.save(tx, move.ask)
        if move.page:
            self._paging.page(tx, move.ask, move.page)
            for person in move.page:
                self._asked.asked_in(tx, ask.circle, person, now)
            self.tell(tx, move.ask, What.ASKED, len(move.page))
        if move.told:
            self.tell(tx, move.ask, What.NOBODY_YET, int(self._was_taken(tx, ask)))
        self.wait(tx, move.ask)

    def wait(self, tx: Transaction, ask: Ask) -> None:
        """Have an ask looked at again when something is to happen by itself."""
        self._ground.dues.add(tx, STEPS, ask.ask, ask.next_at, Lane.REACH)

    def tell(self, tx: Transaction, ask: Ask, what: What, count: int = 0) -> None:
        """Keep that something happened, and have everybody told who must hear of it."""
        event = Event(self._ground.clock.now(), what, count)
        place = self._store.add_event(tx, ask.ask, event)
        for told in self._on_event:
            told(tx, ask, event, place)

    def ask_anew(self, tx: Transaction, ask: Ask, what: What) -> None:
        """Ask others at once, because nobody has it any more."""
        for one in self._store.pages(tx, ask.ask):
            if one.role is not Role.NONE:
                self._store.give(tx, ask.ask, one.person, Role.HAD)
            if one.role is Role.HAS:
                # Told without blame, and shown how it stands (R87).
                self._paging.look_in(tx, ask, one.person)
        anew = asked_anew(ask, self.pool(tx, ask), self._store.pages(tx, ask.ask), self._ground.clock.now())
        self._store.save(tx, anew)
        self.tell(tx, anew, what)
        self.go_on(tx, anew)

    def ask_second(self, tx: Transaction, ask: Ask) -> int:
        """Ask everybody who is around whether they come as a second person; answer how many that are."""
        chosen = second(self.pool(tx, ask), self._store.pages(tx, ask.ask))
        if chosen:
            ask = replace(ask, turn=ask.turn + 1)
            self._store.save(tx, ask)
            self._paging.page(tx, ask, chosen, as_second=True)
        return len(chosen)

    def silent(self, tx: Transaction, ask: Ask, person: PersonNumber) -> None:
        """Wait for somebody no longer; where that was the last one, the next step comes at once (R85)."""
        self._store.mark_silent(tx, ask.ask, person)
        if ask.state is State.ASKING and in_vain(self._store.pages(tx, ask.ask), ask.turn):
            ask = replace(ask, next_at=self._ground.clock.now())
            self._store.save(tx, ask)
            self.wait(tx, ask)
        self._stands(tx, ask.ask)

    def _stands(self, tx: Transaction, number: AskId) -> None:
        """Have the thread say so once no page is on its way any more."""
        ask, pages = self._store.get(tx, number), self._store.pages(tx, number)
        if ask is None or not ask.is_open or not ask.state.can_be_taken or ask.thread is None:
            return
        if not any(one.page is Page.WAITING for one in pages):
            self.tell(tx, ask, What.ANEW)

    def _clock_set_back(self, tx: Transaction, by: timedelta) -> None:
        """Move the times of open asks along, so that what is shown is when it comes."""
        self._store.set_back(tx, by // timedelta(microseconds=1))
        for ask in self._store.all_open(tx):
            self.tell(tx, ask, What.ANEW)

    def _was_taken(self, tx: Transaction, ask: Ask) -> bool:
        return any(event.what in (What.TAKEN, What.READ) for event in self._store.events(tx, ask.ask))

    def end(self, tx: Transaction, ask: Ask, how: How) -> None:
        """Ask nobody any more, and keep a record that names nobody (R96)."""
        now, pages = self._ground.clock.now(), self._store.pages(tx, ask.ask)
        ended = replace(ask, how=how, ended_at=now)
        self._store.save(tx, ended)
        self._store.forget_left_out(tx, ask.ask)
        self._ground.dues.drop(tx, STEPS, ask.ask)
        self._paging.take_back(tx, ask.ask)
        self._store.add_over(tx, self._ground.chance.number(), self._record(tx, ended, how))
        self.tell(tx, ended, What.ENDED)
        holder = next((one.person for one in pages if one.role is Role.HAS), None)
        for told in self._on_ended:
            told(tx, ended, holder)

    def _record(self, tx: Transaction, ask: Ask, how: How) -> Over:
        events = self._store.events(tx, ask.ask)
        first = next((event.at for event in events if event.what in (What.TAKEN, What.READ)), None)
        minutes = None if first is None else int((first - ask.begun_at) / timedelta(minutes=1))
        return Over(ask.circle, ask.kind, ask.begun_at, minutes, how)

    def forget(self, tx: Transaction, person: PersonNumber) -> None:
        """Let go of somebody's own ask, and of what they were to others'; told before their rows are erased."""
        own = self._store.open_of(tx, person)
        if own is not None:
            self.end(tx, own, How.LEFT)
        for ask in self._store.asked_of(tx, person):
            self._let_go(tx, ask, person)

    def _stopped(self, tx: Transaction, circle: CircleId, person: PersonNumber) -> None:
        for number in self._store.asked_of(tx, person):
            ask = self._store.get(tx, number)
            if ask is not None and ask.circle == circle:
                self._let_go(tx, number, person)

    def _let_go(self, tx: Transaction, number: AskId, person: PersonNumber) -> None:
        """Let somebody who can no longer be asked out of an ask; others are asked where they had it."""
        ask, pages = self._store.get(tx, number), self._store.pages(tx, number)
        if ask is None or not ask.is_open:
            return
        had_it = any(one.person == person and one.role is Role.HAS for one in pages)
        if had_it:
            # Had already, and silent: neither asked once more nor told how it goes on, which they want no more of.
            self._store.give(tx, number, person, Role.HAD)
            self._store.mark_silent(tx, number, person)
            self.ask_anew(tx, ask, What.ASKED_AGAIN)
        else:
            self.silent(tx, ask, person)

    def _time_has_come(self, tx: Transaction, number: AskId) -> None:
        ask = self._store.get(tx, number)
        if ask is None or not ask.is_open:
            return
        match ask.state:
            case State.ASKING:
                self.go_on(tx, ask)
            case State.TAKEN:
                self.ask_anew(tx, ask, What.ASKED_AGAIN)
            case State.UNANSWERED:
                self.end(tx, ask, How.NOT_REACHED)
            case State.SAID_HI | State.TOGETHER:
                self._look_in(tx, ask)

    def _look_in(self, tx: Transaction, ask: Ask) -> None:
        if ask.next_at >= ask.ends_at:
            self.end(tx, ask, How.OTHER)
            return
        holder = next((one for one in self._store.pages(tx, ask.ask) if one.role is Role.HAS), None)
        if holder is not None:
            self._paging.look_in(tx, ask, holder.person)
        after = looked_in(ask)
        self._store.save(tx, after)
        self.wait(tx, after)

    def _was_away(self, tx: Transaction, outage: Outage) -> None:
        for ask in self._store.all_open(tx):
            if ask.begun_at < outage.ended_at:
                self.tell(tx, ask, What.AWAY, int((outage.ended_at - outage.begun_at) / timedelta(minutes=1)))

    def standing(self, tx: Transaction, ask: Ask) -> Standing:
        """Answer how an ask stands, as whoever asked is told it: never who was asked and did not answer."""
        ask = self._store.get(tx, ask.ask) or ask
        circle, pages = self._circles.get_in(tx, ask.circle), self._store.pages(tx, ask.ask)
        first = [one for one in pages if not one.second]
        waiting = [one for one in first if one.page is Page.WAITING]
        now = self._ground.clock.now()
        return Standing(
            ask=ask,
            circle_name="" if circle is None else circle.name,
            events=tuple(self._store.events(tx, ask.ask)),
            delivered=ask.reached,
            waiting=len({one.person for one in waiting}),
            # One from the future was on its way before the clock was set back.
            stuck=any(not now - STUCK_AFTER < one.at <= now + STUCK_AFTER for one in waiting),
            ahead=ahead(ask, self.pool(tx, ask), pages) if ask.is_open else Ahead(),
        )

    async def waiting(self, server: ServerId) -> Sequence[Said]:
        """Answer whoever moderates in a server which asks of the last week nobody answered; nobody is named."""
        circles = await self._circles.in_server(server)
        since = self._ground.clock.now() - TOLD_FOR
        return await self._database.read(
            lambda tx: [
                said("reach.desk.not_reached", circle=circle.name, at=Moment(at))
                for circle in circles
                for at in self._store.not_reached(tx, circle.circle, since)
            ]
        )

    def expire(self, tx: Transaction, now: datetime) -> int:
        """Let go of what is old, and answer how many rows went."""
        return self._store.expire(tx, now - RECORD_STAYS, now - KNOWN_AFTER)

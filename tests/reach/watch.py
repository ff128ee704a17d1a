"""What must hold of asks at every moment: the sentences that the product promises to whoever asks for help."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import cast

from bot.core.ids import AskId, MessageId, PlatformId
from bot.reach.model import Answers, How, Kind, State
from bot.reach.model.seen import Standing, Welcome
from bot.reach.notices import room_post, standing_words, status_post
from tests.reach.town import Town, visitor

NOBODY_ANSWERED = ("reach.standing.asked", "reach.standing.nobody_yet", "reach.standing.nobody_reached")
"""Sentences that say that nobody has answered."""

NOT_REACHED = ("reach.standing.none_reached", "reach.standing.nobody_reached", "reach.standing.none_reached_more")
"""Sentences that say that no message arrived."""

SLACK = timedelta(minutes=1)


@dataclass
class Known:
    """One ask as whoever tests it knows it."""

    asker: PlatformId
    kind: Kind
    answers: Answers
    adult: bool
    left_out: frozenset[PlatformId]
    answered: bool = False
    """Somebody took it at any time."""
    promised: datetime | None = None
    """Until when the truth is told, as the asker's screen said."""
    deleted: int = 0
    """How often its thread was deleted by hand."""


@dataclass
class Watch:
    """Looks at everything after each thing that happened."""

    town: Town
    asks: dict[AskId, Known] = field(default_factory=dict[AskId, Known])
    pages: dict[str, tuple[AskId, PlatformId, bool]] = field(
        default_factory=dict[str, tuple[AskId, PlatformId, bool]]
    )
    gone: set[PlatformId] = field(default_factory=set[PlatformId])
    """Who was erased."""
    rough: bool = False
    """Whether something failed since time last passed, so that what is due may be late."""

    async def look(self) -> None:
        await self._learn_pages()
        rows = {AskId(cast("int", row["ask"])): row for row in await self.town.all("SELECT * FROM reach_ask")}
        for number, row in rows.items():
            await self._moves_on(number, row)
            await self._one_holder(number, row)
        await self._none_unseen(rows)
        self._left_out_hear_nothing()
        await self._once_each_step()
        self._threads()
        for number, known in self.asks.items():
            if known.asker not in self.gone and number in rows:
                await self._screen(number, known)

    async def _learn_pages(self) -> None:
        persons = {number: who for who, number in self.town.numbers.items()}
        seconds = {
            (row["ask"], row["person"], row["at"])
            for row in await self.town.all("SELECT ask, person, at FROM reach_page WHERE second = 1")
        }
        for row in await self.town.all("SELECT * FROM outbox WHERE kind = 'reach.pages'"):
            key = (row["subject"], row["person"], row["due_at"])
            who = persons[row["person"]]  # type: ignore[index]
            ident = cast("str", row["delivery"])
            was = ident in self.pages and self.pages[ident][2]
            self.pages[ident] = (AskId(cast("int", row["subject"])), who, was or key in seconds)

    async def _moves_on(self, number: AskId, row: dict[str, object]) -> None:
        due = await self.town.all(
            "SELECT next_run_at FROM due WHERE kind = 'reach.steps' AND subject = :ask", ask=number
        )
        if row["ended_at"] is None:
            assert due, f"nothing will happen to an open ask: {row}"
            if not self.rough:
                assert due[0]["next_run_at"] == row["next_at"], "the screen names a time at which nothing is due"
        else:
            assert not due

    async def _one_holder(self, number: AskId, row: dict[str, object]) -> None:
        pages = await self.town.all("SELECT * FROM reach_page WHERE ask = :ask", ask=number)
        holders = [page for page in pages if page["role"] == "has"]
        if row["ended_at"] is None:
            assert len(holders) == int(State(str(row["state"])).is_held), f"{row['state']} with {len(holders)}"

    async def _none_unseen(self, rows: dict[AskId, dict[str, object]]) -> None:
        over = await self.town.all("SELECT over FROM reach_over")
        still_open = [number for number, row in rows.items() if row["ended_at"] is None]
        assert set(still_open) <= self.asks.keys()
        assert len(over) + len(still_open) == len(self.asks), "an ask ended unseen"

    def _left_out_hear_nothing(self) -> None:
        for one in self.town.platform.arrived:
            if one.once in self.pages:
                number, who, _ = self.pages[one.once]
                assert who == one.who
                assert who not in self.asks[number].left_out, "a left-out person was asked"
                assert who != self.asks[number].asker

    async def _once_each_step(self) -> None:
        heard = [(one.once, one.who) for one in self.town.platform.arrived if one.once in self.pages]
        if not self.town.platform.unsure:
            assert len(heard) == len(set(heard)), "somebody was asked twice for one step"
        on_the_way = [
            (row["subject"], row["person"])
            for row in await self.town.all(
                "SELECT subject, person FROM outbox WHERE kind = 'reach.pages' AND state IN ('waiting', 'sending')"
            )
        ]
        assert len(on_the_way) == len(set(on_the_way)), "two pages for one person are on their way at once"

    def _threads(self) -> None:
        for once in self.town.platform.opened:
            known = self.asks[AskId(int(once.removeprefix("reach")))]
            assert known.adult and known.kind is not Kind.KNOW, "a thread that must not be"
            assert not known.left_out & self.town.onlooking, "a left-out person could read along"
            assert self.town.platform.opened.count(once) <= 1 + known.deleted

    def arrived(self, number: AskId) -> tuple[set[PlatformId], set[PlatformId]]:
        """Answer who was surely reached as the bot knows too, and who was reached at all."""
        platform, sure, all_ = self.town.platform, set[PlatformId](), set[PlatformId]()
        for one in platform.arrived:
            ask, who, second = self.pages.get(one.once, (None, None, False))
            if ask == number and who is not None and not second:
                all_.add(who)
                if one.once not in platform.unheard:
                    sure.add(who)
        return sure, all_

    async def _screen(self, number: AskId, known: Known) -> None:
        opened = await self.town.hearth.reach.open(visitor(known.asker))
        if isinstance(opened, Welcome):
            await self._says_who_is_there(opened, known)
            if opened.last is not None and opened.last.ask.ask == number:
                self._says_how_it_ended(opened, known)
            return
        if opened.ask.ask == number:
            self._is_true(opened, known)
        await self._posts_say_the_same(number, opened)

    async def _says_who_is_there(self, welcome: Welcome, known: Known) -> None:
        reach, person = self.town.hearth.reach, await self.town.hearth.people.find(known.asker)
        number = None if person is None else person.number
        for way in welcome.ways:
            level = await self.town.database.read(
                lambda tx, way=way: reach.asking.reachable.of_in(tx, way.circle, Kind.ALONE, number, ())[1]
            )
            assert way.anyone == (level > 0), "the first screen and asking differ on whether anybody is there"

    def _says_how_it_ended(self, welcome: Welcome, known: Known) -> None:
        last = welcome.last
        assert last is not None and last.ask.how is not None
        if last.ask.how is How.NOT_REACHED and not last.had_answer:
            assert not known.answered, "nobody answered is said of an ask that somebody took"

    def _is_true(self, standing: Standing, known: Known) -> None:
        keys = [one.key for one in standing_words(standing)]
        sure, all_ = self.arrived(standing.ask.ask)
        # A page that stands, and whose note found no room, is still said to be on its way.
        least = 0 if self.rough else len(sure)
        assert least <= standing.delivered <= len(all_), f"{standing.delivered} of {len(sure)}-{len(all_)}: {keys}"
        if known.answered:
            assert not set(keys) & set(NOBODY_ANSWERED), f"somebody did answer: {keys}"
        if set(keys) & set(NOT_REACHED):
            assert not sure, f"somebody was reached: {keys}"
        assert ("reach.standing.taken" in keys) == (standing.ask.state is State.TAKEN)
        self._promise(standing, known, keys)

    def _promise(self, standing: Standing, known: Known, keys: list[str]) -> None:
        now = self.town.clock.now()
        words = {one.key: one for one in standing_words(standing)}
        for key in ("reach.standing.next", "reach.standing.truth"):
            if key in words and not self.rough:
                at = words[key].values["at"].at  # type: ignore[union-attr]
                assert at >= now - SLACK, f"{key} was promised for {at}, and it is {now}"
        if known.promised is not None and now > known.promised + SLACK and not self.rough:
            assert standing.ask.told_at is not None or standing.ask.state.is_held, "the truth was not told in time"
        truth = words.get("reach.standing.truth")
        known.promised = None if truth is None else truth.values["at"].at  # type: ignore[union-attr]

    async def _posts_say_the_same(self, number: AskId, standing: Standing) -> None:
        waiting = await self.town.all(
            "SELECT kind FROM outbox WHERE subject = :ask AND state IN ('waiting', 'sending')", ask=number
        )
        if waiting or standing.ask.ask != number or self.rough:
            return
        ask, shows = standing.ask, self.town.platform.shows
        if ask.thread is not None and ask.post is not None and ask.thread in self.town.platform.talks:
            nameless = replace(standing, holder=None)
            assert shows[ask.post].said == status_post(nameless).said, "the thread says something else than Reach"
        for row in await self.town.all("SELECT * FROM reach_room WHERE ask = :ask", ask=number):
            if row["post"] is not None:
                assert shows[MessageId(cast("int", row["post"]))] == room_post(ask), "the room says something else"

"""Everything that can happen to asks, in any order: presses, silence, time, failures and crashes."""

import asyncio
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from bot.asked import WILLING
from bot.core.ids import AskId, PlatformId
from bot.core.ports import Why
from bot.reach.model import PHRASES, Answers, How, Kind, What
from tests.reach.platform import LOST, Fate
from tests.reach.process import Process
from tests.reach.town import MINUTE, NORTH, PEOPLE, visitor
from tests.reach.watch import Known

ASKERS = (PEOPLE[0], PEOPLE[1], PEOPLE[-1])
"""The last one can be asked too."""

who_ = st.sampled_from(PEOPLE)
asker_ = st.sampled_from(ASKERS)
which_ = st.integers(0, 3)


class Asks(Process):
    """The real services over real files; the platform and the clock are played."""

    @rule(
        who=asker_,
        kind=st.sampled_from(Kind),
        answers=st.sampled_from(Answers),
        adult=st.sampled_from((True, True, True, False)),
        left_out=st.frozensets(who_, max_size=2),
    )
    def ask(
        self, who: PlatformId, kind: Kind, answers: Answers, adult: bool, left_out: frozenset[PlatformId]
    ) -> None:
        if who in self.watch.gone or left_out & self.watch.gone:
            return
        left_out -= {who}
        self.run(self._asks(who, (kind, answers, adult), left_out))
        self.do(asyncio.sleep(0))

    async def _asks(
        self, who: PlatformId, wish: tuple[Kind, Answers, bool], left_out: frozenset[PlatformId]
    ) -> None:
        numbers = [self.town.numbers[one] for one in left_out]
        await self._or_die(self.town.hearth.reach.ask(visitor(who), NORTH, wish, numbers))
        kind, answers, adult = wish
        for row in await self.town.all("SELECT * FROM reach_ask"):
            if row["ask"] not in self.watch.asks:
                assert row["person"] == self.town.numbers[who]
                self.watch.asks[AskId(row["ask"])] = Known(who, kind, answers, adult, left_out)  # type: ignore[arg-type]

    @precondition(lambda self: self.watch.asks)
    @rule(
        who=who_,
        which=which_,
        press=st.sampled_from(
            (
                "look",
                "take",
                "take",
                "say_hi",
                "say_hi",
                "not_me",
                "ask_for_second",
                "hand_over",
                "carry_on",
                "come_second",
            )
        ),
    )
    def answer(self, who: PlatformId, which: int, press: str) -> None:
        number, answering = self.ask_of(which), self.town.hearth.reach.answering
        known = self.watch.asks[number]
        seen = self.do(getattr(answering, press)(visitor(who), number))
        if who in known.left_out or who == known.asker:
            rows = self.run(self.town.all("SELECT ended_at FROM reach_ask WHERE ask = :ask", ask=number))
            assert seen is None or not rows or rows[0]["ended_at"] is not None, "a left-out person could look"

    @precondition(lambda self: self.watch.asks)
    @rule(which=which_, press=st.sampled_from(("take", "say_hi", "hand_over", "ask_for_second", "carry_on")))
    def holder_or_first(self, which: int, press: str) -> None:
        """Press as somebody for whom it does something."""
        number = self.ask_of(which)
        rows = self.run(
            self.town.all(
                "SELECT person FROM reach_page WHERE ask = :ask "
                "ORDER BY role = 'has' DESC, page = 'stands' DESC, person",
                ask=number,
            )
        )
        persons = {number: who for who, number in self.town.numbers.items()}
        if rows:
            self.do(getattr(self.town.hearth.reach.answering, press)(visitor(persons[rows[0]["person"]]), number))  # type: ignore[index]

    @precondition(lambda self: self.watch.asks)
    @rule(who=who_, which=which_, how=st.sampled_from(How))
    def finish(self, who: PlatformId, which: int, how: How) -> None:
        self.do(self.town.hearth.reach.answering.finish(visitor(who), self.ask_of(which), how))

    @precondition(lambda self: self.watch.asks)
    @rule(which=which_, press=st.sampled_from(("good_moment", "good_moment", "words_only", "may_second", "end")))
    def own(self, which: int, press: str) -> None:
        number, reach = self.ask_of(which), self.town.hearth.reach
        me = visitor(self.watch.asks[number].asker)
        match press:
            case "words_only":
                self.do(reach.notes.words_only(me, number))
            case "end":
                self.do(reach.end(me, number, How.LEFT))
            case _:
                self.do(getattr(reach, press)(me, number))

    @precondition(lambda self: self.watch.asks)
    @rule(which=which_, what=st.sampled_from(PHRASES))
    def say(self, which: int, what: What) -> None:
        number = self.ask_of(which)
        self.do(self.town.hearth.reach.say(visitor(self.watch.asks[number].asker), number, what))

    @rule(who=who_, what=st.sampled_from(("step_back", "off", "around", "leave")))
    def changes_the_switch(self, who: PlatformId, what: str) -> None:
        asked, me = self.town.hearth.asked, visitor(who)
        if who in self.watch.gone:
            return
        match what:
            case "step_back":
                self.do(asked.step_back(me, NORTH))
            case "off":
                self.do(asked.switch_off(me, NORTH))
            case "around":
                self.do(asked.around(me, NORTH, tonight=False))
            case _:
                self.do(self.town.hearth.consents.withdraw(who, NORTH, WILLING))

    @rule(who=who_, erased=st.booleans())
    def goes(self, who: PlatformId, erased: bool) -> None:
        if (
            who in self.watch.gone
            or self.town.database.dies_in is not None
            or self.town.database.fails_in is not None
        ):
            return
        self.watch.gone.add(who)
        work = (
            self.town.hearth.privacy.erasures.erase(visitor(who))
            if erased
            else self.town.hearth.circles.leave(visitor(who), NORTH)
        )
        self.do(work)

    @rule(seconds=st.sampled_from((1, 10, 61, 180, 300, 601, 1300, 3600)))
    def time_passes(self, seconds: int) -> None:
        self.run(self._passes(timedelta(seconds=seconds)))
        self.do(asyncio.sleep(0))

    @rule(minutes=st.sampled_from((2, 30, 200)))
    def clock_leaps(self, minutes: int) -> None:
        self.town.clock.moment += minutes * MINUTE
        self.do(self.town.hearth.settle_led())

    @rule(minutes=st.sampled_from((1, 45, 300)))
    def clock_set_back(self, minutes: int) -> None:
        self.town.clock.moment -= minutes * MINUTE
        for known in self.watch.asks.values():
            known.promised = None
        self.do(self.town.hearth.clock_set_back(minutes * MINUTE))

    @rule(minutes=st.sampled_from((1, 6, 40)))
    def process_is_off(self, minutes: int) -> None:
        self.town.platform.died.set()
        self.town.clock.moment += minutes * MINUTE
        self.do(asyncio.sleep(0))

    @rule(minutes=st.sampled_from((1, 6, 40)))
    def gateway_is_gone(self, minutes: int) -> None:
        self.town.platform.is_connected = False
        self.run(self._passes(minutes * MINUTE))
        self.town.platform.is_connected = True
        self.do(self.town.hearth.ground.outages.beat())

    @rule(fates=st.lists(st.sampled_from(LOST), min_size=1, max_size=3))
    def sendings_go_wrong(self, fates: list[Fate]) -> None:
        self.town.platform.fates.extend(fates)

    @rule(down=st.booleans())
    def platform_is_down(self, down: bool) -> None:
        self.town.platform.down = down

    @rule(readable=st.booleans())
    def history_can_be_read(self, readable: bool) -> None:
        self.town.platform.readable = readable

    @rule(who=who_, why=st.sampled_from((None, Why.REFUSED, Why.PERSON_GONE)))
    def messages_closed(self, who: PlatformId, why: Why | None) -> None:
        self.town.platform.closed.pop(who, None)
        if why is not None:
            self.town.platform.closed[who] = why

    @precondition(lambda self: self.town.platform.talks)
    @rule()
    def thread_deleted(self) -> None:
        for talk, (once, _) in list(self.town.platform.talks.items()):
            self.watch.asks[AskId(int(once.removeprefix("reach")))].deleted += 1
            del self.town.platform.talks[talk]

    @rule(after=st.integers(0, 6), dies=st.booleans(), done=st.booleans())
    def database_goes_wrong(self, after: int, dies: bool, done: bool) -> None:
        if dies:
            self.town.database.dies_in, self.town.database.dies_after_it = after, done
        else:
            self.town.database.fails_in = after

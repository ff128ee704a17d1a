"""Rhythms: choosing, starting, pausing, changing and ending a series of check-ins."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.checkins import NEWS
from bot.checkins.model import (
    Format,
    NoRhythm,
    Rhythm,
    RhythmState,
    Sketch,
    Sketched,
    Standing,
    sketch_from,
    sketch_of,
    sketch_with,
)
from bot.checkins.running import Running
from bot.checkins.store import RhythmStore
from bot.circles.model import Circle
from bot.circles.service import Circles
from bot.consent.service import Consents
from bot.core.acting import Noting
from bot.core.ground import Ground
from bot.core.ids import CircleId, PersonNumber, RhythmId, ServerId, Visitor
from bot.core.notices import Moment, Said, said
from bot.core.refusals import Refusal
from bot.core.scheduling.recurrence import upcoming
from bot.core.storage.database import Transaction
from bot.moderation.service import require_planner
from bot.people.model import NotATime, minutes_from
from bot.people.service import People

SHOWN_AHEAD = 3
"""How many coming times are shown."""

LEFT_OUT_WAITS = timedelta(days=7)
"""How long a check-in that was left out is named at the desk."""

EVENING = 19 * 60
"""The hour a new rhythm begins with, in minutes after midnight."""


Change = Callable[[Transaction, Noting, ServerId, Rhythm], Rhythm]
"""One of the things that can be done with a standing rhythm."""


class Rhythms:
    """The rhythms of circles."""

    def __init__(self, ground: Ground, people: People, consents: Consents, circles: Circles) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = RhythmStore()
        self._running = Running(ground, self._store, consents)
        self._people = people
        self._consents = consents
        self._circles = circles
        consents.on_withdrawal(self._tell_no_more)

    def _tell_no_more(self, tx: Transaction, person: PersonNumber, circle: CircleId, purpose: str) -> None:
        if purpose == NEWS:
            self._store.tell_no_more(tx, person, circle)

    async def of(self, visitor: Visitor, circle_id: CircleId) -> list[Rhythm]:
        """Answer a circle's rhythms to someone who may plan for it."""
        await self._plans(visitor, circle_id)
        return await self._database.read(lambda tx: self._store.of_circle(tx, circle_id))

    async def begin(self, visitor: Visitor, circle_id: CircleId) -> Sketched:
        """Answer a first sketch: weekly, on today's weekday, in the evening; nothing is kept."""
        circle = await self._plans(visitor, circle_id)
        today = self._ground.clock.now().astimezone(ZoneInfo(circle.settings.zone)).weekday()
        return self._sketched(circle, None, Sketch(Format.LIGHTS, (today,), 1, EVENING, 24))

    async def sketch(self, visitor: Visitor, circle_id: CircleId, rhythm: int, words: str) -> Sketched:
        """Answer what a sketch would mean; `rhythm` is the one to be changed, 0 for a new one. Nothing is kept."""
        circle = await self._plans(visitor, circle_id)
        before = await self._database.read(lambda tx: self._store.get(tx, RhythmId(rhythm))) if rhythm else None
        if rhythm and before is None:
            raise Refusal("checkins.rhythm.gone")
        try:
            return self._sketched(circle, before, sketch_from(words))
        except NoRhythm as fault:
            raise Refusal("core.stale") from fault

    async def choose(
        self, visitor: Visitor, circle_id: CircleId, rhythm: int, words: str, chosen: tuple[str, Sequence[str]]
    ) -> Sketched:
        """Answer a sketch with one field (`days`, `weeks`, `minute`, `hours`) chosen anew; nothing is kept."""
        sketched = await self.sketch(visitor, circle_id, rhythm, words)
        try:
            changed = sketch_with(sketched.sketch, *chosen)
        except NoRhythm as fault:
            raise Refusal("core.stale") from fault
        return await self.sketch(visitor, circle_id, rhythm, changed.words())

    async def type_time(
        self, visitor: Visitor, circle_id: CircleId, rhythm: int, words: str, typed: str
    ) -> Sketched:
        """Answer a sketch with a typed time; raises Refusal for words that name none."""
        try:
            minute = minutes_from(typed)
        except NotATime as fault:
            raise Refusal("checkins.refused.time") from fault
        return await self.choose(visitor, circle_id, rhythm, words, ("minute", (str(minute),)))

    async def change(self, visitor: Visitor, rhythm: RhythmId) -> Sketched:
        """Answer a standing rhythm as a sketch to be changed; it goes on as it is meanwhile."""
        found, circle = await self._found(visitor, rhythm)
        return self._sketched(circle, found, sketch_of(found))

    def _sketched(self, circle: Circle, before: Rhythm | None, sketch: Sketch) -> Sketched:
        now = self._ground.clock.now()
        today = now.astimezone(ZoneInfo(circle.settings.zone)).date()
        # Another hour alone must not move it into the weeks that were left out.
        goes_on = before is not None and before.rule.interval == sketch.weeks
        rule = sketch.rule(circle.settings.zone, before.rule.anchor if before is not None and goes_on else today)
        rhythm = None if before is None else before.rhythm
        return Sketched(circle.circle, rhythm, sketch, rule, upcoming(rule, now, SHOWN_AHEAD))

    async def start(
        self, visitor: Visitor, circle_id: CircleId, rhythm: int, words: str, *, tell_me: bool
    ) -> Standing:
        """Start a rhythm, or let a standing one go on changed; asked twice, the same one stands.

        With `tell_me` it is kept that the visitor is to hear news of it; that press is the yes. Without it, what
        was kept of them for this rhythm goes. Raises Refusal, with nothing started, where another rhythm has one
        of its weekdays (R124).
        """
        sketched = await self.sketch(visitor, circle_id, rhythm, words)
        number = sketched.rhythm or RhythmId(self._ground.chance.number())
        new = Rhythm(
            rhythm=number,
            circle=circle_id,
            format=sketched.sketch.format,
            state=RhythmState.RUNNING,
            rule=sketched.rule,
            open_for=timedelta(hours=sketched.sketch.hours),
            next_at=sketched.coming[0].at,
        )
        server, changes = (await self._circles.get(circle_id)).server, sketched.rhythm is not None
        kept = await self._ground.acts.do(
            visitor, lambda tx, noting: self._running.start(tx, noting, server, new, changes=changes)
        )
        self._ground.changed()
        await (self._tell(visitor, kept) if tell_me else self._tell_not(visitor, kept))
        return self._standing(kept)

    async def _tell(self, visitor: Visitor, rhythm: Rhythm) -> None:
        await self._consents.give(visitor.platform_id, rhythm.circle, NEWS)
        person = await self._consents.require(visitor.platform_id, rhythm.circle, NEWS, Refusal("core.stale"))
        await self._database.write(lambda tx: self._store.tell(tx, rhythm.rhythm, person.number))

    async def _tell_not(self, visitor: Visitor, rhythm: Rhythm) -> None:
        person = await self._people.find(visitor.platform_id)
        if person is None:
            return
        left = await self._database.write(lambda tx: self._store.tell_not(tx, rhythm.rhythm, person.number))
        if rhythm.circle not in left and await self._consents.holds(person.number, rhythm.circle, NEWS):
            await self._consents.withdraw(visitor.platform_id, rhythm.circle, NEWS)

    async def card(self, visitor: Visitor, rhythm: RhythmId) -> Standing:
        """Answer one rhythm with the next times it comes."""
        found, _ = await self._found(visitor, rhythm)
        return self._standing(found)

    def _standing(self, rhythm: Rhythm) -> Standing:
        runs = rhythm.state is RhythmState.RUNNING
        # From just before the next one, so that one due this moment is among them.
        since = rhythm.next_at - timedelta(microseconds=1)
        return Standing(rhythm, upcoming(rhythm.rule, since, SHOWN_AHEAD) if runs else ())

    async def pause(self, visitor: Visitor, rhythm: RhythmId) -> Standing:
        """Let a rhythm stand still; an open check-in of it stays open."""
        return self._standing(await self._changed(visitor, rhythm, self._running.pause))

    async def carry_on(self, visitor: Visitor, rhythm: RhythmId) -> Standing:
        """Let a rhythm that is paused or rests come again, from the next time on."""
        return self._standing(await self._changed(visitor, rhythm, self._running.carry_on))

    async def end(self, visitor: Visitor, rhythm: RhythmId) -> Circle:
        """End a rhythm for good; an open check-in of it stays open, and counts stay their time."""
        _, circle = await self._found(visitor, rhythm)
        await self._changed(visitor, rhythm, self._running.drop)
        return circle

    async def _changed(self, visitor: Visitor, rhythm: RhythmId, change: Change) -> Rhythm:
        found, circle = await self._found(visitor, rhythm)

        def work(tx: Transaction, noting: Noting) -> Rhythm:
            return change(tx, noting, circle.server, self._running.require(tx, found))

        changed = await self._ground.acts.do(visitor, work)
        self._ground.changed()
        return changed

    async def next_for(self, circles: Sequence[Circle]) -> datetime | None:
        """Answer when the next planned check-in of any of these circles comes, or None."""

        def work(tx: Transaction) -> list[Rhythm]:
            return [rhythm for circle in circles for rhythm in self._store.of_circle(tx, circle.circle)]

        running = [r for r in await self._database.read(work) if r.state is RhythmState.RUNNING]
        return min((rhythm.next_at for rhythm in running), default=None)

    async def _found(self, visitor: Visitor, rhythm: RhythmId) -> tuple[Rhythm, Circle]:
        found = await self._database.read(lambda tx: self._store.get(tx, rhythm))
        if found is None:
            raise Refusal("checkins.rhythm.gone")
        return found, await self._plans(visitor, found.circle)

    async def _plans(self, visitor: Visitor, circle_id: CircleId) -> Circle:
        circle = await self._circles.get(circle_id)
        require_planner(visitor, circle)
        return circle

    async def waiting(self, server: ServerId) -> list[Said]:
        """Answer what waits for somebody at a server's desk: what lately came to rest or was left out.

        A rhythm is named until a week after it would have come again: silence is not to be nagged about.
        """
        lately = self._ground.clock.now() - LEFT_OUT_WAITS
        lines: list[Said] = []
        for rhythm in await self._database.read(lambda tx: self._store.of_server(tx, server)):
            name = (await self._circles.get(rhythm.circle)).name
            if rhythm.state is RhythmState.RESTING and rhythm.next_at > lately:
                lines.append(said("checkins.rhythm.waits", circle=name))
            if rhythm.left_out is not None and rhythm.left_out[0] > lately:
                at, why = rhythm.left_out
                words = said(f"checkins.left_out.{why}")
                lines.append(said("checkins.rhythm.left_out_in", circle=name, at=Moment(at), why=words))
        return lines

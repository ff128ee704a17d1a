"""What a rhythm does by itself: open its next check-in in time, and rest after three without an answer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.checkins.closing import Closings
from bot.checkins.model import ASKED_AGAIN, RESTS_AFTER, LeftOut, Rhythm, RhythmState, Round
from bot.checkins.posting import Posting
from bot.checkins.store import CheckinStore, RhythmStore
from bot.circles.model import Circle
from bot.circles.service import Circles
from bot.core.ground import Ground
from bot.core.ids import RhythmId, RoundId
from bot.core.scheduling.recurrence import next_after, upcoming
from bot.core.storage.database import Transaction

OPENS = "checkins.opens"
"""The kind of due row that opens the next check-in of a rhythm."""

News = Callable[[Transaction, Rhythm], None]
"""Hears inside the transaction that a rhythm began to rest."""


class Openings:
    """Opens what is planned; a row, its check-in and its delivery are one transaction."""

    def __init__(self, ground: Ground, store: CheckinStore, circles: Circles, posting: Posting) -> None:
        self._ground = ground
        self._rounds = store
        self._store = RhythmStore()
        self._circles = circles
        self._posting = posting
        self._on_rest: list[News] = []
        ground.dues.handle_within(OPENS, self._open_due)
        posting.on_drop(self._not_posted)

    def on_rest(self, told: News) -> None:
        """Have somebody told of a rhythm that began to rest."""
        self._on_rest.append(told)

    def watch(self, closings: Closings) -> None:
        """Hear of every counted check-in."""
        closings.on_count(self._counted)

    async def come_back(self) -> None:
        """Let no rhythm wait for a time that a wrong clock once told; called at start and when it was set back."""
        await self._ground.database.write(self._come_back)
        self._ground.changed()

    def _come_back(self, tx: Transaction) -> None:
        now = self._ground.clock.now()
        for rhythm in self._store.running(tx):
            coming = upcoming(rhythm.rule, now, 2)
            # One that was opened ahead of its time may be the next; whatever lies beyond was never meant.
            if coming and rhythm.next_at > coming[-1].at:
                self._store.save(tx, replace(rhythm, next_at=coming[0].at))
                self._ground.dues.add(tx, OPENS, rhythm.rhythm, coming[0].at)

    def _open_due(self, tx: Transaction, subject: int, _: datetime) -> None:
        rhythm = self._store.get(tx, RhythmId(subject))
        if rhythm is None or rhythm.state is not RhythmState.RUNNING:
            return
        now = self._ground.clock.now()
        circle = self._circles.get_in(tx, rhythm.circle)
        present = self._rounds.open_in(tx, rhythm.circle)
        in_time = now < rhythm.next_at + rhythm.window
        if in_time and present is not None and present.closes_at <= now:
            # Its closing is due as well, and could not be done yet.
            self._ground.dues.add(tx, OPENS, subject, now + ASKED_AGAIN)
            return
        why = self._hindrance(circle, present, in_time=in_time)
        if why is None and circle is not None:
            self._posting.start(tx, circle, self._round(tx, rhythm))
        self._go_on(tx, rhythm if why is None else replace(rhythm, left_out=(rhythm.next_at, why)))

    def _hindrance(self, circle: Circle | None, present: Round | None, *, in_time: bool) -> LeftOut | None:
        if circle is None or not circle.is_open or circle.room is None:
            return LeftOut.NO_ROOM
        if not in_time:
            return LeftOut.LATE
        return None if present is None else LeftOut.OPEN_ALREADY

    def _round(self, tx: Transaction, rhythm: Rhythm) -> Round:
        others = self._store.of_circle(tx, rhythm.circle)
        running = [other for other in others if other.state is RhythmState.RUNNING]
        coming = [after.at for other in running if (after := next_after(other.rule, rhythm.next_at)) is not None]
        # It closes before the next planned one, so that no two are ever open together.
        closes_at = min([rhythm.next_at + rhythm.open_for, *coming])
        number = self._rounds.planned_number(rhythm.rhythm, rhythm.next_at)
        if self._rounds.get(tx, number) is not None:
            # A rhythm that was changed back came to the same moment again.
            number = RoundId(self._ground.chance.number())
        return Round(number, rhythm.circle, rhythm.format, True, rhythm.next_at, closes_at, rhythm=rhythm.rhythm)

    def _go_on(self, tx: Transaction, rhythm: Rhythm) -> None:
        # After both: what was missed is not made up for, and a clock set back repeats nothing.
        coming = next_after(rhythm.rule, max(rhythm.next_at, self._ground.clock.now()))
        if coming is None:
            return
        self._store.save(tx, replace(rhythm, next_at=coming.at))
        self._ground.dues.add(tx, OPENS, rhythm.rhythm, coming.at)

    def _not_posted(self, tx: Transaction, round_: Round) -> None:
        rhythm = None if round_.rhythm is None else self._store.get(tx, round_.rhythm)
        if rhythm is not None:
            self._store.save(tx, replace(rhythm, left_out=(round_.opened_at, LeftOut.NOT_POSTED)))

    def _counted(self, tx: Transaction, round_: Round) -> None:
        rhythm = None if round_.rhythm is None else self._store.get(tx, round_.rhythm)
        # Nobody may have seen one whose post is not known to stand: its silence says nothing, an answer does.
        if rhythm is None or (round_.post is None and not round_.answered):
            return
        if not round_.answered and self._was_away(tx, round_):
            return
        silent = 0 if round_.answered else rhythm.silent + 1
        rests = silent >= RESTS_AFTER and rhythm.state is RhythmState.RUNNING
        state = RhythmState.RESTING if rests else rhythm.state
        changed = replace(rhythm, silent=silent, state=state)
        self._store.save(tx, changed)
        if rests:
            self._ground.dues.drop(tx, OPENS, rhythm.rhythm)
            for told in self._on_rest:
                told(tx, changed)

    def _was_away(self, tx: Transaction, round_: Round) -> bool:
        """Tell whether nobody could answer for half of the time or more: then silence says nothing."""
        away = timedelta(0)
        for outage in self._ground.outages.ended_after(tx, round_.opened_at):
            overlap = min(outage.ended_at, round_.closes_at) - max(outage.begun_at, round_.opened_at)
            away += max(overlap, timedelta(0))
        return away >= (round_.closes_at - round_.opened_at) / 2

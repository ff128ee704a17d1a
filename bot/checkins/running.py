"""What becomes of a rhythm inside one transaction: it starts, stands still, comes again, goes."""

import json
from dataclasses import replace
from typing import cast
from zoneinfo import ZoneInfo

from bot.checkins import NEWS
from bot.checkins.model import Rhythm, RhythmState, days_taken
from bot.checkins.opening import OPENS
from bot.checkins.store import RhythmStore
from bot.consent.service import Consents
from bot.core.acting import Act, Noting, Way
from bot.core.ground import Ground
from bot.core.ids import PersonNumber, RhythmId, ServerId
from bot.core.notices import Weekdays
from bot.core.refusals import Refusal
from bot.core.scheduling.recurrence import next_after
from bot.core.storage.database import Transaction

RHYTHM_ACTS = (
    "checkins.did.rhythm_started",
    "checkins.did.rhythm_changed",
    "checkins.did.rhythm_paused",
    "checkins.did.rhythm_goes_on",
    "checkins.did.rhythm_ended",
)
"""Acts that change a rhythm; all of them can be undone."""


class Running:
    """Changes rhythms, with the row that is due and the note of whoever did it."""

    def __init__(self, ground: Ground, store: RhythmStore, consents: Consents) -> None:
        self._ground = ground
        self._store = store
        self._consents = consents
        ground.acts.undo_with(RHYTHM_ACTS, Way(self._now, self._put_back))

    def require(self, tx: Transaction, rhythm: Rhythm) -> Rhythm:
        """Answer a rhythm as it is now; raises Refusal where it is gone."""
        found = self._store.get(tx, rhythm.rhythm)
        if found is None:
            raise Refusal("checkins.rhythm.gone")
        return found

    def start(self, tx: Transaction, noting: Noting, server: ServerId, new: Rhythm, *, changes: bool) -> Rhythm:
        """Start a rhythm, or let a standing one go on changed; asked twice, the same one stands.

        Raises Refusal where another rhythm has one of its weekdays (R124), or the one to be changed is gone.
        """
        before = self.require(tx, new) if changes else None
        others = [other for other in self._store.of_circle(tx, new.circle) if other.rhythm != new.rhythm]
        same = [other for other in others if other.rule == new.rule and other.format == new.format]
        if same and not changes:
            # The second press of the same button; or it was paused meanwhile, and is started again.
            return self.carry_on(tx, noting, server, same[0])
        new = self._not_today_again(tx, new)
        taken = days_taken(new.rule.weekdays, others)
        if taken:
            raise Refusal("checkins.rhythm.day_taken", days=Weekdays(taken))
        if before != new:
            kind = "checkins.did.rhythm_changed" if changes else "checkins.did.rhythm_started"
            with noting(Act(kind, server, new.circle, new.rhythm)):
                self._run(tx, new)
        return new

    def _not_today_again(self, tx: Transaction, new: Rhythm) -> Rhythm:
        # A changed hour must not bring a second one on the day of the last (R124).
        zone = ZoneInfo(new.rule.zone)
        day = new.next_at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        if not self._store.planned_between(tx, new.circle, day, new.next_at):
            return new
        later = next_after(new.rule, new.next_at)
        return new if later is None else replace(new, next_at=later.at)

    def _run(self, tx: Transaction, rhythm: Rhythm) -> None:
        self._store.save(tx, rhythm)
        self._ground.dues.add(tx, OPENS, rhythm.rhythm, rhythm.next_at)

    def pause(self, tx: Transaction, noting: Noting, server: ServerId, rhythm: Rhythm) -> Rhythm:
        """Let a rhythm stand still."""
        paused = replace(rhythm, state=RhythmState.PAUSED)
        if rhythm != paused:
            with noting(Act("checkins.did.rhythm_paused", server, rhythm.circle, rhythm.rhythm)):
                self._ground.dues.drop(tx, OPENS, rhythm.rhythm)
                self._store.save(tx, paused)
        return paused

    def carry_on(self, tx: Transaction, noting: Noting, server: ServerId, rhythm: Rhythm) -> Rhythm:
        """Let a rhythm that is paused or rests come again, from the next time on."""
        if rhythm.state is RhythmState.RUNNING:
            return rhythm
        coming = next_after(rhythm.rule, self._ground.clock.now())
        next_at = coming.at if coming else rhythm.next_at
        running = replace(rhythm, state=RhythmState.RUNNING, silent=0, next_at=next_at)
        with noting(Act("checkins.did.rhythm_goes_on", server, rhythm.circle, rhythm.rhythm)):
            self._run(tx, running)
        return running

    def drop(self, tx: Transaction, noting: Noting, server: ServerId, rhythm: Rhythm) -> Rhythm:
        """Let go of a rhythm for good."""
        with noting(Act("checkins.did.rhythm_ended", server, rhythm.circle, rhythm.rhythm)):
            self._ground.dues.drop(tx, OPENS, rhythm.rhythm)
            self._store.drop(tx, rhythm.rhythm)
        return rhythm

    def _now(self, tx: Transaction, act: Act) -> str:
        rhythm = RhythmId(act.item)
        words = self._store.written(tx, rhythm)
        # Only ending one lets go of who hears of it; their number is in what is kept for ten minutes.
        told = self._store.told(tx, rhythm) if act.kind == "checkins.did.rhythm_ended" else []
        return json.dumps([words, sorted(told)]) if words else ""

    def _put_back(self, tx: Transaction, act: Act, before: str) -> None:
        rhythm = RhythmId(act.item)
        self._ground.dues.drop(tx, OPENS, rhythm)
        if not before:
            self._store.drop(tx, rhythm)
            return
        words, told = cast(tuple[str, list[PersonNumber]], json.loads(before))
        found = self._store.read_back(words)
        others = [other for other in self._store.of_circle(tx, found.circle) if other.rhythm != rhythm]
        if taken := days_taken(found.rule.weekdays, others):
            raise Refusal("checkins.rhythm.day_taken", days=Weekdays(taken))
        self._stand_again(tx, found)
        for person in told:
            if self._consents.holds_in(tx, person, found.circle, NEWS):
                self._store.tell(tx, rhythm, person)

    def _stand_again(self, tx: Transaction, found: Rhythm) -> None:
        coming = next_after(found.rule, self._ground.clock.now())
        if coming is not None and found.next_at <= self._ground.clock.now():
            found = replace(found, next_at=coming.at)
        if found.state is RhythmState.RUNNING:
            self._run(tx, found)
        else:
            self._store.save(tx, found)

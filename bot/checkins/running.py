"""What becomes of a rhythm inside one transaction: it starts, stands still, comes again, goes."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.checkins.model import Rhythm, RhythmState, days_taken
from bot.checkins.opening import OPENS
from bot.checkins.store import RhythmStore
from bot.core.acting import Act, Noting
from bot.core.ground import Ground
from bot.core.ids import ServerId
from bot.core.notices import Weekdays
from bot.core.refusals import Refusal
from bot.core.scheduling.recurrence import next_after
from bot.core.storage.database import Transaction


class Running:
    """Changes rhythms, with the row that is due and the note of whoever did it."""

    def __init__(self, ground: Ground, store: RhythmStore) -> None:
        self._ground = ground
        self._store = store

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

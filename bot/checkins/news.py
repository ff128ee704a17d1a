"""News of a rhythm for those who wished it: a note in their own mailbox when it begins to rest."""

from bot.checkins.model import Rhythm, RhythmState
from bot.checkins.opening import Openings
from bot.checkins.store import RhythmStore
from bot.core.ground import Ground
from bot.core.ids import RhythmId
from bot.core.lanes import Lane
from bot.core.notices import Plain, Weekdays, said
from bot.core.storage.database import Transaction
from bot.mailbox.model import HouseSlip
from bot.mailbox.service import Mailbox
from bot.people.service import People

RESTS = "checkins.rests"
"""The kind of due row that tells of a rhythm that began to rest."""

ABOUT = "checkins.news.about"
"""What the reader began: a rhythm."""


class News:
    """Tells whoever started a rhythm and wished to hear of it (R7); nobody else learns that they are told."""

    def __init__(self, ground: Ground, people: People, mailbox: Mailbox, openings: Openings) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = RhythmStore()
        self._people = people
        self._mailbox = mailbox
        ground.dues.handle(RESTS, self._rests_due)
        openings.on_rest(self._rests)

    def _rests(self, tx: Transaction, rhythm: Rhythm) -> None:
        # A reader's key lies in the other file, so the note cannot be written in this transaction.
        self._ground.dues.add(tx, RESTS, rhythm.rhythm, self._ground.clock.now(), Lane.REMINDER)

    async def _rests_due(self, subject: int) -> None:
        rhythm = RhythmId(subject)
        told = await self._people.get(await self._database.read(lambda tx: self._store.told(tx, rhythm)))

        def work(tx: Transaction) -> None:
            found = self._store.get(tx, rhythm)
            # With the row, so that a crash tells nobody twice.
            self._ground.dues.drop(tx, RESTS, subject)
            if found is None or found.state is not RhythmState.RESTING:
                return
            body = said("checkins.news.rests", days=Weekdays(found.rule.weekdays), at=_clock(found.rule.minute))
            for number in self._store.told(tx, rhythm):
                if number in told:
                    self._mailbox.slip(tx, told[number], HouseSlip(found.circle, ABOUT, body))

        await self._database.write(work)
        self._ground.changed()


def _clock(minute: int) -> Plain:
    return Plain(f"{minute // 60:02d}:{minute % 60:02d}")

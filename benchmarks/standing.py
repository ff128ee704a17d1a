"""Circles with rhythms put straight into the database, and waiting until their check-ins stand."""

import asyncio
from datetime import datetime, timedelta

from bot.assembly import Hearth
from bot.checkins.model import Format, Rhythm, RhythmState
from bot.checkins.opening import OPENS
from bot.checkins.store import RhythmStore
from bot.circles.model import Circle, Settings
from bot.circles.store import CircleStore
from bot.core.ids import ChannelId, CircleId, RhythmId, ServerId
from bot.core.scheduling.recurrence import Rule
from bot.core.storage.database import Transaction
from bot.stores import Stores

SERVERS = 200
"""On how many servers the circles are; the rehearsal knows one, so that the numbers of the others are invented."""

AT_ONCE = 500
"""Circles put in one transaction."""

LOOKED_AFTER = 0.25
"""Seconds between two looks; each is one read, apart from the writer."""


async def check_in_at_once(stores: Stores, hearth: Hearth, rooms: tuple[int, ...], due_at: datetime) -> None:
    """Put a circle for each room, with a weekly rhythm, all of them due at `due_at`."""
    filling = _Filling(stores, hearth, due_at)
    for first in range(0, len(rooms), AT_ONCE):
        some = range(first, min(first + AT_ONCE, len(rooms)))
        await stores.main.write(lambda tx, some=some: [filling.put(tx, place + 1, rooms[place]) for place in some])
    hearth.ground.changed()


class _Filling:
    def __init__(self, stores: Stores, hearth: Hearth, due_at: datetime) -> None:
        self._circles = CircleStore(stores.keyring)
        self._rhythms = RhythmStore()
        self._dues = hearth.ground.dues
        self._due_at = due_at
        wall = due_at.replace(second=0, microsecond=0)
        self._next_at = wall
        self._rule = Rule(1, (wall.weekday(),), None, wall.hour * 60 + wall.minute, zone="UTC", anchor=wall.date())

    def put(self, tx: Transaction, number: int, room: int) -> None:
        """Keep one circle and its rhythm."""
        settings = Settings(
            name=f"Circle {number}",
            zone="UTC",
            language="en",
            countries=("DE",),
            limits="Invented words.",
            contact="Somebody.",
        )
        server = ServerId(number % SERVERS + 1)
        self._circles.add(tx, Circle(CircleId(number), server, True, settings, 1, room=ChannelId(room)))
        rhythm = Rhythm(
            rhythm=RhythmId(number),
            circle=CircleId(number),
            format=Format.LIGHTS,
            state=RhythmState.RUNNING,
            rule=self._rule,
            open_for=timedelta(hours=12),
            next_at=self._next_at,
        )
        self._rhythms.save(tx, rhythm)
        # A wall time has no seconds: the row is due a moment later than the rhythm says, to be due at once.
        self._dues.add(tx, OPENS, number, self._due_at)


class Standing:
    """Looks how many check-ins are known to stand."""

    def __init__(self, hearth: Hearth) -> None:
        self._database = hearth.ground.database

    async def all_of(self, count: int) -> None:
        """Wait until so many are known to stand."""
        while await self._known() < count:  # noqa: ASYNC110 - it looks at rows, which have no event
            await asyncio.sleep(LOOKED_AFTER)

    async def _known(self) -> int:
        row = await self._database.read(
            lambda tx: tx.one("SELECT count(*) AS known FROM checkin_round WHERE post IS NOT NULL")
        )
        return 0 if row is None else int(str(row["known"]))

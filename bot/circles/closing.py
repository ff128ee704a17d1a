"""A circle goes as a whole: everything kept for it, and the people who were in no other."""

from collections.abc import Callable

from bot.circles.store.servers import ServerStore
from bot.consent.service import Consents
from bot.core.ground import Ground
from bot.core.ids import CircleId
from bot.core.storage.database import Transaction

Removed = Callable[[Transaction, CircleId], None]
"""Hears of a circle inside the transaction that lets go of it, before it does."""


class Closing:
    """Lets go of circles."""

    def __init__(self, ground: Ground, consents: Consents) -> None:
        self._ground = ground
        self._database = ground.database
        self._store = ServerStore()
        self._consents = consents
        self._on_removed: list[Removed] = []

    def on_removed(self, told: Removed) -> None:
        """Have a feature told of a circle that goes, as to end what no row of the circle's own ends."""
        self._on_removed.append(told)

    async def remove(self, circle: CircleId) -> None:
        """Take back every yes for a circle, then let go of everything that stands with it; safe to ask twice.

        Whoever was in no other circle is forgotten.
        """
        for person in await self._database.read(lambda tx: self._consents.people_in(tx, circle)):
            await self._consents.lapse(person, (circle,))
        await self._database.write(lambda tx: self._remove(tx, circle))
        self._ground.changed()

    def _remove(self, tx: Transaction, circle: CircleId) -> None:
        for channel in self._store.channels_of(tx, circle):
            self._ground.outbox.take_back_to(tx, channel)
        for told in self._on_removed:
            told(tx, circle)
        self._store.drop_circle(tx, circle)

"""What services stand on, in one hand: the database, the world's ports, what is due and what is to be sent."""

from dataclasses import dataclass
from datetime import timedelta

from bot.core.acting import Acts
from bot.core.delivery.outbox import Outbox
from bot.core.delivery.posts import Posts
from bot.core.delivery.sender import Sender
from bot.core.ports import Chance, Clock, Front
from bot.core.scheduling.beside import Beside
from bot.core.scheduling.due import Dues
from bot.core.scheduling.outages import Outages
from bot.core.storage.database import Database, Transaction
from bot.core.storage.restored import Restored


@dataclass(frozen=True, slots=True)
class Ground:
    """Handed to a service by assembly; tests hand over another clock or chance."""

    database: Database
    clock: Clock
    chance: Chance
    front: Front
    dues: Dues
    beside: Beside
    outbox: Outbox
    sender: Sender
    posts: Posts
    outages: Outages
    acts: Acts
    restored: Restored | None = None

    async def clock_set_back(self, by: timedelta) -> None:
        """Let nobody wait for a moment that the clock told before it was set back."""

        def work(tx: Transaction) -> None:
            self.dues.set_back(tx, by)
            self.outbox.set_back(tx, self.clock.now())

        await self.database.write(work)

    def changed(self) -> None:
        """Have a transaction's new rows looked at: what is due, and what is to be sent."""
        self.dues.changed()
        self.sender.look_now()

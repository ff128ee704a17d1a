"""What services stand on, in one hand: the database, the world's ports and the list of what is due."""

from dataclasses import dataclass

from bot.core.ports import Chance, Clock, Front
from bot.core.scheduling.due import Dues
from bot.core.storage.database import Database


@dataclass(frozen=True, slots=True)
class Ground:
    """Handed to a service by assembly; tests hand over another clock or chance."""

    database: Database
    clock: Clock
    chance: Chance
    front: Front
    dues: Dues

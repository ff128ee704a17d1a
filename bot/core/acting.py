"""What is noted of the acts of moderators and facilitators, as a feature asks for it (R66)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.core.ids import CircleId, ServerId, Visitor
from bot.core.storage.database import Transaction

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Act:
    """One act: a kind that a FEATURE declares, where it was done, and the number of what it was done to (0: none).

    It holds no words.
    """

    kind: str
    server: ServerId
    circle: CircleId | None = None
    item: int = 0


Noting = Callable[[Act], AbstractContextManager[None]]
"""Notes an act once the change made inside it is done, and notes nothing where that raises."""


class Acts(Protocol):
    """Notes who did what, in the transaction that does it."""

    async def do(self, visitor: Visitor, work: Callable[[Transaction, Noting], T]) -> T:
        """Do `work` in one transaction and answer what it answers; the acts it notes carry the visitor's name.

        The press is the yes to that: its screen says so. Raises what `work` raises, with nothing done or kept.
        """
        ...

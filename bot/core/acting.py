"""What is noted of the acts of moderators and facilitators, as a feature asks for it (R66)."""

from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeVar

from bot.core.ids import CircleId, ServerId, Visitor
from bot.core.storage.database import Transaction

T = TypeVar("T")

UNDOABLE_FOR = timedelta(minutes=10)
"""How long an act can be undone, and what stood before it is kept (R66)."""


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


async def _nothing_more(_: Act) -> None:
    return


@dataclass(frozen=True, slots=True)
class Way:
    """How acts of a feature are put back.

    `state` tells inside a transaction, in a text that the feature alone reads, how what an act is about stands;
    `restore` makes it stand so again, or raises Refusal. `after` is told once that is durable. An act that leaves
    the state as it was is none.
    """

    state: Callable[[Transaction, Act], str]
    restore: Callable[[Transaction, Act, str], None]
    after: Callable[[Act], Awaitable[None]] = _nothing_more


class Acts(Protocol):
    """Notes who did what, in the transaction that does it."""

    async def do(self, visitor: Visitor, work: Callable[[Transaction, Noting], T]) -> T:
        """Do `work` in one transaction and answer what it answers; the acts it notes carry the visitor's name.

        The press is the yes to that: its screen says so. Raises what `work` raises, with nothing done or kept.
        """
        ...

    def undo_with(self, kinds: Iterable[str], way: Way) -> None:
        """Have acts of these kinds put back in a way, for ten minutes."""
        ...
